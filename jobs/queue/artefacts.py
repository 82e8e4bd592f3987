"""Stores the files that jobs make: one a name, whatever number of attempts make it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid

from jobs.conf import conf
from jobs.errors import InvalidArtefact
from jobs.models import Artefact
from jobs.models.artefact import RESULT
from jobs.queue.writes import NewArtefact


def keep(job_id: UUID, artefacts: Sequence[NewArtefact], now: datetime) -> None:
    """Store `artefacts` of the locked job `job_id`; one that has the name of an earlier one takes its place.

    InvalidArtefact when the job would have too many.
    """
    stored = dict(Artefact.objects.filter(job_id=job_id).values_list("name", "digest"))
    wanted = {row.name: row for row in artefacts}
    changed = [row for row in wanted.values() if stored.get(row.name) != row.digest]
    limit = conf().max_artefacts
    if len((stored.keys() | wanted.keys()) - {RESULT}) > limit:
        raise InvalidArtefact(f"A job has at most {limit} artefacts; put several files into one archive.")
    Artefact.objects.bulk_create(
        [_row(job_id, artefact, now) for artefact in changed],
        update_conflicts=True,
        unique_fields=["job", "name"],
        update_fields=["media_type", "size", "digest", "content", "created_at"],
    )


def drop_result(job_id: UUID) -> None:
    """Delete the large result of an earlier attempt, which a new one replaces."""
    Artefact.objects.filter(pk=id_of(job_id, RESULT)).delete()


def reference(job_id: UUID, artefact: NewArtefact) -> dict[str, Any]:
    """What stands for `artefact` in a result."""
    return {
        "artefact": {
            "id": str(id_of(job_id, artefact.name)),
            "name": artefact.name,
            "media_type": artefact.media_type,
            "size": len(artefact.content),
            "digest": artefact.digest,
        }
    }


def id_of(job_id: UUID, name: str) -> UUID:
    """The same in each attempt, so that what refers to it stays right when a later one makes it anew."""
    return uuid.uuid5(job_id, name)


def _row(job_id: UUID, artefact: NewArtefact, now: datetime) -> Artefact:
    return Artefact(
        id=id_of(job_id, artefact.name),
        job_id=job_id,
        name=artefact.name,
        media_type=artefact.media_type,
        size=len(artefact.content),
        digest=artefact.digest,
        content=artefact.content,
        created_at=now,
    )
