"""How kinds may be worked and what owners weigh, as staff set it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from jobs.errors import InvalidSubmission
from jobs.handlers import registry
from jobs.models import KindPolicy, OwnerShare
from jobs.queue import policies


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit. `rate_limit` attempts may begin in each `rate_seconds`; both or neither."""

    max_running: int | None = None
    max_running_per_owner: int | None = None
    rate_limit: int | None = None
    rate_seconds: float | None = None


def pause_kind(kind: str, reason: str = "") -> bool:
    """Let no worker claim `kind` any more; what runs goes on. False when it is paused already; UnknownKind."""
    _check_kind(kind)
    return policies.pause(kind, reason)


def resume_kind(kind: str) -> bool:
    """Let `kind` be claimed again, at once where a worker is free; False when it is not paused."""
    return policies.resume(kind)


def limit_kind(kind: str, limits: Limits) -> None:
    """Limits over all workers. UnknownKind; InvalidSubmission names each bad field and the fix."""
    _check_kind(kind)
    policy = KindPolicy(kind=kind, **asdict(limits))
    try:
        policy.full_clean(validate_unique=False)
    except ValidationError as error:
        raise InvalidSubmission(_sentences(error)) from None
    policies.store_limits(policy)


def weigh_owner(owner_id: UUID, weight: float) -> None:
    """Serve `owner_id` `weight` times as often as others while all have work waiting; InvalidSubmission."""
    try:
        OwnerShare(owner_id=owner_id, weight=weight).clean_fields(exclude=["owner"])
    except ValidationError as error:
        raise InvalidSubmission(_sentences(error)) from None
    policies.store_weight(owner_id, weight)


def _check_kind(kind: str) -> None:
    """One that an earlier release left a policy for may be paused too."""
    if not KindPolicy.objects.filter(kind=kind).exists():
        registry.get(kind)


def _sentences(error: ValidationError) -> dict[str, str]:
    return {field: " ".join(texts) for field, texts in error.message_dict.items()}
