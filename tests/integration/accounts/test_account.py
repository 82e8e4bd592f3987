"""Registration, profile, export and deletion over the API."""

from __future__ import annotations

from typing import Any

import pytest

from accounts import hooks
from accounts.models import ApiToken, RefreshFamily, User
from tests.support.api import AUTH, api, api_of, fields
from tests.support.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clean_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other app's hooks, so that a test sees its own."""
    monkeypatch.setattr(hooks, "_delete_hooks", [])
    monkeypatch.setattr(hooks, "_export_hooks", {})


def register(**given: Any):
    return api().post(f"{AUTH}/register", {"email": "ann@example.org", "password": PASSWORD} | given)


class TestRegister:
    def test_makes_an_account_and_signs_it_in(self) -> None:
        answer = register(email="Ann@Example.org", name="Ann")

        assert answer.status_code == 201
        me = api(answer.json()["access"]).get(f"{AUTH}/me").json()
        assert (me["email"], me["name"], me["is_staff"]) == ("ann@example.org", "Ann", False)

    def test_keeps_the_password_as_argon2_only(self) -> None:
        register()

        assert User.objects.get().password.startswith("argon2")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"email": "no address"}, "email"),
            ({"email": "x" * 300 + "@example.org"}, "email"),
            ({"password": "short"}, "password"),
            ({"password": "1234567890123"}, "password"),
            ({"password": "password1234"}, "password"),
            ({"password": "x" * 300}, "password"),
            ({"is_staff": True}, "is_staff"),
            ({"name": ["Ann"]}, "name"),
        ],
    )
    def test_names_what_is_wrong(self, given: dict[str, Any], field: str) -> None:
        answer = register(**given)

        assert (answer.status_code, fields(answer)) == (422, {field})
        assert not User.objects.exists()

    @pytest.mark.parametrize("email", ["no", 7, {}, "annabel@example.org"])
    def test_names_all_that_is_wrong_at_once(self, email: Any) -> None:
        answer = register(email=email, password="annabel@", name=None, shoe=42)

        wrong = {"email", "password", "name", "shoe"} - ({"email"} if email == "annabel@example.org" else set())
        assert (answer.status_code, fields(answer)) == (422, wrong)

    def test_refuses_an_address_twice_whatever_its_case(self) -> None:
        register()

        answer = register(email="ANN@example.org")

        assert (answer.status_code, fields(answer)) == (422, {"email"})
        assert User.objects.count() == 1

    def test_is_refused_while_registration_is_closed(self, settings: Any) -> None:
        settings.REGISTRATION_OPEN = False

        assert register().status_code == 403
        assert not User.objects.exists()

    def test_is_limited_by_peer(self, settings: Any) -> None:
        settings.THROTTLES = settings.THROTTLES | {"registration": "1/hour"}
        register()

        answer = register(email="bob@example.org")

        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 3600


class TestMe:
    def test_changes_only_what_is_sent(self, user: User) -> None:
        client = api_of(user)
        client.patch(f"{AUTH}/me", {"name": "Ann"})

        answer = client.patch(f"{AUTH}/me", {"time_zone": "Europe/Paris"})

        assert (answer.json()["name"], answer.json()["time_zone"]) == ("Ann", "Europe/Paris")

    def test_refuses_a_time_zone_that_is_none(self, user: User) -> None:
        answer = api_of(user).patch(f"{AUTH}/me", {"time_zone": "Mars/Olympus"})

        assert (answer.status_code, fields(answer)) == (422, {"time_zone"})

    def test_takes_the_session_of_a_browser(self, signed_in: Any, user: User) -> None:
        assert signed_in.get(f"{AUTH}/me").json()["id"] == str(user.pk)


@pytest.mark.usefixtures("clean_hooks")
class TestExport:
    def test_holds_the_account_and_what_other_apps_add(self, user: User) -> None:
        hooks.on_export("pets", lambda owner: [f"cat of {owner.email}"])

        answer = api_of(user).get(f"{AUTH}/me/export")

        assert answer["Content-Disposition"] == 'attachment; filename="account.json"'
        assert answer.json()["account"]["email"] == user.email
        assert answer.json()["pets"] == [f"cat of {user.email}"]
        assert "digest" not in answer.content.decode()


@pytest.mark.usefixtures("clean_hooks")
class TestDeletion:
    def test_runs_the_hooks_topmost_first_then_deletes_all(self, user: User) -> None:
        ran: list[str] = []
        hooks.on_delete_account(lambda owner: ran.append(f"jobs {User.objects.filter(pk=owner.pk).exists()}"))
        hooks.on_delete_account(lambda owner: ran.append("generation"))
        client = api_of(user)
        client.post(f"{AUTH}/tokens", {"name": "script"})

        answer = client.delete(f"{AUTH}/me", {"password": PASSWORD})

        assert answer.status_code == 204
        assert ran == ["generation", "jobs True"]
        assert [m.objects.count() for m in (User, ApiToken, RefreshFamily)] == [0, 0, 0]
        assert client.get(f"{AUTH}/me").status_code == 401

    def test_changes_nothing_when_a_hook_fails(self, user: User) -> None:
        def rename(owner: User) -> None:
            User.objects.filter(pk=owner.pk).update(name="gone")

        def fail(owner: User) -> None:
            raise RuntimeError("the disk is full")

        hooks.on_delete_account(fail)
        hooks.on_delete_account(rename)

        with pytest.raises(RuntimeError):
            api_of(user).delete(f"{AUTH}/me", {"password": PASSWORD})

        assert User.objects.get().name == ""

    def test_asks_for_the_password(self, user: User) -> None:
        answer = api_of(user).delete(f"{AUTH}/me", {"password": "not the password"})

        assert (answer.status_code, fields(answer)) == (422, {"password"})
        assert User.objects.exists()

    def test_leaves_others_alone(self, user: User) -> None:
        other = make_user()

        api_of(user).delete(f"{AUTH}/me", {"password": PASSWORD})

        assert User.objects.get() == other

    def test_limits_guessing_the_password(self, user: User, settings: Any) -> None:
        settings.THROTTLES = settings.THROTTLES | {"password_check": "2/hour"}
        client = api_of(user)

        answers = [client.delete(f"{AUTH}/me", {"password": "guess"}).status_code for _ in range(3)]

        assert answers == [422, 422, 429]
