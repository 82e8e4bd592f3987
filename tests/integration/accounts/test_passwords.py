"""Changing and resetting passwords over the API."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from accounts.services import tickets, tokens
from tests.support.api import AUTH, api, api_of, fields
from tests.support.users import PASSWORD, make_user
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db
NEW = "another long phrase"


def mailed_link(number: int = 1) -> tuple[str, str]:
    """uid and token of the newest mail, once `number` mails were sent."""
    wait_for(lambda: len(mail.outbox) >= number, what="a mail")
    found = re.search(r"http://\S+/password-reset/([^/\s]+)/([^/\s]+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1], found[2]


class TestChange:
    def change(self, client: Any, **given: str):
        return client.post(f"{AUTH}/password", {"password": PASSWORD, "new_password": NEW} | given)

    def test_answers_new_tokens_and_ends_all_others(self, user: User, signed_in: Any) -> None:
        old = tokens.issue(user)
        ticket = tickets.issue(user)

        answer = self.change(api_of(user))

        assert answer.status_code == 200
        assert api(answer.json()["access"]).get(f"{AUTH}/me").status_code == 200
        assert api(old.access).get(f"{AUTH}/me").status_code == 401
        assert api().post(f"{AUTH}/refresh", {"refresh": old.refresh}).status_code == 401
        assert signed_in.get("/account").status_code == 302
        assert tickets.redeem(ticket) is None
        user.refresh_from_db()
        assert user.token_version == 1
        assert user.check_password(NEW)

    @pytest.mark.parametrize(
        ("given", "field"), [({"password": "wrong"}, "password"), ({"new_password": "short"}, "new_password")]
    )
    def test_names_what_is_wrong(self, user: User, given: dict[str, str], field: str) -> None:
        answer = self.change(api_of(user), **given)

        assert (answer.status_code, fields(answer)) == (422, {field})

    def test_is_not_for_api_tokens(self, user: User) -> None:
        token = api_of(user).post(f"{AUTH}/tokens", {"name": "script"}).json()["token"]

        assert self.change(api(token)).status_code == 403


class TestReset:
    def ask(self, email: str):
        return api().post(f"{AUTH}/password/reset", {"email": email})

    def confirm(self, uid: str, token: str, password: str = NEW):
        return api().post(f"{AUTH}/password/reset/confirm", {"uid": uid, "token": token, "new_password": password})

    def test_answers_alike_for_unknown_addresses(self, user: User) -> None:
        known, unknown = self.ask(user.email.upper()), self.ask("nobody@example.org")

        assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
        assert known.status_code == 202
        mailed_link()
        assert [message.to for message in mail.outbox] == [[user.email]]

    def test_sets_the_password_once_and_ends_every_sign_in(self, user: User) -> None:
        old = tokens.issue(user)
        self.ask(user.email)
        uid, token = mailed_link()

        assert self.confirm(uid, token).status_code == 204

        assert api().post(f"{AUTH}/login", {"email": user.email, "password": NEW}).status_code == 200
        assert api(old.access).get(f"{AUTH}/me").status_code == 401
        assert self.confirm(uid, token, "yet another phrase").status_code == 401

    def test_names_a_weak_password(self, user: User) -> None:
        self.ask(user.email)
        uid, token = mailed_link()

        assert fields(self.confirm(uid, token, "short")) == {"new_password"}
        assert self.confirm(uid, token).status_code == 204

    def test_sends_nothing_to_an_inactive_account(self, user: User) -> None:
        inactive = make_user(is_active=False)

        self.ask(inactive.email)
        self.ask(user.email)

        mailed_link()
        assert [message.to for message in mail.outbox] == [[user.email]]

    @pytest.mark.parametrize(("uid", "token"), [("x", "y"), ("____", "y"), ("\N{GRINNING FACE}", "y"), ("AAAA", "a-b")])
    def test_refuses_a_link_that_is_not_ours(self, uid: str, token: str) -> None:
        assert self.confirm(uid, token).status_code == 401

    def test_is_limited_by_peer(self, settings: Any) -> None:
        settings.THROTTLES = settings.THROTTLES | {"password_reset": "1/hour"}
        self.ask("nobody@example.org")

        assert self.ask("nobody@example.org").status_code == 429
