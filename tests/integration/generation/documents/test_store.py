"""Documents: kept once, read once, found by span, deleted when nobody needs them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.services.account import delete_account
from generation.documents import kinds
from generation.documents.reading.decoding import Decoded
from generation.documents.reading.errors import NotADocument, NoText
from generation.documents.splitting import split
from generation.errors import DocumentInUse, DocumentRefused, DocumentTooLarge, MissingDocument
from generation.models import Document, DocumentContent, DocumentPage
from generation.models.document_page import PAGE_CHARACTERS
from generation.selectors.documents import content_of, document_of, documents_of, text_between, text_of
from generation.services.documents import count_unused, delete_document, forget_unused, store_document, use_document
from generation.services.read_document import keep_text, read_document
from jobs.queue import control
from tests.support.contexts import MemoryRecorder, make_context
from tests.support.document_files import pdf
from tests.support.documents import TEXT, keep_document
from tests.support.plans import plans
from tests.support.queue import new_job
from tests.support.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LONG = "".join(f"Line {number} of a long text with 漢字 and 🌲 in it.\n" for number in range(4_000))


def kept_text(owner: User, text: str) -> Document:
    return keep_text(keep_document(owner.pk, text).pk, Decoded(text, "utf-8"))


def age(document: Document, days: float) -> None:
    Document.objects.filter(pk=document.pk).update(last_used_at=timezone.now() - timedelta(days=days))


class HereRecorder(MemoryRecorder):
    """Reads in the test's own thread, and so in its transaction."""

    async def read(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await sync_to_async(function)(*args, **kwargs)


class TestStoreDocument:
    def test_keeps_the_bytes_and_says_what_they_are(self, user: User) -> None:
        stored = store_document(user.pk, "A  study of 5/6\n.pdf\0", pdf())
        document = document_of(user.pk, stored.document.pk)
        assert stored.is_new
        assert pdf() == content_of(document.pk)
        assert ("A study of 5/6 .pdf", kinds.PDF, len(pdf()), hashlib.sha256(pdf()).hexdigest(), None, None) == (
            document.name,
            document.media_type,
            document.size_bytes,
            document.sha256,
            document.text_length,
            document.read_at,
        )

    def test_keeps_the_same_bytes_of_one_owner_once_under_their_first_name(self, user: User) -> None:
        first = keep_document(user.pk, TEXT, "first.txt")
        age(first, 10)
        again = store_document(user.pk, "second.txt", TEXT)
        assert (first.pk, "first.txt", False) == (again.document.pk, again.document.name, again.is_new)
        assert timezone.now() - Document.objects.get().last_used_at < timedelta(days=1)
        assert store_document(make_user().pk, "second.txt", TEXT).is_new

    def test_finds_what_another_request_has_kept_meanwhile(self, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
        first = keep_document(user.pk)
        found = [None, first]
        monkeypatch.setattr("generation.services.documents._again", lambda *_: found.pop(0))
        stored = store_document(user.pk, "x", TEXT)
        assert (first, False) == (stored.document, stored.is_new)

    @pytest.mark.parametrize("content", [b"", "", b" \n\t ", "   "])
    def test_refuses_an_empty_one(self, user: User, content: bytes | str) -> None:
        with pytest.raises(DocumentRefused, match="empty"):
            store_document(user.pk, "x", content)
        assert not Document.objects.exists()

    def test_refuses_too_much_in_one_and_in_all(self, user: User, settings: Any) -> None:
        settings.DOCUMENT_UPLOAD_MAX_BYTES, settings.DOCUMENT_STORAGE_BYTES_PER_OWNER = 10, 15
        with pytest.raises(DocumentTooLarge, match="more than 10 bytes"):
            store_document(user.pk, "x", "a" * 11)
        keep_document(user.pk, "a" * 10)
        with pytest.raises(DocumentRefused, match="delete some first"):
            store_document(user.pk, "x", "b" * 6)
        keep_document(user.pk, "a" * 10)
        keep_document(make_user().pk, "b" * 6)

    def test_refuses_what_is_no_document(self, user: User) -> None:
        with pytest.raises(NotADocument, match="a GIF picture"):
            store_document(user.pk, "report.pdf", b"GIF89a" + b"\0" * 99)


class TestReadDocument:
    def read(self, owner: User, document_id: UUID) -> Document:
        return async_to_sync(read_document)(make_context(HereRecorder(), owner_id=owner.pk), document_id)

    def test_keeps_the_text_once_however_often_it_is_read(self, user: User) -> None:
        document = keep_document(user.pk, ("\ufeff" + LONG).encode())
        for _ in range(2):
            read = self.read(user, document.pk)
        assert (len(LONG), "utf-8") == (read.text_length, read.encoding)
        assert LONG == text_of(document.pk)
        assert -(-len(LONG) // PAGE_CHARACTERS) == DocumentPage.objects.count()

    def test_reads_a_pdf_in_its_own_process(self, user: User) -> None:
        document = self.read(user, keep_document(user.pk, pdf(["One & two."])).pk)
        assert "One & two." == text_between(document.pk, 0, 100)

    def test_leaves_a_document_without_text_unread(self, user: User) -> None:
        document = keep_document(user.pk, pdf([""]))
        with pytest.raises(NoText):
            self.read(user, document.pk)
        document.refresh_from_db()
        assert document.read_at is None

    def test_finds_nothing_of_a_stranger(self, user: User) -> None:
        for document_id in (keep_document(make_user().pk).pk, uuid4()):
            with pytest.raises(MissingDocument):
                self.read(user, document_id)

    def test_notices_that_the_document_went_while_it_was_read(self) -> None:
        with pytest.raises(MissingDocument):
            keep_text(uuid4(), Decoded("text", "utf-8"))


class TestTextBetween:
    def test_gives_every_span_of_the_text(self, user: User) -> None:
        document = kept_text(user, LONG)
        spans = split(LONG, 4000)
        assert LONG == "".join(text_between(document.pk, span.start, span.end) for span in spans)

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (0, 1),
            (PAGE_CHARACTERS - 1, PAGE_CHARACTERS),
            (PAGE_CHARACTERS, PAGE_CHARACTERS + 1),
            (PAGE_CHARACTERS - 5, PAGE_CHARACTERS + 5),
            (10, 2 * PAGE_CHARACTERS + 10),
            (len(LONG) - 3, len(LONG) + 500),
            (len(LONG), len(LONG) + 5),
            (7, 7),
            (9, 3),
            (-5, 5),
        ],
    )
    def test_gives_as_many_characters_as_there_are(self, user: User, start: int, end: int) -> None:
        document = kept_text(user, LONG)
        assert (LONG[start:end] if start >= 0 else "") == text_between(document.pk, start, end)

    def test_takes_no_more_from_the_database_than_it_gives(self, user: User) -> None:
        document = kept_text(user, LONG)
        with CaptureQueriesContext(connection) as queries:
            assert 4000 == len(text_between(document.pk, PAGE_CHARACTERS - 2000, PAGE_CHARACTERS + 2000))
        (query,) = queries.captured_queries
        assert "SUBSTR" in query["sql"].upper()

    def test_finds_its_pages_by_an_index(self, user: User) -> None:
        documents = [keep_document(user.pk, f"words {number}") for number in range(20)]
        DocumentPage.objects.bulk_create(
            DocumentPage(document=document, start=number * PAGE_CHARACTERS, text="x" * 500)
            for document in documents
            for number in range(100)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        (plan,) = plans(lambda: text_between(documents[7].pk, PAGE_CHARACTERS * 9 - 5, PAGE_CHARACTERS * 9 + 5))
        assert re.search(r"document_page_once|SEARCH generation_documentpage USING INDEX", plan), plan


class TestDocumentsOf:
    def test_are_the_owners_with_every_word_in_their_name_newest_first(self, user: User) -> None:
        keep_document(make_user().pk, TEXT, "annual report.txt")
        old, _, new = (keep_document(user.pk, name, name) for name in ("report 1.txt", "notes.txt", "Report 2.txt"))
        assert [new, old] == list(documents_of(user.pk, q="txt report"))


class TestDeleteDocument:
    def test_takes_its_text_along(self, user: User) -> None:
        document, other = kept_text(user, LONG), kept_text(user, TEXT)
        delete_document(user.pk, document.pk)
        assert [other.pk] == list(Document.objects.values_list("pk", flat=True))
        assert [other.pk] == list(DocumentPage.objects.values_list("document_id", flat=True))
        assert [other.pk] == list(DocumentContent.objects.values_list("pk", flat=True))

    def test_is_refused_while_an_unfinished_job_needs_it(self, user: User) -> None:
        document = keep_document(user.pk)
        new_job(user.pk, payload={"document_id": str(uuid4())})
        job = new_job(user.pk, payload={"document_id": str(document.pk)})
        with pytest.raises(DocumentInUse, match="wait for the end or cancel"):
            delete_document(user.pk, document.pk)
        control.cancel(job.pk)
        delete_document(user.pk, document.pk)

    def test_finds_nothing_of_a_stranger(self, user: User) -> None:
        for document_id in (keep_document(make_user().pk).pk, uuid4()):
            with pytest.raises(Document.DoesNotExist):
                delete_document(user.pk, document_id)


class TestUseDocument:
    def test_keeps_it_from_being_forgotten(self, user: User) -> None:
        document = keep_document(user.pk)
        age(document, 1000)
        with transaction.atomic():
            assert document == use_document(user.pk, document.pk)
        assert 0 == forget_unused()

    def test_finds_nothing_of_a_stranger(self, user: User) -> None:
        with pytest.raises(Document.DoesNotExist), transaction.atomic():
            use_document(user.pk, keep_document(make_user().pk).pk)


class TestForgetUnused:
    def test_deletes_what_nobody_used_for_long(self, user: User, settings: Any) -> None:
        settings.DOCUMENT_RETENTION_DAYS = 5
        old, fresh, needed = (keep_document(user.pk, text) for text in ("old", "fresh", "needed"))
        new_job(user.pk, payload={"document_id": str(needed.pk)})
        for document, days in ((old, 6), (fresh, 4), (needed, 6)):
            age(document, days)
        assert (2, 1, 0) == (count_unused(), forget_unused(), forget_unused())
        assert {fresh, needed} == set(Document.objects.all())

    def test_is_done_by_the_command_that_prunes(self, user: User) -> None:
        age(keep_document(user.pk), 1000)
        for arguments, words, left in ((["--dry-run"], "1 would be deleted", 1), ([], "1 deleted", 0)):
            out = StringIO()
            call_command("prune", *arguments, stdout=out)
            assert "documents that nobody used for long: 1\n" in out.getvalue()
            assert words in out.getvalue()
            assert left == Document.objects.count()


class TestDocument:
    def test_goes_with_its_owner_unread(self, user: User) -> None:
        kept_text(user, LONG)
        with CaptureQueriesContext(connection) as queries:
            delete_account(user, password=PASSWORD)
        read = [query["sql"] for query in queries.captured_queries if query["sql"].startswith("SELECT")]
        assert [] == [sql for sql in read if '"content"' in sql or '"generation_documentpage"."text"' in sql]
        assert not Document.objects.exists()
