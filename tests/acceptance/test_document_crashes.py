"""Documents whose workers are killed at random while the provider fails: no part lost, none paid or counted twice."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from jobs.models import ChunkRecord, Job, JobLog, LedgerEntry
from jobs.services.workers import bury
from jobs.testing import stage_now
from tests.support.analyses import submitted
from tests.support.model_server import Answer, Exchange, ModelServer, error, says
from tests.support.queue import assert_consistent
from tests.support.users import make_user
from tests.support.waiting import wait_for
from tests.support.worker_process import Crew, WorkerProcess, crew

pytestmark = pytest.mark.django_db(transaction=True)

REPLY = '{"points": [{"text": "The mill stands there.", "quote": "tells of the river"}]}'
FAILING = 0.1
SEED = 5
FULL = "RACE_ROUNDS" in os.environ
DOCUMENTS, PARTS, KILLS = (50, 40, 25) if FULL else (2, 12, 2)


class Failing:
    """Answers well but for every so many.

    `well` counts the good answers that were sent to the end, `refused` the others, which nobody pays for.
    """

    def __init__(self) -> None:
        self.well = self.refused = 0
        self._random = random.Random(SEED)
        self._lock = threading.Lock()

    def __call__(self, exchange: Exchange, stopped: threading.Event) -> None:
        with self._lock:
            is_refused = self._random.random() < FAILING
            self.refused += is_refused
            answer: Answer = error(500, "Out of order.") if is_refused else says(REPLY)
        answer(exchange, stopped)
        if exchange.requestline and answer.__qualname__.startswith("streams"):
            with self._lock:
                self.well += 1


@pytest.fixture
def failing() -> Failing:
    return Failing()


@pytest.fixture
def server(failing: Failing) -> Iterator[ModelServer]:
    with ModelServer().running() as running:
        running.will(failing)
        yield running


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Crew]:
    with crew(tmp_path) as made:
        yield made


def start(workers: Crew, server: ModelServer, count: int) -> list[WorkerProcess]:
    model: dict[str, Any] = {"LLM_PROVIDER": "openai", "LLM_BASE_URL": server.url, "LLM_API_KEY": "sk-nothing"}
    names = {"LLM_CREATIVE_MODEL": "m", "LLM_ANALYSIS_MODEL": "m", "LLM_PRICES": "m=1/1"}
    return workers.start_all(count, "--concurrency", "4", ready=False, **model, **names)


class TestKills:
    def test_at_random_leave_every_part_worked_and_paid_once(
        self, workers: Crew, server: ModelServer, failing: Failing
    ) -> None:
        owner, chance = make_user().pk, random.Random(SEED)
        made = [
            submitted(owner, parts=PARTS, concurrency=6, max_attempts=8, overlap_chars=number).job
            for number in range(DOCUMENTS)
        ]
        crew = start(workers, server, 2)
        for number in range(1, KILLS + 1):
            share = number * DOCUMENTS * PARTS // (KILLS + 1)
            wait_for(partial(_are_done, share), within=240, what=f"{share} parts")
            victim = crew.pop(chance.randrange(len(crew)))
            victim.kill()
            bury(victim.id)
            crew += start(workers, server, 1)

        wait_for(lambda: _hurry() and not Job.objects.live().exists(), within=300, what="all documents to end")

        for job in made:
            job.refresh_from_db()
            assert ("completed", PARTS, 0, 0) == (
                job.status, job.children_total, job.children_open, job.children_failed,
            ), job.error_message  # fmt: skip
            assert 1 == JobLog.objects.filter(job=job, type="done").count()
            assert 1 == JobLog.objects.filter(job=job, message="All parts are done").count()
            assert PARTS == ChunkRecord.objects.filter(parent=job).exclude(result=None).count()
        parts = Job.objects.filter(parent__in=made)
        paid = LedgerEntry.objects.filter(state="settled", job_id__in=parts.values("pk")).values("job_id")
        assert {1} == set(paid.annotate(times=Count("pk")).values_list("times", flat=True)), "no part is paid twice"
        assert DOCUMENTS * PARTS == paid.distinct().count()
        assert _settled() <= failing.well <= _settled() + LedgerEntry.objects.filter(state="abandoned").count()
        assert len(server.asked) - failing.refused <= LedgerEntry.objects.count(), "no call without its entry"
        assert_consistent(*parts.values_list("pk", flat=True), *(job.pk for job in made))

    @pytest.mark.once
    def test_that_do_not_come_leave_a_ledger_of_all_answered_calls(
        self, workers: Crew, server: ModelServer, failing: Failing
    ) -> None:
        job = submitted(make_user().pk, parts=12, concurrency=4, max_attempts=8).job
        start(workers, server, 1)
        wait_for(lambda: _hurry() and not Job.objects.live().exists(), within=120, what="the document to end")
        job.refresh_from_db()
        assert "completed" == job.status
        assert failing.well == _settled() == 13, "twelve parts, and one reduce"
        assert failing.refused > 0
        assert len(server.asked) - failing.refused == LedgerEntry.objects.count(), "what may have been paid is entered"


def _are_done(count: int) -> bool:
    return ChunkRecord.objects.exclude(result=None).count() >= count


def _settled() -> int:
    return LedgerEntry.objects.filter(state="settled").count()


def _hurry() -> bool:
    """Let no part wait for its next attempt."""
    for job in Job.objects.filter(status="scheduled")[:20]:
        stage_now(job)
    return True
