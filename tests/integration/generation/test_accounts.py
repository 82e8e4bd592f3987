"""What becomes of cards when an account is exported or deleted."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.services.account import export_account
from generation.models import Card, Conversation, Speaker
from generation.services.accounts import export_cards_of
from generation.services.edit_card import edit_card
from tests.support.cards import keep
from tests.support.conversations import talk
from tests.support.documents import keep_document
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


class TestExport:
    def test_holds_every_card_whole_and_nobody_elses(self, user: User) -> None:
        card = keep(user.pk)
        keep(make_user().pk)
        assert [(card.pk, card.data)] == [(row["id"], row["data"]) for row in export_cards_of(user)]

    def test_holds_what_a_card_said_before(self, user: User) -> None:
        card = keep(user.pk)
        edit_card(user.pk, card.pk, {"scenario": "A cellar."})
        (row,) = export_cards_of(user)
        assert [(1, card.data["scenario"]), (2, "A cellar.")] == [
            (one["number"], one["data"]["scenario"]) for one in row["revisions"]
        ]

    def test_says_what_documents_there_are_and_where_they_are(self, user: User) -> None:
        document = keep_document(user.pk, name="minutes.txt")
        keep_document(make_user().pk)
        (told,) = export_account(user)["documents"]
        assert ("minutes.txt", f"/api/v1/documents/{document.pk}/content") == (told["name"], told["links"]["content"])

    def test_holds_every_conversation_with_all_that_was_said(self, user: User) -> None:
        talk(user, "Aria")
        talk(make_user(), "Mordred")
        (told,) = export_account(user)["conversations"]
        (said,) = told["utterances"]
        assert ("Aria", {"kind": "character", "name": "Aria"}, True) == (
            told["bot"],
            said["speaker"],
            said["is_active"],
        )
        assert "Aria nods to User." == said["text"]


class TestDeletion:
    def test_takes_the_cards_along(self, user: User) -> None:
        keep(user.pk)
        user.delete()
        assert not Card.objects.exists()

    def test_takes_the_conversations_along(self, user: User) -> None:
        theirs = talk(make_user()).conversation
        talk(user, "Aria")
        user.delete()
        assert [theirs] == list(Conversation.objects.all())
        assert [theirs.bot] == list(Speaker.objects.all())
