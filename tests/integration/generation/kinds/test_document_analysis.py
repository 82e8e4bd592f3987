"""A document from its bytes to its report: split, worked in parts, put together, whatever fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.test import override_settings

from generation.llm.errors import CutStream, Moderated, Transient
from generation.llm.provider import Usage
from generation.models import Document
from generation.selectors.analyses import describe_analysis
from generation.selectors.reports import report_of
from jobs.models import ChunkRecord, Job, JobLog, LedgerEntry, StepCheckpoint
from jobs.queue import control
from jobs.services import Submitted
from jobs.services.edit import update_job
from jobs.testing import drain, stage_now
from tests.support.analyses import LENGTH, Reader, reading, submitted, text_of_parts
from tests.support.hostile_documents import HOSTILE
from tests.support.queue import assert_consistent
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

CENT = Decimal("0.01")
NANO_A_CENT = 10_000_000


@pytest.fixture
def reader() -> Iterator[Reader]:
    with reading() as reader:
        yield reader


def worked(given: Submitted | Job) -> Job:
    """The job, once nothing is left to do for it now."""
    drain()
    return fresh(given.job if isinstance(given, Submitted) else given)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def result_of(job: Job) -> Any:
    return job.result


def parts_of(job: Job) -> list[Job]:
    return list(Job.objects.filter(parent=job).order_by("pk"))


def told(job: Job, after: int = -1, limit: int = 100) -> dict[str, Any]:
    return describe_analysis(job, after=after, limit=limit)


class TestAnalysis:
    def test_reads_splits_works_and_reduces(self, reader: Reader) -> None:
        job = worked(submitted(make_user().pk, parts=5))
        assert ("completed", 5, 100) == (job.status, job.children_total, job.progress)
        assert ["Point 0", "Point 1"] == [point["text"] for point in result_of(job)["value"]["points"]][:2]
        assert [1] * 5 == [reader.read[number] for number in range(5)]
        assert {"read", "split", "reduce-1-1"} == set(
            StepCheckpoint.objects.filter(job=job).values_list("name", flat=True)
        )
        text = text_of_parts(5)
        results: Any = ChunkRecord.objects.filter(parent=job).order_by("index").values_list("result", flat=True)
        points = [result["points"][0] for result in results]
        assert [text[point["start"] : point["end"]] for point in points] == [point["quote"] for point in points]
        assert_consistent(job.pk, *(part.pk for part in parts_of(job)))

    def test_tells_of_the_step_of_each_part(self, reader: Reader) -> None:
        (part,) = parts_of(worked(submitted(make_user().pk, parts=1)))
        phases = JobLog.objects.filter(job=part, type="step").order_by("seq").values_list("data__phase", flat=True)
        assert ["started", "finished"] == list(phases)
        order = JobLog.objects.filter(job=part).order_by("seq").values_list("type", flat=True)
        assert ["step", "usage", "step"] == [kind for kind in order if kind in {"step", "usage"}]

    def test_enters_every_call_in_the_ledger(self, reader: Reader) -> None:
        job = worked(submitted(make_user().pk, parts=4))
        assert len(reader.author.asked) == LedgerEntry.objects.filter(state="settled").count() == 5
        assert 5 == told(job)["usage"]["calls"]

    def test_keeps_rows_of_parts_small(self, reader: Reader) -> None:
        job = worked(submitted(make_user().pk, parts=3))
        wanted = [{"analysis": str(job.pk), "start": at, "end": at + LENGTH} for at in (0, LENGTH, 2 * LENGTH)]
        assert wanted == [part.payload for part in parts_of(job)]
        assert ["Part 1 of 3", "Part 2 of 3", "Part 3 of 3"] == [part.title for part in parts_of(job)]

    def test_shows_what_stands_before_a_part_as_context_only(self, reader: Reader) -> None:
        worked(submitted(make_user().pk, parts=2, overlap_chars=10))
        inputs = {call.inputs["text"][:8]: call.inputs["before"] for call in reader.author.asked[:2]}
        assert {"Part 000": "", "Part 001": text_of_parts(1)[-10:]} == inputs

    def test_without_reduce_asks_no_model_about_the_whole(self, reader: Reader) -> None:
        job = worked(submitted(make_user().pk, parts=3, reduce=False))
        assert ["analyse_chunk"] * 3 == reader.author.tasks()
        assert 3 == len(result_of(job)["value"]["points"])

    def test_takes_the_models_that_were_named(self, reader: Reader) -> None:
        models = {"analysis": "small", "reduce": "large"}
        worked(submitted(make_user().pk, parts=2, models=models))
        assert ["small", "small", "large"] == [call.model for call in reader.author.asked]

    def test_works_no_more_parts_at_once_than_allowed(self, reader: Reader) -> None:
        worked(submitted(make_user().pk, parts=6, concurrency=2))
        assert 2 >= reader.author.most_at_once

    def test_of_a_text_in_one_part_needs_no_reduce(self, reader: Reader) -> None:
        job = worked(submitted(make_user().pk, parts=1))
        assert ("completed", ["analyse_chunk"]) == (job.status, reader.author.tasks())


class TestOneFailure:
    @pytest.fixture
    def job(self, reader: Reader) -> Job:
        """Of four parts the third fails for good."""

        def faults(number: int) -> None:
            if number == 2:
                raise Moderated("It objects to this.")

        reader.faults = faults
        return worked(submitted(make_user().pk, parts=4))

    def test_leaves_a_partial_success_with_a_gap(self, job: Job) -> None:
        assert "partial_success" == job.status
        answer = told(job)
        assert (4, 3, 1) == (answer["total_chunks"], answer["chunks_completed"], answer["chunks_failed"])
        assert [0, 1, 3] == [result["index"] for result in answer["results"]]
        error = {"class": "moderated", "message": "It objects to this."}
        assert [{"index": 2, "start": 2 * LENGTH, "end": 3 * LENGTH, "error": error}] == answer["gaps"]
        assert "1 of 4 parts failed: moderated (1)." == answer["error_summary"] == result_of(job)["error_summary"]
        assert {"total": 4, "completed": 3, "failed": 1, "characters": 3 * LENGTH} == result_of(job)["parts"]

    def test_is_never_stored_as_a_result(self, job: Job) -> None:
        assert [None] == list(ChunkRecord.objects.filter(index=2).values_list("result", flat=True))
        assert "objects to this" not in str(result_of(job)["value"])

    def test_leaves_a_warning_with_job_chunk_attempt_and_class(self, job: Job) -> None:
        (warning,) = JobLog.objects.filter(job=job, type="log", level="warning")
        failed = parts_of(job)[2]
        assert (str(failed.pk), 2, 1, "moderated") == (
            warning.data["job"],
            warning.data["chunk"],
            warning.data["attempt"],
            warning.data["error"]["class"],
        )

    def test_is_all_that_a_retry_works_again(self, reader: Reader, job: Job) -> None:
        before, paid = dict(reader.read), LedgerEntry.objects.count()
        reader.faults = lambda number: None
        control.retry(job.pk)
        job = worked(job)
        assert "completed" == job.status
        assert [2] == [number for number in reader.read if reader.read[number] != before.get(number)]
        assert paid + 2 == LedgerEntry.objects.count(), "one part, and one reduce of other points"
        assert ([], None) == (result_of(job)["gaps"], told(job)["error_summary"])
        assert 2 == JobLog.objects.filter(job=job, message="All parts are done").count()
        assert_consistent(job.pk, *(part.pk for part in parts_of(job)))


class TestEveryFailure:
    def test_fails_with_the_first_real_cause_and_warns_of_each(self, reader: Reader) -> None:
        def faults(number: int) -> None:
            raise Moderated(f"It objects to {number}.")

        reader.faults = faults
        job = worked(submitted(make_user().pk, parts=3))
        assert ("failed", "moderated", None) == (job.status, job.error_class, job.result)
        assert job.error_message.endswith("The first: It objects to 0.")
        warnings = JobLog.objects.filter(job=job, type="log", level="warning").order_by("seq")
        assert {0, 1, 2} == {warning.data["chunk"] for warning in warnings}
        assert {"moderated"} == {warning.data["error"]["class"] for warning in warnings}
        assert ([], 3) == (told(job)["results"], len(told(job)["gaps"]))


class TestAttempts:
    def test_are_made_with_backoff_and_each_keeps_its_error(self, reader: Reader) -> None:
        def faults(number: int) -> None:
            if number == 1 and reader.read[1] < 3:
                raise CutStream(f"Away, {reader.read[1]}.")

        reader.faults = faults
        job = worked(submitted(make_user().pk, parts=2))
        part = parts_of(job)[1]
        assert ("scheduled", "children", 1) == (part.status, job.custody, part.failures)
        for _ in range(2):
            stage_now(part)
            drain()
        assert "completed" == fresh(job).status
        errors = fresh(part).attempts.order_by("number").values_list("error_class", "error_message")
        assert [("cut_stream", "Away, 1."), ("cut_stream", "Away, 2."), ("", "")] == list(errors)
        warnings = JobLog.objects.filter(job=part, level="warning", type="state").values_list("data", flat=True)
        assert [(1, "cut_stream"), (2, "cut_stream")] == [(one["attempt"], one["error"]["class"]) for one in warnings]

    def test_are_as_many_as_were_asked_for(self, reader: Reader) -> None:
        def faults(number: int) -> None:
            raise Transient("Away.")

        reader.faults = faults
        job = worked(submitted(make_user().pk, parts=1, max_attempts=1))
        assert ("failed", "transient", 1) == (job.status, job.error_class, reader.read[0])


class TestThreshold:
    def test_turns_too_many_failures_into_a_failed_job_and_spares_the_rest(self, reader: Reader) -> None:
        def faults(number: int) -> None:
            if number in {1, 2}:
                raise Moderated("It objects.")

        reader.faults = faults
        job = worked(submitted(make_user().pk, parts=10, failure_threshold=0.1, concurrency=1))
        assert ("failed", "TooManyFailures") == (job.status, job.error_class)
        assert "2 of 10 parts failed, 7 were cancelled; at most 1 may fail. The first: It objects." == job.error_message
        assert {0, 1, 2} == set(reader.read)
        assert [0] == [result["index"] for result in told(job)["results"]]
        spared = [gap["error"]["message"] for gap in told(job)["gaps"] if gap["error"]["class"] == "cancelled"]
        assert ["It was cancelled, for too many other parts had failed."] * 7 == spared

    def test_that_is_kept_leaves_a_partial_success(self, reader: Reader) -> None:
        def faults(number: int) -> None:
            if number == 1:
                raise Moderated("It objects.")

        reader.faults = faults
        assert "partial_success" == worked(submitted(make_user().pk, parts=10, failure_threshold=0.1)).status


class TestPuttingTogether:
    def test_that_fails_says_so_and_leaves_the_findings_of_the_parts(self, reader: Reader) -> None:
        def refuse(inputs: Any) -> Any:
            raise Moderated("It objects.")

        reduced = reader.author.answers["reduce_points"]
        reader.author.answers["reduce_points"] = refuse
        job = worked(submitted(make_user().pk, parts=3))
        assert ("failed", "moderated") == (job.status, job.error_class)
        assert "The parts are done, but putting them together failed: It objects." == job.error_message
        found = report_of(job)
        assert ["Point 0", "Point 1", "Point 2"] == [point["text"] for point in found["value"]["points"]]
        assert found["unfinished"].endswith(job.error_message)

        reader.author.answers["reduce_points"] = reduced
        control.retry(job.pk)
        job = worked(job)
        assert ("completed", [1] * 3) == (job.status, [reader.read[number] for number in range(3)])
        assert "unfinished" not in report_of(job)

    def test_that_never_came_leaves_the_findings_of_finished_parts(self, reader: Reader) -> None:
        given = submitted(make_user().pk, parts=4, concurrency=1)
        reader.faults = lambda number: _cancel(given.job) if number == 2 else None
        job = worked(given)
        assert ("cancelled", 1) == (job.status, report_of(job)["parts"]["total"] - 3)
        assert {"Point 0", "Point 1"} <= {point["text"] for point in report_of(job)["value"]["points"]}

    def test_is_not_tried_where_nothing_was_found(self, reader: Reader) -> None:
        given = submitted(make_user().pk, parts=2)
        assert report_of(fresh(given.job)) is None
        control.cancel(given.job.pk)
        assert report_of(worked(given)) is None


class TestTimeLeft:
    def test_is_told_by_the_pace_since_the_job_went_on(self, reader: Reader) -> None:
        given = submitted(make_user().pk, parts=6, concurrency=1)
        reader.faults = lambda number: _hold(given.job) if number == 2 else None
        job = worked(given)
        assert ("held", None) == (job.status, told(job)["eta_seconds"])
        Job.objects.filter(parent=job).update(started_at=F("started_at") - timedelta(seconds=40))
        reader.faults = lambda number: _hold(given.job) if number == 4 else None
        control.resume(job.pk)
        job = worked(job)
        control.resume(job.pk)
        assert told(fresh(job))["eta_seconds"] is None, "nothing was done since"


class TestBadDocuments:
    @pytest.mark.parametrize("content", [b"\xef\xbb\xbf\r\n\x0b\n", "\u200b\u2060 \u00ad\ufffd\ue000\n".encode()])
    def test_without_text_fail_and_say_why(self, reader: Reader, content: bytes) -> None:
        job = worked(submitted(make_user().pk, content))
        assert ("failed", "document_without_text", None) == (job.status, job.error_class, job.result)

    @pytest.mark.once
    @pytest.mark.parametrize(
        ("name", "error_class"),
        [
            ("pdf with a password", "encrypted_document"),
            ("pdf that is a scan", "document_without_text"),
            ("docx bomb", "document_bomb"),
        ],
    )
    def test_of_strangers_fail_and_say_why(self, reader: Reader, name: str, error_class: str) -> None:
        job = worked(submitted(make_user().pk, HOSTILE[name][0]()))
        assert ("failed", error_class, 1) == (job.status, job.error_class, job.attempt), job.error_message
        assert not reader.author.asked

    def test_that_would_have_too_many_parts_fail_with_what_to_set(self, reader: Reader, monkeypatch) -> None:
        monkeypatch.setattr("generation.kinds.document_analysis.MOST_CHUNKS", 3)
        job = worked(submitted(make_user().pk, parts=4))
        assert ("failed", "too_many_parts") == (job.status, job.error_class)
        assert "Set max_chunk_chars to" in job.error_message

    def test_that_are_gone_fail_the_parts_that_are_retried(self, reader: Reader) -> None:
        def faults(number: int) -> None:
            raise Moderated("It objects.")

        reader.faults = faults
        job = worked(submitted(make_user().pk, parts=2))
        Document.objects.filter(owner=job.owner_id).delete()
        control.retry(job.pk)
        assert ("failed", "missing_document") == (worked(job).status, fresh(job).error_class)

    def test_of_a_megabyte_without_a_space_are_split_all_the_same(self, reader: Reader) -> None:
        reader.author.answers["analyse_chunk"] = lambda inputs: {"points": []}
        job = worked(submitted(make_user().pk, "x" * 1_000_000, max_chunk_chars=100_000))
        assert ("completed", 10) == (job.status, job.children_total)


class TestBudget:
    def test_holds_in_the_middle_and_goes_on_with_what_is_left(self, reader: Reader) -> None:
        reader.author.simulated, reader.author.cost_usd, reader.author.usage = False, CENT, Usage(10, 1000)
        # What a call is expected to cost at most is more than it comes to.
        with override_settings(LLM=settings.LLM | {"prices": ["plain-analysis=0/10"]}):
            job = worked(submitted(make_user().pk, parts=8, concurrency=2, max_cost_nano=6 * NANO_A_CENT))
            answer = told(job)
            assert ("held", "budget", 0) == (job.status, job.held_reason, job.children_failed)
            assert 0 < answer["chunks_completed"] < 8
            assert {"settled"} == set(LedgerEntry.objects.values_list("state", flat=True))

            update_job(job.owner, job.pk, {"max_cost_nano": 10**9})
            job = worked(job)
        assert ("completed", 0, [1] * 8) == (job.status, job.failures, [reader.read[number] for number in range(8)])
        assert "0.09" == told(job)["cost_usd"], "eight parts and a reduce"


class TestCancel:
    def test_stops_new_parts_and_keeps_finished_ones_readable(self, reader: Reader) -> None:
        given = submitted(make_user().pk, parts=6, concurrency=1)
        reader.faults = lambda number: _cancel(given.job) if number == 2 else None
        job = worked(given)
        assert "cancelled" == job.status
        assert {0, 1, 2} == set(reader.read)
        answer = told(job)
        assert [0, 1] == [result["index"] for result in answer["results"]][:2]
        assert {"cancelled"} == {gap["error"]["class"] for gap in answer["gaps"]}


def _cancel(job: Job) -> None:
    _in_thread(control.cancel, job)


def _hold(job: Job) -> None:
    _in_thread(control.hold, job)


def _in_thread(change: Callable[[UUID], object], job: Job) -> None:
    """The reader answers on the worker's loop, where the ORM may not be used."""

    def changed() -> None:
        change(job.pk)
        connection.close()

    with ThreadPoolExecutor() as threads:
        threads.submit(changed).result()
