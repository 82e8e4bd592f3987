"""Asking for a card over HTTP."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import override_settings

from accounts.models import User
from generation.cards.options import CardOptions
from jobs.models import Job
from tests.support.api import api, api_of, fields

pytestmark = pytest.mark.django_db

GENERATE = "/api/v1/generation/generate"
OPTIONS = "/api/v1/generation/options"
CONCEPT = "Sir Galahad, a medieval knight in an enchanted forest"


class TestGenerate:
    def test_answers_202_with_the_job_and_where_it_is(self, user: User) -> None:
        response = api_of(user).post(GENERATE, {"concept": CONCEPT, "lore_entries": 18})
        job = Job.objects.get()
        assert 202 == response.status_code
        assert {"job_id", "status", "links"} == set(response.json())
        assert (str(job.pk), "pending") == (response.json()["job_id"], response.json()["status"])
        assert f"/api/v1/jobs/{job.pk}" == response["Location"]

    def test_enqueues_everything_that_was_asked_for(self, user: User) -> None:
        body = {
            "concept": CONCEPT,
            "lore_entries": 18,
            "title": "My knight",
            "priority": "high",
            "max_cost_usd": "0.25",
            "run_at": "2099-01-01T00:00:00Z",
        }
        api_of(user).post(GENERATE, body)
        job = Job.objects.get()
        assert ("My knight", "high", 250_000_000, "scheduled") == (
            job.title,
            job.priority,
            job.max_cost_nano,
            job.status,
        )
        assert (18, set(CardOptions.model_fields)) == (job.payload["lore_entries"], set(job.payload))

    def test_works_with_a_trailing_slash(self, user: User) -> None:
        assert 202 == api_of(user).post(f"{GENERATE}/", {"concept": CONCEPT}).status_code

    def test_answers_a_repeated_key_with_the_first_job(self, user: User) -> None:
        client = api_of(user)
        answers = [client.post(GENERATE, {"concept": CONCEPT}, HTTP_IDEMPOTENCY_KEY="k1").json() for _ in range(2)]
        assert answers[0]["job_id"] == answers[1]["job_id"]
        assert 1 == Job.objects.count()

    def test_refuses_a_key_that_was_used_for_something_else(self, user: User) -> None:
        client = api_of(user)
        client.post(GENERATE, {"concept": CONCEPT}, HTTP_IDEMPOTENCY_KEY="k1")
        response = client.post(GENERATE, {"concept": CONCEPT, "pov": "first"}, HTTP_IDEMPOTENCY_KEY="k1")
        assert 422 == response.status_code
        assert {"Idempotency-Key"} == fields(response)

    @pytest.mark.parametrize("key", ["", "x" * 201])
    def test_refuses_a_bad_key(self, user: User, key: str) -> None:
        response = api_of(user).post(GENERATE, {"concept": CONCEPT}, HTTP_IDEMPOTENCY_KEY=key)
        assert {"Idempotency-Key"} == fields(response)

    def test_wants_somebody_signed_in(self) -> None:
        assert 401 == api().post(GENERATE, {"concept": CONCEPT}).status_code

    def test_names_every_bad_field_at_once(self, user: User) -> None:
        body = {"lore_entries": 10_000, "colour": "red", "priority": "soon", "models": {"third": "x"}}
        response = api_of(user).post(GENERATE, body)
        assert 422 == response.status_code
        assert {"concept", "lore_entries", "colour", "priority", "models.third"} == fields(response)
        assert not Job.objects.exists()

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"concept": ""}, "concept"),
            ({"concept": " " * 50}, "concept"),
            ({"concept": ["a", "list"]}, "concept"),
            ({"lore_entries": "many"}, "lore_entries"),
            ({"lore_entries": None}, "lore_entries"),
            ({"max_cost_usd": "0"}, "max_cost_usd"),
            ({"max_cost_usd": "-1"}, "max_cost_usd"),
            ({"max_cost_usd": "1e999"}, "max_cost_usd"),
            ({"max_cost_usd": {}}, "max_cost_usd"),
            ({"run_at": "tomorrow"}, "run_at"),
            ({"title": "x" * 201}, "title"),
            ({"owner": "me"}, "owner"),
            ({"status": "completed"}, "status"),
            ({"kind": "other"}, "kind"),
            ({"payload": {}}, "payload"),
            ({"lore_entries": 2, "lore_constant_entries": 3}, "lore_constant_entries"),
        ],
    )
    def test_refuses_bad_input_by_name(self, user: User, given: dict[str, Any], field: str) -> None:
        response = api_of(user).post(GENERATE, {"concept": CONCEPT, **given})
        assert 422 == response.status_code
        assert {field} == fields(response)
        assert not Job.objects.exists()

    @pytest.mark.parametrize("body", [[], "text", 5, None, [{"concept": CONCEPT}]])
    def test_refuses_a_body_that_is_no_object(self, user: User, body: Any) -> None:
        assert 422 == api_of(user).post(GENERATE, body).status_code

    @pytest.mark.parametrize("body", [b"{", b'{"concept": "a\\u0000 knight in a wood"}', b"[" * 100_000, b"\xff"])
    def test_refuses_what_cannot_be_read(self, user: User, body: bytes) -> None:
        response = api_of(user).post(GENERATE, body, content_type="application/json")
        assert 400 == response.status_code
        assert "application/problem+json" == response["Content-Type"]

    @override_settings(CARD_MAX_RATING="general")
    def test_keeps_to_the_sites_highest_rating(self, user: User) -> None:
        assert {"rating"} == fields(api_of(user).post(GENERATE, {"concept": CONCEPT, "rating": "teen"}))

    def test_takes_a_cap_as_exact_decimal(self, user: User) -> None:
        api_of(user).post(GENERATE, {"concept": CONCEPT, "max_cost_usd": "0.000001"})
        assert Decimal("0.000001") * 10**9 == Job.objects.get().max_cost_nano


class TestOptions:
    def test_lists_every_option_in_groups_and_as_a_schema(self, user: User) -> None:
        body = api_of(user).get(OPTIONS).json()
        listed = {option["name"] for group in body["groups"] for option in group["options"]}
        assert set(CardOptions.model_fields) == listed == set(body["schema"]["properties"])

    def test_gives_defaults_that_are_accepted(self, user: User) -> None:
        client = api_of(user)
        groups = client.get(OPTIONS).json()["groups"]
        defaults = {option["name"]: option["default"] for group in groups for option in group["options"]}
        assert 202 == client.post(GENERATE, {**defaults, "concept": CONCEPT}).status_code

    def test_wants_somebody_signed_in(self) -> None:
        assert 401 == api().get(OPTIONS).status_code
