"""A file of any kind as a card."""

from __future__ import annotations

from dataclasses import dataclass

from generation.cards.card import CardData
from generation.cards.files import CardFile
from generation.cards.reading.document import Document, document_of
from generation.cards.reading.errors import NotACard, NotJson
from generation.cards.reading.files import Container, decoded, with_files
from generation.cards.reading.json_text import parse
from generation.cards.reading.notes import Notes
from generation.cards.reading.png_texts import KEYWORDS, Texts, texts_of
from generation.cards.reading.webp import webp_refusal
from generation.cards.reading.zip_files import CARD, files_of
from generation.file_kinds import JPEG, PNG, ZIP, is_binary, other_kind
from generation.zip_record import is_zip

_HEAD = 4096
# So many texts of one keyword are tried.
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Card:
    """What was read: `spec` says which standards its files should carry; `losses` what was not taken over."""

    data: CardData
    spec: str
    files: list[CardFile]
    warnings: list[str]
    losses: list[str]


def read_card(content: bytes) -> Card:
    """The card in a JSON, PNG, APNG or CHARX; NotACard says what the file is instead, or what is wrong with it."""
    notes = Notes()
    document, container = _opened(content, notes)
    data, files = with_files(document.data, container, notes)
    return Card(data, document.spec, files, notes.warnings, notes.losses)


def _opened(content: bytes, notes: Notes) -> tuple[Document, Container]:
    head = content[:_HEAD]
    if head.startswith(PNG):
        return _from_png(content, notes)
    if refusal := webp_refusal(head):
        raise NotACard(refusal)
    if is_zip(content):
        return _from_charx(content, notes)
    if what := _no_card(head):
        raise NotACard(f"{what} Cards come as PNG, CHARX or JSON.")
    return document_of(_json(content, notes), notes), Container()


def _no_card(head: bytes) -> str:
    """What a file is that is neither PNG, zip nor text; empty for text."""
    if not head.strip():
        return "The file is empty."
    if head.startswith(JPEG):
        return "This is a JPEG picture without a card in it."
    if head.startswith(ZIP):
        return "The zip is damaged: its list of files is cut off."
    if noun := other_kind(head):
        return f"This is {noun}, not a card."
    return "This is a file of no kind known here." if is_binary(head) else ""


def _json(content: bytes, notes: Notes) -> object:
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith((b"{", b"[", b'"')):
        raise NotJson("This is text, but no JSON and so no card. Cards come as PNG, CHARX or JSON.")
    return parse(content, notes)


def _from_charx(content: bytes, notes: Notes) -> tuple[Document, Container]:
    files = files_of(content)
    document = document_of(parse(files.pop(CARD), notes), notes)
    container = Container(files=files)
    if content.startswith(JPEG):
        container.picture, container.picture_ext = content[: content.find(ZIP)], "jpg"
    return document, container


def _from_png(image: bytes, notes: Notes) -> tuple[Document, Container]:
    texts = texts_of(image, notes)
    if others := [repr(keyword[:40]) for keyword in dict.fromkeys(texts.others)]:
        more = f" and {len(others) - 5:,} more" if len(others) > 5 else ""
        notes.lose(f"The PNG's other texts are not kept: {', '.join(others[:5])}{more}.")
    files = {path: file for path, value in texts.paths.items() if (file := decoded(value)) is not None}
    return _first_readable(texts, notes), Container(picture=texts.picture, files=files)


def _first_readable(texts: Texts, notes: Notes) -> Document:
    """The V3 text, or else the V2 text; the first where there are several of one kind."""
    candidates = [(keyword, value) for keyword in KEYWORDS for value in texts.values.get(keyword, ())[:_TRIES]]
    if not candidates:
        raise NotACard(_without_card(texts))
    for keyword in KEYWORDS:
        if len(texts.values.get(keyword, ())) > 1:
            notes.warn(f"The PNG has several texts {keyword!r}; the first that can be read is taken.")
    faults = []
    for keyword, value in candidates:
        attempt = Notes()
        try:
            document = document_of(parse(_payload(value, attempt), attempt), attempt)
        except NotACard as fault:
            faults.append(f"The text {keyword!r} of the PNG is no card. {fault}")
            continue
        notes.add(attempt)
        for told in faults:
            notes.warn(f"{told} Another text is taken.")
        return document
    raise NotACard(faults[0])


def _without_card(texts: Texts) -> str:
    """What a PNG is in which no card was found."""
    others = ", ".join(repr(keyword[:40]) for keyword in texts.others[:5])
    named = f"; its texts are {others}." if others else ": it has no texts."
    if texts.is_cut:
        return f"This PNG is cut off before its end. Up to there it has no card{named} Fetch it anew."
    return f"This is a PNG without a card in it{named}"


def _payload(value: bytes, notes: Notes) -> bytes:
    if value.lstrip().startswith(b"{"):
        notes.warn("The card in the PNG was not in base64.")
        return value
    payload = decoded(value)
    if payload is None:
        raise NotACard("Its base64 is broken.")
    return payload
