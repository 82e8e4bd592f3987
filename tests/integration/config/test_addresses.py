"""Addresses of the site: with a slash at the end, unknown ones, and the short way to the API's docs."""

from __future__ import annotations

import pytest
from django.test import override_settings

pytestmark = pytest.mark.django_db


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
