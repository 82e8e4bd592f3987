"""Writing chosen fields of a card anew, as another card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from generation.cards.options import CARD_FIELDS, CardOptions
from generation.cards.text import tidy
from generation.models import Card
from generation.selectors.cards import card_of
from generation.services.generate import generate
from jobs.errors import InvalidSubmission
from jobs.services import Submitted

# Of a run, not of a card: another seed is what one asks for, and the picture is taken over.
_NOT_REPEATED = frozenset({"seed", "avatar", "avatar_upload", "fields"})

# A concept made of a card: what options ask for at least, and letters of a description at most.
_LEAST, _MOST = 10, 4000


def regenerate(
    owner_id: UUID,
    card_id: UUID,
    fields: Sequence[str],
    changes: Mapping[str, Any],
    *,
    idempotency_key: str | None = None,
) -> Submitted:
    """Submit a job that makes a new card: `fields` are written anew, all others come back byte for byte.

    The card's own options apply, with `changes`. The card stays as it is. Card.DoesNotExist for one that is
    missing or not the owner's; InvalidSubmission names each bad field; otherwise as `generate`.
    """
    card = card_of(owner_id, card_id)
    if not fields or (unknown := [name for name in fields if name not in CARD_FIELDS]):
        wrong = f"{unknown[0]!r} is no field" if fields else "Name at least one"
        raise InvalidSubmission({"fields": f"{wrong}; those of a card are {', '.join(CARD_FIELDS)}."})
    options = {**anew(card, fields), **changes}
    try:
        return generate(owner_id, options, title=f"{card.name}, anew"[:200], idempotency_key=idempotency_key)
    except InvalidSubmission as refused:  # what is kept was not asked for, but what is not
        errors = {"fields" if name == "keep_fields" else name: text for name, text in refused.errors.items()}
        raise InvalidSubmission(errors) from None


def anew(card: Card, fields: Sequence[str]) -> dict[str, Any]:
    """The options of a card like `card` in which only `fields` are written."""
    kept = [name for name in CARD_FIELDS if name not in fields]
    return {**_own(card), "base_card": str(card.pk), "keep_fields": kept}


def _own(card: Card) -> dict[str, Any]:
    """What the card was made with; for one that came from elsewhere, a concept of what it says about itself."""
    known = {name: value for name, value in card.options.items() if name in CardOptions.model_fields}
    described = card.data.get("description") if isinstance(card.data, dict) else None
    about = tidy(f"{card.name}: {described or card.summary or 'a character'}"[:_MOST])
    concept = about if len(about) >= _LEAST else f"A character, {about}"
    return {"concept": concept, **{name: value for name, value in known.items() if name not in _NOT_REPEATED}}
