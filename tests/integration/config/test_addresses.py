"""Addresses of the site: with a slash at the end, unknown ones, and the short way to the API's docs."""

from __future__ import annotations

import pytest
from django.test import override_settings

from jobs.testing import enqueue, scripted

pytestmark = pytest.mark.django_db


class TestId:
    @pytest.mark.parametrize("address", ["/jobs/{}", "/jobs/{}/", "/api/v1/jobs/{}", "/api/v1/jobs/{}/events"])
    def test_may_be_in_upper_case(self, signed_in, user, address):
        with scripted():
            job = enqueue(user.pk)
            answer = signed_in.get(address.format(str(job.pk).upper()))
        assert 200 == answer.status_code
        assert str(job.pk).upper() not in answer.content.decode()

    def test_is_answered_in_lower_case(self, signed_in, user):
        with scripted():
            job = enqueue(user.pk)
            body = signed_in.get(f"/api/v1/jobs/{str(job.pk).upper()}").json()
        assert (str(job.pk), f"/api/v1/jobs/{job.pk}") == (body["id"], body["links"]["self"])

    @pytest.mark.parametrize("wrong", ["{}0", "{{{}}}", "urn:uuid:{}"])
    def test_is_spelt_in_one_way_else(self, signed_in, user, wrong):
        with scripted():
            job = enqueue(user.pk)
        assert 404 == signed_in.get(f"/jobs/{wrong.format(job.pk)}").status_code


class TestAddresses:
    def test_take_a_slash_at_the_end_or_not(self, signed_in):
        assert [200, 200] == [signed_in.get(f"/jobs{slash}?status=failed").status_code for slash in ("", "/")]

    @pytest.mark.parametrize("address", ["/nowhere", "/nowhere/", "/nowhere/at/all//"])
    def test_show_our_page_for_an_unknown_one_in_development_too(self, client, address):
        with override_settings(DEBUG=True):
            answer = client.get(address)
        assert 404 == answer.status_code
        assert "errors/404.html" in [template.name for template in answer.templates]

    def test_lead_from_docs_to_the_api_docs(self, client):
        assert "/api/docs/" == client.get("/docs")["Location"]
