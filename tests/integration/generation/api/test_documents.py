"""Documents over HTTP: sent either way, listed, read in spans, saved, deleted."""

from __future__ import annotations

import json
import re
import time
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern

from accounts.models import User
from generation.api.analysis_urls import urlpatterns
from generation.api.document_shapes import SPAN
from generation.documents import kinds
from generation.documents.reading.decoding import Decoded
from generation.models import Document
from generation.services.read_document import keep_text
from tests.support.api import api, api_of, fields
from tests.support.document_files import pdf
from tests.support.documents import TEXT, keep_document
from tests.support.hostile_documents import HOSTILE
from tests.support.queue import new_job
from tests.support.users import make_user

pytestmark = pytest.mark.django_db

DOCUMENTS = "/api/v1/documents"
METHODS = ("get", "post", "patch", "delete")


def send(user: User, content: bytes, file_name: str = "notes.txt", **more: Any) -> Any:
    form = {"file": SimpleUploadedFile(file_name, content), **more}
    return api_of(user).post(DOCUMENTS, form, format="multipart")


def detail(answer: Any) -> str:
    return str(answer.json()["detail"])


class TestCreate:
    def test_keeps_a_file(self, user: User) -> None:
        answer = send(user, pdf(), "study.txt")
        body = answer.json()
        assert 201 == answer.status_code
        assert f"{DOCUMENTS}/{body['id']}" == answer["Location"] == body["links"]["self"]
        assert ("study.txt", kinds.PDF, len(pdf()), None, True) == (
            body["name"],
            body["media_type"],
            body["size_bytes"],
            body["text_length"],
            body["is_new"],
        )
        assert pdf() == bytes(Document.objects.get().stored.content)

    def test_keeps_a_large_file_as_it_came(self, user: User) -> None:
        content = b"".join(b"%d \r\n--line\r\n" % number for number in range(250_000))
        answer = send(user, content)
        assert 201 == answer.status_code
        assert content == bytes(Document.objects.get().stored.content)

    def test_keeps_text(self, user: User) -> None:
        answer = api_of(user).post(DOCUMENTS, {"text": f"# Über\n\n- {TEXT}\n", "name": "minutes"})
        assert (201, "minutes", kinds.MARKDOWN) == (
            answer.status_code,
            answer.json()["name"],
            answer.json()["media_type"],
        )

    def test_says_that_it_has_the_same_bytes_already(self, user: User) -> None:
        first = send(user, b"Some words.", "first.txt").json()
        again = send(user, b"Some words.", "second.txt", name="third")
        assert (200, first["id"], "first.txt", False) == (
            again.status_code,
            again.json()["id"],
            again.json()["name"],
            again.json()["is_new"],
        )
        assert send(make_user(), b"Some words.").json()["is_new"]

    @pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b" \n ", b"GIF89a\0"])
    def test_refuses_what_is_no_document(self, user: User, content: bytes) -> None:
        answer = send(user, content, "report.pdf")
        assert (422, {"file"}) == (answer.status_code, fields(answer))
        assert not Document.objects.exists()

    @pytest.mark.once
    @pytest.mark.repeats
    def test_answers_soon_to_what_means_harm(self, user: User) -> None:
        for name, (make, _) in HOSTILE.items():
            content, began = make(), time.process_time()
            assert send(user, content).status_code in {201, 422}, name
            assert time.process_time() - began < 2, name

    def test_wants_one_document_and_nothing_it_does_not_know(self, user: User) -> None:
        client = api_of(user)
        bodies: list[Any] = [
            {},
            {"name": "x"},
            {"text": "x", "file": "y"},
            {"text": ""},
            {"text": "x", "owner": "y"},
            [],
        ]
        for body in bodies:
            assert 422 == client.post(DOCUMENTS, body).status_code, body
        two = {"file": SimpleUploadedFile("a", b"words"), "text": "words"}
        assert 422 == client.post(DOCUMENTS, two, format="multipart").status_code

    def test_tells_the_limit_of_a_file(self, user: User, settings: Any) -> None:
        settings.DOCUMENT_UPLOAD_MAX_BYTES = 1000
        for size in (1001, 50_000):
            answer = send(user, b"a" * size)
            assert 413 == answer.status_code
            assert "1,000 bytes" in detail(answer)
        assert 201 == send(user, b"a" * 1000).status_code

    def test_tells_the_limit_of_a_form_that_does_not_say_how_long_it_is(self, user: User, settings: Any) -> None:
        settings.DOCUMENT_UPLOAD_MAX_BYTES = 100_000
        form = (
            b"--b\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\n" + b"a" * 100_001 + b"\r\n--b--\r\n"
        )
        answer = api_of(user).post(DOCUMENTS, form, content_type="multipart/form-data; boundary=b")
        assert (413, True) == (answer.status_code, "100,000 bytes" in detail(answer))

    def test_tells_the_other_ways_of_a_long_text(self, user: User) -> None:
        answer = api_of(user).post(DOCUMENTS, {"text": "a" * 1_000_001})
        assert 413 == answer.status_code
        assert all(word in detail(answer) for word in ("1,000,000", "`file`", "`document_id`", "25,000,000"))

    def test_tells_how_much_one_may_keep(self, user: User, settings: Any) -> None:
        settings.DOCUMENT_STORAGE_BYTES_PER_OWNER = 20
        assert 201 == send(user, b"a" * 15).status_code
        answer = send(user, b"b" * 15)
        assert (422, True) == (answer.status_code, "delete some first" in detail(answer))

    def test_takes_a_form_of_a_browser_session(self, user: User) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        browser.get("/jobs")
        headers = {"X-CSRFToken": browser.cookies["csrftoken"].value}
        for content in (b"small", b"a" * 3_000_000):
            form = {"file": SimpleUploadedFile("a.txt", content)}
            assert 201 == browser.post(DOCUMENTS, form, headers=headers).status_code
            assert content == bytes(Document.objects.latest("id").stored.content)
        assert 403 == browser.post(DOCUMENTS, form).status_code
        assert (
            413
            == browser.post(
                DOCUMENTS, {"file": SimpleUploadedFile("a", b"a" * 25_100_000)}, headers=headers
            ).status_code
        )

    @pytest.mark.parametrize("body", [b"[" * 100_000, b'{"text": "\\ud800"}', b'{"text": "\\u0000"}', b"\xff"])
    def test_refuses_what_no_parser_should_meet(self, user: User, body: bytes) -> None:
        assert 400 == api_of(user).post(DOCUMENTS, body, content_type="application/json").status_code

    def test_is_for_users(self) -> None:
        assert 401 == api().post(DOCUMENTS, {"text": "words"}).status_code


class TestList:
    def test_pages_through_the_callers_own(self, user: User) -> None:
        keep_document(make_user().pk, TEXT, "strangers report.txt")
        ids = [str(keep_document(user.pk, f"words {n}", f"report {n}.txt").pk) for n in range(3)]
        page = api_of(user).get(DOCUMENTS, {"limit": 2}).json()
        assert (3, [ids[2], ids[1]]) == (page["count"], [row["id"] for row in page["results"]])
        assert [ids[0]] == [row["id"] for row in api_of(user).get(page["next"]).json()["results"]]
        found = api_of(user).get(DOCUMENTS, {"q": "1 report"}).json()
        assert [ids[1]] == [row["id"] for row in found["results"]]

    @pytest.mark.parametrize("query", [{"limit": 101}, {"owner": 1}, {"q": "a\0"}])
    def test_refuses_what_it_does_not_know(self, user: User, query: dict[str, Any]) -> None:
        assert api_of(user).get(DOCUMENTS, query).status_code in {400, 422}


class TestText:
    def test_is_given_in_spans_once_it_was_read(self, user: User) -> None:
        text = "".join(f"Line {number} with 漢字 🌲\n" for number in range(9_000))
        document = keep_document(user.pk, text)
        address = f"{DOCUMENTS}/{document.pk}/text"
        assert 409 == api_of(user).get(address).status_code
        keep_text(document.pk, Decoded(text, "utf-8"))
        first = api_of(user).get(address).json()
        assert (0, SPAN, len(text), text[:SPAN]) == tuple(first[key] for key in ("start", "end", "text_length", "text"))
        rest = api_of(user).get(address, {"start": SPAN, "end": 2 * SPAN}).json()
        assert (len(text), text[SPAN:]) == (rest["end"], rest["text"])
        assert "" == api_of(user).get(address, {"start": 2_000_000_000, "end": 2_000_000_000}).json()["text"]

    @pytest.mark.parametrize(
        "query", [{"start": -1}, {"start": 5, "end": 4}, {"end": SPAN + 1}, {"start": "x"}, {"start": 10**12}]
    )
    def test_refuses_a_span_that_is_none_or_too_long(self, user: User, query: dict[str, Any]) -> None:
        address = f"{DOCUMENTS}/{keep_document(user.pk).pk}/text"
        assert 422 == api_of(user).get(address, query).status_code


class TestContent:
    @pytest.mark.parametrize(
        ("content", "media_type"),
        [(pdf(), kinds.PDF), (b"<html><script>x</script>", "application/octet-stream"), (b"words", kinds.PLAIN)],
    )
    def test_is_to_be_saved_and_never_shown(self, user: User, content: bytes, media_type: str) -> None:
        document = keep_document(user.pk, content, 'a/"name"; x.html')
        answer = api_of(user).get(f"{DOCUMENTS}/{document.pk}/content")
        assert (content, media_type, "nosniff") == (
            answer.content,
            answer["Content-Type"],
            answer["X-Content-Type-Options"],
        )
        assert r'attachment; filename="a_\"name\"; x.html"' == answer["Content-Disposition"]
        same = api_of(user).get(f"{DOCUMENTS}/{document.pk}/content", headers={"If-None-Match": answer["ETag"]})
        assert 304 == same.status_code


class TestDelete:
    def test_takes_the_document(self, user: User) -> None:
        document = keep_document(user.pk)
        assert 204 == api_of(user).delete(f"{DOCUMENTS}/{document.pk}").status_code
        assert 404 == api_of(user).get(f"{DOCUMENTS}/{document.pk}").status_code

    def test_waits_for_the_jobs_that_need_it(self, user: User) -> None:
        document = keep_document(user.pk)
        new_job(user.pk, payload={"document_id": str(document.pk)})
        answer = api_of(user).delete(f"{DOCUMENTS}/{document.pk}")
        assert (409, True) == (answer.status_code, "unfinished job" in detail(answer))


def operations() -> list[tuple[str, str]]:
    """(method, route) of every operation whose address has a document's id, read from the URLconf."""
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if "<id:document_id>" in str(pattern.pattern):
            view = pattern.callback.view_class  # type: ignore[attr-defined] # as_view sets it
            found += [(method, str(pattern.pattern)) for method in METHODS if hasattr(view, method)]
    return found


class TestOperations:
    @pytest.mark.parametrize(("method", "route"), operations())
    def test_answer_404_to_somebody_else_as_to_a_missing_id(self, user: User, method: str, route: str) -> None:
        document = keep_document(user.pk, "secret words", "secret")
        keep_text(document.pk, Decoded("secret words", "utf-8"))
        stranger, answers = api_of(make_user()), []
        for document_id in (document.pk, uuid4()):
            answer = getattr(stranger, method)("/api/v1/" + re.sub("<.*>", str(document_id), route))
            answers.append((answer.status_code, json.loads(answer.content)["detail"]))
        assert 404 == answers[0][0]
        assert answers[0] == answers[1]
        assert Document.objects.filter(pk=document.pk).exists()
