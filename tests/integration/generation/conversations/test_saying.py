"""Saying something in a conversation: what is stored, and what is entered in the queue."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from generation.errors import BotGone, ConversationClosed
from generation.llm.offline.provider import ANALYSIS_MODEL
from generation.models import Card, Conversation, Speaker, Utterance
from generation.selectors.conversations import conversation_read, thread_of
from generation.services.conversations.closing import close
from generation.services.conversations.said import MESSAGE_LENGTH, Said
from generation.services.conversations.saying import say
from jobs.errors import IdempotencyMismatch, InvalidSubmission
from jobs.models import Job
from jobs.queue import control
from tests.support.conversations import keep_character, open_ones, talk
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


class TestSay:
    def test_stores_the_message_and_the_reply_to_come(self, user: User) -> None:
        sent = say(user, Said("  Hello?\n"))
        assert [("  Hello?\n", "person", "written"), ("", "assistant", "awaited")] == [
            (said.text, said.speaker.kind, said.state) for said in thread_of(sent.conversation.pk)
        ]
        assert [0, 1] == [said.position for said in thread_of(sent.conversation.pk)]

    def test_enters_a_turn_of_high_priority(self, user: User) -> None:
        sent = say(user, Said("Hello?"))
        job = Job.objects.get()
        assert (sent.reply.job_id, "chat_reply", "high", "pending") == (job.pk, job.kind, job.priority, job.status)
        assert "Hello?" not in str(job.payload)

    def test_goes_on_with_the_open_conversation(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        assert there == say(user, Said("Hello?")).conversation
        assert ["Aria nods to User.", "Hello?", ""] == [said.text for said in thread_of(there.pk)]

    def test_lets_a_turn_wait_for_those_before_it(self, user: User) -> None:
        jobs = [say(user, Said(text)).submitted.job.pk for text in ("One", "Two", "Three")]
        assert ["pending", "blocked", "blocked"] == [Job.objects.get(pk=pk).status for pk in jobs]
        assert [0, 1, 2] == [Job.objects.get(pk=pk).open_edges for pk in jobs]

    def test_lets_nobody_wait_for_somebody_else(self, user: User) -> None:
        say(user, Said("One"))
        assert "pending" == say(make_user(), Said("Two")).submitted.job.status

    def test_names_a_conversation_by_its_first_message(self, user: User) -> None:
        first = say(user, Said("word " * 30)).conversation
        say(user, Said("other"))
        title = Conversation.objects.get(pk=first.pk).title
        assert title.startswith("word word")
        assert title.endswith("…")
        assert 60 == len(title)

    def test_keeps_the_settings_for_turns_to_come(self, user: User) -> None:
        say(user, Said("One", settings={"model": ANALYSIS_MODEL, "temperature": 0.1, "max_cost_nano": 5_000}))
        second = say(user, Said("Two", settings={"temperature": None}))
        kept = Conversation.objects.get()
        assert (ANALYSIS_MODEL, None, 5_000) == (kept.model, kept.temperature, kept.max_cost_nano)
        assert 5_000 == second.submitted.job.max_cost_nano

    def test_with_a_card_talks_with_its_character(self, user: User) -> None:
        before = talk(user).conversation
        sent = say(user, Said("Hello?", card_id=keep_character(user.pk).pk, greeting=1))
        assert ("Aria", before) == (sent.conversation.bot.name, sent.closed)
        assert "Later." == thread_of(sent.conversation.pk)[0].text

    def test_with_a_bot_talks_with_that(self, user: User) -> None:
        aria = talk(user, "Aria").conversation.bot
        assert "assistant" == say(user, Said("One", bot="assistant")).conversation.bot.kind
        assert aria == say(user, Said("Two", bot=str(aria.pk))).conversation.bot

    def test_opens_an_older_conversation_where_that_is_asked_for(self, user: User) -> None:
        older, newer = talk(user, "Aria").conversation, talk(user).conversation
        sent = say(user, Said("Hello?", conversation_id=older.pk, reopen=True))
        assert (older, newer) == (sent.conversation, sent.closed)
        assert [older.pk] == open_ones(user)


class TestRefusal:
    def test_is_of_a_greeting_where_the_conversation_has_begun(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        for to in ({"card_id": there.bot.card_id}, {"conversation_id": there.pk}, {}):
            with pytest.raises(InvalidSubmission) as refused:
                say(user, Said("Hello?", greeting=1, **to))
            assert {"greeting"} == set(refused.value.errors)
        assert not Job.objects.exists()

    def test_is_of_a_greeting_that_says_nothing_or_is_an_assistants(self, user: User) -> None:
        for number, to in ((2, {"card_id": keep_character(user.pk).pk}), (0, {"bot": "assistant"})):
            with pytest.raises(InvalidSubmission) as refused:
                say(user, Said("Hello?", greeting=number, **to))
            assert {"greeting"} == set(refused.value.errors)
        assert not Conversation.objects.exists()

    def test_is_not_of_a_greeting_that_is_sent_twice(self, user: User) -> None:
        said = Said("Hello?", card_id=keep_character(user.pk).pk, greeting=1, idempotency_key="k")
        assert say(user, said).reply == say(user, said).reply

    def test_is_of_opening_nothing(self, user: User) -> None:
        with pytest.raises(InvalidSubmission) as refused:
            say(user, Said("Hello?", reopen=True))
        assert {"reopen"} == set(refused.value.errors)

    @pytest.mark.parametrize("message", ["", " \n\t", "x" * (MESSAGE_LENGTH + 1), "a\x00b", "a\x1bb", "\ud800"])
    def test_is_of_messages_that_say_nothing_or_too_much(self, user: User, message: str) -> None:
        with pytest.raises(InvalidSubmission) as refused:
            say(user, Said(message))
        assert {"message"} == set(refused.value.errors)
        assert not Conversation.objects.exists()

    def test_is_of_two_addressees(self, user: User) -> None:
        there = talk(user).conversation
        with pytest.raises(InvalidSubmission) as refused:
            say(user, Said("Hello?", conversation_id=there.pk, bot="assistant"))
        assert {"bot": "Name one of conversation_id and bot."} == refused.value.errors

    def test_is_of_a_closed_conversation_and_says_the_way_out(self, user: User) -> None:
        there = talk(user).conversation
        close(user.pk, there.pk)
        with pytest.raises(ConversationClosed, match=f"POST conversations/{there.pk}/reopen"):
            say(user, Said("Hello?", conversation_id=there.pk))
        assert not Job.objects.exists()

    def test_is_of_what_is_somebody_elses(self, user: User) -> None:
        other = make_user()
        theirs = talk(other, "Aria").conversation
        for said, error in (
            (Said("Hello?", conversation_id=theirs.pk), Conversation.DoesNotExist),
            (Said("Hello?", bot=str(theirs.bot.pk)), Speaker.DoesNotExist),
            (Said("Hello?", card_id=theirs.bot.card_id), Card.DoesNotExist),
        ):
            with pytest.raises(error):
                say(user, said)
        assert not Utterance.objects.filter(text="Hello?").exists()

    def test_is_of_a_bot_that_is_none(self, user: User) -> None:
        with pytest.raises(InvalidSubmission) as refused:
            say(user, Said("Hello?", bot="nobody"))
        assert {"bot"} == set(refused.value.errors)

    def test_is_of_a_character_without_a_card(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        Card.objects.all().delete()
        with pytest.raises(BotGone):
            say(user, Said("Hello?", conversation_id=None))
        assert not Job.objects.exists()
        assert [there.pk] == open_ones(user)

    def test_is_of_a_greeting_that_the_card_does_not_have(self, user: User) -> None:
        card = keep_character(user.pk)
        with pytest.raises(InvalidSubmission) as refused:
            say(user, Said("Hello?", card_id=card.pk, greeting=3))
        assert {"greeting": "Aria has no greeting 3; choose those from 0 to 2."} == refused.value.errors
        assert not Conversation.objects.exists()

    @pytest.mark.parametrize(
        ("settings", "field"),
        [
            ({"model": "another-1"}, "model"),
            ({"temperature": 2.1}, "temperature"),
            ({"temperature": float("nan")}, "temperature"),
            ({"max_cost_nano": 0}, "max_cost_usd"),
        ],
    )
    def test_is_of_replies_that_cannot_be_asked_for_so(self, user: User, settings: Any, field: str) -> None:
        with pytest.raises(InvalidSubmission) as refused:
            say(user, Said("Hello?", settings=settings))
        assert {field} == set(refused.value.errors)
        assert not Conversation.objects.exists()


class TestTheSameRequestTwice:
    def test_is_one_turn(self, user: User) -> None:
        first, again = (say(user, Said("Hello?", idempotency_key="k")) for _ in range(2))
        assert (first.reply, first.utterance, False) == (again.reply, again.utterance, again.submitted.created)
        assert (2, 1) == (Utterance.objects.count(), Job.objects.count())

    def test_is_refused_with_other_words(self, user: User) -> None:
        say(user, Said("Hello?", idempotency_key="k"))
        with pytest.raises(IdempotencyMismatch):
            say(user, Said("Goodbye.", idempotency_key="k"))
        assert 2 == Utterance.objects.count()


class TestRead:
    def test_tells_of_a_reply_whose_job_failed_or_was_cancelled(self, user: User) -> None:
        first, second = say(user, Said("One")), say(user, Said("Two"))
        control.cancel(first.submitted.job.pk)
        Job.objects.filter(pk=second.submitted.job.pk).delete()
        told = conversation_read(user.pk, first.conversation.pk)
        assert ["written", "stopped", "written", "failed"] == [said["state"] for said in told["utterances"]]

    def test_gives_the_newest(self, user: User) -> None:
        there = say(user, Said("One")).conversation
        say(user, Said("Two"))
        told = conversation_read(user.pk, there.pk, newest=1)
        assert (4, ["awaited"]) == (told["utterance_count"], [said["state"] for said in told["utterances"]])
        assert [] == conversation_read(user.pk, there.pk, newest=0)["utterances"]
