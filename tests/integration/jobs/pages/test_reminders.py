"""The page of reminders, and the bell on every page."""

from __future__ import annotations

import pytest
import uuid_utils.compat as uuid

from jobs.models import Notice
from jobs.queue import notices
from jobs.testing import enqueue
from tests.support.queue import FUTURE
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def noticed(person, text: str = "Proofread", about=None) -> Notice:
    notice_id = uuid.uuid7()
    notices.post(notice_id, person.pk, text, about)
    return Notice.objects.get(pk=notice_id)


class TestReminders:
    def test_lists_what_is_not_dismissed_and_what_is_to_come(self, signed_in, user):
        task = enqueue(user.pk, "manual", title="Proofread", due_at=FUTURE, remind_minutes_before=60)
        noticed(user, "<i>Call</i>", task.pk)
        noticed(make_user(), "secret")
        page = signed_in.get("/reminders").content.decode()
        assert f'<a href="/jobs/{task.pk}">&lt;i&gt;Call&lt;/i&gt;</a>' in page
        assert "Due: Proofread" in page
        assert "secret" not in page

    def test_says_what_it_is_for_while_there_is_nothing(self, signed_in):
        assert "Nothing to be reminded of." in signed_in.get("/reminders").content.decode()

    def test_is_counted_at_the_bell_of_every_page(self, signed_in, user):
        noticed(user)
        page = signed_in.get("/jobs").content.decode()
        assert 'data-count="1" aria-label="Reminders, 1 not dismissed"' in page

    def test_is_dismissed_one_by_one_or_all_at_once(self, signed_in, user):
        first, second, third = (noticed(user) for _ in range(3))
        theirs = noticed(make_user())
        answer = signed_in.post("/reminders/dismiss", {"id": str(second.pk)})
        assert (302, "/reminders") == (answer.status_code, answer["Location"])
        assert {first, third} == set(Notice.objects.open().filter(person=user))
        signed_in.post("/reminders/dismiss", {"id": str(theirs.pk)})
        signed_in.post("/reminders/dismiss")
        assert [theirs] == list(Notice.objects.open())

    def test_is_for_the_signed_in(self, client):
        assert [302, 302] == [client.get("/reminders").status_code, client.post("/reminders/dismiss").status_code]

    def test_of_nonsense_is_a_404(self, signed_in):
        assert 404 == signed_in.post("/reminders/dismiss", {"id": "x"}).status_code
