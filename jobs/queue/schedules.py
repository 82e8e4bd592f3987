"""Recurring jobs: what is due is enqueued, and the next time set, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, assert_never
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from accounts.errors import LimitReached
from accounts.models import User
from jobs.conf import conf
from jobs.errors import FiringMissed, FiringSkipped, InvalidSubmission, JobsError
from jobs.models import Job, Schedule
from jobs.queue.clock import now as database_now
from jobs.queue.cron import Cron
from jobs.queue.enqueue import Enqueued, NewJob, enqueue
from jobs.queue.locking import locked

Prepare = Callable[[Schedule], NewJob]

LONGEST_ERROR = 2000
# A time that is fired so late is not missed yet: a worker may have been busy, or just started.
ON_TIME = timedelta(seconds=60)
# Of one schedule in a round: others are due too while it makes up for what it missed.
MOST_OF_ONE = 20
_NEVER = "This line does not fire within 50 years; write one that does, such as 30 6 * * 1-5."


def fire_due(
    prepare: Prepare, limit: int = 100, *, readable: Mapping[str, int] | None = None, at: datetime | None = None
) -> int:
    """Enqueue up to `limit` jobs of due schedules; how many. Several workers may do so at once.

    `readable` is the newest payload version that can be read of each kind; schedules with a newer one stay due.
    What was missed while no worker ran is made up for as the schedule's `missed` says. A schedule whose job cannot be
    made says why in its `last_error` and goes on with its next time. `at` stands for the database's clock.
    """
    fired, all_due, turns = 0, _due(readable or {}, at), Counter[UUID]()
    for _ in range(limit):
        others = all_due.exclude(pk__in=[pk for pk, count in turns.items() if count >= MOST_OF_ONE])
        if not others.exists():
            break
        with transaction.atomic():
            due = locked(others.select_related("owner").order_by("next_at")[:1], skip=True)
            if not due:
                break
            fired += _fire(due[0], prepare, at or database_now())
            turns[due[0].pk] += 1
    return fired


def fire_now(schedule_id: UUID, prepare: Prepare) -> Enqueued:
    """Enqueue the job of a schedule beside its times, paused or not. DoesNotExist; what `prepare` and enqueue raise."""
    with transaction.atomic():
        schedule = _one(schedule_id)
        made = enqueue(prepare(schedule))
        if made.created:
            _write(schedule, last_at=database_now(), last_job_id=made.job.pk, last_error="")
    return made


def add(schedule: Schedule) -> None:
    """Enter a validated `schedule` of one who has fewer than the limit; LimitReached otherwise."""
    with transaction.atomic():
        # Whoever adds another at this instant waits: neither sees the other's row.
        locked(User.objects.filter(pk=schedule.owner_id))
        limit = conf().max_schedules_per_owner
        if Schedule.objects.filter(owner_id=schedule.owner_id).count() >= limit:
            raise LimitReached(f"You have {limit} schedules; delete one first.")
        schedule.created_at = database_now()
        schedule.next_at = next_firing(schedule, schedule.created_at)
        schedule.save(force_insert=True)


def change(schedule_id: UUID, changes: Mapping[str, Any], check: Callable[[Schedule], None]) -> Schedule:
    """The schedule with `changes` made, if `check` does not object to what it is then. DoesNotExist."""
    with transaction.atomic():
        schedule = _one(schedule_id)
        for name, value in changes.items():
            setattr(schedule, name, value)
        check(schedule)
        again = schedule.paused_at is None and (schedule.next_at is None or changes.keys() & {"cron", "time_zone"})
        next_at = next_firing(schedule, database_now()) if again else schedule.next_at
        _write(schedule, **changes, next_at=next_at, last_error="")
    return schedule


def pause(schedule_id: UUID) -> Schedule:
    """The schedule, which fires no more until it is resumed. DoesNotExist."""
    with transaction.atomic():
        schedule = _one(schedule_id)
        if schedule.paused_at is None:
            _write(schedule, paused_at=database_now(), next_at=None)
    return schedule


def resume(schedule_id: UUID) -> Schedule:
    """The schedule, to fire at its next time from now; what it missed stays missed. DoesNotExist."""
    with transaction.atomic():
        schedule = _one(schedule_id)
        if schedule.paused_at is not None:
            _write(schedule, paused_at=None, next_at=next_firing(schedule, database_now()))
    return schedule


def next_firing(schedule: Schedule, after: datetime) -> datetime:
    """When `schedule` fires next, later than `after`. InvalidSubmission when it cannot, or never does."""
    found = Cron(schedule.cron, schedule.time_zone).next_after(after)
    if found is None:
        raise InvalidSubmission({"cron": _NEVER})
    return found


def _due(readable: Mapping[str, int], at: datetime | None) -> QuerySet[Schedule]:
    newer = Q()
    for kind, version in readable.items():
        newer |= Q(kind=kind, payload_version__gt=version)
    return Schedule.objects.filter(next_at__lte=Now() if at is None else at).exclude(newer)


def _one(schedule_id: UUID) -> Schedule:
    for schedule in locked(Schedule.objects.filter(pk=schedule_id).select_related("owner")):
        return schedule
    raise Schedule.DoesNotExist


def _fire(schedule: Schedule, prepare: Prepare, now: datetime) -> int:
    """Fire the locked, due `schedule`; the number of jobs made."""
    tick = schedule.next_at or now
    columns: dict[str, Any] = {}
    try:
        _check_missed(schedule, tick, now)
        job = _job(schedule, prepare, tick)
        columns |= {"last_at": now, "last_job_id": job.pk, "last_error": ""}
    except (OperationalError, InterfaceError):
        raise  # the database's own trouble: nothing is written, the next round tries again
    except JobsError as error:
        columns["last_error"] = str(error)
    except Exception as error:  # noqa: BLE001 - a kind's own code; other schedules must not suffer for it
        columns["last_error"] = f"{type(error).__name__}: {error}"
    try:
        columns["next_at"] = next_firing(schedule, _done_until(schedule, tick, now))
    except InvalidSubmission as error:
        columns |= {"next_at": None, "last_error": str(error)}
    _write(schedule, **columns)
    return int("last_job_id" in columns)


def _check_missed(schedule: Schedule, tick: datetime, now: datetime) -> None:
    """FiringMissed where `tick` is past and is to be left out."""
    if schedule.missed == Schedule.Missed.SKIP and now > tick + ON_TIME:
        raise FiringMissed(tick)


def _done_until(schedule: Schedule, tick: datetime, now: datetime) -> datetime:
    """The moment after which its next time comes, once `tick` is dealt with."""
    match Schedule.Missed(schedule.missed):
        case Schedule.Missed.ALL:
            return tick
        case Schedule.Missed.SKIP if now > tick + ON_TIME:
            return now - ON_TIME  # what came since is not missed
        case Schedule.Missed.SKIP | Schedule.Missed.ONCE:
            return now
        case missed:
            assert_never(missed)


def _job(schedule: Schedule, prepare: Prepare, tick: datetime) -> Job:
    """Its `run_at` says for which time it was made."""
    if schedule.overlap == Schedule.Overlap.SKIP:
        before = Job.objects.owned_by(schedule.owner_id).live().filter(schedule_id=schedule.pk)
        if (busy := before.values_list("pk", flat=True).first()) is not None:
            raise FiringSkipped(busy)
    with transaction.atomic():
        return enqueue(replace(prepare(schedule), run_at=tick)).job


def _write(schedule: Schedule, **columns: Any) -> None:
    if "last_error" in columns:
        columns["last_error"] = columns["last_error"].replace("\x00", "")[:LONGEST_ERROR]
    for name, value in columns.items():
        setattr(schedule, name, value)
    schedule.save(update_fields=list(columns))
