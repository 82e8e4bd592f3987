"""Chat over HTTP."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from generation.llm.offline.provider import ANALYSIS_MODEL, CREATIVE_MODEL
from generation.models import Card, Conversation, Utterance
from generation.services.conversations.said import MESSAGE_LENGTH
from jobs.models import Job, LedgerEntry
from jobs.testing import drain
from tests.support.api import api, api_of, fields
from tests.support.conversations import keep_character, open_ones, talk
from tests.support.talker import talking
from tests.support.users import make_user

CHAT, CONVERSATIONS = "/api/v1/chat", "/api/v1/conversations"
NONE_ABANDONED = {"abandoned_calls": 0, "abandoned_estimate_usd": "0"}

pytestmark = pytest.mark.django_db


def chat(user: User, message: str = "Hello?", **given: Any) -> Any:
    return api_of(user).post(CHAT, {"message": message, **given})


class TestChat:
    def test_answers_202_with_conversation_utterance_and_job(self, user: User) -> None:
        response = chat(user)
        job = Job.objects.get()
        assert 202 == response.status_code, response.json()
        told = response.json()
        assert {"conversation_id", "utterance_id", "reply_id", "job_id", "status", "reply", "notice", "links"} == set(
            told
        )
        assert (str(job.pk), "pending", None, "") == (told["job_id"], told["status"], told["reply"], told["notice"])
        assert f"/api/v1/jobs/{job.pk}" == response["Location"]

    def test_says_which_conversation_it_closed(self, user: User) -> None:
        chat(user)
        told = chat(user, card_id=str(keep_character(user.pk).pk)).json()
        assert "Closed when you began to talk with Aria." == told["notice"]

    def test_takes_settings(self, user: User) -> None:
        chat(user, model=ANALYSIS_MODEL, temperature=0.5, max_cost_usd="0.25")
        told = api_of(user).get(CONVERSATIONS).json()["results"][0]
        assert (ANALYSIS_MODEL, 0.5, "0.25") == (told["model"], told["temperature"], told["max_cost_usd"])

    def test_is_one_turn_however_often_it_is_sent(self, user: User) -> None:
        answers = [api_of(user).post(CHAT, {"message": "Hello?"}, headers={"Idempotency-Key": "k"}) for _ in range(2)]
        assert 1 == len({answer.json()["utterance_id"] for answer in answers})
        assert "true" == answers[1]["Idempotency-Replayed"]

    def test_is_how_turns_are_made_and_not_jobs_by_their_kind(self, user: User) -> None:
        job_id = chat(user).json()["job_id"]
        payload = Job.objects.get(pk=job_id).payload
        for path, wanted in (("jobs", {"kind": "chat_reply", "payload": payload}), (f"jobs/{job_id}/duplicate", {})):
            refused = api_of(user).post(f"/api/v1/{path}", wanted)
            assert (422, {"kind"}) == (refused.status_code, fields(refused))
            assert "POST chat" in refused.json()["errors"][0]["detail"]
        assert 1 == Job.objects.count()

    def test_needs_to_know_who_speaks(self) -> None:
        assert 401 == api().post(CHAT, {"message": "Hello?"}).status_code

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"message": ""}, "message"),
            ({"message": "  "}, "message"),
            ({"message": "x" * (MESSAGE_LENGTH + 1)}, "message"),
            ({"message": "a\x1bb"}, "message"),
            ({"message": ["a"]}, "message"),
            ({"message": "\u200b"}, "message"),
            ({"message": 5}, "message"),
            ({"temperature": True}, "temperature"),
            ({"temperature": 3}, "temperature"),
            ({"temperature": "nan"}, "temperature"),
            ({"temperature": "hot"}, "temperature"),
            ({"model": "another-1"}, "model"),
            ({"max_cost_usd": "NaN"}, "max_cost_usd"),
            ({"greeting": -1}, "greeting"),
            ({"max_cost_usd": "0"}, "max_cost_usd"),
            ({"card_id": "x"}, "card_id"),
            ({"bot": "nobody"}, "bot"),
            ({"surprise": 1}, "surprise"),
        ],
    )
    def test_names_what_is_wrong(self, user: User, given: dict[str, Any], field: str) -> None:
        response = chat(user, **given)
        assert (422, {field}) == (response.status_code, fields(response))
        assert not Job.objects.exists()

    def test_takes_null_for_what_is_not_named(self, user: User) -> None:
        unset: dict[str, Any] = dict.fromkeys(
            ("conversation_id", "card_id", "bot", "model", "temperature", "max_cost_usd")
        )
        assert 202 == chat(user, **unset).status_code
        assert "" == Conversation.objects.get().model

    def test_tells_what_may_be_chosen(self, user: User) -> None:
        told = api_of(user).get(CHAT)
        assert 200 == told.status_code
        assert {"models": [CREATIVE_MODEL, ANALYSIS_MODEL], "model": CREATIVE_MODEL, "temperature": 0.8} == told.json()

    def test_is_not_read_with_a_null_in_it(self, user: User) -> None:
        response = chat(user, "a\x00b")
        assert (400, {"message"}) == (response.status_code, fields(response))

    def test_finds_nothing_of_others(self, user: User) -> None:
        theirs = talk(make_user(), "Aria").conversation
        for named in ({"conversation_id": theirs.pk}, {"card_id": theirs.bot.card_id}, {"bot": theirs.bot.pk}):
            assert 404 == chat(user, **{name: str(value) for name, value in named.items()}).status_code

    def test_is_a_conflict_where_the_conversation_is_closed(self, user: User) -> None:
        there = talk(user).conversation
        api_of(user).post(f"{CONVERSATIONS}/{there.pk}/close")
        response = chat(user, conversation_id=str(there.pk))
        assert 409 == response.status_code
        assert "/reopen goes on with it" in response.json()["detail"]


@pytest.mark.django_db(transaction=True)
class TestWaiting:
    def test_answers_200_with_the_reply(self) -> None:
        user = make_user()
        sent = chat(user).json()
        drain()
        response = api_of(user).post(
            CHAT, {"message": "Hello?"}, headers={"Prefer": "wait=1", "Idempotency-Key": "other"}
        )
        assert (202, None) == (response.status_code, response.json()["reply"])
        drain()
        again = api_of(user).post(CHAT, {"message": "Hello?"}, headers={"Prefer": "wait=1", "Idempotency-Key": "other"})
        assert (200, "completed") == (again.status_code, again.json()["status"])
        read = api_of(user).get(f"{CONVERSATIONS}/{sent['conversation_id']}").json()
        assert read["utterances"][-1]["text"] == again.json()["reply"]
        assert ["person", "assistant"] * 2 == [said["speaker"]["kind"] for said in read["utterances"]]


class TestConversations:
    def test_are_listed_for_their_owner(self, user: User) -> None:
        talk(make_user())
        first, second = talk(user, "Aria").conversation, talk(user, "Mordred").conversation
        told = api_of(user).get(CONVERSATIONS).json()
        assert (2, [str(second.pk), str(first.pk)]) == (told["count"], [one["id"] for one in told["results"]])
        assert [True, False] == [one["is_open"] for one in told["results"]]

    @pytest.mark.parametrize("count", [1, 4])
    def test_take_as_many_queries_however_much_was_said(
        self, user: User, count: int, django_assert_num_queries: Any
    ) -> None:
        client = api_of(user)
        for _ in range(count):
            there = chat(user).json()["conversation_id"]
        for name in "ABCD"[:count]:
            talk(user, name)
        with django_assert_num_queries(6):  # who asks, count, conversations with their bots, what they used (3)
            client.get(CONVERSATIONS)
        # who asks, conversation, its line, what was said by whom, jobs and their use, all use (3)
        with django_assert_num_queries(9):
            client.get(f"{CONVERSATIONS}/{there}")

    def test_are_read_with_what_was_said(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        chat(user)
        told = api_of(user).get(f"{CONVERSATIONS}/{there.pk}?newest=2").json()
        assert (3, ["written", "awaited"]) == (
            told["utterance_count"],
            [said["state"] for said in told["utterances"]],
        )

    def test_are_read_on_towards_their_beginning(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        chat(user)
        chat(user)
        address, read, before = f"{CONVERSATIONS}/{there.pk}?newest=2", [], ""
        while before != "&before=0":
            told = api_of(user).get(address + before).json()
            read.append([said["position"] for said in told["utterances"]])
            before = f"&before={read[-1][0]}"
        assert [[3, 4], [1, 2], [0]] == read
        assert [] == api_of(user).get(address + before).json()["utterances"]
        assert 422 == api_of(user).get(f"{address}&before=-1").status_code

    def test_are_opened_again(self, user: User) -> None:
        first, second = talk(user, "Aria").conversation, talk(user, "Mordred").conversation
        response = api_of(user).post(f"{CONVERSATIONS}/{first.pk}/reopen")
        assert (200, True, [first.pk]) == (response.status_code, response.json()["is_open"], open_ones(user))
        assert "Closed when you went back to Aria." == Conversation.objects.get(pk=second.pk).notice

    def test_are_a_conflict_where_the_card_is_gone(self, user: User) -> None:
        there = talk(user, "Aria").conversation
        talk(user)
        Card.objects.all().delete()
        assert 409 == api_of(user).post(f"{CONVERSATIONS}/{there.pk}/reopen").status_code

    def test_are_searched_by_title_bot_and_what_was_said(self, user: User) -> None:
        aria, mordred = talk(user, "Aria").conversation, talk(user, "Mordred").conversation
        talk(make_user(), "Aria")
        chat(user, "Where is the old Bridge?", conversation_id=str(mordred.pk))
        api_of(user).patch(f"{CONVERSATIONS}/{aria.pk}", {"title": "At the lake"})

        def found(q: str) -> list[str]:
            told = api_of(user).get(CONVERSATIONS, {"q": q}).json()
            assert told["count"] == len(told["results"])
            return [one["id"] for one in told["results"]]

        assert [str(aria.pk)] == found("LAKE") == found("aria lake")
        assert [str(mordred.pk)] == found("bridge mord")
        assert [] == found("lake bridge") == found("%")

    def test_are_renamed(self, user: User) -> None:
        there = talk(user).conversation
        told = api_of(user).patch(f"{CONVERSATIONS}/{there.pk}", {"title": "  Two\n plans "})
        assert (200, "Two plans") == (told.status_code, told.json()["title"])

    def test_change_how_their_replies_are_asked_for(self, user: User) -> None:
        address = f"{CONVERSATIONS}/{talk(user).conversation.pk}"
        changes = {"model": ANALYSIS_MODEL, "temperature": 0, "max_cost_usd": "0.000001"}
        told = api_of(user).patch(address, changes)
        assert 200 == told.status_code
        assert changes == {name: told.json()[name] for name in changes}
        assert 0 == api_of(user).patch(address, {"max_cost_usd": None}).json()["temperature"]
        assert api_of(user).get(address).json()["max_cost_usd"] is None

    def test_begin_with_another_greeting(self, user: User) -> None:
        address = f"{CONVERSATIONS}/{talk(user, 'Aria').conversation.pk}"
        assert (0, [0, 1]) == tuple(api_of(user).get(address).json()[name] for name in ("greeting", "greetings"))
        assert 1 == api_of(user).patch(address, {"greeting": 1}).json()["greeting"]
        assert ["Later."] == [said["text"] for said in api_of(user).get(address).json()["utterances"]]
        chat(user)
        assert [] == api_of(user).get(address).json()["greetings"]
        late = api_of(user).patch(address, {"greeting": 0})
        assert 409 == late.status_code
        assert "begin another conversation" in late.json()["detail"]

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"model": "another-1"}, "model"),
            ({"temperature": -0.1}, "temperature"),
            ({"max_cost_usd": "-1"}, "max_cost_usd"),
            ({"greeting": 3}, "greeting"),
            ({"greeting": None}, "greeting"),
            ({"bot": "assistant"}, "bot"),
        ],
    )
    def test_name_what_cannot_be_changed(self, user: User, given: dict[str, Any], field: str) -> None:
        address = f"{CONVERSATIONS}/{talk(user, 'Aria').conversation.pk}"
        before = api_of(user).get(address).json()
        response = api_of(user).patch(address, given)
        assert (422, {field}) == (response.status_code, fields(response))
        assert before == api_of(user).get(address).json()

    @pytest.mark.parametrize("given", [{"title": " "}, {"title": "x" * 201}, {"title": None}, {}])
    def test_are_not_renamed_to_nothing_or_too_much(self, user: User, given: dict[str, Any]) -> None:
        there = talk(user).conversation
        response = api_of(user).patch(f"{CONVERSATIONS}/{there.pk}", given)
        assert (422, {"title"}) == (response.status_code, fields(response))

    def test_are_deleted_with_their_turns_cancelled(self, user: User) -> None:
        there = chat(user).json()["conversation_id"]
        chat(user, "And now?")
        assert 204 == api_of(user).delete(f"{CONVERSATIONS}/{there}").status_code
        assert ["cancelled"] * 2 == list(Job.objects.values_list("status", flat=True))
        assert 404 == api_of(user).get(f"{CONVERSATIONS}/{there}").status_code
        assert 404 == api_of(user).delete(f"{CONVERSATIONS}/{there}").status_code

    @pytest.mark.parametrize(
        ("verb", "path"),
        [("get", ""), ("patch", ""), ("delete", ""), ("get", "/export"), ("post", "/close"), ("post", "/reopen")],
    )
    def test_are_not_found_by_others(self, user: User, verb: str, path: str) -> None:
        theirs = talk(make_user()).conversation
        response = getattr(api_of(user), verb)(
            f"{CONVERSATIONS}/{theirs.pk}{path}", {"title": "Mine"} if verb == "patch" else {}
        )
        assert 404 == response.status_code
        assert Conversation.objects.filter(pk=theirs.pk, title="").exists()


@pytest.mark.django_db(transaction=True)
class TestUsage:
    def test_is_told_of_each_turn_and_of_all_with_alternatives_and_what_failed(self) -> None:
        user = make_user()
        with talking("Well met.") as talker:
            talker.simulated = False
            sent = chat(user).json()
            drain()
            api_of(user).post(f"/api/v1/utterances/{sent['reply_id']}/regenerate")
            drain()
        there = api_of(user).get(f"{CONVERSATIONS}/{sent['conversation_id']}").json()
        assert (10, 20) == tuple(there["utterances"][1][name] for name in ("input_tokens", "output_tokens"))
        used = {"input_tokens": 20, "output_tokens": 40, "simulated_cost_usd": "0", **NONE_ABANDONED}
        assert used == there["usage"]
        assert there["cost_usd"] is None  # nobody knows what this model costs
        assert there["usage"] == api_of(user).get(CONVERSATIONS).json()["results"][0]["usage"]

    def test_is_nothing_where_nothing_was_asked(self, user: User) -> None:
        talk(user)
        (told,) = api_of(user).get(CONVERSATIONS).json()["results"]
        nothing = {"input_tokens": 0, "output_tokens": 0, "simulated_cost_usd": "0", **NONE_ABANDONED}
        assert ("0", nothing) == (told["cost_usd"], told["usage"])

    def test_keeps_what_nobody_pays_for_apart(self) -> None:
        user = make_user()
        sent = chat(user).json()
        drain()
        api_of(user).post(f"/api/v1/utterances/{sent['reply_id']}/regenerate")
        drain()
        client, there = api_of(user), f"{CONVERSATIONS}/{sent['conversation_id']}"
        told = client.get(there).json()
        rows = [json.loads(line) for line in client.get(f"{there}/export").getvalue().decode().splitlines()]
        replies = [row for row in rows if row["type"] == "utterance" and row["job_id"]]
        assert ["0", "0"] == [reply["cost_usd"] for reply in replies]
        assert "0" == told["cost_usd"] == rows[0]["cost_usd"]
        simulated = [Decimal(reply["simulated_cost_usd"]) for reply in replies]
        assert all(cost > 0 for cost in simulated)
        assert sum(simulated) == Decimal(told["usage"]["simulated_cost_usd"])
        text = client.get(f"{there}/export?format=markdown").getvalue().decode()
        assert (
            f"{CREATIVE_MODEL}: {replies[1]['input_tokens'] + replies[1]['output_tokens']:,} tokens, $0 and $" in text
        )

    def test_is_told_of_a_turn_that_failed(self) -> None:
        user = make_user()
        sent = chat(user).json()
        with talking() as talker:
            talker.simulated = False
            talker.pieces = ("",)
            Job.objects.update(max_attempts=1)
            drain()
        (_, failed) = api_of(user).get(f"{CONVERSATIONS}/{sent['conversation_id']}").json()["utterances"]
        assert "failed" == failed["state"]
        assert failed["output_tokens"] >= 20

    def test_of_a_reply_that_was_stopped_is_its_estimate_beside_what_is_known(self) -> None:
        user = make_user()
        sent = chat(user).json()
        drain()
        stopped = chat(user, "Again.").json()
        LedgerEntry.objects.filter(job_id=sent["job_id"]).update(simulated=False, cost_nano=150_000_000)
        Utterance.objects.filter(pk=sent["reply_id"]).update(cost_nano=150_000_000, simulated_nano=0)
        entry = LedgerEntry.objects.get(job_id=sent["job_id"])
        entry.pk, entry.job_id, entry.state = uuid4(), stopped["job_id"], LedgerEntry.State.ABANDONED
        entry.cost_nano, entry.estimate_nano, entry.input_tokens, entry.output_tokens = None, 5_000_000_000, 0, 0
        entry.save(force_insert=True)
        Utterance.objects.filter(pk=stopped["reply_id"]).update(state=Utterance.State.STOPPED, text="Half a")
        client, there = api_of(user), f"{CONVERSATIONS}/{sent['conversation_id']}"
        told = client.get(there).json()
        assert "0.15" == told["cost_usd"]
        assert (1, "5") == (told["usage"]["abandoned_calls"], told["usage"]["abandoned_estimate_usd"])
        reply = told["utterances"][-1]
        assert ("0", "5", None) == (reply["cost_usd"], reply["abandoned_estimate_usd"], reply["output_tokens"])
        head = client.get(f"{there}/export?format=markdown").getvalue().decode().splitlines()[2]
        assert "$0.15 and at most $5.00 for what was stopped" in head


@pytest.mark.django_db(transaction=True)
class TestExport:
    def test_is_every_utterance_a_line_alternatives_among_them(self) -> None:
        user = make_user()
        sent = chat(user).json()
        drain()
        api_of(user).post(f"/api/v1/utterances/{sent['reply_id']}/regenerate")
        drain()
        response = api_of(user).get(f"{CONVERSATIONS}/{sent['conversation_id']}/export")
        assert 'attachment; filename="hello.jsonl"' == response["Content-Disposition"]
        head, *said = [json.loads(line) for line in response.getvalue().decode().splitlines()]
        assert ("conversation", sent["conversation_id"]) == (head["type"], head["id"])
        assert [True, False, True] == [row["in_line"] for row in said]

    def test_reads_as_text(self) -> None:
        user = make_user()
        with talking("Of *course*.\n\n<img src=x>"):
            sent = chat(user, "Shall I <b>go</b>?").json()
            drain()
        response = api_of(user).get(f"{CONVERSATIONS}/{sent['conversation_id']}/export?format=markdown")
        text = response.getvalue().decode()
        assert 'attachment; filename="shall-i-bgob.md"' == response["Content-Disposition"]
        assert "Shall I &lt;b>go&lt;/b>?" in text
        assert "## Assistant\n\nOf *course*.\n\n&lt;img src=x>\n" in text

    def test_is_refused_in_other_forms(self, user: User) -> None:
        there = talk(user).conversation
        response = api_of(user).get(f"{CONVERSATIONS}/{there.pk}/export?format=pdf")
        assert (422, {"format"}) == (response.status_code, fields(response))


class TestUtterances:
    def test_are_answered_anew_edited_and_stopped(self, user: User) -> None:
        client, first = api_of(user), chat(user).json()
        again = client.post(f"/api/v1/utterances/{first['reply_id']}/regenerate")
        assert (202, first["utterance_id"]) == (again.status_code, again.json()["utterance_id"])
        edited = client.post(f"/api/v1/utterances/{first['utterance_id']}/edit", {"message": "Well?"})
        assert 202 == edited.status_code
        stopped = client.post(f"/api/v1/utterances/{edited.json()['reply_id']}/stop")
        assert (200, "stopped") == (stopped.status_code, stopped.json()["state"])
        read = client.get(f"{CONVERSATIONS}/{first['conversation_id']}").json()
        assert ["Well?", ""] == [said["text"] for said in read["utterances"]]
        back = client.post(f"/api/v1/utterances/{read['utterances'][0]['alternatives'][0]}/activate")
        assert ["Hello?", ""] == [said["text"] for said in back.json()["utterances"]]

    def test_are_a_conflict_where_there_is_nothing_to_answer(self, user: User) -> None:
        talk(user, "Aria")
        (greeting,) = Conversation.objects.get().utterances.all()
        assert 409 == api_of(user).post(f"/api/v1/utterances/{greeting.pk}/regenerate").status_code

    @pytest.mark.parametrize("act", ["regenerate", "edit", "stop", "activate"])
    def test_are_not_found_by_others(self, user: User, act: str) -> None:
        theirs = chat(make_user()).json()["utterance_id"]
        assert 404 == api_of(user).post(f"/api/v1/utterances/{theirs}/{act}", {"message": "x"}).status_code
