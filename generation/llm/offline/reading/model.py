"""What reading a concept gives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.llm.offline.reading.cleaning import cut
from generation.llm.offline.reading.places import Place
from generation.llm.offline.reading.scripts import Script
from generation.llm.offline.reading.sentences import is_tellable

_END = re.compile(r"(?<=[.!?])\s")
_STRIP = " .,;:-"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What a concept says. `role` has no article, `article` is the one it had (a, the or nothing); `clause` follows
    it ("who cannot forget a face"); `told` are further sentences fit to be repeated; `keywords` its nouns, telling
    ones first. Words in another script are its own; `hints` says in English what was understood of them.
    """

    text: str
    name: str
    role: str
    article: str
    traits: tuple[str, ...]
    place: Place | None
    clause: str
    told: tuple[str, ...]
    keywords: tuple[str, ...]
    pronoun: str | None
    language: str
    script: Script | None = None
    hints: str = ""

    @property
    def tellable(self) -> bool:
        """False where the text speaks to a program rather than of a story."""
        return is_tellable(self.text)

    @property
    def quote(self) -> str:
        """A few of the concept's own words, where little else could be made of them; `` elsewhere."""
        read = not self.script and (self.role or self.clause or self.name or not self.keywords)
        if read or not self.tellable:
            return ""
        sentence = _END.split(self.text)[0].strip(_STRIP).replace('"', "'")
        short = cut(sentence, _LONGEST)
        return sentence if short == sentence else short.rpartition(", ")[0] or short
