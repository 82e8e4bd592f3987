"""The options of an earlier job, to be changed and sent again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from accounts.models import User
from generation.cards.options import CardOptions
from generation.services.generate import KIND
from jobs.selectors.jobs import visible_job


def options_of_job(caller: User, job_id: str | None) -> dict[str, Any]:
    """What the card job asked for beyond the defaults; nothing for another kind, or for a job the caller cannot see."""
    try:
        job = visible_job(caller, UUID(job_id or ""))
    except (ValueError, ObjectDoesNotExist):
        return {}
    return beyond_defaults(job.payload) if job.kind == KIND else {}


def beyond_defaults(payload: dict[str, Any]) -> dict[str, Any]:
    """`payload` without what would come anyway, so that lengths go on following the detail."""
    try:
        defaults = CardOptions(concept=payload["concept"], detail=payload.get("detail", "standard"))
    except (KeyError, ValueError):
        return payload
    usual = defaults.model_dump(mode="json") | {"concept": None, "detail": "standard"}
    return {name: value for name, value in payload.items() if value != usual.get(name)}
