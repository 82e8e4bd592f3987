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
    untold = list(
        replies.filter(cost_nano=None).only("job_id", "conversation_id", "state", "input_tokens", "output_tokens")
    )
    calls = usage_of(cast(UUID, reply.job_id) for reply in untold) if untold else {}
    for reply in untold:
        usage = calls.get(cast(UUID, reply.job_id)) or _unknown(reply)
        used[reply.conversation_id] = used.get(reply.conversation_id, NO_USAGE) + usage
    return used


def _unknown(reply: Utterance) -> JobUsage:
    """Of one whose calls the ledger does not know, or not yet."""
    if reply.state == Utterance.State.AWAITED:
        return NO_USAGE
    return JobUsage(input_tokens=reply.input_tokens or 0, output_tokens=reply.output_tokens or 0, cost_nano=None)


def _stored(row: Mapping[str, Any]) -> JobUsage:
    return JobUsage(
        input_tokens=row["tokens_in"],
        output_tokens=row["tokens_out"],
        cost_nano=row["cost"],
        simulated_nano=row["simulated"],
    )
