"""/api/v1/notices, and reminders of due dates, as API clients see them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import uuid_utils.compat as uuid
from django.core import mail

from accounts.services.account import export_account
from jobs.models import Job, Notice
from jobs.queue import notices
from jobs.testing import perform, stage_now
from tests.support.api import api, fields
from tests.support.users import make_user

NOTICES = "/api/v1/notices"
TASK = {"kind": "manual", "title": "Proofread", "due_at": "2100-01-01T00:00:00Z", "remind_minutes_before": 90}

pytestmark = pytest.mark.django_db(transaction=True)


def created(client, **changes) -> str:
    answer = client.post("/api/v1/jobs", TASK | changes)
    assert 202 == answer.status_code, answer.content
    return answer.json()["links"]["self"]


def only_reminder() -> Job:
    return Job.objects.get(kind="reminder", outcome=None)


class TestReminder:
    def test_is_made_with_one_field_mailed_and_kept_until_it_is_dismissed(self, client, user) -> None:
        task = created(client)
        reminder = only_reminder()
        assert datetime(2099, 12, 31, 22, 30, tzinfo=UTC) == reminder.run_at
        stage_now(reminder)
        assert {"sent": True} == perform(reminder).result
        assert "Reminder: Proofread" == mail.outbox[0].subject
        (notice,) = client.get(NOTICES).json()["results"]
        assert ("Proofread", task) == (notice["text"], notice["links"]["job"])
        assert {"dismissed": 1} == client.post(f"{NOTICES}/dismiss", {"ids": [notice["id"]]}).json()
        assert (0, []) == (client.get(NOTICES).json()["count"], client.get(NOTICES).json()["results"])

    def test_is_told_of_the_task_and_changed_with_it(self, client) -> None:
        task = created(client)
        assert 90 == client.get(task).json()["remind_minutes_before"]
        assert 200 == client.patch(task, {"remind_minutes_before": 30}).status_code
        assert datetime(2099, 12, 31, 23, 30, tzinfo=UTC) == only_reminder().run_at
        client.patch(task, {"remind_minutes_before": None})
        assert not Job.objects.filter(kind="reminder", outcome=None).exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"remind_minutes_before": -1},
            {"remind_minutes_before": "soon"},
            {"due_at": None},
            {"kind": "reminder", "payload": {"text": "x"}},
        ],
    )
    def test_is_refused_by_its_field(self, client, wrong) -> None:
        answer = client.post("/api/v1/jobs", TASK | wrong)
        assert (422, {"remind_minutes_before"}) == (answer.status_code, fields(answer))

    def test_that_would_lose_its_due_date_by_a_change_is_refused(self, client) -> None:
        task = created(client, remind_minutes_before=None, due_at=None)
        answer = client.patch(task, {"remind_minutes_before": 5})
        assert (422, {"remind_minutes_before"}) == (answer.status_code, fields(answer))

    def test_leaves_one_notice_however_often_it_runs(self, user) -> None:
        reminder_id = uuid.uuid7()
        for _ in range(2):
            notices.post(reminder_id, user.pk, "x", None)
        assert 1 == Notice.objects.count()

    def test_makes_room_for_the_newest(self, user, monkeypatch) -> None:
        monkeypatch.setattr(notices, "MOST", 2)
        for number in range(4):
            notices.post(uuid.uuid7(), user.pk, str(number), None)
        assert ["3", "2"] == [notice.text for notice in Notice.objects.all()]


class TestNotices:
    def test_are_ones_own(self, client) -> None:
        other = make_user()
        theirs = uuid.uuid7()
        notices.post(theirs, other.pk, "secret", None)
        assert 0 == client.get(NOTICES).json()["count"]
        assert {"dismissed": 0} == client.post(f"{NOTICES}/dismiss", {"ids": [str(theirs)]}).json()
        assert {"dismissed": 0} == client.post(f"{NOTICES}/dismiss", {}).json()
        assert Notice.objects.open().exists()

    def test_are_for_the_signed_in(self) -> None:
        assert [401, 401] == [api().get(NOTICES).status_code, api().post(f"{NOTICES}/dismiss", {}).status_code]

    def test_refuse_nonsense_by_field(self, client) -> None:
        answer = client.post(f"{NOTICES}/dismiss", {"ids": ["x"]})
        assert 422 == answer.status_code
        assert 422 == client.get(NOTICES, {"limit": "x"}).status_code

    def test_stand_in_the_export_of_the_account(self, user) -> None:
        notices.post(uuid.uuid7(), user.pk, "Proofread", None)
        assert ["Proofread"] == [notice["text"] for notice in export_account(user)["notices"]]
