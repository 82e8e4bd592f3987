"""Work of two people, as metrics have it."""

from __future__ import annotations

from datetime import date

import pytest

from jobs.models import Job
from jobs.services.metrics import Asked
from tests.support.history import at, called, past_job, ran, worked
from tests.support.users import make_user

FIRST, LAST = date(2026, 2, 1), date(2026, 3, 31)


@pytest.fixture
def long() -> Asked:
    """Two months, in a zone whose days begin in the middle of an hour of UTC."""
    return Asked(FIRST, LAST, "Asia/Kolkata")


@pytest.fixture
def other():
    return make_user()


@pytest.fixture
def busy(user, other):
    """Of `user` five jobs came and four ended; of `other` one, which failed."""
    worked(past_job(user, "03-02 09:00", "03-02 10:00", kind="manual", estimated_minutes=40, category="writing"), 30)
    card = past_job(
        user, "03-04 18:20", "03-04 18:40", category="cards", estimated_minutes=10, priority="high",
        due_at=at("03-05 00:00"), started_at=at("03-04 18:25"),
    )  # fmt: skip
    ran(card, 20)
    called(card, 2_000_000_000)
    ran(past_job(user, "03-04 18:35", "03-04 18:40", parent=card), 5)
    Job.objects.filter(parent=card).update(root=card)
    failed = past_job(user, "03-05 09:00", "03-09 10:00", "failed", category="cards", failures=2, losses=1)
    called(failed, 1_000_000_000, model="small")
    called(failed, None, state="abandoned", estimate_nano=500_000_000)
    past_job(user, "03-10 09:00", "03-10 09:07", "cancelled")
    past_job(user, "03-11 09:00", status="held", held_reason="manual")
    called(past_job(other, "03-05 09:00", "03-05 09:20", "failed"), 7_000_000, simulated=True, provider="offline")
    return user


@pytest.fixture
def card(busy) -> Job:
    """Completed, with a part, attempts and a call."""
    return Job.objects.get(owner=busy, category="cards", outcome="completed")
