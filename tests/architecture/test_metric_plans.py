"""No metric reads what ended outside of its period, however much that is: by the rows that each step of a plan met."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import User
from jobs.models import Attempt, Job, LedgerEntry
from jobs.models.ids import lowest_id
from jobs.queue.clock import now
from jobs.queue.session import interpreted
from jobs.selectors.metrics.period import LONGEST_DAYS
from jobs.services.metrics import METRICS, Asked, measure
from tests.support.plans import plans, statements
from tests.support.rollups import roll_up
from tests.support.users import make_staff, make_user

WITHIN = 20
OUTSIDE = 1_000
DAYS = {"short": 7, "long": 60}
# Reading all of a table, or of an index but that of jobs that are not final.
WHOLE = re.compile(r"SCAN (jobs_|U0|T\d)\w*\b(?! USING (COVERING )?INDEX job_standing)")


def work(owner: User, count: int, first: datetime, apart: timedelta, number: int) -> None:
    """`count` jobs that were completed in a minute, each with an attempt and a call."""
    jobs = []
    for each in range(count):
        made = first + apart * each
        job_id = UUID(int=lowest_id(made).int + number + each)
        jobs.append(
            Job(
                id=job_id, root_id=job_id, owner=owner, kind="count", status="completed", outcome="completed",
                attempt=1, estimated_minutes=1, created_at=made, started_at=made,
                finished_at=made + timedelta(minutes=1),
            )
        )  # fmt: skip
    Job.objects.bulk_create(jobs)
    Attempt.objects.bulk_create(
        Attempt(
            job=job, number=1, lease_id=job.pk, worker_id=job.pk, started_at=job.created_at, finished_at=job.finished_at
        )
        for job in jobs
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            id=job.pk, job=job, owner=owner, kind="count", attempt=1, lease_id=job.pk, provider="p", model="m",
            state="settled", cost_nano=1, created_at=job.created_at,
        )
        for job in jobs
    )  # fmt: skip


@pytest.fixture
def crowd(db: None) -> User:
    """Staff with few jobs in the last two months and many before; so has somebody else."""
    staff, other, today = make_staff(), make_user(), now()
    for number, person in enumerate((staff, other)):
        work(person, OUTSIDE, today - timedelta(days=300), timedelta(hours=5), number << 20)
        work(person, WITHIN, today - timedelta(days=6), timedelta(hours=6), number << 20)
    return staff


def analysed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def told(caller: User, metric: str, days: str, owner: Any) -> None:
    today = datetime.now(UTC).date()
    measure(caller, metric, Asked(today - timedelta(days=DAYS[days] - 1), today, "Asia/Kolkata", owner))


def rows_met(act: Callable[[], Any]) -> int:
    """The most rows of jobs, attempts, entries or calls that one step of a plan of `act` met; PostgreSQL."""
    with statements() as seen:
        act()
    most = 0
    for sql, parameters in seen:
        if not sql.startswith("SELECT"):  # savepoints, settings
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parameters)
            (found,) = cursor.fetchone() or (None,)
        most = max(most, *_met(json.loads(found) if isinstance(found, str) else found))
    return most


def _met(plan: Any) -> Iterator[int]:
    yield 0
    if isinstance(plan, list):
        for part in plan:
            yield from _met(part)
    elif isinstance(plan, dict):
        if plan.get("Relation Name", "").startswith("jobs_"):
            removed = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
            yield int((plan["Actual Rows"] + removed) * plan["Actual Loops"])
        for part in plan.values():
            yield from _met(part) if isinstance(part, list | dict) else ()


ASKED = [(metric, days, owner) for metric in METRICS for days in DAYS for owner in (None, "all")]


class TestMetrics:
    """Twice, so that each database is asked: architecture tests run on the first only."""

    @pytest.mark.postgresql
    def test_read_rows_of_their_period_alone(self, crowd):
        roll_up()
        analysed()
        met = {each: rows_met(lambda each=each: told(crowd, *each)) for each in ASKED}
        assert {} == {each: rows for each, rows in met.items() if rows > 10 * WITHIN}

    @pytest.mark.postgresql
    def test_group_roll_ups_without_sorting_them(self, crowd):
        roll_up()
        analysed()
        with interpreted(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            found = plans(lambda: measure(crowd, "costs", Asked(owner="all", days=LONGEST_DAYS)))
            (walk,) = [plan for plan in found if "jobs_callrollup" in plan]
        assert "HashAggregate" in walk
        assert "Sort" not in walk

    @pytest.mark.sqlite
    def test_walk_an_index_into_their_period(self, crowd):
        roll_up()
        analysed()
        used = {
            each: [plan for plan in plans(lambda each=each: told(crowd, *each)) if WHOLE.search(plan)] for each in ASKED
        }
        assert {} == {each: whole for each, whole in used.items() if whole}


@pytest.mark.postgresql
def test_rows_are_met_that_a_plan_reads_and_drops(crowd):
    analysed()
    assert rows_met(lambda: list(Job.objects.filter(title="x"))) >= 2 * OUTSIDE
