"""Controls over the children of one job at the instant at which their workers end them: nobody waits in a circle.

The harness is also run against a planted fault, so that it is known to notice one.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from jobs.errors import WrongState
from jobs.models import Job
from jobs.queue import outcome
from jobs.queue.locking import lock_by_id
from jobs.queue.outcome import Action, control_job
from jobs.queue.report import Settle
from jobs.states import AttemptOutcome
from tests.support.queue import assert_consistent, children_of, claimed, fanned_out, running, write
from tests.support.racing import MOST_PLANTED, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

CHILDREN = 3
DONE = Settle(AttemptOutcome.COMPLETED)


def cancels_against_ends(seed: int) -> None:
    parent = fanned_out(running(), CHILDREN)
    children = children_of(parent)
    taken = [claimed(child) for child in children]
    cancels = [lambda job_id=child.pk: control_job(job_id, Action.CANCEL) for child in children]
    ends = [lambda custodian=custodian: write(custodian, DONE) for custodian in taken]
    outcomes: list[Any] = race(seed, [*cancels, *ends])
    assert [] == [told for told in outcomes if isinstance(told, Exception) and not isinstance(told, WrongState)]
    for child in children:
        assert "completed" == Job.objects.get(pk=child.pk).status
        assert_consistent(child.pk)
    parent.refresh_from_db()
    assert (0, "queue") == (parent.children_open, parent.custody)
    Job.objects.filter(root_id=parent.pk).delete()


def repeat(rounds: int) -> None:
    for seed in range(rounds):
        cancels_against_ends(seed)


class TestRace:
    def test_ends_without_a_deadlock(self, race_rounds: int):
        repeat(race_rounds)


class TestHarness:
    @pytest.mark.postgresql
    def test_the_harness_catches_a_planted_fault(self, monkeypatch):
        """The job is locked before its parent, as SQLite, with its one writer, does not mind."""
        monkeypatch.setattr(outcome, "lock_chain", lambda job_id: lock_by_id([job_id]).get(job_id))
        with pytest.raises((AssertionError, OperationalError)):
            repeat(MOST_PLANTED)
