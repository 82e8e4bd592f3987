"""Roll-ups that several workers make while what they sum changes, over real connections.

Each harness is also run against a planted fault, so that it is known to notice one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from unittest.mock import ANY, Mock, patch

import pytest
from django.db import transaction
from django.db.models import Model

from accounts.models import User
from jobs.models import Job, RollUpProgress, StaleDay
from jobs.models.roll_up import ROLL_UPS
from jobs.queue import control, time_entries
from jobs.queue.clock import now
from jobs.queue.deletion import delete, delete_of_owner
from jobs.queue.report import Settle
from jobs.queue.rollups import bygone, making, store
from jobs.queue.rollups.stale import mark
from jobs.queue.rollups.sums import of_span
from jobs.states import AttemptOutcome
from tests.support.history import at, past_job, worked
from tests.support.queue import claimed, new_job, write
from tests.support.racing import MOST_PLANTED, race
from tests.support.rollups import roll_up, told_wrong
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

Round = Callable[[int], None]
HOUR = timedelta(hours=1)


def march() -> list[Job]:
    """Work of two people on one day, most of it done."""
    found = []
    for owner in (make_user(), make_user()):
        found += [past_job(owner, f"03-02 {hour}:05", f"03-02 {hour}:20", kind="manual") for hour in (10, 11, 12)]
        past_job(owner, "03-02 13:00", status="pending", kind="manual")
        worked(found[-1], 10)
    return found


def assert_summed(outcomes: list[object]) -> None:
    assert not [each for each in outcomes if isinstance(each, Exception)], outcomes
    roll_up()
    assert [] == told_wrong()


def two_makers_of_one_span(seed: int) -> None:
    march()
    assert_summed(race(seed, [making.step, making.step]))


def the_past_changes_while_its_day_is_made(seed: int) -> None:
    first, second, third, *_ = march()
    roll_up()
    mark([(first.owner_id, first.created_at)], now())
    start = at("03-02 10:05")
    assert_summed(
        race(
            seed,
            [
                making.step,
                lambda: control.reopen(first.pk),
                lambda: delete(second.pk),
                lambda: time_entries.add_entry(third.pk, third.owner_id, start, start + timedelta(minutes=5)),
            ],
        )
    )


def a_job_settles_while_the_rest_is_summed(seed: int) -> None:
    march()
    custodian = claimed(new_job())
    outcomes = race(seed, [making.step, lambda: write(custodian, Settle(AttemptOutcome.COMPLETED))])
    with patch.object(making, "MARGIN", -HOUR):  # an hour later
        assert_summed(outcomes)


def an_account_goes_while_it_is_summed(seed: int) -> None:
    (job, *_) = march()
    assert_summed(race(seed, [making.step, lambda: delete_of_owner(job.owner_id)]))
    kept = {whose for model in ROLL_UPS for whose in model.objects.values_list("whose", flat=True)}
    assert job.owner_id not in kept


def remake_that_forgets_marks() -> bool:
    """As `making.remake`, but it takes the marks with it that came after it had read the rows."""
    found = StaleDay.objects.first()
    if found is None:
        return False
    start = datetime.combine(found.day, datetime.min.time(), UTC)
    seen = RollUpProgress.now()
    sums = of_span(start, start + making.DAY, found.whose)
    with transaction.atomic():
        if store.lock_progress().version == seen.version:
            StaleDay.objects.filter(whose=found.whose, day=found.day).delete()
            store.replace(found.whose, start, start + making.DAY, sums)
            making._note(seen, seen.through)
    return True


def lock_whatever_was_written() -> Mock:
    """As `store.lock_progress`, but nobody learns that another wrote since the rows were read."""
    store.lock_progress()
    return Mock(version=ANY)


# Each play with the fault that it is to notice: where, what, and what is there instead.
FAULTS: dict[Round, tuple[object, str, object]] = {
    two_makers_of_one_span: (making, "lock_progress", lock_whatever_was_written),
    the_past_changes_while_its_day_is_made: (making, "remake", remake_that_forgets_marks),
    a_job_settles_while_the_rest_is_summed: (making, "MARGIN", -HOUR),
    an_account_goes_while_it_is_summed: (bygone, "outdate", lambda: None),
}
PLAYS = pytest.mark.parametrize("play", FAULTS, ids=lambda play: play.__name__)


def repeat(play: Round, rounds: int) -> None:
    for seed in range(rounds):
        play(seed)
        clear()


def clear() -> None:
    models: tuple[type[Model], ...] = (Job, *ROLL_UPS, StaleDay, RollUpProgress, User)
    for model in models:
        model._default_manager.all().delete()


class TestRace:
    @PLAYS
    def test_sums_what_the_rows_add_up_to(self, play: Round, race_rounds: int):
        repeat(play, race_rounds)


class TestHarness:
    @PLAYS
    def test_the_harness_catches_a_planted_fault(self, play: Round, monkeypatch):
        where, name, fault = FAULTS[play]
        monkeypatch.setattr(where, name, fault)
        with pytest.raises(AssertionError):
            repeat(play, MOST_PLANTED)
