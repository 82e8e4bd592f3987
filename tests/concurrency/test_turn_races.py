"""Messages to one conversation at one instant, while replies are being written: one line, each in its turn."""

from __future__ import annotations

from functools import partial

import pytest

from accounts.models import User
from generation.models import Conversation, Utterance
from generation.selectors.conversations import thread_of
from generation.services.conversations.branching import edit, regenerate
from generation.services.conversations.said import Said, Sent
from generation.services.conversations.saying import say
from jobs.models import Job
from jobs.testing import drain
from tests.support.racing import race
from tests.support.talker import talking
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def messages_while_it_writes(seed: int, user: User, count: int) -> list[Sent]:
    acts = [partial(say, user, Said(f"Message {number}.")) for number in range(count)]
    outcomes = race(seed, [*acts, partial(drain, 2)])
    drain()
    assert all(isinstance(outcome, Sent) for outcome in outcomes[:-1]), outcomes
    assert outcomes[-1] is None, outcomes
    return outcomes[:-1]


class TestMessages:
    def test_are_answered_one_after_the_other(self, race_rounds: int) -> None:
        for seed in range(max(1, race_rounds // 5)):
            user = make_user()
            with talking() as talker:
                messages_while_it_writes(seed, user, 3)
            thread = thread_of(Conversation.objects.get(owner=user).pk)
            assert ["person", "assistant"] * 3 == [said.speaker.kind for said in thread]
            assert ["written"] * 6 == [said.state for said in thread]
            assert [1, 3, 5] == [len(heard) for heard in talker.heard]
            assert {"completed"} == set(Job.objects.filter(owner=user).values_list("status", flat=True))

    def test_are_edited_and_answered_anew_while_replies_are_written(self, race_rounds: int) -> None:
        for seed in range(max(1, race_rounds // 5)):
            user = make_user()
            first = say(user, Said("Hello?"))
            acts = [partial(regenerate, user, first.reply.pk), partial(edit, user, first.utterance.pk, "Well?")]
            with talking():
                outcomes = race(seed, [*acts, partial(drain, 2)])
                drain()
            assert all(isinstance(outcome, Sent) for outcome in outcomes[:-1]), outcomes
            assert outcomes[-1] is None, outcomes
            assert ["written", "written"] == [said.state for said in thread_of(first.conversation.pk)]
            # What was replaced while it was waited for is stopped.
            ended = set(Job.objects.filter(owner=user).values_list("status", flat=True))
            assert {"completed"} == ended - {"cancelled", "partial_success"}

    def test_sent_twice_at_once_are_one(self, race_rounds: int) -> None:
        for seed in range(race_rounds):
            user = make_user()
            twice = [partial(say, user, Said("Hello?", idempotency_key="k"))] * 3
            outcomes = race(seed, twice)
            assert all(isinstance(outcome, Sent) for outcome in outcomes), outcomes
            assert 1 == len({outcome.reply.pk for outcome in outcomes})
            assert 2 == Utterance.objects.filter(conversation__owner=user).count()
