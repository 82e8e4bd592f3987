"""What Prometheus reads."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


class TestMetrics:
    def test_count_requests_by_route(self, client: Client, settings: Settings) -> None:
        settings.DEBUG = True
        client.get("/time")
        page = client.get("/metrics").text
        assert 'stq_http_requests_total{method="GET",route="time",status="200"}' in page

    def test_show_the_depth_of_the_queue(self, client: Client, settings: Settings) -> None:
        settings.DEBUG = True
        assert 'stq_jobs{state="waiting"} 0.0' in client.get("/metrics").text

    def test_are_not_there_for_strangers(self, client: Client, settings: Settings) -> None:
        settings.DEBUG = False
        assert client.get("/metrics").status_code == 404
        settings.METRICS_TOKEN = "a-long-metrics-token"
        assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404

    def test_are_there_for_the_bearer_of_the_token(self, client: Client, settings: Settings) -> None:
        settings.METRICS_TOKEN = "a-long-metrics-token"
        answer = client.get("/metrics", headers={"authorization": "Bearer a-long-metrics-token"})
        assert answer.status_code == 200
