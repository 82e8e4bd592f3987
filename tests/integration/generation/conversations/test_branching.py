"""Other replies, other words, and replies that are stopped."""

from __future__ import annotations

import pytest

from accounts.models import User
from generation.errors import ConversationClosed, NothingToAnswer
from generation.models import Conversation, Utterance
from generation.selectors.conversations import conversation_read, thread_of
from generation.selectors.standing import standing
from generation.services.conversations.branching import activate, edit, regenerate
from generation.services.conversations.closing import close
from generation.services.conversations.said import Said, Sent
from generation.services.conversations.saying import say
from generation.services.conversations.stopping import stop
from jobs.errors import InvalidSubmission
from jobs.models import Job
from jobs.services import hold_job
from tests.support.conversations import talk
from tests.support.queue import claimed
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def answered(user: User, message: str, text: str) -> Sent:
    """A message and its reply, written."""
    sent = say(user, Said(message))
    Job.objects.filter(pk=sent.submitted.job.pk).delete()
    Utterance.objects.filter(pk=sent.reply.pk).update(text=text, state="written")
    return sent


def line(conversation: Conversation) -> list[str]:
    return [said.text for said in thread_of(conversation.pk)]


class TestRegenerate:
    def test_keeps_both_and_goes_on_with_the_new_one(self, user: User) -> None:
        first = answered(user, "Hello?", "Well met.")
        again = regenerate(user, first.reply.pk)
        assert again.reply == thread_of(first.conversation.pk)[-1]
        assert first.utterance == again.utterance == again.reply.parent
        assert {"Well met.", ""} == set(first.utterance.answers.values_list("text", flat=True))
        assert "high" == again.submitted.job.priority

    def test_of_a_message_is_of_its_reply(self, user: User) -> None:
        first = answered(user, "Hello?", "Well met.")
        assert first.utterance == regenerate(user, first.utterance.pk).reply.parent

    def test_of_an_earlier_reply_leaves_what_followed_beside(self, user: User) -> None:
        first = answered(user, "One", "1")
        answered(user, "Two", "2")
        regenerate(user, first.reply.pk)
        assert ["One", ""] == line(first.conversation)
        assert 5 == Utterance.objects.count()

    def test_of_a_reply_beside_the_line_leads_the_line_there(self, user: User) -> None:
        first = answered(user, "One", "1")
        second = answered(user, "Two", "2")
        edit(user, first.utterance.pk, "Uno")
        assert ["Uno", ""] == line(first.conversation)
        regenerate(user, second.reply.pk)
        assert ["One", "1", "Two", ""] == line(first.conversation)

    def test_takes_the_place_of_one_of_which_nothing_had_come(self, user: User) -> None:
        first = answered(user, "Hello?", "Well met.")
        for _ in range(3):
            again = regenerate(user, first.reply.pk)
        shape = standing(first.conversation.pk)
        assert (str(first.reply.pk), str(again.reply.pk)) == shape.beside[first.utterance.pk]
        assert again.reply.pk == shape.line[-1].id

    def test_keeps_one_that_is_still_to_come(self, user: User) -> None:
        first = answered(user, "Hello?", "Well met.")
        again = regenerate(user, first.reply.pk)
        activate(user, first.reply.pk)
        beside = standing(first.conversation.pk).beside[first.utterance.pk]
        assert (str(first.reply.pk), str(again.reply.pk)) == beside

    def test_stops_the_reply_under_way_and_does_not_wait_for_it(self, user: User) -> None:
        sent = say(user, Said("Hello?"))
        claimed(sent.submitted.job)
        assert "pending" == regenerate(user, sent.reply.pk).submitted.job.status
        assert Job.objects.get(pk=sent.submitted.job.pk).cancel_requested_at

    def test_waits_for_a_reply_under_way_before_it(self, user: User) -> None:
        say(user, Said("One"))
        second = say(user, Said("Two"))
        assert "blocked" == regenerate(user, second.reply.pk).submitted.job.status

    def test_is_nothing_for_a_greeting(self, user: User) -> None:
        (greeting,) = thread_of(talk(user, "Aria").conversation.pk)
        with pytest.raises(NothingToAnswer):
            regenerate(user, greeting.pk)

    def test_is_one_however_often_it_is_asked_for(self, user: User) -> None:
        first = answered(user, "Hello?", "Well met.")
        replies = {regenerate(user, first.reply.pk, idempotency_key="k").reply.pk for _ in range(2)}
        assert 1 == len(replies)
        assert 3 == Utterance.objects.count()


class TestEdit:
    def test_branches(self, user: User) -> None:
        answered(user, "One", "1")
        second = answered(user, "Two", "2")
        sent = edit(user, second.utterance.pk, "Deux")
        assert ["One", "1", "Deux", ""] == line(second.conversation)
        assert second.utterance.parent == sent.utterance.parent
        assert Utterance.objects.filter(text="2").exists()

    def test_stops_what_it_replaces_and_starts_at_once(self, user: User) -> None:
        first, second = say(user, Said("One")), say(user, Said("Two"))
        claimed(first.submitted.job)
        sent = edit(user, first.utterance.pk, "Uno")
        assert "pending" == sent.submitted.job.status
        assert Job.objects.get(pk=first.submitted.job.pk).cancel_requested_at
        assert "cancelled" == Job.objects.get(pk=second.submitted.job.pk).status

    def test_stops_nothing_where_it_is_refused(self, user: User) -> None:
        first = say(user, Said("One"))
        with pytest.raises(NothingToAnswer):
            edit(user, first.reply.pk, "Uno")
        assert "pending" == Job.objects.get().status

    def test_of_the_first_message_begins_anew(self, user: User) -> None:
        first = answered(user, "One", "1")
        edit(user, first.utterance.pk, "Uno")
        assert ["Uno", ""] == line(first.conversation)

    def test_is_not_of_what_a_bot_said(self, user: User) -> None:
        first = answered(user, "One", "1")
        with pytest.raises(NothingToAnswer):
            edit(user, first.reply.pk, "2")

    @pytest.mark.parametrize("text", ["", "\x00", "x" * 20_001])
    def test_is_refused_for_what_cannot_be_sent(self, user: User, text: str) -> None:
        first = answered(user, "One", "1")
        with pytest.raises(InvalidSubmission):
            edit(user, first.utterance.pk, text)
        assert ["One", "1"] == line(first.conversation)


class TestActivate:
    def test_goes_back_with_what_followed(self, user: User) -> None:
        first = answered(user, "One", "1")
        answered(user, "Two", "2")
        regenerate(user, first.reply.pk)
        activate(user, first.reply.pk)
        assert ["One", "1", "Two", "2"] == line(first.conversation)

    def test_leaves_a_held_turn_beside_the_line_that_nothing_waits_for(self, user: User) -> None:
        first = answered(user, "One", "1")
        hold_job(user, regenerate(user, first.reply.pk).submitted.job.pk)
        activate(user, first.reply.pk)
        assert "pending" == say(user, Said("Three")).submitted.job.status

    def test_is_shown_what_there_is_to_choose_from(self, user: User) -> None:
        first = answered(user, "One", "1")
        again = regenerate(user, first.reply.pk)
        told = conversation_read(user.pk, first.conversation.pk)["utterances"]
        assert [[str(first.utterance.pk)], [str(first.reply.pk), str(again.reply.pk)]] == [
            said["alternatives"] for said in told
        ]

    def test_does_not_find_what_others_said(self, user: User) -> None:
        theirs = answered(make_user(), "One", "1")
        with pytest.raises(Utterance.DoesNotExist):
            activate(user, theirs.reply.pk)


class TestBoth:
    def test_need_an_open_conversation(self, user: User) -> None:
        first = answered(user, "One", "1")
        close(user.pk, first.conversation.pk)
        with pytest.raises(ConversationClosed):
            regenerate(user, first.reply.pk)

    def test_do_not_find_what_others_said(self, user: User) -> None:
        theirs = answered(make_user(), "One", "1")
        with pytest.raises(Utterance.DoesNotExist):
            regenerate(user, theirs.reply.pk)
        with pytest.raises(Utterance.DoesNotExist):
            edit(user, theirs.utterance.pk, "Two")
        with pytest.raises(Utterance.DoesNotExist):
            stop(user, theirs.reply.pk)


class TestStop:
    def test_cancels_the_turn(self, user: User) -> None:
        sent = say(user, Said("Hello?"))
        stop(user, sent.reply.pk)
        assert "cancelled" == Job.objects.get().status

    def test_is_the_same_twice_and_leaves_what_is_written(self, user: User) -> None:
        sent = say(user, Said("Hello?"))
        stop(user, sent.reply.pk)
        stop(user, sent.reply.pk)
        written = answered(user, "One", "1")
        assert "1" == stop(user, written.reply.pk).text
