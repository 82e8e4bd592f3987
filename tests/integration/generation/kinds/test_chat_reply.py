"""Turns of a conversation, worked as jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import User
from generation.cards.card import Book
from generation.kinds.chat_reply import ChatReply, ChatTurn
from generation.llm.errors import CutStream, Transient
from generation.models import Card, Utterance
from generation.services.conversations.said import Said, Sent
from generation.services.conversations.saying import say
from jobs.handlers import Partial
from jobs.models import Job, JobLog, LedgerEntry
from jobs.queue import control
from jobs.testing import drain, stage_now
from tests.support.contexts import MemoryRecorder, make_context
from tests.support.conversations import keep_character
from tests.support.lore import book, entry
from tests.support.talker import Talker, talking
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

P = ParamSpec("P")
T = TypeVar("T")


def cancel(job_id: UUID) -> None:
    """From a thread of its own."""
    control.cancel(job_id)
    connection.close()


class ReadingRecorder(MemoryRecorder):
    """Reads as a worker does: in a thread, which gives its connection back."""

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def read() -> T:
            try:
                return function(*args, **kwargs)
            finally:
                connection.close()

        return await asyncio.to_thread(read)


def fresh(utterance: Utterance) -> Utterance:
    return Utterance.objects.get(pk=utterance.pk)


def say_to_aria(user: User, *messages: str, **card: Any) -> list[Sent]:
    card_id = keep_character(user.pk, **card).pk
    return [say(user, Said(message, card_id=card_id)) for message in messages]


class TestReply:
    def test_is_kept_with_what_it_took(self) -> None:
        (sent,) = say_to_aria(make_user(), "Hello?")
        with talking("Well ", "met.") as talker:
            drain()
        reply = fresh(sent.reply)
        assert ("Well met.", "written", "talker-creative") == (reply.text, reply.state, reply.model)
        assert (10, 20, 0) == (reply.input_tokens, reply.output_tokens, reply.cost_nano)
        assert reply.finished_at
        assert [[("assistant", "Aria nods to User."), ("user", "Hello?")]] == talker.heard
        job = Job.objects.get()
        result: Any = job.result
        assert ("completed", str(reply.pk)) == (job.status, result["utterance_id"])

    def test_streams_on_its_way(self) -> None:
        say_to_aria(make_user(), "Hello?")
        with talking("Well ", "met."):
            drain()
        pieces = JobLog.objects.filter(type="delta").order_by("seq").values_list("data", flat=True)
        assert ("Well met.", {"reply"}) == ("".join(p["text"] for p in pieces), {p["field"] for p in pieces})

    def test_follows_the_card_and_its_lore_and_says_which(self) -> None:
        lore: Book = book(entry("owl", content="{{char}} fears owls."), entry("boat"))
        (sent,) = say_to_aria(make_user(), "An owl!", character_book=lore, system_prompt="You are {{char}}.")
        with talking() as talker:
            drain()
        system = talker.asked[0].messages[0].content
        assert system.startswith("You are Aria.\n\nAria fears owls.\n\nKeeps a lake.")
        account = fresh(sent.reply).account
        assert (["owl"], [("owl", "inserted")]) == (
            account["matched"],
            [(told["title"], told["outcome"]) for told in account["lore"]],
        )

    def test_remembers_what_matched_in_turns_before(self) -> None:
        lore = book(entry("owl", content="@@keep_activate_after_match\n@@scan_depth 1\nOwls."))
        say_to_aria(make_user(), "An owl!", "And now?", character_book=lore)
        with talking() as talker:
            drain()
        assert [True, True] == ["Owls." in request.messages[0].content for request in talker.asked]

    def test_is_written_by_the_settings_of_the_conversation(self) -> None:
        with talking() as talker:
            say(make_user(), Said("Hello?", settings={"model": "talker-analysis", "temperature": 0.25}))
            drain()
        assert ("talker-analysis", 0.25) == (talker.asked[0].model, talker.asked[0].temperature)

    def test_comes_from_the_offline_provider_too(self) -> None:
        (sent,) = say_to_aria(make_user(), "Where is the old castle?")
        drain()
        assert "old castle" in fresh(sent.reply).text.lower()


class TestTurns:
    def test_are_answered_in_order(self) -> None:
        sent = say_to_aria(make_user(), "One", "Two", "Three")
        with talking("Yes.") as talker:
            drain()
        assert ["One", "Two", "Three"] == [heard[-1][1] for heard in talker.heard]
        assert [("user", "One"), ("assistant", "Yes."), ("user", "Two")] == talker.heard[1][1:]
        assert ["written"] * 3 == [fresh(one.reply).state for one in sent]

    def test_go_on_after_one_that_failed(self) -> None:
        user = make_user()
        first, second = say(user, Said("One")), say(user, Said("Two"))
        Job.objects.filter(pk=first.submitted.job.pk).update(max_attempts=1)
        with talking("Yes.") as talker:
            talker.faults = [Transient("down")]
            drain()
        assert ["failed", "completed"] == [Job.objects.get(pk=one.submitted.job.pk).status for one in (first, second)]
        assert [("user", "One"), ("user", "Two")] == talker.heard[-1]

    def test_of_different_people_do_not_wait_for_each_other(self) -> None:
        say(make_user(), Said("One"))
        say(make_user(), Said("Two"))
        at_once = 0
        most = 0

        async def count(number: int) -> None:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            for _ in range(200):
                await asyncio.sleep(0)
                if most == 2:
                    break
                await asyncio.sleep(0.005)
            at_once -= 1

        with talking(between=count):
            drain()
        assert 2 == most


class TestRetry:
    def test_throws_the_same_dice(self) -> None:
        (sent,) = say_to_aria(make_user(), "Hello?", description="{{random:a,b,c,d,e,f,g,h}} {{roll:1000}}")
        with talking("Yes.") as talker:
            talker.faults = [CutStream("down")]
            drain()
            stage_now(sent.submitted.job)
            drain()
        first, second = talker.asked
        assert (first.messages, first.seed) == (second.messages, second.seed)
        assert "Yes." == fresh(sent.reply).text


class TestStop:
    def verdict_of(self, sent: Sent, stops_at: int) -> Any:
        """What the handler says when a stop is asked for before piece `stops_at`."""
        ctx = make_context(ReadingRecorder(), owner_id=sent.conversation.owner_id)
        Utterance.objects.filter(pk=sent.reply.pk).update(job_id=ctx.job_id)

        async def stop(number: int) -> None:
            if number == stops_at:
                ctx.request_cancel()

        payload = ChatTurn(conversation_id=str(sent.conversation.pk), request_sha256="")
        with talking("One ", "two ", "three.", between=stop):
            return asyncio.run(ChatReply().run(ctx, payload))

    def test_keeps_what_was_written(self) -> None:
        sent = say(make_user(), Said("Hello?"))
        verdict = self.verdict_of(sent, 1)
        assert isinstance(verdict, Partial)
        (keep,) = verdict.together
        keep()
        assert ("One two", "stopped") == (fresh(sent.reply).text, fresh(sent.reply).state)

    def stopped(self) -> tuple[Job, Utterance]:
        """A job that a worker stopped in the middle of its reply."""
        sent = say(make_user(), Said("Hello?"))

        async def stop(number: int) -> None:
            if number == 1:
                await asyncio.to_thread(cancel, sent.submitted.job.pk)
            if number:
                await asyncio.sleep(0.02)  # a model takes its time, and the worker hears of the stop

        with talking("One ", *["and more "] * 1_000, between=stop):
            drain()
        return Job.objects.get(), fresh(sent.reply)

    def test_of_a_worker_that_writes_keeps_it_too(self) -> None:
        job, reply = self.stopped()
        assert ("partial_success", "stopped") == (job.status, reply.state)
        assert reply.text.startswith("One and more")
        assert len(reply.text) < 9_000

    @pytest.mark.parametrize(("is_simulated", "cost"), [(False, None), (True, 0)])
    def test_says_that_nobody_knows_what_it_took(
        self, monkeypatch: pytest.MonkeyPatch, is_simulated: bool, cost: int | None
    ) -> None:
        monkeypatch.setattr(Talker, "simulated", is_simulated)
        _, reply = self.stopped()
        assert (None, None, cost) == (reply.input_tokens, reply.output_tokens, reply.cost_nano)

    def test_is_not_asked_for_again_by_a_retry_of_its_job(self) -> None:
        job, reply = self.stopped()
        control.retry(job.pk)
        with talking("Thrown away.") as talker:
            drain()
        job.refresh_from_db()
        assert ("failed", "reply_stopped", []) == (job.status, job.error_class, talker.asked)
        assert "regenerate" in job.error_message
        assert reply.text == fresh(reply).text

    def test_is_read_on_by_the_next_turn(self) -> None:
        user = make_user()
        sent = say(user, Said("Hello?"))
        self.verdict_of(sent, 1).together[0]()
        Job.objects.all().delete()
        say(user, Said("Go on."))
        with talking() as talker:
            drain()
        assert [("user", "Hello?"), ("assistant", "One two"), ("user", "Go on.")] == talker.heard[0]


class TestWhatIsGone:
    def test_fails_a_turn_at_once(self) -> None:
        user = make_user()
        (sent,) = say_to_aria(user, "Hello?")
        Card.objects.all().delete()
        with talking() as talker:
            drain()
        job = Job.objects.get(pk=sent.submitted.job.pk)
        assert ("failed", "missing_turn", []) == (job.status, job.error_class, talker.asked)

    def test_writes_nothing_of_a_conversation_that_was_deleted_meanwhile(self) -> None:
        sent = say(make_user(), Said("Hello?"))

        def delete() -> None:
            sent.conversation.delete()
            connection.close()  # the thread's own

        def forget(_number: int) -> Any:
            return asyncio.to_thread(delete)

        with talking(between=forget):
            drain()
        assert "completed" == Job.objects.get().status
        assert not Utterance.objects.exists()


class TestBooks:
    def test_hold_every_call(self) -> None:
        say_to_aria(make_user(), "One", "Two")
        with talking():
            drain()
        assert 2 == LedgerEntry.objects.filter(state="settled").count()
