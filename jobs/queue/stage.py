"""Makes scheduled jobs claimable once they are due by the database's clock."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from jobs import notifier
from jobs.events import state_changed
from jobs.models import Job
from jobs.queue.clock import now as database_now
from jobs.queue.journal import Journal
from jobs.queue.locking import locked
from jobs.queue.transition import transition
from jobs.states import Status


def stage(limit: int = 500) -> int:
    """Stage up to `limit` due jobs; how many were staged. Several workers may do so at once."""
    with transaction.atomic():
        due = locked(Job.objects.filter(wake_at__lte=Now()).order_by("wake_at")[:limit], skip=True)
        now = database_now()
        journal = Journal(now)
        for job in due:
            # Its place is that of the time it was due, however late it is staged.
            turn_at = journal.turns.place(job, job.wake_at or now)
            due_fact = state_changed(Status.PENDING, "Due")
            transition(job, "stage", Status.PENDING, journal, [due_fact], turn_at=turn_at)
        journal.flush()
    if due:
        notifier.announce_jobs([job.id for job in due], ready=True)
    return len(due)
