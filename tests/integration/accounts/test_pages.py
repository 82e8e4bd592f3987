"""The pages of accounts, as a browser uses them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import ApiToken, User
from accounts.services import tokens
from tests.support.api import AUTH, api
from tests.support.users import PASSWORD
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db
NEW = "another long phrase"


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestSignUp:
    def test_makes_an_account_and_starts_a_session(self, client: Client) -> None:
        answer = client.post("/sign-up", {"email": "ann@example.org", "name": "Ann", "password": PASSWORD})

        assert (answer.status_code, answer["Location"]) == (302, "/jobs")
        assert is_signed_in(client)
        assert User.objects.get().name == "Ann"

    @pytest.mark.parametrize(
        ("given", "words"),
        [({"email": "no"}, "valid email"), ({"password": "short"}, "too short"), ({"email": ""}, "required")],
    )
    def test_says_what_is_wrong(self, client: Client, given: dict[str, str], words: str) -> None:
        answer = client.post("/sign-up", {"email": "ann@example.org", "password": PASSWORD} | given)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not User.objects.exists()

    def test_says_all_that_is_wrong_at_once(self, client: Client) -> None:
        page = client.post("/sign-up", {"email": "no", "password": "12345"}).content.decode()

        assert all(words in page for words in ("valid email", "too short", "too common", "entirely numeric"))

    def test_refuses_an_address_for_a_password(self, client: Client) -> None:
        page = client.post("/sign-up", {"email": "annabel@example.org", "password": "annabel@example"})

        assert (page.status_code, "too similar" in page.content.decode()) == (422, True)

    def test_refuses_an_address_twice(self, client: Client, user: User) -> None:
        assert client.post("/sign-up", {"email": user.email, "password": PASSWORD}).status_code == 422

    def test_is_closed_when_registration_is(self, client: Client, settings: Any) -> None:
        settings.REGISTRATION_OPEN = False

        assert client.post("/sign-up", {"email": "a@example.org", "password": PASSWORD}).status_code == 403
        assert "closed" in client.get("/sign-up").content.decode()

    def test_shares_its_limit_with_the_api(self, client: Client, settings: Any) -> None:
        settings.THROTTLES = settings.THROTTLES | {"registration": "1/hour"}
        api().post(f"{AUTH}/register", {"email": "a@example.org", "password": PASSWORD})

        assert client.post("/sign-up", {"email": "b@example.org", "password": PASSWORD}).status_code == 429


class TestSignIn:
    def sign_in(self, client: Client, user: User, password: str = PASSWORD, **extra: str):
        return client.post("/sign-in", {"email": user.email, "password": password} | extra)

    def test_starts_a_session(self, client: Client, user: User) -> None:
        assert self.sign_in(client, user).status_code == 302
        assert is_signed_in(client)

    def test_says_the_same_for_a_wrong_password_and_an_unknown_address(self, client: Client, user: User) -> None:
        wrong = self.sign_in(client, user, "not the password")
        unknown = self.sign_in(client, User(email="nobody@example.org"))

        assert (wrong.status_code, unknown.status_code) == (422, 422)
        for answer in (wrong, unknown):
            assert "The e-mail address or the password is wrong." in answer.content.decode()
        assert not is_signed_in(client)

    @pytest.mark.parametrize(
        ("wanted", "place"),
        [
            ("/account?x=1", "/account?x=1"),
            ("https://evil.example.org/", "/jobs"),
            ("//evil.example.org", "/jobs"),
            ("/\\evil.example.org", "/jobs"),
            ("javascript:alert(1)", "/jobs"),
        ],
    )
    def test_goes_on_to_addresses_of_this_site_only(self, client: Client, user: User, wanted: str, place: str) -> None:
        assert self.sign_in(client, user, next=wanted)["Location"] == place

    def test_sends_on_who_is_signed_in_already(self, signed_in: Client) -> None:
        assert signed_in.get("/sign-in").status_code == 302

    def test_signs_out_by_post_only(self, signed_in: Client) -> None:
        assert signed_in.get("/sign-out").status_code == 405
        assert signed_in.post("/sign-out").status_code == 302
        assert not is_signed_in(signed_in)


class TestPasswordReset:
    def test_goes_by_mail_to_a_new_password(self, client: Client, user: User) -> None:
        assert client.post("/password-reset", {"email": user.email}).status_code == 200
        wait_for(lambda: mail.outbox, what="a mail")
        found = re.search(r"http://[^/]+(/password-reset/\S+)", str(mail.outbox[0].body))
        assert found is not None

        assert client.get(found[1]).status_code == 200
        assert client.post(found[1], {"new_password": "short"}).status_code == 422
        assert client.post(found[1], {"new_password": NEW})["Location"] == "/sign-in"

        user.refresh_from_db()
        assert user.check_password(NEW)
        assert "wrong, used or too old" in client.get(found[1]).content.decode()

    def test_shows_the_same_page_for_an_unknown_address(self, user: User) -> None:
        def words(email: str) -> str:
            return Client().post("/password-reset", {"email": email}).content.decode()

        assert words(user.email) == words("nobody@example.org")


class TestAccount:
    def test_asks_strangers_to_sign_in(self, client: Client) -> None:
        assert client.get("/account")["Location"] == "/sign-in?next=/account"

    def test_saves_the_profile(self, signed_in: Client, user: User) -> None:
        signed_in.post("/account", {"name": "Ann", "time_zone": "Europe/Paris"})

        user.refresh_from_db()
        assert (user.name, user.time_zone) == ("Ann", "Europe/Paris")
        assert "Europe/Paris" in signed_in.get("/account").content.decode()

    def test_gives_every_control_an_id_of_its_own(self, signed_in: Client) -> None:
        ids = re.findall(r' id="([^"]+)"', signed_in.get("/account").content.decode())

        assert len(ids) == len(set(ids))

    def test_changes_the_password_and_keeps_this_session_only(self, signed_in: Client, user: User) -> None:
        other = Client()
        other.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        pair = tokens.issue(user)

        signed_in.post("/account/password", {"password": PASSWORD, "new_password": NEW})

        assert signed_in.get("/account").status_code == 200
        assert other.get("/account").status_code == 302
        assert api(pair.access).get(f"{AUTH}/me").status_code == 401

    @pytest.mark.parametrize("given", [{"password": "wrong"}, {"new_password": "short"}, {"new_password": ""}])
    def test_keeps_the_password_when_something_is_wrong(
        self, signed_in: Client, user: User, given: dict[str, str]
    ) -> None:
        form = {"password": PASSWORD, "new_password": NEW} | given

        assert signed_in.post("/account/password", form).status_code == 422
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_shows_a_new_token_once(self, signed_in: Client) -> None:
        page = signed_in.post("/account/tokens", {"name": "script", "days": "30"}).content.decode()

        token = re.search(r"stq_[\w-]{40,}", page)
        assert token is not None
        assert api(token[0]).get(f"{AUTH}/me").status_code == 200
        assert token[0] not in signed_in.get("/account").content.decode()

    def test_revokes_own_tokens_only(self, signed_in: Client, staff: User) -> None:
        signed_in.post("/account/tokens", {"name": "mine", "days": "0"})
        mine = ApiToken.objects.get()
        theirs = ApiToken.objects.create(user=staff, name="theirs", prefix="stq_x", digest="x")

        assert signed_in.post(f"/account/tokens/{mine.pk}/revoke").status_code == 302
        assert signed_in.post(f"/account/tokens/{theirs.pk}/revoke").status_code == 404

        assert [t.name for t in ApiToken.objects.filter(revoked_at=None)] == ["theirs"]

    def test_downloads_everything(self, signed_in: Client, user: User) -> None:
        answer = signed_in.get("/account/export")

        assert "attachment" in answer["Content-Disposition"]
        assert json.loads(answer.content)["account"]["email"] == user.email

    @pytest.mark.parametrize("given", [{"confirm": "somebody@else.org"}, {"password": "wrong"}])
    def test_is_not_deleted_by_accident(self, signed_in: Client, user: User, given: dict[str, str]) -> None:
        form = {"confirm": user.email, "password": PASSWORD} | given

        assert signed_in.post("/account/delete", form).status_code == 422
        assert User.objects.filter(pk=user.pk).exists()

    def test_is_deleted_when_confirmed(self, signed_in: Client, user: User) -> None:
        signed_in.post("/account/delete", {"confirm": user.email.upper(), "password": PASSWORD})

        assert not User.objects.filter(pk=user.pk).exists()
        assert not is_signed_in(signed_in)
