"""Which version of the standards a document follows, whatever it says."""

from __future__ import annotations

from typing import Any

from generation.cards.reading.notes import Notes
from generation.cards.v2 import SPEC as V2
from generation.cards.v2 import V3_ONLY
from generation.cards.v3 import SPEC as V3

NEWEST = 3.0


def version_of(raw: dict[str, Any], fields: dict[str, Any], notes: Notes) -> int:
    """1, 2 or 3."""
    spec = str(raw.get("spec") or "").strip().lower()
    if spec == V3:
        _warn_of_newer(raw.get("spec_version"), notes)
        return 3
    if spec == V2:
        if not isinstance(raw.get("data"), dict):
            notes.warn("The card says it is V2 but has no `data`; its fields are taken from where they are.")
        return 2
    if not isinstance(raw.get("data"), dict):
        return 1
    guess = 3 if any(name in fields for name in V3_ONLY) else 2
    told = f"says it is {spec[:40]!r}" if spec else "does not say which standard it follows"
    notes.warn(f"The card {told}; it is read as V{guess}.")
    return guess


def _warn_of_newer(version: Any, notes: Notes) -> None:
    try:
        number = float(version)
    except (TypeError, ValueError, OverflowError):
        notes.warn("The card's spec_version is not a number; it is read as 3.0.")
        return
    if number > NEWEST:
        notes.warn(
            f"The card follows version {str(version)[:20]} of the standard, newer than 3.0, which is known here."
        )
    elif number != NEWEST:
        notes.warn(f"The card follows version {str(version)[:20]} of V3; what 3.0 adds is filled in.")
