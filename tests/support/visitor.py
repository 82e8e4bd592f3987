"""A person in a browser: signs up or in, opens pages, and remembers what the browser complained about."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, WebSocket, expect

from accounts.models import User
from tests.support.site import Site
from tests.support.users import PASSWORD, make_user

_numbers = itertools.count(1)


class Visitor:
    """`complaints` holds console errors, page errors and requests to any other host; `user` is set by `sign_in`.

    `pending` are requests without an answer yet, `heard` how many frames each socket has brought.
    """

    user: User

    def __init__(self, browser: Browser, site: Site, **options: Any) -> None:
        self.email = f"visitor{next(_numbers)}@example.org"
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.pending: set[str] = set()
        self.heard: Counter[str] = Counter()
        self._site = site
        self.context = browser.new_context(base_url=site.http, reduced_motion="reduce", **options)
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("request", self._count)
        self.context.on("requestfinished", lambda request: self.pending.discard(request.url))
        self.context.on("requestfailed", lambda request: self.pending.discard(request.url))
        self.context.on("page", lambda page: page.on("websocket", self._follow))

    def sign_in(self) -> None:
        """Go in by the back door, as a new user: what is tested is behind it."""
        self.user = make_user()
        client = Client()
        client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self._site.http}])

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.goto(address)
        return page

    def connected(self, address: str) -> Page:
        """The page at `address`, once its live connection stands."""
        page = self.open(address)
        expect(page.locator("#connection")).to_have_attribute("data-state", "connected")
        return page

    def sign_up(self) -> Page:
        """Go in by the front door; the page one lands on."""
        page = self.open("/")
        page.get_by_role("link", name="Create an account").click()
        page.get_by_label("E-mail").fill(self.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Create the account").click()
        expect(page.locator("#connection")).to_have_attribute("data-state", "connected")
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def _count(self, request: Request) -> None:
        self.pending.add(request.url)
        self._note(request.url)

    def _follow(self, socket: WebSocket) -> None:
        self._note(socket.url)
        self.heard[socket.url] = 0
        socket.on("framereceived", lambda _frame: self.heard.update([socket.url]))

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"data", "blob"}:
            return
        self.hosts.add(parts.netloc)
        if parts.netloc != f"127.0.0.1:{self._site.port}":
            self.complaints.append(f"asked {url}")


@contextmanager
def visitor(browser: Browser, site: Site, **options: Any) -> Iterator[Visitor]:
    """A new visitor; on leaving, the browser must have had nothing to complain about."""
    made = Visitor(browser, site, **options)
    try:
        yield made
    finally:
        # Seen when the test failed: what a page waits for.
        print(f"without an answer: {sorted(made.pending)}; frames heard: {dict(made.heard)}")
        made.context.close()
    assert [] == made.complaints
    assert {f"127.0.0.1:{site.port}"} == made.hosts


def ask_for_card(page: Page, concept: str, lore_entries: int) -> str:
    """Fill in the form of a new card and send it; the address of its job's page."""
    page.goto("/cards/new")
    page.get_by_label("Who is it?").fill(concept)
    page.get_by_label("Lore entries", exact=True).fill(str(lore_entries))
    page.get_by_role("button", name="Create the card").click()
    expect(page.locator("[data-job-page]")).to_be_visible()
    return urlsplit(page.url).path
