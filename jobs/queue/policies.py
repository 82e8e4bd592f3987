"""What staff set for kinds and owners: pauses, limits, shares."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from jobs import notifier
from jobs.models import KindPolicy, OwnerShare

LIMITS = ("max_running", "max_running_per_owner", "rate_limit", "rate_seconds")


def pause(kind: str, reason: str) -> bool:
    """Let no worker claim `kind` any more; what runs goes on. False when it is paused already."""
    with transaction.atomic():
        KindPolicy.objects.get_or_create(kind=kind)
        return bool(KindPolicy.objects.filter(kind=kind, paused_at=None).update(paused_at=Now(), pause_reason=reason))


def resume(kind: str) -> bool:
    """Let `kind` be claimed again; False when it is not paused."""
    paused = KindPolicy.objects.filter(kind=kind, paused_at__isnull=False)
    changed = paused.update(paused_at=None, pause_reason="")
    transaction.on_commit(notifier.announce_workers)
    return bool(changed)


def store_limits(policy: KindPolicy) -> None:
    """Write the limits of `policy`, which are valid, and nothing else of it."""
    limits = {name: getattr(policy, name) for name in LIMITS}
    KindPolicy.objects.update_or_create(kind=policy.kind, defaults=limits)
    transaction.on_commit(notifier.announce_workers)


def store_weight(owner_id: UUID, weight: float) -> None:
    """Jobs enqueued from now on take their place by this weight."""
    OwnerShare.objects.update_or_create(owner_id=owner_id, defaults={"weight": weight})
