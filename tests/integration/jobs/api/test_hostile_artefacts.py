"""Files with hostile names and types, and results that stand for a file."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from jobs.handlers import Complete
from jobs.models import Artefact
from jobs.testing import enqueue, perform, scripted
from tests.support.api import api_of
from tests.support.users import make_user

JOBS = "/api/v1/jobs"

pytestmark = pytest.mark.django_db(transaction=True)


def made(user: Any, *files: tuple[str, str, bytes]) -> Any:
    """A finished job with `files`; its result stands for the last."""

    async def work(ctx: Any, payload: Any) -> Complete:
        kept = None
        for name, media_type, content in files:
            kept = await ctx.attach(name, media_type, content)
        return Complete(kept)

    with scripted(work):
        return perform(enqueue(user.pk))


def only(client: Any, job: Any) -> str:
    (row,) = client.get(f"{JOBS}/{job.pk}/artefacts").json()["results"]
    return row["links"]["content"]


class TestDownload:
    @pytest.mark.parametrize(
        "media_type",
        ["text/html", "Text/HTML; charset=utf-8", "image/svg+xml", "text/javascript", "text/css", "application/xml"],
    )
    def test_of_what_a_browser_could_run_is_bytes(self, client, user, media_type: str) -> None:
        job = made(user, ("a.html", media_type, b"<script>alert(1)</script>"))

        answer = client.get(only(client, job))

        assert "application/octet-stream" == answer["Content-Type"]
        assert answer["Content-Disposition"].startswith("attachment;")
        assert ("nosniff", "default-src 'none'; sandbox") == (
            answer["X-Content-Type-Options"], answer["Content-Security-Policy"],
        )  # fmt: skip

    def test_of_a_row_with_a_broken_media_type_is_bytes(self, client, user) -> None:
        job = made(user, ("a", "text/plain", b"x"))
        Artefact.objects.update(media_type="text/plain; a\r\nX: y")

        answer = client.get(only(client, job))

        assert ("application/octet-stream", False) == (answer["Content-Type"], "X" in answer)

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ('a".html', 'filename="a\\".html"'),
            ("räk.csv", "filename*=utf-8''r%C3%A4k.csv"),
            ("a\r\nX: y", "filename*=utf-8''a%0D%0AX%3A%20y"),
            ("../../etc/passwd", 'filename=".._.._etc_passwd"'),
            ("..\\a", 'filename=".._a"'),
        ],
    )
    def test_has_a_safe_name(self, client, user, name: str, told: str) -> None:
        job = made(user, ("a", "text/plain", b"x"))
        Artefact.objects.update(name=name)

        answer = client.get(only(client, job))

        assert (f"attachment; {told}", False) == (answer["Content-Disposition"], "X" in answer)

    def test_is_404_for_somebody_else_and_for_staff(self, client, user, staff) -> None:
        place = only(client, made(user, ("a", "text/plain", b"secret")))
        for other in (make_user(), staff):
            answer = api_of(other).get(place)
            assert (404, False) == (answer.status_code, b"secret" in answer.content)


class TestResult:
    def test_links_to_the_file_that_it_stands_for(self, client, user) -> None:
        job = made(user, ("a.txt", "text/plain", b"whole"))
        link = client.get(f"{JOBS}/{job.pk}").json()["links"]["result"]
        assert b"whole" == client.get(link).content

    @pytest.mark.parametrize("value", [None, 3, {"artefact": {"id": str(uuid4()), "name": "a"}}, {"artefact": "a"}])
    def test_has_no_link_when_it_stands_for_itself(self, client, user, value: Any) -> None:
        with scripted():
            job = perform(enqueue(user.pk, value=value))
        assert "result" not in client.get(f"{JOBS}/{job.pk}").json()["links"]
