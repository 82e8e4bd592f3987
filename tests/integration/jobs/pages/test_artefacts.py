"""A job's files on its page and in the console."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jobs.handlers import Complete
from jobs.queue.artefacts import id_of
from jobs.testing import enqueue, perform, scripted
from tests.support.users import make_user

BACKEND = "django.contrib.auth.backends.ModelBackend"
NAME = "<img src=x>.html"

pytestmark = pytest.mark.django_db(transaction=True)


async def attach(ctx, payload):
    return Complete(await ctx.attach(NAME, "text/html", b"<script>alert(1)</script>"))


def made(owner):
    with scripted(attach):
        return perform(enqueue(owner.pk))


def place(job):
    return f"/jobs/{job.pk}/artefacts/{id_of(job.pk, NAME)}"


class TestFiles:
    def test_stand_on_the_page_with_size_and_link_as_text(self, signed_in, user) -> None:
        job = made(user)
        for headers in ({}, {"HX-Request": "true"}):
            page = signed_in.get(f"/jobs/{job.pk}", headers=headers).content.decode()
            assert 2 == page.count(f'href="{place(job)}"')  # the file, and the result that stands for it
            assert ("25\xa0B" in page, NAME in page) == (True, False)

    def test_are_not_spoken_of_when_there_are_none(self, signed_in, user) -> None:
        with scripted():
            page = signed_in.get(f"/jobs/{perform(enqueue(user.pk)).pk}").content.decode()
        assert ("files-title" in page, "Download the result" in page) == (False, False)

    def test_are_saved_and_never_opened(self, signed_in, user) -> None:
        answer = signed_in.get(place(made(user)))
        assert ("application/octet-stream", "nosniff") == (answer["Content-Type"], answer["X-Content-Type-Options"])
        assert answer["Content-Disposition"].startswith("attachment;")

    def test_are_missing_for_others(self, signed_in) -> None:
        assert 404 == signed_in.get(place(made(make_user()))).status_code

    def test_ask_a_stranger_to_sign_in(self, client, user) -> None:
        assert 302 == client.get(place(made(user))).status_code

    def test_stand_in_the_console_and_are_open_to_its_staff(self, client, staff, user) -> None:
        staff.is_superuser = True
        staff.save()
        client.force_login(staff, backend=BACKEND)
        job = made(user)
        page = client.get(reverse("admin:jobs_job_change", args=[job.pk])).content.decode()
        assert (True, False) == (f'href="{place(job)}"' in page, NAME in page)
        assert 200 == client.get(place(job)).status_code
