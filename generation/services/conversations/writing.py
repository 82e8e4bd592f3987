"""The text of a reply is kept, with the end of the job that wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from generation.models import Utterance
from jobs.selectors.usage import NO_USAGE, unanswered, usage_of


@dataclass(frozen=True, slots=True)
class Written:
    """`is_whole` is false for a reply that was stopped. `account` is what its prompt was made of."""

    job_id: UUID
    utterance_id: UUID
    text: str
    model: str
    is_whole: bool = True
    account: Mapping[str, Any] = field(default_factory=dict)


def write_reply(written: Written) -> None:
    """In the caller's transaction; changes nothing where the conversation was deleted, or the reply is there."""
    state = Utterance.State.WRITTEN if written.is_whole else Utterance.State.STOPPED
    usage = usage_of([written.job_id]).get(written.job_id, NO_USAGE)
    # The call that was stopped never told what it took; of a simulated one it is known that it costs nothing.
    cut = [] if written.is_whole else unanswered(written.job_id)
    # The conversation's row is left alone: whoever says something holds it and waits for this job's.
    Utterance.objects.filter(pk=written.utterance_id, state=Utterance.State.AWAITED).update(
        text=written.text,
        state=state,
        model=written.model,
        input_tokens=usage.input_tokens if not cut else None,
        output_tokens=usage.output_tokens if not cut else None,
        cost_nano=usage.cost_nano if all(cut) else None,
        simulated_nano=usage.simulated_nano,
        account=dict(written.account),
        finished_at=timezone.now(),
    )
