"""Accounts in the console."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import ApiToken, User
from accounts.services import api_tokens, tokens
from tests.support.api import AUTH, api
from tests.support.users import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def console(client: Client, staff: User) -> Client:
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestUsers:
    def test_are_listed_and_shown(self, console: Client, user: User) -> None:
        assert user.email in console.get("/admin/accounts/user/?q=person").content.decode()
        assert console.get(f"/admin/accounts/user/{user.pk}/change/").status_code == 200

    def test_are_added_with_a_password(self, console: Client) -> None:
        answer = console.post(
            "/admin/accounts/user/add/",
            {"email": "new@example.org", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD},
        )

        assert answer.status_code == 302
        assert User.objects.get(email="new@example.org").check_password(PASSWORD)

    def test_are_deactivated_rather_than_deleted(self, console: Client, user: User) -> None:
        assert console.post(f"/admin/accounts/user/{user.pk}/delete/").status_code == 403

    def test_lose_every_sign_in_with_a_line_in_the_audit(self, console: Client, user: User) -> None:
        access = tokens.issue(user).access

        console.post("/admin/accounts/user/", {"action": "end_sign_ins", "_selected_action": [str(user.pk)]})

        assert api(access).get(f"{AUTH}/me").status_code == 401
        assert LogEntry.objects.get().object_id == str(user.pk)


class TestApiTokens:
    def test_are_revoked_with_a_line_in_the_audit(self, console: Client, user: User) -> None:
        row, token = api_tokens.create(user, name="script")

        console.post("/admin/accounts/apitoken/", {"action": "revoke", "_selected_action": [str(row.pk)]})

        assert api(token).get(f"{AUTH}/me").status_code == 401
        assert LogEntry.objects.get().object_id == str(row.pk)

    def test_are_read_only(self, console: Client, user: User) -> None:
        row, _ = api_tokens.create(user, name="script")

        assert console.get(f"/admin/accounts/apitoken/{row.pk}/change/").status_code == 200
        assert console.get("/admin/accounts/apitoken/add/").status_code == 403
        assert ApiToken.objects.get().digest not in console.get("/admin/accounts/apitoken/").content.decode()


class TestConsole:
    def test_turns_away_who_is_not_staff(self, signed_in: Client) -> None:
        assert signed_in.get("/admin/").status_code == 302
