"""The options of an earlier job or card, to be changed and sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from accounts.models import User
from generation.cards.options import CARD_FIELDS, CardOptions
from generation.selectors.cards import card_of
from generation.services.generate import KIND
from generation.services.regenerate import anew
from jobs.selectors.jobs import visible_job


def options_of_job(caller: User, job_id: str | None) -> dict[str, Any]:
    """What the card job asked for beyond the defaults; nothing for another kind, or for a job the caller cannot see."""
    try:
        job = visible_job(caller, UUID(job_id or ""))
    except (ValueError, ObjectDoesNotExist):
        return {}
    return beyond_defaults(job.payload) if job.kind == KIND else {}


def options_of_card(caller: User, card_id: str | None, fields: Sequence[str]) -> dict[str, Any]:
    """What writes `fields` of one of the caller's cards anew; nothing for a card that is not theirs."""
    asked = [name for name in fields if name in CARD_FIELDS]
    try:
        card = card_of(caller.pk, UUID(card_id or ""))
    except (ValueError, ObjectDoesNotExist):
        return {}
    return beyond_defaults(anew(card, asked)) if asked else {}


def beyond_defaults(payload: dict[str, Any]) -> dict[str, Any]:
    """`payload` without what would come anyway, so that lengths go on following the detail."""
    try:
        defaults = CardOptions(concept=payload["concept"], detail=payload.get("detail", "standard"))
    except (KeyError, ValueError):
        return payload
    usual = defaults.model_dump(mode="json") | {"concept": None, "detail": "standard"}
    return {name: value for name, value in payload.items() if value != usual.get(name)}


@dataclass(frozen=True, slots=True)
class Anew:
    """Which card is written anew, and which of its fields; the others are locked."""

    card_id: str
    name: str
    fields: list[str]


def told_anew(caller: User, options: Mapping[str, Any]) -> Anew | None:
    """What `options` write anew of one of the caller's cards; None where they keep nothing of one."""
    kept = options.get("keep_fields") or []
    try:
        card = card_of(caller.pk, UUID(str(options.get("base_card"))))
    except (ValueError, ObjectDoesNotExist):
        return None
    fields = [name for name in CARD_FIELDS if name not in kept]
    return Anew(str(card.pk), card.name, fields) if kept else None
