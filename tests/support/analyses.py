"""Documents, and a reader that answers for their parts as a test wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from generation.services.analyze import Told, analyze
from generation.services.documents import store_document
from jobs.services import Submitted
from tests.support.plain_author import PlainAuthor, plain_author

LINE = "Part {number:03} tells of the river, of the mill beside it and of Ada Flint, who keeps the mill.\n"


def text_of_parts(count: int) -> str:
    """A text whose lines are parts of their own where a part may have `len(line)` characters."""
    return "".join(LINE.format(number=number) for number in range(count))


LENGTH = len(LINE.format(number=0))


def submitted(
    owner_id: UUID, text: str | bytes | None = None, parts: int = 4, max_cost_nano: int | None = None, **options: Any
) -> Submitted:
    """An analysis of `text`, or of one that has so many parts; a summary unless said otherwise."""
    document = store_document(owner_id, "river.txt", text_of_parts(parts) if text is None else text).document
    wanted: Mapping[str, Any] = {"max_chunk_chars": LENGTH}
    if "instruction" not in options:
        wanted = {**wanted, "template": "summary"}
    return analyze(owner_id, document.pk, {**wanted, **options}, Told(max_cost_nano=max_cost_nano))


Fault = Callable[[int], None]


class Reader:
    """Says of each part its first words; `author` is the provider.

    `faults` may raise for the part of a number; `read` counts the calls for each part.
    """

    def __init__(self, author: PlainAuthor) -> None:
        author.answers |= {"analyse_chunk": self._part, "reduce_points": _reduced}
        self.author = author
        self.faults: Fault = lambda number: None
        self.read: Counter[int] = Counter()

    def _part(self, inputs: Mapping[str, Any]) -> Any:
        text = str(inputs["text"]).strip()
        number = int(text[5:8])
        self.read[number] += 1
        self.faults(number)
        return {"points": [{"text": f"Point {number}", "quote": text[:40]}]}


def _reduced(inputs: Mapping[str, Any]) -> Any:
    return {"points": list(inputs["points"])[: inputs["most"]]}


@contextmanager
def reading() -> Iterator[Reader]:
    """The site's provider is a `Reader`'s."""
    with plain_author() as author:
        yield Reader(author)
