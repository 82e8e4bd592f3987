"""Login, lock-out, refresh and logout over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings as site
from django.test import override_settings
from django.utils import timezone

from accounts.models import RefreshFamily, User
from accounts.services import tokens
from accounts.services.expiry import purge_expired
from tests.support.api import AUTH, api, api_of, fields
from tests.support.users import PASSWORD, CheapArgon2, make_user

pytestmark = pytest.mark.django_db


def log_in(email: str, password: str = PASSWORD, **extra: Any):
    return api().post(f"{AUTH}/login", {"email": email, "password": password}, **extra)


def claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def forged(token: str, key: str = "", algorithm: str = "HS256", **changes: Any) -> str:
    return jwt.encode(claims(token) | changes, key or site.SIMPLE_JWT["SIGNING_KEY"], algorithm)


class CountingHasher(CheapArgon2):
    """Knows how often a password was hashed."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return super().encode(password, salt)


class TestLogin:
    def test_answers_tokens_that_open_the_api(self, user: User) -> None:
        answer = log_in(user.email.upper())

        assert answer.status_code == 200
        assert set(answer.json()) == {"access", "refresh"}
        assert api(answer.json()["access"]).get(f"{AUTH}/me").json()["id"] == str(user.pk)

    def test_answers_401_for_a_wrong_password(self, user: User) -> None:
        answer = log_in(user.email, "not the password")

        assert answer.status_code == 401
        assert "WWW-Authenticate" in answer

    def test_answers_alike_for_wrong_unknown_and_inactive(self, user: User) -> None:
        inactive = make_user(is_active=False)

        answers = [
            log_in(user.email, "not the password"),
            log_in("nobody@example.org"),
            log_in(inactive.email),
        ]

        assert {(a.status_code, a.content) for a in answers} == {(401, answers[0].content)}

    def test_hashes_for_unknown_users_too(self) -> None:
        with override_settings(PASSWORD_HASHERS=["tests.integration.accounts.test_sign_in.CountingHasher"]):
            CountingHasher.hashed = 0
            log_in("nobody@example.org")

        assert CountingHasher.hashed == 1

    def test_gives_access_for_at_most_15_minutes(self, user: User) -> None:
        access = claims(log_in(user.email).json()["access"])

        assert access["exp"] - access["iat"] <= 15 * 60
        assert {access["iss"], access["aud"]} == {"smart-task-queue"}

    def test_takes_no_stale_bearer_amiss(self, user: User) -> None:
        client = api("stale")

        assert client.post(f"{AUTH}/login", {"email": user.email, "password": PASSWORD}).status_code == 200


class TestLockOut:
    def lock(self, email: str, **extra: Any):
        return [log_in(email, "not the password", **extra) for _ in range(site.AXES_FAILURE_LIMIT)][-1]

    @pytest.mark.parametrize("exists", [True, False])
    def test_stops_guessing_whether_the_account_exists_or_not(self, user: User, exists: bool) -> None:
        answer = self.lock(user.email if exists else "nobody@example.org")

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert answer["Content-Type"] == "application/problem+json"

    def test_refuses_even_the_right_password(self, user: User) -> None:
        self.lock(user.email)

        assert log_in(user.email).status_code == 429

    def test_ignores_how_the_address_is_spelt(self, user: User) -> None:
        self.lock(user.email)

        assert log_in(user.email.upper()).status_code == 429

    def test_leaves_other_peers_and_other_accounts_alone(self, user: User) -> None:
        other = make_user()
        self.lock(user.email, REMOTE_ADDR="203.0.113.9")

        assert log_in(user.email).status_code == 200
        assert log_in(other.email, REMOTE_ADDR="203.0.113.9").status_code == 200

    def test_is_not_escaped_by_a_forged_header(self, user: User) -> None:
        for n in range(site.AXES_FAILURE_LIMIT):
            log_in(user.email, "not the password", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")

        assert log_in(user.email, HTTP_X_FORWARDED_FOR="198.51.100.99").status_code == 429

    def test_forgets_failures_after_a_success(self, user: User) -> None:
        for _ in range(site.AXES_FAILURE_LIMIT - 1):
            log_in(user.email, "not the password")
        log_in(user.email)

        assert log_in(user.email, "not the password").status_code == 401

    def test_holds_for_the_page_as_well(self, user: User, client: Any) -> None:
        self.lock(user.email)

        answer = client.post("/sign-in", {"email": user.email, "password": PASSWORD})

        assert answer.status_code == 429
        assert "_auth_user_id" not in client.session

    def test_limits_how_many_accounts_one_peer_may_try(self, settings: Any) -> None:
        settings.THROTTLES = settings.THROTTLES | {"login": "2/hour"}

        answers = [log_in(f"nobody{n}@example.org").status_code for n in range(3)]

        assert answers == [401, 401, 429]


class TestAccessToken:
    @pytest.mark.parametrize(
        "changes",
        [
            {"iss": "somebody else"},
            {"aud": "somebody else"},
            {"exp": 1},
            {"token_type": "refresh"},
            {"ver": 7},
            {"fam": "01a1fbd3-8af3-7316-ba44-e6e81a97132b"},
            {"key": "another key of at least 32 characters"},
            {"algorithm": "HS512"},
        ],
    )
    def test_is_refused_when_anything_is_not_ours(self, user: User, changes: dict[str, Any]) -> None:
        access = tokens.issue(user).access
        assert api(forged(access)).get(f"{AUTH}/me").status_code == 200

        assert api(forged(access, **changes)).get(f"{AUTH}/me").status_code == 401

    def test_is_refused_without_a_signature(self, user: User) -> None:
        unsigned = jwt.encode(claims(tokens.issue(user).access), "", "none")

        assert api(unsigned).get(f"{AUTH}/me").status_code == 401

    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer a b", "Bearer \xe9", "Bearer ..", "bearer stq_"])
    def test_is_refused_when_malformed(self, header: str) -> None:
        client = api()
        client.credentials(HTTP_AUTHORIZATION=header)

        assert client.get(f"{AUTH}/me").status_code == 401

    def test_ends_with_deactivation(self, user: User) -> None:
        client = api_of(user)
        User.objects.filter(pk=user.pk).update(is_active=False)

        assert client.get(f"{AUTH}/me").status_code == 401


class TestRefresh:
    def refresh(self, token: str):
        return api().post(f"{AUTH}/refresh", {"refresh": token})

    def test_rotates(self, user: User) -> None:
        first = tokens.issue(user)

        second = self.refresh(first.refresh)

        assert second.status_code == 200
        assert second.json()["refresh"] != first.refresh
        assert api(second.json()["access"]).get(f"{AUTH}/me").status_code == 200
        assert self.refresh(second.json()["refresh"]).status_code == 200

    def test_ends_the_whole_sign_in_when_a_token_is_used_again(self, user: User) -> None:
        first = tokens.issue(user)
        other_device = tokens.issue(user)
        second = self.refresh(first.refresh).json()

        assert self.refresh(first.refresh).status_code == 401
        assert self.refresh(second["refresh"]).status_code == 401
        assert api(second["access"]).get(f"{AUTH}/me").status_code == 401
        assert self.refresh(other_device.refresh).status_code == 200

    def test_says_of_a_sign_in_that_was_ended_that_it_was(self, user: User) -> None:
        pair = tokens.issue(user)
        api().post(f"{AUTH}/logout", {"refresh": pair.refresh})

        refused = self.refresh(pair.refresh)

        assert (401, "This sign-in was ended; sign in again.") == (refused.status_code, refused.json()["detail"])

    def test_answers_401_for_a_deleted_user(self, user: User) -> None:
        pair = tokens.issue(user)
        user.delete()

        assert self.refresh(pair.refresh).status_code == 401

    @pytest.mark.parametrize("change", [{"is_active": False}, {"token_version": 1}])
    def test_answers_401_once_tokens_were_ended(self, user: User, change: dict[str, Any]) -> None:
        pair = tokens.issue(user)
        User.objects.filter(pk=user.pk).update(**change)

        assert self.refresh(pair.refresh).status_code == 401

    def test_refuses_an_access_token(self, user: User) -> None:
        assert self.refresh(tokens.issue(user).access).status_code == 401

    @pytest.mark.parametrize("token", ["x", "a.b.c", "\N{GRINNING FACE}"])
    def test_refuses_nonsense(self, token: str) -> None:
        assert self.refresh(token).status_code == 401

    def test_asks_for_the_token(self) -> None:
        answer = api().post(f"{AUTH}/refresh", {})

        assert (answer.status_code, fields(answer)) == (422, {"refresh"})


class TestLogout:
    def test_ends_this_sign_in_at_once_and_no_other(self, user: User) -> None:
        mine, other = tokens.issue(user), tokens.issue(user)

        assert api().post(f"{AUTH}/logout", {"refresh": mine.refresh}).status_code == 204

        assert api(mine.access).get(f"{AUTH}/me").status_code == 401
        assert api().post(f"{AUTH}/refresh", {"refresh": mine.refresh}).status_code == 401
        assert api(other.access).get(f"{AUTH}/me").status_code == 200

    def test_may_be_said_twice(self, user: User) -> None:
        pair = tokens.issue(user)

        answers = [api().post(f"{AUTH}/logout", {"refresh": pair.refresh}).status_code for _ in range(2)]

        assert answers == [204, 204]

    def test_everywhere_ends_other_sign_ins_and_sessions(self, user: User, signed_in: Any) -> None:
        mine, other = tokens.issue(user), tokens.issue(user)

        api().post(f"{AUTH}/logout", {"refresh": mine.refresh, "everywhere": True})

        assert api(other.access).get(f"{AUTH}/me").status_code == 401
        assert signed_in.get("/account").status_code == 302

    def test_everywhere_is_not_for_a_token_that_was_spent(self, user: User) -> None:
        spent, other = tokens.issue(user), tokens.issue(user)
        tokens.refresh(spent.refresh)

        api().post(f"{AUTH}/logout", {"refresh": spent.refresh, "everywhere": True})

        assert api(other.access).get(f"{AUTH}/me").status_code == 200


class TestPurge:
    def test_forgets_expired_sign_ins_only(self, user: User) -> None:
        tokens.issue(user)
        tokens.issue(user)
        oldest = RefreshFamily.objects.earliest("created_at")
        RefreshFamily.objects.filter(pk=oldest.pk).update(expires_at=timezone.now() - timedelta(days=1))

        assert purge_expired() == 1
        assert RefreshFamily.objects.count() == 1
