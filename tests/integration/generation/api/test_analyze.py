"""Asking for an analysis over HTTP, and reading it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from accounts.models import User
from generation.llm.errors import Moderated
from generation.models import Document
from jobs.models import Job
from jobs.queue import control
from jobs.testing import drain
from tests.support.analyses import LENGTH, Reader, reading, text_of_parts
from tests.support.api import api, api_of, fields
from tests.support.documents import keep_document
from tests.support.queue import new_job
from tests.support.users import make_user

ANALYZE = "/api/v1/analyze"
TEXT = "# Minutes\n\nPresent: Ada and Ben.\n\nThe roof is mended by May.\n"
NOBODY = "0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17"


def sent_file(content: bytes = TEXT.encode(), name: str = "minutes.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form(user: User, **fields: Any) -> Any:
    return api_of(user).post(ANALYZE, fields, format="multipart")


@pytest.mark.django_db
class TestAnalyze:
    def test_answers_202_with_the_job_and_where_it_is(self, user: User) -> None:
        response = api_of(user).post(ANALYZE, {"text": TEXT, "template": "summary"})
        job = Job.objects.get()
        assert 202 == response.status_code, response.json()
        answer = response.json()
        assert {"job_id", "status", "links", "document_id"} == set(answer)
        assert (str(job.pk), "pending", f"{ANALYZE}/{job.pk}") == (
            answer["job_id"],
            answer["status"],
            answer["links"]["analysis"],
        )
        assert f"/api/v1/jobs/{job.pk}" == response["Location"]
        assert ("document_analysis", answer["document_id"]) == (job.kind, job.payload["document_id"])

    def test_takes_a_file_with_its_options_as_a_form(self, user: User) -> None:
        response = form(
            user, file=sent_file(), template="questions", questions=["Who came?", "Is the roof done?"],
            max_chunk_chars="500", overlap_chars="20", reduce="false", failure_threshold="0.1",
            models='{"analysis": "m"}', title="May", priority="high", max_cost_usd="0.5",
        )  # fmt: skip
        assert 202 == response.status_code, response.json()
        job = Job.objects.get()
        wanted = {"max_chunk_chars": 500, "overlap_chars": 20, "reduce": False, "failure_threshold": 0.1}
        assert wanted == {name: job.payload[name] for name in wanted}
        assert (["Who came?", "Is the roof done?"], "m") == (
            job.payload["questions"],
            job.payload["models"]["analysis"],
        )
        assert ("May", "high", 500_000_000) == (job.title, job.priority, job.max_cost_nano)

    def test_takes_a_stored_document(self, user: User) -> None:
        document = keep_document(user.pk)
        body = {"document_id": str(document.pk), "instruction": "Find all dates."}
        response = api_of(user).post(ANALYZE, body)
        assert (202, str(document.pk)) == (response.status_code, response.json()["document_id"])
        assert "Instruction: notes.txt" == Job.objects.get().title

    def test_keeps_the_same_bytes_once(self, user: User) -> None:
        for template in ("summary", "entities"):
            form(user, file=sent_file(), template=template)
        assert (1, 2) == (Document.objects.count(), Job.objects.count())

    def test_answers_a_repeated_key_with_the_first_job(self, user: User) -> None:
        client, body = api_of(user), {"text": TEXT, "template": "summary"}
        answers = [client.post(ANALYZE, body, HTTP_IDEMPOTENCY_KEY="k1").json() for _ in range(2)]
        assert answers[0]["job_id"] == answers[1]["job_id"]
        refused = client.post(ANALYZE, {**body, "template": "entities"}, HTTP_IDEMPOTENCY_KEY="k1")
        assert (422, {"Idempotency-Key"}) == (refused.status_code, fields(refused))

    def test_works_by_the_route_of_all_kinds_too(self, user: User) -> None:
        payload = {"document_id": str(keep_document(user.pk).pk), "template": "summary"}
        assert 202 == api_of(user).post("/api/v1/jobs", {"kind": "document_analysis", "payload": payload}).status_code

    def test_wants_somebody_signed_in(self) -> None:
        assert 401 == api().post(ANALYZE, {"text": TEXT, "template": "summary"}).status_code


@pytest.mark.django_db
class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "named"),
        [
            ({"template": "summary"}, {"file"}),
            ({"text": TEXT, "document_id": NOBODY, "template": "summary"}, {"text"}),
            ({"text": "", "template": "summary"}, {"text"}),
            ({"text": " \n", "template": "summary"}, {"text"}),
            ({"text": 5, "template": "summary"}, {"text"}),
            ({"text": TEXT}, {"instruction"}),
            ({"text": TEXT, "template": "poem"}, {"template"}),
            ({"text": TEXT, "template": "summary", "instruction": "Be brief."}, {"instruction"}),
            ({"text": TEXT, "template": "questions"}, {"questions"}),
            ({"text": TEXT, "template": "summary", "max_chunk_chars": 0}, {"max_chunk_chars"}),
            ({"text": TEXT, "template": "summary", "max_chunk_chars": "many"}, {"max_chunk_chars"}),
            ({"text": TEXT, "template": "summary", "overlap_chars": 50, "max_chunk_chars": 50}, {"overlap_chars"}),
            ({"text": TEXT, "template": "summary", "failure_threshold": 2}, {"failure_threshold"}),
            ({"text": TEXT, "template": "summary", "colour": "red", "priority": "soon"}, {"colour", "priority"}),
            ({"document_id": "x", "template": "summary"}, {"document_id"}),
            ({"document_id": NOBODY, "template": "summary"}, {"document_id"}),
            ({"file": "minutes.md", "template": "summary"}, {"file"}),
            ({"text": TEXT, "template": "custom", "output_schema": {"type": "string"}}, {"output_schema"}),
        ],
    )
    def test_name_the_field(self, user: User, body: dict[str, Any], named: set[str]) -> None:
        response = api_of(user).post(ANALYZE, body)
        assert (422, named) == (response.status_code, fields(response)), response.json()
        assert not Job.objects.exists()

    def test_of_a_strangers_document_are_those_of_none(self, user: User) -> None:
        document = keep_document(make_user("other@example.org").pk)
        response = api_of(user).post(ANALYZE, {"document_id": str(document.pk), "template": "summary"})
        assert (422, {"document_id"}) == (response.status_code, fields(response))

    def test_of_a_translation_offline_say_why(self, user: User) -> None:
        response = api_of(user).post(ANALYZE, {"text": TEXT, "template": "translation", "target_language": "de"})
        assert (422, {"template"}) == (response.status_code, fields(response))
        assert "LLM_PROVIDER" in response.json()["errors"][0]["detail"]

    def test_of_bad_options_keep_no_document(self, user: User) -> None:
        assert 422 == form(user, file=sent_file(), template="summary", max_chunk_chars="0").status_code
        assert not Document.objects.exists()

    @pytest.mark.parametrize("kind", ["json", "multipart"])
    def test_of_a_large_text_name_the_other_ways(self, user: User, kind: str) -> None:
        response = api_of(user).post(ANALYZE, {"text": "x" * 1_000_001, "template": "summary"}, format=kind)
        assert 413 == response.status_code
        assert "`file`" in response.json()["detail"]
        assert "`document_id`" in response.json()["detail"]

    def test_of_a_large_file_name_the_limit(self, user: User) -> None:
        with override_settings(DOCUMENT_UPLOAD_MAX_BYTES=1000):
            response = form(user, file=sent_file(b"x" * 2000), template="summary")
        assert (413, True) == (response.status_code, "1,000" in response.json()["detail"])

    @pytest.mark.parametrize("content", [b"", b"MZ\x00\x01" + b"\x00" * 100, b"\x89PNG\r\n\x1a\n" + b"\x00" * 100])
    def test_of_what_is_no_document_name_the_file(self, user: User, content: bytes) -> None:
        response = form(user, file=sent_file(content), template="summary")
        assert (422, {"file"}) == (response.status_code, fields(response))

    def test_of_half_a_surrogate_pair_name_the_text(self, user: User) -> None:
        body = '{"text": "a \\ud800 b", "template": "summary"}'
        response = api_of(user).post(ANALYZE, body, content_type="application/json")
        assert (400, {"text"}) == (response.status_code, fields(response))

    def test_of_a_part_as_a_job_say_whose_it_is(self, user: User) -> None:
        response = api_of(user).post("/api/v1/jobs", {"kind": "document_chunk", "payload": {}})
        assert (422, {"kind"}) == (response.status_code, fields(response))


@pytest.fixture
def reader() -> Iterator[Reader]:
    with reading() as reader:
        yield reader


@pytest.fixture
def worked(reader: Reader, user: User) -> Any:
    """Of five parts the third failed."""

    def faults(number: int) -> None:
        if number == 2:
            raise Moderated("It objects.")

    reader.faults = faults
    body = {"text": text_of_parts(5), "template": "summary", "max_chunk_chars": LENGTH}
    job_id = api_of(user).post(ANALYZE, body).json()["job_id"]
    drain()
    return job_id


def parts_of(job_id: str) -> list[Job]:
    return list(Job.objects.filter(parent_id=UUID(job_id)).order_by("pk"))


def read(user: User, path: str, **query: Any) -> Any:
    return api_of(user).get(f"{ANALYZE}/{path}", query)


@pytest.mark.django_db(transaction=True)
class TestAnalysis:
    def test_is_shown_before_it_is_split(self, user: User) -> None:
        job_id = api_of(user).post(ANALYZE, {"text": TEXT, "template": "summary"}).json()["job_id"]
        answer = read(user, job_id).json()
        assert ("pending", 0, [], [], None, None) == (
            answer["status"], answer["total_chunks"], answer["results"], answer["gaps"], answer["summary"],
            answer["eta_seconds"],
        )  # fmt: skip

    def test_shows_results_gaps_counts_and_cost(self, user: User, worked: str) -> None:
        response = read(user, worked)
        answer = response.json()
        assert (200, "partial_success", 5, 4, 1, 0.0) == (
            response.status_code, answer["status"], answer["total_chunks"], answer["chunks_completed"],
            answer["chunks_failed"], answer["eta_seconds"],
        )  # fmt: skip
        assert ([0, 1, 3, 4], [2]) == (
            [result["index"] for result in answer["results"]],
            [gap["index"] for gap in answer["gaps"]],
        )
        assert {"class": "moderated", "message": "It objects."} == answer["gaps"][0]["error"]
        assert ("1 of 5 parts failed: moderated (1).", "0", None) == (
            answer["error_summary"],
            answer["cost_usd"],
            answer["next"],
        )
        assert [{"class": "moderated", "count": 1, "first_index": 2, "message": "It objects."}] == answer["causes"]
        assert 4 == len(answer["summary"]["points"])

    def test_comes_in_pages(self, user: User, worked: str) -> None:
        seen, query = [], {"limit": 2}
        while True:
            page = read(user, worked, **query).json()
            seen += [(part["index"], "error" in part) for part in [*page["results"], *page["gaps"]]]
            if page["next"] is None:
                break
            query = {"limit": 2, "after": int(page["next"].partition("after=")[2].partition("&")[0])}
        assert [(0, False), (1, False), (2, True), (3, False), (4, False)] == sorted(seen)

    def test_refuses_a_bad_page(self, user: User, worked: str) -> None:
        assert {"limit"} == fields(read(user, worked, limit=0))
        assert {"after"} == fields(read(user, worked, after=-2))

    def test_is_completed_once_what_failed_is_retried(self, user: User, worked: str, reader: Reader) -> None:
        reader.faults = lambda number: None
        assert 200 == api_of(user).post(f"/api/v1/jobs/{worked}/retry").status_code
        half = read(user, worked).json()
        assert ("processing", None, 4) == (half["status"], half["summary"], half["chunks_completed"])
        drain()
        answer = read(user, worked).json()
        assert ("completed", [], None, 5) == (
            answer["status"],
            answer["gaps"],
            answer["error_summary"],
            len(answer["results"]),
        )

    def test_is_a_404_for_strangers_and_of_other_kinds(self, user: User, worked: str) -> None:
        stranger = make_user("stranger@example.org")
        of_another_kind = new_job(user.pk).pk
        part = parts_of(worked)[0].pk
        for path in ("", "/result", "/report", "/errors"):
            assert 404 == read(stranger, f"{worked}{path}").status_code
            for other in (of_another_kind, part, NOBODY):
                assert 404 == read(user, f"{other}{path}").status_code

    def test_answers_late_with_202(self, user: User) -> None:
        job_id = api_of(user).post(ANALYZE, {"text": TEXT, "template": "summary"}).json()["job_id"]
        response = api_of(user).get(f"{ANALYZE}/{job_id}", HTTP_PREFER="wait=1")
        assert (202, "wait=1") == (response.status_code, response["Preference-Applied"])

    def test_keeps_its_document_from_being_deleted_while_it_lives(self, user: User) -> None:
        answer = api_of(user).post(ANALYZE, {"text": TEXT, "template": "summary"}).json()
        path = f"/api/v1/documents/{answer['document_id']}"
        assert 409 == api_of(user).delete(path).status_code
        control.cancel(Job.objects.get().pk)
        assert 204 == api_of(user).delete(path).status_code


@pytest.mark.django_db(transaction=True)
class TestFiles:
    def test_hold_everything_as_json(self, user: User, worked: str) -> None:
        response = read(user, f"{worked}/result")
        whole = json.loads(response.getvalue())
        assert "attachment" in response["Content-Disposition"]
        assert ("partial_success", [0, 1, 3, 4], [2]) == (
            whole["status"],
            [result["index"] for result in whole["results"]],
            [gap["index"] for gap in whole["gaps"]],
        )

    def test_tell_errors_apart(self, user: User, worked: str) -> None:
        (error,) = json.loads(read(user, f"{worked}/errors").getvalue())["errors"]
        failed = parts_of(worked)[2]
        assert (2, 1, str(failed.pk), "moderated") == (
            error["index"],
            error["attempt"],
            error["job_id"],
            error["error"]["class"],
        )

    def test_tell_people_in_markdown(self, user: User, worked: str) -> None:
        response = read(user, f"{worked}/report")
        report = response.content.decode()
        assert report.startswith("# ")
        assert "## Missing parts" in report
        assert response["Content-Type"].startswith("text/markdown")

    def test_of_a_report_wait_for_the_join(self, user: User) -> None:
        job_id = api_of(user).post(ANALYZE, {"text": TEXT, "template": "summary"}).json()["job_id"]
        assert 409 == read(user, f"{job_id}/report").status_code
        assert [] == json.loads(read(user, f"{job_id}/result").getvalue())["results"]
