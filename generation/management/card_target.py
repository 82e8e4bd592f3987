"""The file that a card is taken away in: judged before anything is paid for, written at the end."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from generation.cards.export import Format
from generation.errors import NoPicture, UnreadableCard
from generation.management.endings import REFUSED, UNWRITTEN, check_target
from generation.models import Card
from generation.services.export_card import export_card

# What a file of each ending may be; the first is taken where no format is named.
FORMATS_OF_ENDING: dict[str, tuple[Format, ...]] = {".png": ("png",), ".json": ("v3", "v2"), ".charx": ("charx",)}


def check_card_target(path: Path | None, form: Format | None, *, has_picture: bool) -> None:
    """CommandError where no card of that format, with a picture or none, can be written to `path`."""
    check_target(path)
    if (path or form) and not has_picture and _form_of(path, form) == "png":
        text = "--avatar none: a PNG needs a picture; take another --avatar, or --format v2, v3 or charx."
        raise CommandError(text, returncode=REFUSED)
    if path is None:
        return
    fitting = FORMATS_OF_ENDING.get(path.suffix.lower())
    if form is None and fitting is None:
        known = ", ".join(FORMATS_OF_ENDING)
        text = f"--out: {path.name} has no ending that is known; take {known}, or name a --format."
        raise CommandError(text, returncode=REFUSED)
    if form and fitting and form not in fitting:
        text = f"--out: a file of the format {form} does not end in {path.suffix.lower()}; name it otherwise."
        raise CommandError(text, returncode=REFUSED)


def write_card(card: Card, path: Path | None, form: Format | None) -> Path:
    """Where it was written: to `path`, or under the name of its own that the export gives it."""
    try:
        file = export_card(card, _form_of(path, form))
        path = path or Path(file.name)
        path.write_bytes(file.content)
    except (NoPicture, UnreadableCard) as error:
        raise CommandError(f"{error} The card is kept as {card.pk}.", returncode=UNWRITTEN) from None
    except OSError as error:
        text = f"{path} cannot be written: {error.strerror}. The card is kept as {card.pk}."
        raise CommandError(text, returncode=UNWRITTEN) from None
    return path


def _form_of(path: Path | None, form: Format | None) -> Format:
    """The format that is named, else that of the ending, else a PNG."""
    return form or FORMATS_OF_ENDING.get(path.suffix.lower() if path else "", ("png",))[0]
