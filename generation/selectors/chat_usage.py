"""What conversations used and cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from generation.models import Utterance
from jobs.selectors.usage import NO_USAGE, JobUsage, usage_of

_SUMS: dict[str, Any] = {
    "tokens_in": Coalesce(Sum("input_tokens"), 0),
    "tokens_out": Coalesce(Sum("output_tokens"), 0),
    "cost": Coalesce(Sum("cost_nano"), 0),
    "simulated": Coalesce(Sum("simulated_nano"), 0),
    "unknown": Count("pk", filter=Q(cost_nano=None)),
}


def usage_in(conversation_ids: Collection[UUID]) -> Mapping[UUID, JobUsage]:
    """By conversation, alternatives and replies of which nothing came among them; those without a reply are absent."""
    replies = Utterance.objects.filter(conversation_id__in=conversation_ids, job_id__isnull=False).order_by()
    told = replies.exclude(state=Utterance.State.AWAITED).values("conversation_id").annotate(**_SUMS)
    used = {row["conversation_id"]: _stored(row) for row in told}
    # What is not written carries no figures yet: the ledger has those of its calls.
    waiting = dict(replies.filter(state=Utterance.State.AWAITED).values_list("job_id", "conversation_id"))
    calls = usage_of(cast(Collection[UUID], waiting)) if waiting else {}
    for job_id, usage in calls.items():
        where = waiting[job_id]
        used[where] = used.get(where, NO_USAGE) + usage
    return used


def _stored(row: Mapping[str, Any]) -> JobUsage:
    cost = None if row["unknown"] else row["cost"]
    return JobUsage(
        input_tokens=row["tokens_in"],
        output_tokens=row["tokens_out"],
        cost_nano=cost,
        simulated_nano=row["simulated"],
    )
