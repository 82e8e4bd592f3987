"""The console's word that staff chose others' jobs for an action: a job of the kind `bulk` cannot be forged with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from jobs.queue.acted import BulkAction

_SALT = "jobs.bulk"


def warrant_for(staff_id: UUID, action: BulkAction, ids: Iterable[UUID]) -> str:
    """A signature over who does what to which jobs."""
    chosen = hashlib.sha256(b"".join(job_id.bytes for job_id in sorted(ids))).hexdigest()
    return Signer(salt=_SALT).signature(f"{staff_id}:{action}:{chosen}")


def is_warranted(warrant: str, staff_id: UUID, action: BulkAction, ids: Iterable[UUID]) -> bool:
    """Whether `warrant` was made for just this."""
    return constant_time_compare(warrant, warrant_for(staff_id, action, ids))
