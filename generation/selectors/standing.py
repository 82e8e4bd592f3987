"""A conversation as it stands: which of what was said is its line, without the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from generation.models import Utterance
from jobs.selectors.jobs import all_jobs
from jobs.states import Status

_EMPTY = ExpressionWrapper(Q(text=""), output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class Place:
    """An utterance without its text, of which it tells only whether there is any; `state` as it is stored."""

    id: UUID
    parent_id: UUID | None
    is_active: bool
    state: str
    job_id: UUID | None
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`places` are all, in the order in which they were said; `line` leads from the beginning.

    `beside` are all answers to each parent, but those that were stopped before a word of them came, and left. `replies`
    are those that a job writes or wrote.
    """

    places: tuple[Place, ...]
    line: tuple[Place, ...]
    beside: Mapping[UUID | None, tuple[str, ...]]
    replies: tuple[Place, ...]


def standing(conversation_id: UUID) -> Standing:
    rows = Utterance.objects.filter(conversation_id=conversation_id).order_by("id")
    columns = ("id", "parent_id", "is_active", "state", "job_id")
    places = [Place(*row) for row in rows.values_list(*columns, _EMPTY)]
    dropped = _dropped(places)
    beside: dict[UUID | None, list[str]] = {}
    for place in places:
        if place.id not in dropped:
            beside.setdefault(place.parent_id, []).append(str(place.id))
    return Standing(
        places=tuple(places),
        line=_line(places),
        beside={parent: tuple(ids) for parent, ids in beside.items()},
        replies=tuple(place for place in places if place.job_id is not None),
    )


def _dropped(places: list[Place]) -> set[UUID]:
    """Replies out of the line of which nothing is there and nothing comes: others took their place at once."""
    left = [place for place in places if place.is_empty and not place.is_active]
    awaited = [place.job_id for place in left if place.state == Utterance.State.AWAITED]
    ended = _cancelled(filter(None, awaited)) if awaited else set()
    return {place.id for place in left if place.state == Utterance.State.STOPPED or place.job_id in ended}


def _cancelled(job_ids: Iterable[UUID]) -> set[UUID]:
    return set(all_jobs().filter(pk__in=list(job_ids), status=Status.CANCELLED).values_list("pk", flat=True))


def _line(places: list[Place]) -> tuple[Place, ...]:
    answers = {place.parent_id: place for place in places if place.is_active}
    line: list[Place] = []
    while (following := answers.get(line[-1].id if line else None)) is not None:
        line.append(following)
    return tuple(line)
