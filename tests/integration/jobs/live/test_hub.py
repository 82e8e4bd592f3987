"""What a web process reads for those who follow jobs."""

from __future__ import annotations

import asyncio
from uuid import UUID

import psycopg
import pytest
from asgiref.sync import sync_to_async

from jobs.live import hub as hubs
from jobs.live import job_feed
from jobs.queue import control
from jobs.testing import enqueue, scripted
from tests.support.users import make_user


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
class TestHint:
    async def test_that_names_no_job_reads_those_that_have_something_new(self, monkeypatch):
        monkeypatch.setattr(hubs, "SAFETY_POLL_SECONDS", 600.0)
        asked: list[UUID] = []
        events_after = job_feed.events_after

        def noted(job_id: UUID, seq: int):
            asked.append(job_id)
            return events_after(job_id, seq)

        monkeypatch.setattr(job_feed, "events_after", noted)
        with scripted():
            user = await sync_to_async(make_user)()
            changed, other = [await sync_to_async(enqueue)(user.pk) for _ in range(2)]
        following, idle = (hubs.hub().follow_job(job.pk, 0) for job in (changed, other))
        for each in (following, idle):
            await anext(each)
        wait = asyncio.ensure_future(anext(idle))
        for number in range(3):
            await sync_to_async(control.hold if number % 2 == 0 else control.resume)(changed.pk)
            await anext(following)
        wait.cancel()
        assert asked.count(other.pk) <= 2
        assert asked.count(changed.pk) >= 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestListener:
    async def test_that_is_stopped_while_it_hears_closes_its_connection(self, monkeypatch):
        opened: list[psycopg.AsyncConnection] = []
        connect = psycopg.AsyncConnection.connect

        async def noted(**parameters):
            opened.append(await connect(**parameters))
            return opened[-1]

        hears = asyncio.Event()

        async def hear(_hint) -> None:
            hears.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(psycopg.AsyncConnection, "connect", noted)
        hub = hubs.Hub()
        monkeypatch.setattr(hub, "_hear", hear)
        listening = asyncio.create_task(hub._listen())
        await asyncio.wait_for(hears.wait(), 10)
        listening.cancel()
        await asyncio.wait({listening})
        assert [True] == [listener.closed for listener in opened]
