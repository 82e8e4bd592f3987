"""A conversation as it stands: which of what was said is its line, without the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from generation.models import Utterance


@dataclass(frozen=True, slots=True)
class Place:
    """An utterance without its text; `state` as it is stored."""

    id: UUID
    parent_id: UUID | None
    is_active: bool
    state: str
    job_id: UUID | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`places` are all, in the order in which they were said; `line` leads from the beginning.

    `beside` are all answers to each parent. `replies` are those that a job writes or wrote.
    """

    places: tuple[Place, ...]
    line: tuple[Place, ...]
    beside: Mapping[UUID | None, tuple[str, ...]]
    replies: tuple[Place, ...]


def standing(conversation_id: UUID) -> Standing:
    rows = Utterance.objects.filter(conversation_id=conversation_id).order_by("id")
    places = [Place(*row) for row in rows.values_list("id", "parent_id", "is_active", "state", "job_id")]
    beside: dict[UUID | None, list[str]] = {}
    for place in places:
        beside.setdefault(place.parent_id, []).append(str(place.id))
    return Standing(
        places=tuple(places),
        line=_line(places),
        beside={parent: tuple(ids) for parent, ids in beside.items()},
        replies=tuple(place for place in places if place.job_id is not None),
    )


def _line(places: list[Place]) -> tuple[Place, ...]:
    answers = {place.parent_id: place for place in places if place.is_active}
    line: list[Place] = []
    while (following := answers.get(line[-1].id if line else None)) is not None:
        line.append(following)
    return tuple(line)
