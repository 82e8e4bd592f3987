"""Writing a card as a file, and telling beforehand what the file would not hold."""

from __future__ import annotations

import pydantic

from generation.cards.card import CardData
from generation.cards.export import File, Format, export
from generation.cards.files import CardFile
from generation.cards.losses import losses
from generation.errors import NoPicture, UnreadableCard
from generation.models import Card
from generation.selectors.assets import facts_of, files_of, picture_file


def export_card(card: Card, form: Format) -> File:
    """The file; UnreadableCard for a row whose data fits the standard no more, NoPicture for a PNG without one."""
    data, files, draws = _data(card), _files(card, form), card.options.get("avatar") != "none"
    if form == "png" and not files and not draws:
        raise NoPicture
    return export(data, form, spec=card.spec, tone=card.tone, files=files, draws=draws)


def losses_of(card: Card, *forms: Format) -> dict[Format, list[str]]:
    """What a file in each of `forms` would not hold, in sentences; UnreadableCard as above."""
    data, files = _data(card), facts_of(card.pk)
    return {form: losses(data, form, spec=card.spec, files=files) for form in forms}


def _data(card: Card) -> CardData:
    try:
        return CardData.model_validate(card.data)
    except pydantic.ValidationError:
        raise UnreadableCard from None


def _files(card: Card, form: Format) -> list[CardFile]:
    """No more of them than the format holds: they may be large."""
    if form == "v2":
        return []
    if form == "png":
        picture = picture_file(card.pk)
        return [picture] if picture else []
    return files_of(card.pk)
