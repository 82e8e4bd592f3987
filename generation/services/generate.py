"""Asking for a card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from generation.cards.options import CardOptions
from jobs.errors import InvalidSubmission
from jobs.handlers import field_errors
from jobs.services import Submission, Submitted, submit
from jobs.states import Priority

KIND = "character_card"


def generate(
    owner_id: UUID,
    options: Mapping[str, Any],
    *,
    title: str = "",
    priority: str = Priority.MEDIUM,
    run_at: datetime | None = None,
    max_cost_nano: int | None = None,
    idempotency_key: str | None = None,
) -> Submitted:
    """Submit a `character_card` job. InvalidSubmission names each bad option; QueueFull and IdempotencyMismatch
    are those of `jobs.services.submit`. `max_cost_nano` is in billionths of a dollar."""
    check_options(options)
    return submit(
        Submission(
            owner_id=owner_id,
            kind=KIND,
            payload=options,
            title=title,
            priority=priority,
            run_at=run_at,
            max_cost_nano=max_cost_nano,
            idempotency_key=idempotency_key,
        )
    )


def check_options(options: Mapping[str, Any]) -> CardOptions:
    """`options` with their defaults; InvalidSubmission names each bad one as the caller does, without a prefix."""
    try:
        return CardOptions.model_validate(dict(options))
    except ValidationError as error:
        raise InvalidSubmission(field_errors(error)) from None
