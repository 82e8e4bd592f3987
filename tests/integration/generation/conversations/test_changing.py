"""Changing a conversation: its title, its greeting, how its replies are asked for."""

from __future__ import annotations

import pytest

from accounts.models import User
from generation.errors import ConversationBegun, ConversationClosed
from generation.llm.offline.provider import ANALYSIS_MODEL
from generation.models import Card, Conversation
from generation.selectors.conversations import conversation_read, thread_of
from generation.services.conversations.changing import change
from generation.services.conversations.closing import close
from generation.services.conversations.said import Said
from generation.services.conversations.saying import say
from jobs.errors import InvalidSubmission
from jobs.queue import control
from jobs.states import HeldReason
from tests.support.conversations import talk
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


class TestChange:
    def test_leaves_what_is_not_named_as_it_is(self, user: User) -> None:
        there = talk(user).conversation
        change(user.pk, there.pk, {"model": ANALYSIS_MODEL, "temperature": 0.0, "max_cost_nano": 7})
        change(user.pk, there.pk, {"title": " Two\n plans "})
        kept = Conversation.objects.get()
        assert ("Two plans", ANALYSIS_MODEL, 0.0, 7) == (kept.title, kept.model, kept.temperature, kept.max_cost_nano)

    def test_takes_choices_back(self, user: User) -> None:
        there = talk(user).conversation
        change(user.pk, there.pk, {"model": ANALYSIS_MODEL, "temperature": 1.0, "max_cost_nano": 7})
        change(user.pk, there.pk, {"model": "", "temperature": None, "max_cost_nano": None})
        kept = Conversation.objects.get()
        assert ("", None, None) == (kept.model, kept.temperature, kept.max_cost_nano)

    def test_holds_for_the_next_turn(self, user: User) -> None:
        there = talk(user).conversation
        change(user.pk, there.pk, {"max_cost_nano": 7})
        assert 7 == say(user, Said("Hello?")).submitted.job.max_cost_nano

    @pytest.mark.parametrize("cap", [9, None])
    def test_lets_a_turn_go_on_that_is_held_for_its_cap(self, user: User, cap: int | None) -> None:
        there = talk(user).conversation
        change(user.pk, there.pk, {"max_cost_nano": 7})
        turn = say(user, Said("Hello?")).submitted.job
        control.hold(turn.pk, HeldReason.BUDGET)
        change(user.pk, there.pk, {"max_cost_nano": cap})
        turn.refresh_from_db()
        assert ("pending", cap) == (turn.status, turn.max_cost_nano)

    def test_names_every_fault_at_once_and_changes_nothing(self, user: User) -> None:
        there = talk(user).conversation
        with pytest.raises(InvalidSubmission) as refused:
            change(user.pk, there.pk, {"title": " ", "model": "x", "temperature": 9.0, "max_cost_nano": 5})
        assert {"title", "model", "temperature"} == set(refused.value.errors)
        assert Conversation.objects.get().max_cost_nano is None

    def test_does_not_find_those_of_others(self, user: User) -> None:
        theirs = talk(make_user(), "Aria").conversation
        for changes in ({"title": "Mine"}, {"greeting": 1}):
            with pytest.raises(Conversation.DoesNotExist):
                change(user.pk, theirs.pk, changes)


class TestGreeting:
    def test_is_another_where_nobody_has_answered(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        assert 1 == change(user.pk, there.pk, {"greeting": 1}).greeting
        assert ["Later."] == [said.text for said in thread_of(there.pk)]
        change(user.pk, there.pk, {"greeting": 0})
        assert ["Aria nods to User."] == [said.text for said in thread_of(there.pk)]

    def test_is_refused_where_it_says_nothing(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        with pytest.raises(InvalidSubmission) as refused:
            change(user.pk, there.pk, {"greeting": 2})
        assert {"greeting"} == set(refused.value.errors)
        assert ["Aria nods to User."] == [said.text for said in thread_of(there.pk)]
        assert [0, 1] == conversation_read(user.pk, there.pk)["greetings"]

    def test_is_refused_once_somebody_has_answered(self, user: User) -> None:
        there = say(user, Said("Hello?", conversation_id=talk(user, "Aria").conversation.pk)).conversation
        with pytest.raises(ConversationBegun):
            change(user.pk, there.pk, {"greeting": 1, "title": "New"})
        assert ("Hello?", 0) == (Conversation.objects.get().title, Conversation.objects.get().greeting)
        assert 3 == len(thread_of(there.pk))

    def test_is_refused_where_the_conversation_is_closed(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        close(user.pk, there.pk)
        with pytest.raises(ConversationClosed):
            change(user.pk, there.pk, {"greeting": 1})
        assert [] == conversation_read(user.pk, there.pk)["greetings"]

    @pytest.mark.parametrize("name", ["", "Aria"])
    def test_is_refused_where_there_is_no_such(self, user: User, name: str) -> None:
        there = talk(user, name).conversation
        with pytest.raises(InvalidSubmission) as refused:
            change(user.pk, there.pk, {"greeting": 3})
        assert {"greeting"} == set(refused.value.errors)

    def test_is_offered_no_more_where_the_card_is_gone_or_unreadable(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        Card.objects.update(data={"name": 5})
        assert [] == conversation_read(user.pk, there.pk)["greetings"]
        Card.objects.all().delete()
        assert [] == conversation_read(user.pk, there.pk)["greetings"]
