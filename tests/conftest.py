"""Fixtures for every test."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker

from tests.support import browser as chromium
from tests.support import template
from tests.support.databases import send_others_away
from tests.support.durability import relax
from tests.support.emptying import empty
from tests.support.migrations import quick_models
from tests.support.network import loopback_only
from tests.support.users import make_staff, make_user

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from accounts.models import User

pytest_plugins = ["tests.support.garbage", "tests.support.measuring", "tests.support.selection"]


@pytest.fixture(scope="session", autouse=True)
def _interrupts() -> None:
    """In the background of a shell they are ignored, and so they would be by every process that a test starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with loopback_only():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Begin with a copy of the template that `make test` made, if it did."""
    with ExitStack() as stack:
        if name := os.environ.get(template.VARIABLE):
            stack.enter_context(template.copied(name, connection))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        relax()
    yield
    with django_db_blocker.unblock():
        send_others_away()


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["tests.support.users.CheapArgon2"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty())
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_migrations() -> Iterator[None]:
    with quick_models():
        yield


@pytest.fixture
def user(db: None) -> User:
    return make_user()


@pytest.fixture
def staff(db: None) -> User:
    return make_staff()


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    """A browser session of `user`."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module; open a context per test. Mark such tests `browser`."""
    with pytest.MonkeyPatch.context() as patch, chromium.launched() as launched:
        # Playwright's synchronous API keeps a loop running in this thread, which Django takes for async code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield launched


@pytest.fixture
def race_rounds() -> int:
    """How often a race is repeated: a few by default, RACE_ROUNDS for the full proof (`make race`)."""
    return int(os.environ.get("RACE_ROUNDS", "25"))
