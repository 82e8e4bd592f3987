"""Conversations on a database that has cards and documents: forward, back, forward."""

from __future__ import annotations

import pytest

from generation.models import Card, Conversation, Document
from tests.support.conversations import talk
from tests.support.documents import keep_document
from tests.support.migrations import schema_of
from tests.support.users import make_user

BEFORE, AFTER = "0004_documents", "0005_conversations"


@pytest.mark.django_db(transaction=True)
class TestConversations:
    def test_leave_what_the_release_before_kept_as_it_is(self) -> None:
        user = make_user()
        document = keep_document(user.pk)
        talk(user, "Aria")
        card = Card.objects.get()
        with schema_of("generation") as migrate:
            for schema in (BEFORE, AFTER, BEFORE, AFTER):
                models = migrate(schema)
                assert [card.pk] == list(models.get_model("generation", "Card").objects.values_list("pk", flat=True))
                kept = models.get_model("generation", "Document").objects
                assert [document.pk] == list(kept.values_list("pk", flat=True))
        assert (card.data, document) == (Card.objects.get().data, Document.objects.get())
        assert talk(user, "Aria").conversation == Conversation.objects.get()
