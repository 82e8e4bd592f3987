"""A job that reads a document with a real worker: read apart, kept once, split, worked by span."""

from __future__ import annotations

import pytest

from accounts.models import User
from generation.documents import kinds
from generation.documents.splitting import split
from generation.models import DocumentPage
from generation.selectors.documents import text_between, text_of
from generation.services.read_document import read_document
from jobs.handlers import Complete, JobContext, Verdict
from jobs.models import Job
from jobs.testing import ScriptedPayload, enqueue, perform, scripted
from tests.support.document_files import docx, pdf
from tests.support.documents import keep_document
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [f"Page {number} has a few words. And some more." for number in range(20)]


async def read_and_join(ctx: JobContext, payload: ScriptedPayload) -> Verdict:
    """The spans of the document's text, each asked for by itself as the worker of a chunk does."""
    document = await read_document(ctx, payload.value)
    text = await ctx.read(text_of, document.pk)
    spans = split(text, 100, markdown=document.media_type in kinds.STRUCTURED)
    return Complete([await ctx.read(text_between, document.pk, span.start, span.end) for span in spans])


def worked(owner: User, content: bytes) -> Job:
    document = keep_document(owner.pk, content)
    with scripted(read_and_join):
        perform(enqueue(owner.pk, value=str(document.pk)))
        return perform(enqueue(owner.pk, value=str(document.pk)))


class TestWork:
    @pytest.mark.parametrize("content", [pdf(PAGES), docx(PAGES), "\n\n".join(PAGES).encode("utf-16")])
    def test_has_the_whole_text_in_parts(self, content: bytes) -> None:
        done = worked(make_user(), content)
        assert "completed" == done.status, done.error_message
        parts: list[str] = done.result or []
        assert "\n\n".join(PAGES) == "".join(parts).strip()
        assert len(parts) > 5
        assert 1 == DocumentPage.objects.count()

    @pytest.mark.parametrize(
        ("content", "error_class", "words"),
        [(pdf([""]), "document_without_text", "OCR"), (pdf()[:200], "damaged_document", "save it anew")],
    )
    def test_fails_at_once_when_there_is_no_text(self, content: bytes, error_class: str, words: str) -> None:
        failed = worked(make_user(), content)
        assert ("failed", error_class, 1) == (failed.status, failed.error_class, failed.attempt)
        assert words in failed.error_message

    def test_finds_no_document_of_somebody_else(self) -> None:
        document = keep_document(make_user().pk)
        with scripted(read_and_join):
            failed = perform(enqueue(make_user().pk, value=str(document.pk)))
        assert ("failed", "missing_document") == (failed.status, failed.error_class)
