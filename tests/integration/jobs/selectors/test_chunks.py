"""What is told of the parts of a job's document, by SQL alone."""

from __future__ import annotations

import pytest
import uuid_utils.compat as uuid

from jobs.models import Job, LedgerEntry
from jobs.queue.children import Span
from jobs.queue.clock import now
from jobs.queue.join_policy import EVERY_OUTCOME
from jobs.selectors.chunks import causes_of, chunk_counts, chunk_states, every_chunk, seconds_left
from jobs.selectors.usage import usage_by_step, usage_of_trees
from jobs.services.describe import describe_jobs
from jobs.states import AttemptOutcome
from tests.support.queue import child, children_of, claimed, end_child, running, settled

pytestmark = pytest.mark.django_db(transaction=True)

FAILED = AttemptOutcome.FAILED


@pytest.fixture
def parent() -> Job:
    """Of five parts the first is done, the next three failed, the last waits."""
    children = [child(span=Span(index, index * 10, index * 10 + 10)) for index in range(5)]
    job = settled(running(), AttemptOutcome.FANNED_OUT, children=children, join=EVERY_OUTCOME)
    first, second, third, fourth, _ = children_of(job)
    end_child(first, result={"n": 1})
    end_child(second, FAILED, error_class="timeout", message="too slow")
    end_child(third, FAILED, error_class="auth", message="no key")
    end_child(fourth, FAILED, error_class="timeout", message="slower still")
    return Job.objects.get(pk=job.pk)


class TestChunkStates:
    def test_come_in_pages_in_the_order_of_the_document(self, parent):
        first, second = chunk_states(parent.pk, limit=2)
        assert (0, 0, 10, "completed", {"n": 1}, "") == (
            first.index, first.start, first.end, first.status, first.result, first.error_class,
        )  # fmt: skip
        assert ("failed", None, "timeout", "too slow") == (
            second.status, second.result, second.error_class, second.error_message,
        )  # fmt: skip
        assert [2, 3, 4] == [state.index for state in chunk_states(parent.pk, after=1)]
        assert [False] == [state.is_final for state in chunk_states(parent.pk, after=3)]

    def test_are_narrowed_by_status(self, parent, monkeypatch):
        monkeypatch.setattr("jobs.selectors.chunks.PAGE", 1)
        assert [1, 2, 3] == [state.index for state in every_chunk(parent.pk, only=frozenset({"failed"}))]

    def test_are_counted(self, parent):
        assert {"completed": 1, "failed": 3, "pending": 1} == chunk_counts(parent.pk)


class TestCauses:
    def test_are_the_classes_with_their_first_message(self, parent):
        assert [("timeout", 2, 1, "too slow"), ("auth", 1, 2, "no key")] == [
            (cause.error_class, cause.count, cause.first_index, cause.message) for cause in causes_of(parent.pk)
        ]


class TestSecondsLeft:
    def test_follow_from_the_pace(self, parent):
        left = seconds_left(parent.pk)
        assert left is not None
        assert 0 < left < 30

    def test_are_unknown_before_the_first_and_none_after_the_last(self):
        children = [child(span=Span(0, 0, 10))]
        job = settled(running(), AttemptOutcome.FANNED_OUT, children=children, join=EVERY_OUTCOME)
        assert seconds_left(job.pk) is None
        settled(claimed(children_of(job)[0]), AttemptOutcome.COMPLETED)
        assert 0.0 == seconds_left(job.pk)


class TestUsage:
    def test_of_a_job_with_its_parts_is_the_sum_of_the_ledger(self, parent):
        for job, cost in [(parent, 5), *((each, 7) for each in children_of(parent)[:2])]:
            _paid(job, cost)
        usage = usage_of_trees([parent])[parent.pk]
        assert (3, 30, 19) == (usage.calls, usage.input_tokens, usage.cost_nano)
        assert 3 == sum(row["calls"] for row in usage_by_step(parent.pk))
        assert ["0.000000019"] == [job["cost_usd"] for job in describe_jobs([parent])]
        _paid(children_of(parent)[3], None)
        assert usage_of_trees([parent])[parent.pk].cost_nano is None


def _paid(job: Job, cost: int | None) -> None:
    LedgerEntry.objects.create(
        job_id=job.pk, root_id=job.root_id, owner_id=job.owner_id, kind=job.kind, attempt=1, lease_id=uuid.uuid7(),
        provider="p", model="m", state="settled", input_tokens=10, output_tokens=2, cost_nano=cost, created_at=now(),
    )  # fmt: skip
