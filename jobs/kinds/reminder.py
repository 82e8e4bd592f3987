"""A mail and a notice to the owner at a given time: of a job that is not done, or of anything."""

from __future__ import annotations

from smtplib import SMTPException
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from pydantic import Field

from accounts.models import User
from jobs.errors import RetryLater
from jobs.handlers import Complete, Handler, Payload, Verdict
from jobs.handlers.sync import SyncContext
from jobs.models import Job
from jobs.queue.notices import post
from jobs.selectors.jobs import workable_jobs
from jobs.states import REMINDER

RETRY_SECONDS = 60.0


class ReminderPayload(Payload):
    """`job` is one of the owner's, or assigned to them: once it has ended, or is gone, no mail is sent."""

    text: str = Field(default="", max_length=2000)
    job: UUID | None = None


class Reminder(Handler[ReminderPayload]):
    """When it is due is the job's `run_at`. A worker that dies while it sends may send twice; nothing is left out.

    The notice waits on the person's pages until they dismiss it, whatever becomes of the mail.
    """

    kind = REMINDER
    label = "Reminder"
    payload_type = ReminderPayload
    max_attempts = 5
    timeout_seconds = 60.0
    retention_days = 30.0

    def title(self, payload: ReminderPayload) -> str:
        first_line, *_ = payload.text.strip().splitlines() or [self.label]
        return first_line[:200]

    def run(self, ctx: SyncContext, payload: ReminderPayload) -> Verdict:  # type: ignore[override]  # the sync face
        owner = User.objects.get(pk=ctx.owner_id)
        job = workable_jobs(owner).filter(pk=payload.job).first() if payload.job else None
        if not owner.is_active:
            return Complete({"sent": False, "reason": "The account is not active."})
        if payload.job and (job is None or job.is_final):
            return Complete({"sent": False, "reason": "The job has ended, or is gone."})
        headline = _headline(self.title(payload), payload, job)
        post(ctx.job_id, owner.pk, headline, payload.job)
        ctx.step("send", payload.model_dump(mode="json"), lambda: _send(owner, headline, _body(owner, payload, job)))
        return Complete({"sent": True})


def _headline(title: str, payload: ReminderPayload, job: Job | None) -> str:
    """One that brings no words of its own names the job."""
    return title if payload.text.strip() or job is None else str(job)[:200]


def _body(owner: User, payload: ReminderPayload, job: Job | None) -> str:
    if job is None:
        return payload.text
    at = job.due_at and job.due_at.astimezone(ZoneInfo(owner.time_zone))
    due = f", due {at.day} {at:%B %Y, %H:%M} in the time of {owner.time_zone}" if at else ""
    return f"{payload.text}\n\n{job} ({job.status}{due}): {_page_of(job)}".strip()


def _page_of(job: Job) -> str:
    """Its address; its id alone where none of the settings tells that of the site."""
    origin = next((origin for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin), None)
    return f"job {job.pk}" if origin is None else f"{origin.rstrip('/')}{reverse('job', args=[job.pk])}"


def _send(owner: User, title: str, body: str) -> None:
    try:
        send_mail(" ".join(f"Reminder: {title}".split()), body, None, [owner.email])
    except (SMTPException, OSError) as error:
        raise RetryLater(f"The mail could not be sent: {error}", RETRY_SECONDS) from error
