"""`manage.py analyze`: a report from a shell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from generation.llm.errors import Moderated
from jobs.models import Job
from tests.support.analyses import LENGTH, Reader, reading, text_of_parts
from tests.support.documents import keep_document
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture(autouse=True)
def reader() -> Iterator[Reader]:
    with reading() as reader:
        make_user(is_staff=True)
        yield reader


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "river.txt"
    path.write_text(text_of_parts(3))
    return path


def said(*arguments: object) -> str:
    out = StringIO()
    chunk = ("--max-chunk-chars", str(LENGTH))
    call_command("analyze", *map(str, arguments), "--quiet", *chunk, stdout=out)
    return out.getvalue()


def refused(*arguments: object) -> CommandError:
    with pytest.raises(CommandError) as caught:
        said(*arguments)
    return caught.value


def moderate(reader: Reader, *parts: int) -> None:
    def faults(number: int) -> None:
        if number in parts:
            raise Moderated("It objects.")

    reader.faults = faults


class TestInline:
    def test_works_all_parts_without_a_worker_and_writes_the_report(self, file: Path, tmp_path: Path) -> None:
        told = said(file, "--template", "summary", "--inline", "--out", tmp_path / "report.md")
        assert f"{tmp_path / 'report.md'}: 3 of 3 parts, $0" in told
        assert "Point 2" in (tmp_path / "report.md").read_text()

    def test_writes_the_whole_result_as_json(self, file: Path, tmp_path: Path) -> None:
        said(file, "--template", "summary", "--inline", "--out", tmp_path / "all.json")
        assert [0, 1, 2] == [one["index"] for one in json.loads((tmp_path / "all.json").read_text())["results"]]

    def test_prints_the_report_where_no_file_is_named(self, file: Path) -> None:
        assert "Point 0" in said(file, "--template", "summary", "--inline")

    def test_prints_json(self, file: Path) -> None:
        assert "completed" == json.loads(said(file, "--template", "summary", "--inline", "--json"))["status"]

    def test_reads_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text_of_parts(2).encode())))
        said("-", "--template", "summary", "--inline")
        assert 2 == Job.objects.get(parent=None).children_total

    def test_takes_a_stored_document(self) -> None:
        document = keep_document(User.objects.get().pk, text_of_parts(1))
        assert "Point 0" in said("--document", document.pk, "--template", "summary", "--inline")

    def test_says_which_parts_failed_and_how_to_go_on(self, file: Path, tmp_path: Path, reader: Reader) -> None:
        moderate(reader, 1)
        report, errors = tmp_path / "report.md", tmp_path / "errors.json"
        error = refused(file, "--template", "summary", "--inline", "--out", report, "--errors", errors)
        assert (5, True) == (error.returncode, "1 of 3 parts failed: moderated (1)." in str(error))
        assert f"manage.py jobs retry {Job.objects.get(parent=None).pk}" in str(error)
        assert "Missing parts" in report.read_text()
        assert [1] == [one["index"] for one in json.loads(errors.read_text())["errors"]]

    def test_fails_with_the_cause_and_writes_no_report(self, file: Path, tmp_path: Path, reader: Reader) -> None:
        moderate(reader, 0, 1, 2)
        error = refused(file, "--template", "summary", "--inline", "--out", tmp_path / "report.md")
        assert (3, True) == (error.returncode, "It objects." in str(error))
        assert not (tmp_path / "report.md").exists()


class TestNoWait:
    def test_prints_the_id_and_leaves_the_work(self, file: Path) -> None:
        told = said(file, "--template", "summary", "--no-wait")
        assert f"{Job.objects.get().pk}\n" == told
        assert "pending" == Job.objects.get().status


class TestRefusals:
    def test_name_the_flag(self, file: Path) -> None:
        error = refused(file, "--template", "questions")
        assert (2, True) == (error.returncode, str(error).startswith("--question:"))
        assert str(refused(file, "--template", "summary", "--model", "")).startswith("--model:")

    def test_of_no_document_say_what_to_give(self, tmp_path: Path) -> None:
        assert "Give a FILE" in str(refused("--template", "summary"))
        assert "cannot be read" in str(refused(tmp_path / "none.txt", "--template", "summary"))

    def test_of_an_empty_file_say_so(self, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").write_bytes(b"")
        assert "empty" in str(refused(tmp_path / "empty.txt", "--template", "summary"))

    def test_of_a_target_come_before_anything_is_paid_for(self, file: Path, tmp_path: Path) -> None:
        error = refused(file, "--template", "summary", "--out", tmp_path / "none" / "report.md")
        assert (73, False) == (error.returncode, Job.objects.exists())
