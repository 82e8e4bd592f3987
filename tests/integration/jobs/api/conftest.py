"""Fixtures of the jobs API's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from jobs.testing import ScriptedHandler, scripted
from tests.support.api import api_of


@pytest.fixture
def client(user: User) -> APIClient:
    """A client with a token of `user`."""
    return api_of(user)


@pytest.fixture
def kind() -> Iterator[ScriptedHandler]:
    """The kind `scripted`, which completes with its payload's value."""
    with scripted() as handler:
        yield handler
