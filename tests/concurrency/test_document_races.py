"""One document wanted by several at once."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from accounts.models import User
from generation.documents.reading.decoding import Decoded
from generation.errors import DocumentInUse
from generation.models import Document, DocumentContent, DocumentPage
from generation.selectors.documents import text_of
from generation.services.documents import Stored, delete_document, store_document, use_document
from generation.services.read_document import keep_text
from jobs.models import Job
from tests.support.documents import TEXT, keep_document
from tests.support.queue import new_job
from tests.support.racing import race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def submit(owner: User, document: Document) -> Job:
    """As an analysis is entered: the document is used in the transaction of its job."""
    with transaction.atomic():
        use_document(owner.pk, document.pk)
        return new_job(owner.pk, payload={"document_id": str(document.pk)})


class TestDocuments:
    @pytest.mark.parametrize("seed", range(3))
    def test_of_the_same_bytes_are_one(self, seed: int) -> None:
        owner = make_user()
        sent = race(seed, [partial(store_document, owner.pk, f"{n}.txt", TEXT * 999) for n in range(4)])
        assert all(isinstance(stored, Stored) for stored in sent), sent
        assert 1 == sum(stored.is_new for stored in sent)
        assert {Document.objects.get()} == {stored.document for stored in sent}
        assert 1 == DocumentContent.objects.count()

    @pytest.mark.parametrize("seed", range(3))
    def test_are_read_once(self, seed: int) -> None:
        document, text = keep_document(make_user().pk), TEXT * 4000
        race(seed, [partial(keep_text, document.pk, Decoded(text, "utf-8"))] * 3)
        assert text == text_of(document.pk)
        assert DocumentPage.objects.count() == len({page.start for page in DocumentPage.objects.all()})

    @pytest.mark.parametrize("seed", range(5))
    def test_are_not_deleted_under_a_job_that_was_accepted(self, seed: int) -> None:
        owner = make_user()
        document = keep_document(owner.pk)
        submitted, deleted = race(
            seed, [partial(submit, owner, document), partial(delete_document, owner.pk, document.pk)]
        )
        if isinstance(submitted, Job):
            assert isinstance(deleted, DocumentInUse)
            assert Document.objects.exists()
        else:
            assert isinstance(submitted, Document.DoesNotExist)
            assert deleted is None
            assert not Job.objects.exists()
