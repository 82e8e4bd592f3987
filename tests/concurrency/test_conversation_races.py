"""What comes to one person's conversations at one instant, over real connections."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, local
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import User
from generation.models import Conversation, Speaker
from generation.selectors.conversations import conversation_of
from generation.services.conversations import changing, opening
from generation.services.conversations.capping import cap_turns
from generation.services.conversations.changing import change
from generation.services.conversations.opening import Opened, open_with, reopen
from generation.services.conversations.said import Said, Sent
from generation.services.conversations.saying import say
from generation.services.conversations.speakers import assistant_of
from tests.support.conversations import bots_of, open_ones
from tests.support.racing import race
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

MANY = 50


def one_conversation(seed: int, callers: int, start: Callable[..., list[Any]] = race) -> None:
    """All want the assistant, whom nobody knows yet."""
    user = make_user()
    outcomes = start(seed, [lambda: open_with(assistant_of(user.pk))] * callers)
    assert all(isinstance(outcome, Opened) for outcome in outcomes), outcomes
    assert 1 == len({outcome.conversation.pk for outcome in outcomes})
    assert 1 == sum(outcome.created for outcome in outcomes)
    assert 1 == len(open_ones(user)) == Conversation.objects.owned_by(user.pk).count()
    assert 1 == Speaker.objects.owned_by(user.pk).count()


def crowd(_seed: int, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """All at once, more of them than there are connections: the pool of the process hands them round."""
    begin = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        begin.wait(timeout=30)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def rounds(count: int, callers: int) -> None:
    for seed in range(count):
        one_conversation(seed, callers)


def one_of_several(seed: int) -> None:
    """They want different bots, and one goes back to an older conversation."""
    dice = random.Random(seed)
    user = make_user()
    aria, mordred = bots_of(user, "Aria", "Mordred")
    older = open_with(aria).conversation
    if dice.random() < 0.5:
        open_with(mordred)
    acts = [
        *(partial(open_with, dice.choice([aria, mordred, assistant_of(user.pk)])) for _ in range(3)),
        partial(reopen, user.pk, older.pk),
    ]
    outcomes = race(seed, acts)
    assert all(isinstance(outcome, Opened) for outcome in outcomes), outcomes
    assert_told(user)


def assert_told(user: User) -> None:
    """One is open, and each of the others says why it is not."""
    assert 1 == len(open_ones(user))
    closed = Conversation.objects.owned_by(user.pk).filter(closed_at__isnull=False)
    assert all(conversation.notice for conversation in closed)


def two_looks_too_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each caller's first look is as if nobody else were there."""
    look, looked = opening._open_one, local()

    def early(owner_id):
        if getattr(looked, "at", None) == owner_id:
            return look(owner_id)
        looked.at = owner_id
        return None

    monkeypatch.setattr(opening, "_open_one", early)


def one_cap(seed: int) -> None:
    """Something is said while the cap becomes another."""
    user = make_user()
    there = open_with(assistant_of(user.pk)).conversation
    Conversation.objects.filter(pk=there.pk).update(max_cost_nano=7)
    acts: list[Callable[[], Any]] = [
        partial(say, user, Said("Hello?")),
        partial(change, user.pk, there.pk, {"max_cost_nano": 9}),
    ]
    sent, changed = race(seed, acts)
    assert isinstance(sent, Sent), sent
    assert isinstance(changed, Conversation), changed
    turn = sent.submitted.job
    turn.refresh_from_db()
    assert 9 == turn.max_cost_nano


def caps(count: int) -> None:
    for seed in range(count):
        one_cap(seed)


class TestOpening:
    def test_at_one_instant_by_fifty_makes_one(self) -> None:
        one_conversation(1, MANY, crowd)

    def test_makes_one_however_they_come(self, race_rounds: int) -> None:
        rounds(race_rounds, 4)

    def test_of_several_bots_leaves_one_open(self, race_rounds: int) -> None:
        for seed in range(race_rounds):
            one_of_several(seed)

    def test_survives_a_look_that_comes_too_early(self, race_rounds: int, monkeypatch) -> None:
        two_looks_too_early(monkeypatch)
        rounds(race_rounds, 2)

    def test_is_seen_to_need_the_index(self, race_rounds: int, monkeypatch) -> None:
        """Without it, looking first is not enough."""
        two_looks_too_early(monkeypatch)
        (guard,) = (one for one in Conversation._meta.constraints if one.name == "conversation_open_once")
        with connection.schema_editor() as editor:
            editor.remove_constraint(Conversation, guard)
        try:
            with pytest.raises(AssertionError):
                rounds(race_rounds, 2)
        finally:
            Conversation.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(Conversation, guard)


class TestCap:
    def test_is_that_of_a_turn_which_is_entered_meanwhile(self, race_rounds: int) -> None:
        caps(race_rounds)

    @pytest.mark.postgresql
    def test_is_seen_to_need_the_lock_first(self, race_rounds: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """Before turns are looked for; on SQLite one transaction writes at a time anyway."""

        def too_early(owner_id: UUID, conversation_id: UUID) -> Conversation:
            there = conversation_of(owner_id, conversation_id)
            there.max_cost_nano = 9
            cap_turns(there)
            return there

        monkeypatch.setattr(changing, "_locked", too_early)
        monkeypatch.setattr(changing, "cap_turns", lambda _conversation: None)
        with pytest.raises(AssertionError):
            caps(race_rounds)
