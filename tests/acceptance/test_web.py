"""Requests to a served site that its server might answer without us."""

from __future__ import annotations

import httpx
import pytest

from accounts.services.api_tokens import create
from tests.support.site import Site
from tests.support.users import make_user

CUT_OFF = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nIt was cut off he'


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
class TestForm:
    @pytest.mark.parametrize(("parameters", "status"), [("", 400), ("; boundary=b", 422)])
    def test_that_cannot_be_read_is_refused_in_words(self, site: Site, parameters: str, status: int) -> None:
        _, token = create(make_user(), name="forms")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data{parameters}"}
        answer = httpx.post(f"{site.http}/api/v1/documents", headers=headers, content=CUT_OFF)
        assert "application/problem+json" == answer.headers.get("content-type")
        assert status == answer.status_code, answer.text
        assert answer.json()["detail"]
