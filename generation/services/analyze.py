"""Asking for an analysis of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from pydantic import ValidationError

from generation.documents.analysis import Analysis
from generation.documents.templates import refusal
from generation.llm.registry import provider
from generation.models import Document
from generation.selectors.parts import KIND
from generation.services.documents import use_document
from jobs.errors import InvalidSubmission
from jobs.handlers import field_errors
from jobs.services import Submission, Submitted, submit
from jobs.states import Priority

NO_DOCUMENT = "You have no document with this id; `GET documents` lists yours."
_ANY_ID = str(UUID(int=0))


@dataclass(frozen=True, slots=True)
class Told:
    """What a job may be told besides its payload. `max_cost_nano` is in billionths of a dollar."""

    title: str = ""
    priority: str = Priority.MEDIUM
    run_at: datetime | None = None
    max_cost_nano: int | None = None
    idempotency_key: str | None = None


def analyze(owner_id: UUID, document_id: UUID, options: Mapping[str, Any], told: Told | None = None) -> Submitted:
    """Submit a `document_analysis` job for a stored document. InvalidSubmission names each bad option, QueueFull and
    IdempotencyMismatch are those of `jobs.services.submit`."""
    told = told or Told()
    analysis = check_options({**options, "document_id": str(document_id)})
    with transaction.atomic():
        try:
            document = use_document(owner_id, document_id)
        except Document.DoesNotExist:
            raise InvalidSubmission({"document_id": NO_DOCUMENT}) from None
        return submit(
            Submission(
                owner_id=owner_id,
                kind=KIND,
                payload=analysis.model_dump(mode="json"),
                title=told.title or f"{analysis.work.label}: {document.name}",
                priority=told.priority,
                run_at=told.run_at,
                max_cost_nano=told.max_cost_nano,
                idempotency_key=told.idempotency_key,
            )
        )


def check_options(options: Mapping[str, Any]) -> Analysis:
    """`options` with their defaults; InvalidSubmission names each bad one, or what the provider cannot do.

    Without a `document_id` they are those of a document that is yet to be stored.
    """
    try:
        analysis = Analysis.model_validate({"document_id": _ANY_ID, **options})
    except ValidationError as error:
        raise InvalidSubmission(field_errors(error)) from None
    if why := refusal(analysis, provider().name):
        raise InvalidSubmission(why)
    return analysis
