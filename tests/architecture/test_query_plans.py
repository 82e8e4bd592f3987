"""What the queue asks all day is answered from an index, however many jobs there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from jobs.models import Job
from jobs.queue.claim import claim
from jobs.queue.fairness import standing
from jobs.queue.join_policy import EVERY_OUTCOME
from jobs.queue.locking import locked_by, stored_id
from jobs.queue.places import IN_LINE
from jobs.queue.prune import prune
from jobs.queue.rescue import rescue
from jobs.queue.stage import stage
from jobs.selectors.jobs import for_listing, visible_jobs
from jobs.selectors.metrics.period import Period
from jobs.selectors.metrics.scope import Scope
from jobs.selectors.ordering import DEFAULT_ORDERING, ordered
from jobs.services.metrics import METRICS, Asked, measure
from jobs.states import AttemptOutcome
from tests.support.plans import fill, plans
from tests.support.queue import FUTURE, KIND, WORKER, child, running, settled

ROWS = 50_000
PARTS = 2_000
MILLIONS = 4_000_000  # a million each pending, finished, scheduled and held
# Reading a whole table: PostgreSQL's word for it, and SQLite's, which names no index then.
WHOLE = re.compile(r"Seq Scan on jobs_(job|lease)\b|SCAN (jobs_job|jobs_lease|job|lease)(?! USING)")


def found(used: str, given: list[str]) -> bool:
    """Whether `given` plans read by the index `used`, and no whole table."""
    return any(used in plan for plan in given) and not any(WHOLE.search(plan) for plan in given)


def check_plans(rows: int = ROWS) -> None:
    owner = fill(rows)
    assert Job.objects.count() >= rows
    listing = ordered(for_listing(visible_jobs(owner)), DEFAULT_ORDERING)
    wanted: dict[str, tuple[str, Callable[[], Any]]] = {
        "claim": ("job_ready", lambda: claim(WORKER, {KIND: 1, "other": 1}, 10)),
        "enqueue": ("job_standing", lambda: standing(owner.pk, "medium")),
        "stage": ("job_wake", stage),
        "rescue": ("lease_expiry", lambda: rescue(10)),
        "list": ("job_of_owner", lambda: list(listing[:25])),
        "prune": ("job_finished", lambda: prune(KIND, "completed", 90)),
    }
    for metric in METRICS:
        wanted[f"metrics {metric}"] = ("jobs_", partial(measure, owner, metric, Asked()))
    period = Period(FUTURE.date() - timedelta(days=7), FUTURE.date(), ZoneInfo("UTC"))
    wanted["finished in a period"] = ("job_finished_of_owner", lambda: list(Scope(owner.pk, period).finished()))
    given = {verb: plans(act) for verb, (_, act) in wanted.items()}
    wrong = {verb: given[verb] for verb, (index, _) in wanted.items() if not found(index, given[verb])}
    assert {} == wrong


def check_line() -> None:
    """Who comes next among very many parts is asked of an index, beside many jobs that are no parts."""
    fill(ROWS // 10)
    children = [child() for _ in range(PARTS)]
    parent = settled(running(), AttemptOutcome.FANNED_OUT, children=children, join=EVERY_OUTCOME, at_once=20)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    given = plans(lambda: locked_by(IN_LINE, {"parent": stored_id(parent.pk), "at_once": 30}))
    assert found("job_places", given), given


@pytest.mark.django_db
class TestQueue:
    """Twice, so that each database is asked: architecture tests run on the first only."""

    @pytest.mark.sqlite
    def test_answers_from_indexes_on_sqlite(self):
        check_plans()

    @pytest.mark.postgresql
    def test_answers_from_indexes_on_postgresql(self):
        check_plans()

    @pytest.mark.sqlite
    def test_finds_who_is_next_in_line_by_an_index_on_sqlite(self):
        check_line()

    @pytest.mark.postgresql
    def test_finds_who_is_next_in_line_by_an_index_on_postgresql(self):
        check_line()


@pytest.mark.django_db
@pytest.mark.race
@pytest.mark.thorough
class TestMillions:
    @pytest.mark.sqlite
    def test_are_answered_from_the_same_indexes_on_sqlite(self):
        check_plans(MILLIONS)

    @pytest.mark.postgresql
    def test_are_answered_from_the_same_indexes_on_postgresql(self):
        check_plans(MILLIONS)


class TestFound:
    @pytest.mark.parametrize(
        "plan",
        ["Seq Scan on jobs_job\n Index Scan using job_ready", "SCAN jobs_job\nUSING INDEX job_ready", "Index Scan"],
    )
    def test_refuses_whole_tables_and_other_indexes(self, plan):
        assert not found("job_ready", [plan])

    @pytest.mark.parametrize(
        "plan", ["Index Scan using job_ready on jobs_job", "SEARCH jobs_job USING INDEX job_ready"]
    )
    def test_takes_the_wanted_index(self, plan):
        assert found("job_ready", [plan])
