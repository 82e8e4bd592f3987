"""Requests to a served site that its server might answer without us."""

from __future__ import annotations

import json
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from accounts.services.api_tokens import create
from jobs.models import Job
from tests.support.site import Site, served
from tests.support.sockets import closing, ticket_socket
from tests.support.users import make_user
from tests.support.waiting import wait_for

MANY = 200
CUT_OFF = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nIt was cut off he'


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
class TestForm:
    @pytest.mark.parametrize(("parameters", "status"), [("", 400), ("; boundary=b", 422)])
    def test_that_cannot_be_read_is_refused_in_words(self, site: Site, parameters: str, status: int) -> None:
        _, token = create(make_user(), name="forms")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data{parameters}"}
        answer = httpx.post(f"{site.http}/api/v1/documents", headers=headers, content=CUT_OFF, verify=False)
        assert "application/problem+json" == answer.headers.get("content-type")
        assert status == answer.status_code, answer.text
        assert answer.json()["detail"]


@pytest.mark.django_db(transaction=True)
class TestEnd:
    def test_tells_sockets_to_come_back_and_takes_seconds_though_a_request_is_held(self) -> None:
        with served() as site, ExitStack() as stack, ThreadPoolExecutor(1) as pool:
            user = make_user()
            _, token = create(user, name="held")
            sockets = [stack.enter_context(ticket_socket(site, user, "/ws/jobs/")) for _ in range(5)]
            for each in sockets:
                assert "snapshot" == json.loads(each.recv(timeout=10))["type"]
            headers = {"Authorization": f"Bearer {token}", "Prefer": "wait=60"}
            body = {"message": "Nobody is there to answer."}
            held = pool.submit(httpx.post, f"{site.http}/api/v1/chat", headers=headers, json=body, timeout=60)
            wait_for(Job.objects.filter(owner=user).exists, what="the request is held")
            site.process.terminate()
            assert [4012] * 5 == [closing(each)[0] for each in sockets]
            assert 0 == site.process.wait(8)
            with pytest.raises(httpx.RemoteProtocolError):
                held.result()

    def test_answers_what_is_under_way(self) -> None:
        with served() as site, ThreadPoolExecutor(1) as pool:
            user = make_user()
            _, token = create(user, name="under-way")
            headers = {"Authorization": f"Bearer {token}", "Prefer": "wait=2"}
            body = {"message": "Nobody is there to answer."}
            asked = pool.submit(httpx.post, f"{site.http}/api/v1/chat", headers=headers, json=body, timeout=60)
            wait_for(Job.objects.filter(owner=user).exists, what="the request is under way")
            site.process.terminate()
            assert 202 == asked.result().status_code
            assert 0 == site.process.wait(8)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
class TestCrowd:
    def test_of_connections_at_one_instant_waits_to_be_accepted(self) -> None:
        with served() as site, ExitStack() as stack:
            site.process.send_signal(signal.SIGSTOP)
            for _ in range(MANY):
                stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=5))
