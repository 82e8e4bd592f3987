"""Writing a card as a file, and telling beforehand what the file would not hold."""

from __future__ import annotations

from generation.cards.card import CardData
from generation.cards.export import File, Format, export
from generation.cards.files import CardFile
from generation.cards.losses import losses
from generation.cards.stored import read
from generation.errors import NoPicture
from generation.models import Card
from generation.selectors.assets import facts_of, files_of, picture_file


def export_card(card: Card, form: Format) -> File:
    """The file; UnreadableCard for a row whose data fits the standard no more, NoPicture for a PNG without one."""
    data, files = _dated(card), _files(card, form)
    if form == "png" and not files and not card.may_be_drawn:
        raise NoPicture
    return export(data, form, spec=card.spec, tone=card.tone, files=files, draws=card.may_be_drawn)


def losses_of(card: Card, *forms: Format) -> dict[Format, list[str]]:
    """What a file in each of `forms` would not hold, in sentences; UnreadableCard as above."""
    data, files = read(card.data), facts_of(card.pk)
    return {form: losses(data, form, spec=card.spec, files=files) for form in forms}


def _dated(card: Card) -> CardData:
    """The card with the time of its last change: the same file, whenever it is written.

    One that was changed here says so, whatever an older revision or another program's file says; one that came
    without a date was last written when it came.
    """
    data, changed = read(card.data), int(card.updated_at.timestamp())
    is_told = data.modification_date and card.updated_at == card.created_at
    return data if is_told else data.model_copy(update={"modification_date": max(changed, data.modification_date)})


def _files(card: Card, form: Format) -> list[CardFile]:
    """No more of them than the format holds: they may be large."""
    if form == "v2":
        return []
    if form == "png":
        picture = picture_file(card.pk)
        return [picture] if picture else []
    return files_of(card.pk)
