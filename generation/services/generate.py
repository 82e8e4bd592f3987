"""Asking for a card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from generation.cards.options import CardOptions
from generation.cards.settled import nothing_to_write
from generation.selectors.bases import base_data, has_upload
from jobs.errors import InvalidSubmission
from jobs.handlers import field_errors
from jobs.money import nano
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
    are those of `jobs.services.submit`. `max_cost_nano`, in billionths of a dollar, is the job's cap; so is
    `limits.max_cost_usd`, and where both are given they must be the same."""
    _check_cap(check_for(owner_id, options), max_cost_nano)
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


def check_for(owner_id: UUID, options: Mapping[str, Any]) -> CardOptions:
    """`options` with their defaults, where the owner may submit them; InvalidSubmission names each bad one."""
    checked = check_options(options)
    errors = {}
    base = base_data(owner_id, checked.base_card) if checked.base_card else None
    if checked.base_card and base is None:
        errors["base_card"] = "You have no card with this id; `GET generation/cards` lists yours."
    if base is not None and (why := nothing_to_write(checked, base)):
        errors["keep_fields"] = why
    if checked.avatar_upload and not has_upload(owner_id, checked.avatar_upload):
        errors["avatar_upload"] = "You have no upload with this id; send the picture to `generation/uploads`."
    if errors:
        raise InvalidSubmission(errors)
    return checked


def check_options(options: Mapping[str, Any]) -> CardOptions:
    """`options` with their defaults; InvalidSubmission names each bad one as the caller does, without a prefix."""
    try:
        return CardOptions.model_validate(dict(options))
    except ValidationError as error:
        raise InvalidSubmission(field_errors(error)) from None


def _check_cap(options: CardOptions, given: int | None) -> None:
    """The cap of the options is the job's by its kind; another one beside it is a mistake."""
    dollars = options.limits.max_cost_usd
    if dollars is not None and given not in {None, nano(Decimal(str(dollars)))}:
        text = "limits.max_cost_usd and max_cost_usd both cap the job and differ; give one of them."
        raise InvalidSubmission({"limits.max_cost_usd": text})
