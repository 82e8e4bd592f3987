"""Liveness, readiness and the clock."""

from datetime import datetime

import pytest
from django.test import Client

from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db


class TestLiveness:
    @pytest.mark.parametrize("path", ["/healthz", "/health", "/healthz/"])
    def test_answers_whatever_host_is_asked_for(self, client: Client, path: str) -> None:
        response = client.get(path, headers={"host": "10.1.2.3:8000"})
        assert (response.status_code, response.json()) == (200, {"status": "ok"})

    def test_takes_no_post(self, client: Client) -> None:
        assert client.post("/healthz").status_code == 405


class TestReadiness:
    def test_answers_once_the_database_is_migrated(self, client: Client) -> None:
        wait_for(lambda: client.get("/readyz").status_code == 200)


class TestTime:
    def test_is_iso_by_default(self, client: Client) -> None:
        assert datetime.fromisoformat(client.get("/time").json()["time"]).tzinfo is not None

    def test_is_told_in_seconds_on_request(self, client: Client) -> None:
        assert client.get("/time?format=seconds").json()["time"] > 1_700_000_000

    def test_refuses_another_format_by_name(self, client: Client) -> None:
        response = client.get("/time?format=stardate")
        assert response.status_code == 422
        assert "format" in response.json()["detail"]
