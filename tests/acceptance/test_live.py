"""Sockets of a served site, over real connections."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.sync.client import connect

from accounts.services.tickets import issue
from jobs.handlers import Complete
from jobs.models import JobLog
from jobs.services import cancel_job
from jobs.testing import drain, enqueue, scripted
from tests.support.sockets import browser_socket, closing, received, session_of, ticket_socket
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def drain_in_thread() -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(drain).result()


class TestJobSocket:
    def test_sends_a_snapshot_then_every_event_once_up_to_done(self, site):
        async def talk(ctx, payload):
            await ctx.log("hello")
            await ctx.stream("text", "abc")
            await ctx.progress(50, "half")
            return Complete({"ok": True})

        user = make_user()
        with scripted(talk):
            job = enqueue(user.pk)
            with browser_socket(site, user, f"/ws/jobs/{job.pk}/") as socket:
                first = json.loads(socket.recv(timeout=10))
                drain_in_thread()
                events = received(socket, "done")
        assert ("snapshot", 1, "pending") == (first["type"], first["seq"], first["job"]["status"])
        assert list(range(2, 2 + len(events))) == [event["seq"] for event in events]
        assert {"state", "log", "delta", "progress", "done"} == {event["type"] for event in events}

    def test_replays_what_a_returning_client_missed(self, site):
        user = make_user()
        with scripted():
            job = enqueue(user.pk)
            drain_in_thread()
        with ticket_socket(site, user, f"/ws/jobs/{job.pk}/?after=1") as socket:
            assert "stq" == socket.subprotocol
            messages = received(socket, "done")
        assert [1, 2, 3] == [message["seq"] for message in messages]
        assert 3 == JobLog.objects.filter(job_id=job.pk).count()

    def test_says_that_a_foreign_job_does_not_exist(self, site):
        with scripted():
            job = enqueue(make_user().pk)
        with browser_socket(site, make_user(), f"/ws/jobs/{job.pk}/") as socket:
            assert (4404, "There is no such job, conversation or address.") == closing(socket)

    def test_refuses_a_cursor_that_is_not_a_number(self, site):
        user = make_user()
        with scripted():
            job = enqueue(user.pk)
        with browser_socket(site, user, f"/ws/jobs/{job.pk}/?after=x") as socket:
            assert 4400 == closing(socket)[0]


class TestAdmission:
    def test_closes_a_socket_without_session_or_ticket(self, site):
        with connect(f"{site.ws}/ws/jobs/", origin=site.http) as socket:
            assert 4401 == closing(socket)[0]

    def test_closes_a_socket_from_a_foreign_page_even_with_a_session(self, site):
        cookie = {"Cookie": session_of(make_user())}
        with connect(f"{site.ws}/ws/jobs/", origin="https://evil.example", additional_headers=cookie) as socket:
            assert 4403 == closing(socket)[0]

    def test_takes_a_ticket_once(self, site):
        user = make_user()
        protocols = ["stq", f"ticket.{issue(user)}"]
        with connect(f"{site.ws}/ws/jobs/", subprotocols=protocols) as socket:
            assert "snapshot" == json.loads(socket.recv(timeout=10))["type"]
        with connect(f"{site.ws}/ws/jobs/", subprotocols=protocols) as socket:
            assert 4401 == closing(socket)[0]

    def test_closes_a_socket_at_an_unknown_address(self, site):
        with connect(f"{site.ws}/ws/nothing/", origin=site.http) as socket:
            assert 4404 == closing(socket)[0]


class TestJobsSocket:
    def test_starts_with_a_snapshot_and_then_sends_jobs_that_changed(self, site):
        user = make_user()
        with scripted():
            old = enqueue(user.pk)
            enqueue(make_user().pk)
            with browser_socket(site, user, "/ws/jobs/") as socket:
                snapshot = json.loads(socket.recv(timeout=10))
                new = enqueue(user.pk, title="second")
                arrived = json.loads(socket.recv(timeout=10))
                cancel_job(user, old.pk)
                changed = json.loads(socket.recv(timeout=10))
        assert [str(old.pk)] == [job["id"] for job in snapshot["jobs"]]
        assert [(str(new.pk), "second")] == [(job["id"], job["title"]) for job in arrived["jobs"]]
        assert [(str(old.pk), "cancelled")] == [(job["id"], job["status"]) for job in changed["jobs"]]
