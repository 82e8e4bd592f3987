"""One action on many jobs, each with its own outcome.

Jobs without parent and children are changed a batch at a time, in one transaction a batch; each of the others in one
of its own, for it locks its ancestors and its children follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from uuid import UUID

from django.db import transaction

from jobs import notifier
from jobs.errors import WrongState
from jobs.models import Job
from jobs.models.job import JobQuerySet
from jobs.queue.acted import Acted, BulkAction, BulkOutcome, missing
from jobs.queue.cascade import cancel_hopeless
from jobs.queue.clock import now as database_now
from jobs.queue.conclude import conclude
from jobs.queue.control import CHANGES
from jobs.queue.deletion import check_deletable, delete, delete_trees
from jobs.queue.journal import Journal
from jobs.queue.locking import WIDE, again_after_deadlock, locked
from jobs.queue.outcome import Action, Outcome, control_job, is_so
from jobs.states import Status

BATCH = 100

# Called with the jobs that were changed, in the transaction that changed them.
Note = Callable[[Sequence[Job]], None]


def act_on(reach: JobQuerySet, action: BulkAction, ids: Iterable[UUID], note: Note | None = None) -> list[Acted]:
    """Do `action` to each job of `ids` within `reach`; outcomes in their order, `not_found` for what is beyond it."""
    rest, told = iter(ids), list[Acted]()
    while part := list(islice(rest, BATCH)):
        within = set(reach.filter(pk__in=part).values_list("pk", flat=True))
        outcomes = _together(within, action, note)
        outcomes |= {job_id: _alone(job_id, action, note) for job_id in sorted(within - outcomes.keys())}
        told += [outcomes.get(job_id) or missing(job_id) for job_id in part]
    return told


@again_after_deadlock
def _together(ids: Iterable[UUID], action: BulkAction, note: Note | None) -> dict[UUID, Acted]:
    """What became of those of `ids` that stand alone."""
    with transaction.atomic():
        # In the order of their ids, as all who lock several jobs do.
        apart = Job.objects.filter(pk__in=ids, parent__isnull=True, join_policy__isnull=True)
        jobs = locked(apart.order_by("pk").defer(*WIDE))
        journal = Journal(database_now())
        outcomes = {job.pk: _outcome(job, action, journal) for job in jobs}
        done = [job for job in jobs if outcomes[job.pk].outcome is BulkOutcome.DONE]
        if note is not None and done:
            note(done)
        if action is BulkAction.DELETE:
            delete_trees([job.pk for job in done])
        conclude(journal)
    cancel_hopeless(journal)
    if touched := list(journal.touched.values()):
        ready = any(job.status == Status.PENDING for job in touched)
        notifier.announce_jobs([job.pk for job in touched], ready=ready, control=True)
    return outcomes


def _outcome(job: Job, action: BulkAction, journal: Journal) -> Acted:
    """Note in `journal` what `action` makes of the locked `job`."""
    try:
        if action is BulkAction.DELETE:
            check_deletable(job)
            changed = True
        else:
            changed = not is_so(job, Action(action)) and CHANGES[action](job, journal)
    except WrongState as error:
        return Acted(job.pk, BulkOutcome.WRONG_STATE, str(error))
    return Acted(job.pk, BulkOutcome.DONE if changed else BulkOutcome.UNCHANGED)


@again_after_deadlock
def _alone(job_id: UUID, action: BulkAction, note: Note | None) -> Acted:
    try:
        with transaction.atomic():
            done = _done(job_id, action)
            if done is not None and note is not None:
                note([done])
    except WrongState as error:
        return Acted(job_id, BulkOutcome.WRONG_STATE, str(error))
    except Job.DoesNotExist:
        # It was there a moment ago: somebody deleted it, or the job that it was a part of.
        return Acted(job_id, BulkOutcome.UNCHANGED) if action is BulkAction.DELETE else missing(job_id)
    return Acted(job_id, BulkOutcome.UNCHANGED if done is None else BulkOutcome.DONE)


def _done(job_id: UUID, action: BulkAction) -> Job | None:
    """The job after `action`, or as it was before it was deleted; None when it was so already."""
    if action is BulkAction.DELETE:
        return delete(job_id)
    controlled = control_job(job_id, Action(action))
    return None if controlled.outcome is Outcome.UNCHANGED else controlled.job
