"""The kind `reminder`: a mail at its time, unless what it is about is done."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from jobs.errors import InvalidSubmission
from jobs.queue.control import complete
from jobs.testing import enqueue, perform
from tests.support.queue import FUTURE
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def reminded(owner, **payload):
    return perform(enqueue(owner.pk, "reminder", payload=payload))


class TestReminder:
    def test_is_mailed_to_its_owner(self, user):
        job = reminded(user, text="Call the printer\r\nBcc: everybody@example.org")
        assert ("completed", {"sent": True}, "Call the printer") == (job.status, job.result, job.title)
        (sent,) = mail.outbox
        assert ([user.email], "Reminder: Call the printer") == (sent.to, sent.subject)
        assert [] == sent.bcc

    def test_tells_of_the_job_it_is_about(self, user):
        user.time_zone = "Europe/Paris"
        user.save()
        task = enqueue(user.pk, "manual", title="Proofread", due_at=FUTURE)
        reminded(user, job=str(task.pk))
        assert (
            f"Proofread (pending, due 1 January 2100, 01:00 in the time of Europe/Paris): job {task.pk}"
            == mail.outbox[0].body
        )

    def test_links_to_that_job_where_the_sites_address_is_known(self, user, settings):
        settings.CSRF_TRUSTED_ORIGINS = ["https://*.example.org", "https://tasks.example.org"]
        task = enqueue(user.pk, "manual", title="Proofread")
        reminded(user, job=str(task.pk))
        assert f"Proofread (pending): https://tasks.example.org/jobs/{task.pk}" == mail.outbox[0].body

    def test_is_not_sent_of_a_job_that_has_ended(self, user):
        task = enqueue(user.pk, "manual", title="Proofread")
        complete(task.pk)
        assert (False, []) == (reminded(user, job=str(task.pk)).result["sent"], mail.outbox)

    def test_tells_nothing_of_somebody_elses_job(self, user):
        task = enqueue(make_user().pk, "manual", title="secret")
        assert (False, []) == (reminded(user, job=str(task.pk)).result["sent"], mail.outbox)

    def test_reaches_the_person_a_job_is_assigned_to(self, user):
        task = enqueue(make_user().pk, "manual", title="Proofread", assignee_id=user.pk)
        assert reminded(user, job=str(task.pk)).result["sent"]

    def test_is_not_sent_to_an_account_that_is_not_active(self, user):
        job = enqueue(user.pk, "reminder", payload={"text": "x"})
        user.is_active = False
        user.save()
        assert (False, []) == (perform(job).result["sent"], mail.outbox)

    def test_is_tried_again_when_the_mail_server_is_away(self, user, monkeypatch):
        def away(message: EmailMessage, **_: object) -> int:
            raise ConnectionRefusedError("no server")

        monkeypatch.setattr(EmailMessage, "send", away)
        job = reminded(user, text="x")
        assert ("scheduled", 1) == (job.status, job.failures)
        assert "could not be sent" in job.error_message

    def test_waits_for_its_time(self, user):
        assert "scheduled" == enqueue(user.pk, "reminder", payload={"text": "x"}, run_at=FUTURE).status

    def test_of_nonsense_is_refused(self, user):
        with pytest.raises(InvalidSubmission, match=r"payload\.job"):
            enqueue(user.pk, "reminder", payload={"job": "x"})
