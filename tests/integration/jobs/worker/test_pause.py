"""A worker that was asked to pause, and kinds that were paused under it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from uuid import UUID

import pytest
import uuid_utils.compat as uuid
from django.db import connection

from jobs.conf import JobsConf
from jobs.handlers import Complete, JobContext, Verdict
from jobs.models import Attempt, Job, Worker
from jobs.queue.clock import now
from jobs.services import ask_to_stop, pause_kind, pause_worker, resume_kind, resume_worker
from jobs.testing import ScriptedPayload, enqueue, scripted
from jobs.worker import runner
from jobs.worker.options import Options
from jobs.worker.runner import Runner
from tests.support.users import make_user
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def worker() -> Iterator[UUID]:
    """A worker in a thread of this process, with room for two."""
    worker_id = uuid.uuid7()

    def work() -> None:
        try:
            asyncio.run(Runner(Options(concurrency=2, worker_id=worker_id)).run())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        try:
            wait_for(Worker.objects.filter(pk=worker_id).exists, what="the worker to register")
            yield worker_id
        finally:
            ask_to_stop(worker_id)
            working.result(30)


def is_in(status: str, job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, status=status).exists()


@pytest.fixture(autouse=True)
def _without_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that only a wake-up makes an idle worker look again."""
    monkeypatch.setattr(runner, "conf", lambda: JobsConf(poll_seconds=60.0))


class TestPausedWorker:
    def test_goes_on_with_what_it_runs_and_claims_again_once_resumed(self, caplog: pytest.LogCaptureFixture):
        caplog.set_level("INFO", logger="jobs.worker")
        gate = Event()

        async def wait(ctx: JobContext, payload: ScriptedPayload) -> Verdict:
            await asyncio.to_thread(gate.wait, 30)
            return Complete()

        with scripted(wait), worker() as worker_id:
            owner = make_user()
            first = enqueue(owner.pk)
            wait_for(lambda: is_in("processing", first), what="the first job to run")
            assert pause_worker(worker_id)
            wait_for(lambda: "paused: claims nothing" in caplog.text, what="the worker to hear of it")
            second = enqueue(owner.pk)
            gate.set()
            wait_for(lambda: is_in("completed", first), what="the first job to end")

            resumed_at = now()
            assert resume_worker(worker_id)
            wait_for(lambda: is_in("completed", second), what="the second job to run")
            assert Attempt.objects.get(job=second).started_at > resumed_at


class TestPausedKind:
    def test_is_claimed_at_once_when_it_is_resumed(self):
        with scripted(), worker():
            assert pause_kind("scripted", "a fault in its model")
            job = enqueue(make_user().pk)
            resumed_at = now()
            assert resume_kind("scripted")
            wait_for(lambda: is_in("completed", job), what="the job to run")
            assert Attempt.objects.get(job=job).started_at > resumed_at
