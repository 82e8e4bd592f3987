"""The state machine's invariants as check constraints: the database refuses what the queue must never write."""

from __future__ import annotations

from django.db.models import CheckConstraint, F, Q

from jobs.states import FINAL, Custody, Status

_PROCESSING = Q(status=Status.PROCESSING)
_BY_WORKER = Q(custody=Custody.WORKER)


def _iff(left: Q, right: Q) -> Q:
    return (left & right) | (~left & ~right)


def job_constraints() -> list[CheckConstraint]:
    """Constraints of the job table. Every column named on the left of `_iff` that may be null is tested for it."""
    final = Q(status__in=sorted(FINAL))
    held_by_worker = Q(custody__isnull=False) & _BY_WORKER
    return [
        CheckConstraint(condition=Q(status__in=Status.values), name="job_status_known"),
        CheckConstraint(condition=_iff(_PROCESSING, Q(custody__isnull=False)), name="job_custody_iff_processing"),
        CheckConstraint(condition=Q(custody__isnull=True) | Q(custody__in=Custody.values), name="job_custody_known"),
        CheckConstraint(condition=_iff(held_by_worker, Q(lease_id__isnull=False)), name="job_lease_iff_with_worker"),
        CheckConstraint(
            condition=Q(turn_at__isnull=True)
            | Q(status=Status.PENDING)
            | Q(custody__isnull=False, custody__in=[Custody.WORKER, Custody.QUEUE]),
            name="job_turn_only_when_claimable",
        ),
        CheckConstraint(condition=~held_by_worker | Q(turn_at__isnull=False), name="job_with_worker_has_turn"),
        CheckConstraint(
            condition=Q(has_place__isnull=True) | Q(has_place=True) | Q(turn_at__isnull=True),
            name="job_in_line_has_no_turn",
        ),
        CheckConstraint(
            condition=_iff(Q(status=Status.SCHEDULED), Q(wake_at__isnull=False)),
            name="job_wake_iff_scheduled",
        ),
        CheckConstraint(condition=_iff(final, Q(outcome__isnull=False)), name="job_outcome_iff_final"),
        CheckConstraint(condition=Q(outcome__isnull=True) | Q(outcome=F("status")), name="job_outcome_is_status"),
        CheckConstraint(condition=_iff(final, Q(finished_at__isnull=False)), name="job_finished_iff_final"),
        CheckConstraint(
            condition=_iff(Q(status=Status.HELD), Q(held_reason__isnull=False)), name="job_reason_iff_held"
        ),
        CheckConstraint(condition=Q(progress__gte=0, progress__lte=100), name="job_progress_0_to_100"),
        CheckConstraint(condition=Q(max_attempts__gte=1), name="job_max_attempts_positive"),
        CheckConstraint(condition=Q(failures__lte=F("attempt")), name="job_failures_within_attempts"),
    ]
