"""One served site for all tests here: a start of daphne takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from tests.support.site import Site, served
from tests.support.visitor import Visitor, visitor

# As long as `wait_for` waits: how soon a page follows is the machine's affair here, and measured by the benchmarks.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), served() as site:
        yield site


@pytest.fixture
def guest(browser: Browser, site: Site) -> Iterator[Visitor]:
    """Somebody new, in a browser."""
    with visitor(browser, site) as guest:
        yield guest
