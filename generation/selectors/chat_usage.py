"""What conversations used and cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Coalesce

from generation.models import Utterance
from jobs.selectors.usage import NO_USAGE, JobUsage, usage_of

_SUMS: dict[str, Any] = {
    "tokens_in": Coalesce(Sum("input_tokens"), 0),
    "tokens_out": Coalesce(Sum("output_tokens"), 0),
    "cost": Coalesce(Sum("cost_nano"), 0),
    "simulated": Coalesce(Sum("simulated_nano"), 0),
}


def usage_in(conversation_ids: Collection[UUID]) -> Mapping[UUID, JobUsage]:
    """By conversation, alternatives and replies of which nothing came among them; those without a reply are absent."""
    replies = Utterance.objects.filter(conversation_id__in=conversation_ids, job_id__isnull=False).order_by()
    told = replies.filter(cost_nano__isnull=False).values("conversation_id").annotate(**_SUMS)
    used = {row["conversation_id"]: _stored(row) for row in told}
    # What is not written, or was stopped, carries no cost: the ledger has that of its calls, and of calls given up.
    untold = dict(replies.filter(cost_nano=None).values_list("job_id", "conversation_id"))
    calls = usage_of(cast(Collection[UUID], untold)) if untold else {}
    for job_id, usage in calls.items():
        where = untold[job_id]
        used[where] = used.get(where, NO_USAGE) + usage
    return used


def _stored(row: Mapping[str, Any]) -> JobUsage:
    return JobUsage(
        input_tokens=row["tokens_in"],
        output_tokens=row["tokens_out"],
        cost_nano=row["cost"],
        simulated_nano=row["simulated"],
    )
