"""Somebody with a program: speaks to a served site over HTTP and WebSocket as any client would."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.support.site import Site
from tests.support.users import PASSWORD
from tests.support.waiting import wait_for

GALAHAD = "Sir Galahad, a medieval knight in an enchanted forest"
FINAL = ("completed", "partial_success", "failed", "cancelled")
PATIENCE = 60.0
_numbers = itertools.count(1)


class Person:
    """A registered, signed-in client. Addresses are those the site gives, or stand below `/api/v1/`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.email = f"reader{next(_numbers)}@example.org"
        self.http = httpx.Client(base_url=site.http, timeout=PATIENCE, trust_env=False, verify=False)
        self.post("/api/v1/auth/register", {"email": self.email, "password": PASSWORD}, expect=201)
        tokens = self.post("/api/v1/auth/login", {"email": self.email, "password": PASSWORD})
        self.http.headers["Authorization"] = f"Bearer {tokens['access']}"

    def close(self) -> None:
        self.http.close()

    def get(self, address: str, *, expect: int = 200, **headers: str) -> Any:
        """The JSON at `address`."""
        return self._body(self.http.get(address, headers=headers), expect)

    def post(self, address: str, body: Any = None, *, expect: int = 200, headers: dict[str, str] | None = None) -> Any:
        """What a POST of `body` as JSON is answered with."""
        return self._body(self.http.post(address, json={} if body is None else body, headers=headers), expect)

    def delete(self, address: str, *, expect: int = 204) -> Any:
        return self._body(self.http.delete(address), expect)

    def file(self, address: str) -> bytes:
        """What a download of `address` contains."""
        answer = self.http.get(address)
        assert 200 == answer.status_code, answer.text
        return answer.content

    @staticmethod
    def _body(answer: httpx.Response, expect: int) -> Any:
        assert expect == answer.status_code, f"{answer.request.method} {answer.request.url}: {answer.text}"
        return answer.json() if answer.content else None

    def generate(self, *, headers: dict[str, str] | None = None, expect: int = 202, **options: Any) -> Any:
        """Ask for a card of Sir Galahad with 18 lore entries, unless `options` say otherwise."""
        body = {"concept": GALAHAD, "lore_entries": 18, **options}
        return self.post("/api/v1/generation/generate", body, headers=headers, expect=expect)

    def job(self, job_id: str) -> Any:
        return self.get(f"/api/v1/jobs/{job_id}")

    def job_when(self, job_id: str, *statuses: str, within: float = PATIENCE) -> Any:
        """The job as soon as its status is one of `statuses`."""

        def there() -> Any:
            job = self.job(job_id)
            return job if job["status"] in statuses else None

        return wait_for(there, within=within, what=f"a job that is {' or '.join(statuses)}")

    def events(self, job_id: str) -> list[dict[str, Any]]:
        """Every event of a job, page by page."""
        found: list[dict[str, Any]] = []
        address: str | None = f"/api/v1/jobs/{job_id}/events?limit=50"
        while address:
            page = self.get(address)
            found += page["results"]
            address = page["next"]
        return found

    @contextmanager
    def socket(self, address: str) -> Iterator[ClientConnection]:
        """An open socket, admitted by a ticket."""
        ticket = self.post("/api/v1/auth/ws-ticket", expect=201)["ticket"]
        protocols = [Subprotocol("stq"), Subprotocol(f"ticket.{ticket}")]
        with connect(f"{self._site.ws}{address}", subprotocols=protocols, proxy=None) as socket:
            yield socket


def messages(socket: ClientConnection) -> Iterator[dict[str, Any]]:
    """What arrives, one after another; TimeoutError when nothing does for a while."""
    while True:
        yield json.loads(socket.recv(timeout=PATIENCE))


@contextmanager
def person(site: Site) -> Iterator[Person]:
    """A new person, whose connections end with the block."""
    made = Person(site)
    try:
        yield made
    finally:
        made.close()
