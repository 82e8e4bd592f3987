"""Parallel use of what works once, over real connections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from accounts.errors import TokenRefused
from accounts.models import RefreshFamily, ThrottleWindow, User
from accounts.services import passwords, throttling, tickets, tokens
from tests.support.api import AUTH, api
from tests.support.users import PASSWORD

T = TypeVar("T")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
AT_ONCE = 20


def at_once(act: Callable[[], T], times: int = AT_ONCE) -> list[T]:
    """What `act` answers in `times` threads that start together, each on a connection of its own."""
    start = Barrier(times)

    def run(_: int) -> T:
        start.wait(timeout=30)
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


class TestRefresh:
    def test_lets_exactly_one_of_20_parallel_ones_succeed(self, user: User) -> None:
        pair = tokens.issue(user)

        answers = at_once(lambda: api().post(f"{AUTH}/refresh", {"refresh": pair.refresh}).status_code)

        assert Counter(answers) == {200: 1, 401: AT_ONCE - 1}
        assert RefreshFamily.objects.get().revoked_at is not None

    def test_leaves_no_token_alive_across_a_password_change(self, user: User) -> None:
        pair = tokens.issue(user)
        start = Barrier(2)

        def refresh() -> tokens.TokenPair | None:
            start.wait(timeout=30)
            try:
                return tokens.refresh(pair.refresh)
            except TokenRefused:
                return None
            finally:
                connection.close()

        def change() -> None:
            start.wait(timeout=30)
            passwords.change_password(user, current=PASSWORD, new="another long phrase")
            connection.close()

        with ThreadPoolExecutor(2) as threads:
            refreshed, changed = threads.submit(refresh), threads.submit(change)
            changed.result()
            survivor = refreshed.result()

        if survivor is not None:
            assert api(survivor.access).get(f"{AUTH}/me").status_code == 401
            with pytest.raises(TokenRefused):
                tokens.refresh(survivor.refresh)


class TestTicket:
    def test_is_redeemed_by_exactly_one(self, user: User) -> None:
        ticket = tickets.issue(user)

        redeemed = at_once(lambda: tickets.redeem(ticket))

        assert [found.user for found in redeemed if found] == [user]


class TestThrottle:
    def test_counts_every_one_of_many_at_once(self, settings) -> None:
        settings.THROTTLES = {"submission": "7/day"}

        waits = at_once(lambda: throttling.spend("submission", "somebody"))

        assert waits.count(None) == 7
        assert ThrottleWindow.objects.get().count == 7


class TestRegistration:
    def test_makes_one_account_of_many_at_once(self) -> None:
        body = {"email": "ann@example.org", "password": PASSWORD}

        answers = at_once(lambda: api().post(f"{AUTH}/register", body).status_code, times=8)

        assert Counter(answers) == {201: 1, 422: 7}
        assert User.objects.count() == 1
