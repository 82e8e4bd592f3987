"""Which conversation of a person is open."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from generation.errors import BotGone, ConversationBusy
from generation.models import Card, Conversation, Speaker
from generation.selectors.conversations import conversation_of, conversations_of, open_conversation_of, thread_of
from generation.services.conversations import opening
from generation.services.conversations.closing import close
from generation.services.conversations.opening import open_with, reopen
from generation.services.conversations.speakers import assistant_of, character_of, person_of
from jobs.errors import InvalidSubmission
from tests.support.conversations import keep_character, open_ones, talk
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


class TestOpenWith:
    def test_begins_a_conversation_where_there_is_none(self, user: User) -> None:
        opened = talk(user)
        assert opened.created
        assert [opened.conversation.pk] == open_ones(user)

    def test_goes_on_with_the_one_that_is_open(self, user: User) -> None:
        first, again = talk(user, "Aria"), talk(user, "Aria")
        assert (first.conversation, False, None) == (again.conversation, again.created, again.closed)

    def test_closes_one_with_another_bot_and_says_why(self, user: User) -> None:
        first, second = talk(user, "Aria"), talk(user, "Mordred")
        assert [second.conversation.pk] == open_ones(user)
        assert first.conversation == second.closed
        closed = Conversation.objects.get(pk=first.conversation.pk)
        assert (False, "Closed when you began to talk with Mordred.") == (closed.is_open, closed.notice)

    def test_leaves_the_conversations_of_others_alone(self, user: User) -> None:
        other = make_user()
        theirs = talk(other)
        talk(user)
        assert [theirs.conversation.pk] == open_ones(other)

    def test_is_refused_for_a_character_without_a_card(self, user: User) -> None:
        card = keep_character(user.pk)
        character_of(user.pk, card.pk)
        card.delete()
        with pytest.raises(BotGone, match="The card of Aria was deleted"):
            open_with(Speaker.objects.get(kind="character"))

    def test_gives_up_where_it_never_wins(self, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
        talk(user)
        monkeypatch.setattr(opening, "_open_one", lambda _owner: None)
        with pytest.raises(ConversationBusy):
            talk(user)

    def test_leaves_a_transaction_around_it_as_it_was_when_it_loses(
        self, user: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        there = talk(user).conversation
        looks = iter([None, there])
        monkeypatch.setattr(opening, "_open_one", lambda _owner: next(looks))
        with transaction.atomic():
            beside = make_user()
            assert there == talk(user).conversation
        assert User.objects.filter(pk=beside.pk).exists()

    def test_is_guarded_by_the_database_itself(self, user: User) -> None:
        there = talk(user).conversation
        with pytest.raises(IntegrityError), transaction.atomic():
            Conversation.objects.create(owner=user, bot=there.bot)


class TestGreeting:
    def test_is_what_a_character_says_first(self, user: User) -> None:
        user.name = "Mia"
        user.save()
        opened = talk(user, "Aria")
        assert [("Aria nods to Mia.", "Aria")] == [
            (said.text, said.speaker.name) for said in thread_of(opened.conversation.pk)
        ]
        assert 0 == opened.conversation.greeting

    def test_may_be_another(self, user: User) -> None:
        opened = talk(user, "Aria", greeting=1)
        assert ["Later."] == [said.text for said in thread_of(opened.conversation.pk)]

    @pytest.mark.parametrize("greeting", [-1, 3, 10**9])
    def test_is_refused_where_there_is_no_such(self, user: User, greeting: int) -> None:
        with pytest.raises(InvalidSubmission, match="greeting"):
            talk(user, "Aria", greeting=greeting)
        assert [] == open_ones(user)

    def test_is_the_first_that_says_something(self, user: User) -> None:
        keep_character(user.pk, "Vivian", first_mes=" ")
        opened = talk(user, "Vivian")
        assert (1, ["Later."]) == (
            opened.conversation.greeting,
            [one.text for one in thread_of(opened.conversation.pk)],
        )

    def test_is_left_out_where_none_says_anything(self, user: User) -> None:
        card = keep_character(user.pk, first_mes=" ", alternate_greetings=[""])
        assert [] == thread_of(open_with(character_of(user.pk, card.pk)).conversation.pk)

    def test_is_nothing_of_the_assistants(self, user: User) -> None:
        opened = talk(user)
        assert ([], None) == (thread_of(opened.conversation.pk), opened.conversation.greeting)


class TestReopen:
    def test_closes_the_open_one_and_says_why(self, user: User) -> None:
        first = talk(user, "Aria").conversation
        second = talk(user, "Mordred").conversation
        opened = reopen(user.pk, first.pk)
        assert (first, second) == (opened.conversation, opened.closed)
        assert [first.pk] == open_ones(user)
        assert "Closed when you went back to Aria." == Conversation.objects.get(pk=second.pk).notice
        assert "" == Conversation.objects.get(pk=first.pk).notice

    def test_changes_nothing_where_it_is_open(self, user: User) -> None:
        there = talk(user).conversation
        assert (there, None) == (reopen(user.pk, there.pk).conversation, reopen(user.pk, there.pk).closed)

    def test_needs_no_other_to_be_open(self, user: User) -> None:
        there = talk(user).conversation
        close(user.pk, there.pk)
        assert reopen(user.pk, there.pk).conversation.is_open

    def test_does_not_find_those_of_others(self, user: User) -> None:
        theirs = talk(make_user()).conversation
        mine = talk(user).conversation
        with pytest.raises(Conversation.DoesNotExist):
            reopen(user.pk, theirs.pk)
        assert [mine.pk] == open_ones(user)

    def test_is_refused_where_the_card_is_gone(self, user: User) -> None:
        older = talk(user, "Aria").conversation
        mine = talk(user).conversation
        Card.objects.all().delete()
        with pytest.raises(BotGone):
            reopen(user.pk, older.pk)
        assert [mine.pk] == open_ones(user)


class TestClose:
    def test_is_the_same_twice(self, user: User) -> None:
        there = talk(user).conversation
        first, again = close(user.pk, there.pk), close(user.pk, there.pk)
        assert (first.closed_at, "You closed this conversation.") == (again.closed_at, again.notice)

    def test_does_not_find_those_of_others(self, user: User) -> None:
        theirs = talk(make_user()).conversation
        with pytest.raises(Conversation.DoesNotExist):
            close(user.pk, theirs.pk)


class TestSpeakers:
    def test_are_made_once(self, user: User) -> None:
        card = keep_character(user.pk)
        for _ in range(2):
            person_of(user)
            assistant_of(user.pk)
            character_of(user.pk, card.pk)
        assert ["person", "assistant", "character"] == [speaker.kind for speaker in Speaker.objects.order_by("id")]

    def test_have_the_names_of_today(self, user: User) -> None:
        card = keep_character(user.pk)
        character_of(user.pk, card.pk)
        Card.objects.update(name="Ariadne")
        assert "Ariadne" == character_of(user.pk, card.pk).name
        user.name = " Mia \n May "
        assert "Mia May" == person_of(user).name

    def test_are_not_made_of_the_cards_of_others(self, user: User) -> None:
        card = keep_character(make_user().pk)
        with pytest.raises(Card.DoesNotExist):
            character_of(user.pk, card.pk)

    def test_outlive_their_cards_to_be_read_of(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        Card.objects.all().delete()
        assert "Aria" == conversation_of(user.pk, there.pk).bot.name


class TestList:
    def test_has_the_last_spoken_in_first_and_nobody_elses(self, user: User) -> None:
        talk(make_user())
        first, second = talk(user, "Aria").conversation, talk(user, "Mordred").conversation
        assert [second, first] == list(conversations_of(user.pk))
        assert second == open_conversation_of(user.pk)
