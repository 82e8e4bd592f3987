"""The check finds whatever differs, and names it; rebuilding mends it. `manage.py rollups` is the way to both."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from jobs.models import CallRollUp, CategoryRollUp, Job, StaleDay, TimingRollUp, WorkRollUp
from jobs.models.roll_up import EVERYBODY
from jobs.queue.clock import now
from jobs.services.metrics import Asked
from tests.support.history import at, called, past_job, ran
from tests.support.rollups import all_metrics, roll_up, told_wrong

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("rollups", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def rolled_up(busy):
    roll_up()
    return busy


class TestCheck:
    @pytest.mark.parametrize(
        ("model", "column"),
        [(WorkRollUp, "completed"), (CategoryRollUp, "ended"), (CallRollUp, "spent"), (TimingRollUp, "jobs")],
    )
    @pytest.mark.parametrize("whose", ["owner", "everybody"])
    def test_names_a_sum_that_is_off_by_one(self, rolled_up, model, column, whose):
        rows = model.objects.filter(whose=EVERYBODY if whose == "everybody" else rolled_up.pk)
        row = rows.filter(**{f"{column}__gt": 0}).first()
        model.objects.filter(pk=row.pk).update(**{column: F(column) + 1})
        found = told_wrong()
        kept = getattr(row, column)
        name = "everybody" if whose == "everybody" else str(rolled_up.pk)
        told = f"at {row.at:%Y-%m-%d %H:%M} of {name}: {column} is {kept + 1}, and should be {kept}"
        assert any(told in line for line in found), found

    def test_names_a_row_that_is_missing(self, rolled_up):
        WorkRollUp.objects.filter(whose=rolled_up.pk, completed=1).first().delete()
        assert any("completed is 0, and should be 1" in line for line in told_wrong())

    def test_names_a_row_too_many(self, rolled_up):
        CategoryRollUp.objects.create(whose=rolled_up.pk, at=at("01-05 09:00"), ended=3)
        assert any("ended is 3, and should be 0" in line for line in told_wrong())

    def test_finds_a_job_that_was_changed_behind_the_queues_back(self, rolled_up):
        Job.objects.filter(outcome="failed").update(outcome="completed", status="completed")
        assert any("failed is 1, and should be 0" in line for line in told_wrong())

    def test_finds_an_attempt_and_a_call_that_came_unseen(self, rolled_up, card):
        ran(card, 1)
        called(card, 5)
        lines = " ".join(told_wrong())
        assert "machine_ms is 1500000, and should be 1560000" in lines
        assert "spent is 2000000000, and should be 2000000005" in lines

    def test_leaves_days_out_that_wait_to_be_made_again(self, rolled_up, card):
        ran(card, 1)
        StaleDay.objects.create(whose=rolled_up.pk, day=card.finished_at.date(), due_at=now())
        assert "The roll-ups are what the rows add up to" in said("--check")


class TestCommand:
    def test_brings_the_roll_ups_up_to_date(self, busy):
        assert "Rolled up through 20" in said()
        assert "The roll-ups are what the rows add up to, through 20" in said("--check")

    def test_says_that_there_is_nothing_yet(self):
        assert "nothing is older than an hour" in said()

    def test_names_what_differs_and_ends_with_an_error(self, rolled_up):
        WorkRollUp.objects.filter(whose=rolled_up.pk, completed=1).update(completed=7)
        out = StringIO()
        with pytest.raises(CommandError, match=r"differ from the rows: .*--rebuild"):
            call_command("rollups", "--check", stdout=out)
        assert f"of {rolled_up.pk}: completed is 7, and should be 1" in out.getvalue()

    def test_rebuilds_what_is_wrong(self, rolled_up, long: Asked):
        before = all_metrics(rolled_up, long)
        WorkRollUp.objects.update(completed=7)
        CallRollUp.objects.all().delete()
        said("--rebuild")
        assert [] == told_wrong()
        assert before == all_metrics(rolled_up, long)

    def test_rebuilds_what_came_earlier_too(self, rolled_up):
        past_job(rolled_up, "01-01 09:00", "01-01 10:00")
        assert told_wrong()
        said("--rebuild")
        assert [] == told_wrong()
