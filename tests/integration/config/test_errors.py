"""What clients are told when something goes wrong."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client

from accounts.models import User
from config.error_views import server_error
from config.middleware import ShowNotFound
from tests.support.api import AUTH, api, api_of, fields

PROBLEM = "application/problem+json"

pytestmark = pytest.mark.once


@pytest.mark.django_db
class TestTheApi:
    @pytest.mark.parametrize("debug", [True, False])
    def test_answers_404_problem_for_an_unknown_address(self, settings, debug: bool) -> None:
        settings.DEBUG = debug

        answer = api().get("/api/v1/nowhere")

        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)

    def test_answers_404_problem_when_a_plain_view_finds_nothing(self, rf) -> None:
        answer = ShowNotFound(lambda _: HttpResponse()).process_exception(rf.get("/api/docs/"), Http404())

        assert answer is not None
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)

    def test_challenges_a_stranger(self) -> None:
        answer = api().get(f"{AUTH}/me")

        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
        assert answer["WWW-Authenticate"] == 'Bearer realm="api"'

    def test_says_which_methods_there_are(self) -> None:
        answer = api().get(f"{AUTH}/login")

        assert answer.status_code == 405
        assert "POST" in answer["Allow"]
        assert answer.json()["detail"] == "GET is not allowed here; use POST."

    def test_refuses_another_media_type(self) -> None:
        answer = api().post(f"{AUTH}/login", "<x/>", content_type="application/xml")

        assert (answer.status_code, answer["Content-Type"]) == (415, PROBLEM)
        (error,) = answer.json()["errors"]
        assert (error["field"], error["fix"]) == ("Content-Type", "Send application/json.")

    def test_says_which_media_types_there_are(self, user: User) -> None:
        answer = api_of(user).get(f"{AUTH}/me", headers={"Accept": "text/csv"})

        assert (answer.status_code, answer["Content-Type"]) == (406, PROBLEM)
        (error,) = answer.json()["errors"]
        assert (error["field"], error["fix"]) == ("Accept", "Accept application/json.")

    def test_asks_for_another_charset_in_words_of_its_own(self) -> None:
        answer = api().post(f"{AUTH}/login", b"{}", content_type="application/json; charset=utf-16")

        assert answer.status_code == 415
        assert answer.json()["detail"] == "Content-Type: Send the body as UTF-8. Send application/json."

    @pytest.mark.parametrize(
        "body",
        [
            b"[" * 100_000,
            b'{"email": NaN}',
            b'{"email": "\\u0000"}',
            b'{"email": "\xff"}',
            b'{"email": "\\udc00"}',
            b'{"email": "a", "email": "b"}',
            b'{"email": ' + b"9" * 5000 + b"}",
            b"{",
        ],
    )
    def test_answers_400_for_json_nobody_can_store(self, body: bytes) -> None:
        answer = api().post(f"{AUTH}/login", body, content_type="application/json")

        assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)

    @pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e400", "9" * 5000])
    def test_names_the_field_of_a_number_nobody_can_store(self, number: str) -> None:
        body = f'{{"email": {{"name": "Ann", "age": {number}}}}}'

        answer = api().post(f"{AUTH}/login", body, content_type="application/json")

        assert (answer.status_code, fields(answer)) == (400, {"email.age"})
        assert answer.json()["detail"].startswith("email.age: ")

    def test_answers_413_for_a_body_over_the_limit(self) -> None:
        answer = api().post(f"{AUTH}/login", b'"' + b"x" * 1_000_000 + b'"', content_type="application/json")

        assert answer.status_code == 413

    @pytest.mark.parametrize("body", [b"[]", b'"text"', b"null", b"7"])
    def test_answers_422_when_an_object_is_wanted(self, body: bytes) -> None:
        answer = api().post(f"{AUTH}/login", body, content_type="application/json")

        assert answer.status_code == 422
        assert {error["fix"] for error in answer.json()["errors"]} == {"Send an object."}

    @pytest.mark.parametrize(
        ("wrong", "fix"),
        [({"email": []}, "Send text."), ({"everywhere": "perhaps"}, "Send true or false.")],
    )
    def test_says_which_type_a_field_has(self, wrong: dict[str, object], fix: str) -> None:
        address = "logout" if "everywhere" in wrong else "login"

        errors = api().post(f"{AUTH}/{address}", wrong).json()["errors"]

        assert fix in [error.get("fix") for error in errors if error["field"] in wrong]

    def test_refuses_unknown_fields_by_name(self, user: User) -> None:
        answer = api_of(user).patch(f"{AUTH}/me", {"name": "Ann", "is_staff": True, "shoe": 42})

        assert answer.status_code == 422
        assert fields(answer) == {"is_staff", "shoe"}

    def test_names_every_missing_field_with_its_fix(self) -> None:
        answer = api().post(f"{AUTH}/login", {})

        assert answer.status_code == 422
        assert {(e["field"], e["fix"]) for e in answer.json()["errors"]} == {
            ("email", "Send this field."),
            ("password", "Send this field."),
        }

    @pytest.mark.parametrize("address", [f"{AUTH}/me?q=%00", f"{AUTH}/me?q=%ff", f"{AUTH}/%00", f"{AUTH}/%ff"])
    def test_answers_400_for_an_address_that_is_no_text(self, address: str) -> None:
        answer = api().get(address)

        assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)

    def test_takes_an_address_with_and_without_slash(self, user: User) -> None:
        client = api_of(user)

        assert [client.get(f"{AUTH}/me{slash}").status_code for slash in ("", "/")] == [200, 200]
        assert [client.get(f"/api/schema{slash}").status_code for slash in ("", "/")] == [200, 200]

    def test_keeps_its_own_faults_to_itself(self, settings, rf) -> None:
        try:
            raise ValueError("a secret")
        except ValueError:
            answer = server_error(rf.get("/api/v1/jobs"))

        assert answer.status_code == 500
        assert b"secret" not in answer.content

    def test_answers_503_while_the_database_is_away(self, rf) -> None:
        try:
            raise OperationalError("connection refused to 10.0.0.5")
        except OperationalError:
            answer = server_error(rf.get("/api/v1/jobs"))

        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert b"10.0.0.5" not in answer.content


@pytest.mark.django_db
class TestPages:
    def test_show_a_page_for_an_unknown_address(self, client: Client) -> None:
        answer = client.get("/nowhere")

        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("text/html")
        assert 'href="/sign-in"' in answer.content.decode()

    @pytest.mark.parametrize("address", ["/nowhere", f"/jobs/{uuid4()}"])
    def test_show_who_is_signed_in_where_nothing_is(self, signed_in: Client, user: User, address: str) -> None:
        answer = signed_in.get(address)

        assert answer.status_code == 404
        assert user.email in answer.content.decode()
        assert 'href="/sign-in"' not in answer.content.decode()

    def test_let_somebody_sign_out_where_nothing_is(self, user: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.get("/nowhere")

        answer = client.post("/sign-out", {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})

        assert (answer.status_code, answer["Location"]) == (302, "/")

    @pytest.mark.parametrize("debug", [True, False])
    def test_show_our_page_when_a_view_finds_nothing(self, settings, signed_in: Client, debug: bool) -> None:
        settings.DEBUG = debug

        answer = signed_in.get(f"/jobs/{uuid4()}")

        assert answer.status_code == 404
        assert "Nothing is here" in answer.content.decode()

    def test_refuse_a_form_without_token(self) -> None:
        answer = Client(enforce_csrf_checks=True).post("/sign-in", {"email": "a@b.org", "password": "x"})

        assert answer.status_code == 403

    def test_show_a_page_for_a_malformed_address(self, client: Client) -> None:
        assert client.get("/nowhere?x=%00").status_code == 400


@pytest.mark.django_db
class TestCors:
    ORIGIN = "https://app.example.org"

    def preflight(self, origin: str):
        return Client().options(
            f"{AUTH}/me",
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "authorization",
            },
        )

    def test_is_closed_by_default(self) -> None:
        assert "Access-Control-Allow-Origin" not in self.preflight(self.ORIGIN)

    def test_opens_for_listed_origins_only(self, settings) -> None:
        settings.CORS_ALLOWED_ORIGINS = [self.ORIGIN]

        assert self.preflight(self.ORIGIN)["Access-Control-Allow-Origin"] == self.ORIGIN
        assert "Access-Control-Allow-Origin" not in self.preflight("https://evil.example.org")

    def test_lets_them_send_and_read_the_headers_that_the_api_has(self, settings) -> None:
        settings.CORS_ALLOWED_ORIGINS = [self.ORIGIN]
        allowed = self.preflight(self.ORIGIN)["Access-Control-Allow-Headers"].split(", ")
        assert {"authorization", "if-match", "if-none-match", "idempotency-key", "prefer"} <= set(allowed)
        told = Client().get(f"{AUTH}/me", headers={"Origin": self.ORIGIN})["Access-Control-Expose-Headers"]
        assert {"ETag", "Location", "Idempotency-Replayed", "Retry-After"} == set(told.split(", "))


@pytest.mark.django_db
class TestDocs:
    def test_need_no_inline_script_and_no_other_host(self, client: Client) -> None:
        page = client.get("/api/docs/").content.decode()

        assert "<script>" not in page
        assert "<style>" not in page
        assert "http://" not in page
        assert "https://" not in page

    def test_start_by_a_script_of_their_own(self, client: Client) -> None:
        script = client.get("/api/docs/?script=")

        assert script["Content-Type"] == "application/javascript"
        assert b"SwaggerUIBundle" in script.content

    def test_describe_problems_for_every_operation(self, client: Client) -> None:
        schema = client.get("/api/schema/?format=json").json()

        operations = [op for path in schema["paths"].values() for op in path.values()]
        assert operations
        assert all("application/problem+json" in op["responses"]["default"]["content"] for op in operations)
