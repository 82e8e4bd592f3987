"""Cursors: a place in a list, signed, so that an address can carry it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from rest_framework.exceptions import ValidationError

from jobs.selectors.ordering import Place

_SALT = "jobs.cursor"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The page next after `place`, or next `before` it, in `ordering`."""

    ordering: str
    place: Place
    before: bool

    def __str__(self) -> str:
        key = self.place.key
        told = key.isoformat() if isinstance(key, datetime) else key
        return signing.dumps([self.ordering, told, self.place.job_id.hex, self.before], salt=_SALT, compress=True)


def read_cursor(text: str, ordering: str) -> Cursor:
    """The cursor in `text`; ValidationError for one that is not ours or belongs to another ordering."""
    try:
        made_for, key, job_id, before = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        raise ValidationError({"cursor": ["This cursor is damaged; take it from `next`, or start without."]}) from None
    if made_for != ordering:
        raise ValidationError({"cursor": [f"This cursor is for ordering={made_for}; ask for that, or start without."]})
    return Cursor(ordering, Place(datetime.fromisoformat(key) if isinstance(key, str) else key, UUID(job_id)), before)
