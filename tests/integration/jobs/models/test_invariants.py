"""The database itself refuses what the queue must never write."""

from __future__ import annotations

import pytest
import uuid_utils.compat as uuid
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint

from jobs.models import Job
from jobs.queue import control
from tests.support.queue import FUTURE, PLACES, new_job

pytestmark = pytest.mark.django_db

LEASE = uuid.uuid4()
VIOLATIONS = {
    "job_status_known": ("pending", {"status": "running", "turn_at": None}),
    "job_custody_iff_processing": ("pending", {"custody": "children"}),
    "job_custody_known": ("processing by children", {"custody": "nobody"}),
    "job_lease_iff_with_worker": ("pending", {"lease_id": LEASE}),
    "job_turn_only_when_claimable": ("held", {"turn_at": FUTURE}),
    "job_with_worker_has_turn": ("processing by a worker", {"turn_at": None}),
    "job_in_line_has_no_turn": ("pending", {"has_place": False}),
    "job_wake_iff_scheduled": ("pending", {"wake_at": FUTURE}),
    "job_outcome_iff_final": ("completed", {"outcome": None}),
    "job_outcome_is_status": ("completed", {"outcome": "failed"}),
    "job_finished_iff_final": ("pending", {"finished_at": FUTURE}),
    "job_reason_iff_held": ("held", {"held_reason": None}),
    "job_progress_0_to_100": ("pending", {"progress": 101}),
    "job_max_attempts_positive": ("pending", {"max_attempts": 0}),
    "job_failures_within_attempts": ("pending", {"failures": 1}),
}
MORE_VIOLATIONS = [
    ("job_custody_iff_processing", "processing by children", {"custody": None}),
    ("job_custody_iff_processing", "pending", {"status": "processing", "turn_at": None}),
    ("job_lease_iff_with_worker", "processing by a worker", {"lease_id": None}),
    ("job_lease_iff_with_worker", "processing by children", {"lease_id": LEASE}),
    ("job_turn_only_when_claimable", "processing by children", {"turn_at": FUTURE}),
    ("job_turn_only_when_claimable", "completed", {"turn_at": FUTURE}),
    ("job_wake_iff_scheduled", "scheduled", {"wake_at": None}),
    ("job_outcome_iff_final", "pending", {"outcome": "pending"}),
    ("job_finished_iff_final", "completed", {"finished_at": None}),
    ("job_reason_iff_held", "pending", {"held_reason": "person"}),
]


def check_constraints() -> set[str]:
    return {constraint.name for constraint in Job._meta.constraints if isinstance(constraint, CheckConstraint)}


class TestCheckConstraints:
    def test_are_all_planted_with_a_violation(self):
        assert check_constraints() == set(VIOLATIONS)

    @pytest.mark.parametrize(
        ("name", "place", "planted"),
        [*((name, *planted) for name, planted in VIOLATIONS.items()), *MORE_VIOLATIONS],
    )
    def test_refuse_a_planted_violation(self, name, place, planted):
        job = PLACES[place]()
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**planted)
        assert name in str(refused.value) or "custody" in str(refused.value)


class TestUniqueness:
    def test_of_the_idempotency_key_is_per_owner(self):
        job = new_job(idempotency_key="a")
        new_job(idempotency_key="a")
        other = Job.objects.filter(pk=new_job(job.owner_id).pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            other.update(idempotency_key="a")

    def test_of_the_unique_key_ends_with_the_job(self):
        job, other = new_job(), Job.objects.filter(pk=new_job().pk)
        Job.objects.filter(pk=job.pk).update(unique_key="only one")
        with pytest.raises(IntegrityError), transaction.atomic():
            other.update(unique_key="only one")
        control.cancel(job.pk)
        other.update(unique_key="only one")
