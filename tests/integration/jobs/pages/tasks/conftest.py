"""What the tests of these pages share."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse

from accounts.models import User
from jobs.models import Job
from jobs.testing import enqueue


@pytest.fixture
def task(user: User) -> Callable[..., Job]:
    """Makes a task of the user's, unless told whose."""

    def make(title: str = "Proofread", owner: User | None = None, **fields: object) -> Job:
        return enqueue((owner or user).pk, "manual", title=title, **fields)

    return make


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def columns(response: HttpResponse) -> dict[str, list[str]]:
    """The titles in each column of a board."""
    parts = re.split(r'<section class="board-column" data-column="(\w+)"', text_of(response))[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: re.findall(r'class="task-title"[^>]*>([^<]*)<', part) for name, part in pairs}


def listed(response: HttpResponse) -> list[str]:
    return re.findall(r'class="task-title"[^>]*>([^<]*)<', text_of(response))
