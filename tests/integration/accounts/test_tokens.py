"""API tokens and WebSocket tickets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, Ticket, User
from accounts.services import api_tokens, tickets, tokens
from tests.support.api import AUTH, api, api_of, fields
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


class TestApiToken:
    def create(self, user: User, **given: Any) -> dict[str, Any]:
        body: dict[str, Any] = api_of(user).post(f"{AUTH}/tokens", {"name": "script"} | given).json()
        return body

    def test_is_shown_once_and_kept_as_a_hash(self, user: User) -> None:
        made = self.create(user)

        assert made["token"].startswith("stq_")
        listed = api_of(user).get(f"{AUTH}/tokens").json()
        assert (listed["count"], "token" in listed["results"][0]) == (1, False)
        assert made["token"] not in str(ApiToken.objects.values())

    def test_opens_the_api(self, user: User) -> None:
        assert api(self.create(user)["token"]).get(f"{AUTH}/me").json()["id"] == str(user.pk)

    def test_says_when_it_was_used_writing_at_most_once_a_minute(
        self, user: User, django_assert_num_queries: Any
    ) -> None:
        client = api(self.create(user)["token"])
        client.get(f"{AUTH}/me")
        first = ApiToken.objects.get().last_used_at
        assert first is not None

        with django_assert_num_queries(1):
            client.get(f"{AUTH}/me")
        ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
        client.get(f"{AUTH}/me")

        last = ApiToken.objects.get().last_used_at
        assert last is not None
        assert last > first - timedelta(minutes=1)

    @pytest.mark.parametrize("change", ["revoked_at", "expires_at"])
    def test_is_refused_once_it_ended(self, user: User, change: str) -> None:
        client = api(self.create(user)["token"])
        ApiToken.objects.update(**{change: timezone.now()})

        assert client.get(f"{AUTH}/me").status_code == 401

    def test_is_refused_once_its_user_is_inactive(self, user: User) -> None:
        client = api(self.create(user)["token"])
        User.objects.update(is_active=False)

        assert client.get(f"{AUTH}/me").status_code == 401

    def test_ends_when_revoked(self, user: User) -> None:
        made = self.create(user)
        owner = api_of(user)

        assert owner.delete(f"{AUTH}/tokens/{made['id']}").status_code == 204

        assert api(made["token"]).get(f"{AUTH}/me").status_code == 401
        assert owner.get(f"{AUTH}/tokens").json()["count"] == 0

    def test_of_somebody_else_is_as_good_as_missing(self, user: User) -> None:
        made = self.create(make_user())
        client = api_of(user)

        theirs, missing = (client.delete(f"{AUTH}/tokens/{i}") for i in (made["id"], uuid4()))

        assert (theirs.status_code, missing.status_code) == (404, 404)
        assert theirs.json()["detail"] == missing.json()["detail"]

    @pytest.mark.parametrize(
        ("method", "path"), [("post", "tokens"), ("get", "tokens"), ("delete", "me"), ("post", "password")]
    )
    def test_may_not_outlive_itself(self, user: User, method: str, path: str) -> None:
        client = api(self.create(user)["token"])

        assert getattr(client, method)(f"{AUTH}/{path}").status_code == 403

    @pytest.mark.parametrize(
        ("given", "field"),
        [({"name": ""}, "name"), ({"expires_at": "2001-01-01T00:00Z"}, "expires_at"), ({"digest": "x"}, "digest")],
    )
    def test_names_what_is_wrong(self, user: User, given: dict[str, str], field: str) -> None:
        answer = api_of(user).post(f"{AUTH}/tokens", {"name": "script"} | given)

        assert (answer.status_code, fields(answer)) == (422, {field})

    def test_is_refused_beyond_the_limit(self, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(api_tokens, "MAX_LIVE", 1)
        self.create(user)

        assert api_of(user).post(f"{AUTH}/tokens", {"name": "one more"}).status_code == 409


class TestTicket:
    def test_names_its_user_once(self, user: User) -> None:
        answer = api_of(user).post(f"{AUTH}/ws-ticket")

        assert answer.status_code == 201
        assert answer.json()["expires_in"] <= 30
        ticket = answer.json()["ticket"]
        assert ticket not in str(Ticket.objects.values())
        redeemed, again = tickets.redeem(ticket), tickets.redeem(ticket)
        assert redeemed is not None
        assert (redeemed.user, again) == (user, None)

    def test_is_void_after_its_time(self, user: User) -> None:
        ticket = tickets.issue(user)
        Ticket.objects.update(expires_at=timezone.now())

        assert tickets.redeem(ticket) is None

    @pytest.mark.parametrize("change", [{"is_active": False}, {"token_version": 1}])
    def test_is_void_once_the_users_tokens_were_ended(self, user: User, change: dict[str, Any]) -> None:
        ticket = tickets.issue(user)
        User.objects.update(**change)

        assert tickets.redeem(ticket) is None

    def test_is_void_once_the_sign_in_that_asked_for_it_was_ended(self, user: User) -> None:
        pair = tokens.issue(user)
        ticket = api(pair.access).post(f"{AUTH}/ws-ticket").json()["ticket"]

        tokens.revoke(pair.refresh)

        assert tickets.redeem(ticket) is None

    def test_of_an_api_token_or_a_session_outlives_sign_ins_over_the_api(self, user: User, signed_in: Client) -> None:
        pair = tokens.issue(user)
        secret = api(pair.access).post(f"{AUTH}/tokens", {"name": "script"}).json()["token"]
        given = [client.post(f"{AUTH}/ws-ticket").json()["ticket"] for client in (api(secret), signed_in)]

        tokens.revoke(pair.refresh)

        assert [ticket and ticket.family_id for ticket in map(tickets.redeem, given)] == [None, None]
        assert not Ticket.objects.exists()

    @pytest.mark.parametrize("ticket", ["", "x", "\x00", "\ud800"])
    def test_is_nobodys_when_made_up(self, ticket: str) -> None:
        assert tickets.redeem(ticket) is None
