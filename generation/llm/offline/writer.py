"""Writes sentences that have not been written before and hold nothing that is to be avoided."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from generation.llm.offline.avoiding import avoided, without_avoided
from generation.llm.offline.grammar import Subject, compose
from generation.llm.offline.world.randomness import deck

RUN = 8  # words; two texts of a card share no run this long
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_ATTEMPTS = 4


class Writer:
    """One text after another from shared banks; `drawn` lists what the current text was furnished with.

    Templates that are not `fit` are left out where a bank has others; `style` may rewrite those that are taken.
    """

    def __init__(
        self,
        rng: random.Random,
        slots: Mapping[str, Sequence[str]],
        avoid: Sequence[str] = (),
        *,
        fit: Callable[[str], bool] = bool,
        style: Callable[[str], str] = str,
        english: bool = True,
    ) -> None:
        self._rng = rng
        self._avoid = avoided(avoid)
        self._fit, self._style = fit, style
        self._english = english
        self._slots = {name: deck(self._allowed(words), rng) for name, words in slots.items()}
        self._banks: dict[tuple[str, ...], list[str]] = {}
        self._runs: set[tuple[str, ...]] = set()
        self._sentences: set[str] = set()
        self._tail: list[str] = []
        self._opening = ""
        self._fixed: Mapping[str, str] = {}
        self._excluded: frozenset[str] = frozenset()
        self.drawn: list[tuple[str, str]] = []

    def begin(self, fixed: Mapping[str, str] | None = None, exclude: Sequence[str] = ()) -> None:
        """A new text: slots in `fixed` keep their word, those in `exclude` are not drawn."""
        self._fixed = fixed or {}
        self._excluded = frozenset(exclude)
        self._tail = []
        self.drawn = []

    def write(self, bank: Sequence[str], subject: Subject, *, needed: bool = False) -> str:
        """A sentence from `bank`, or `` when it has nothing new to say; one that is `needed` may repeat itself."""
        text = ""
        for template in self._templates(bank) or (list(bank) if needed else []):
            for _ in range(_ATTEMPTS):
                before = len(self.drawn)
                text = compose(self._style(template), self._rng, self._draw, subject, english=self._english)
                if self._accept(text):
                    self._used(bank, template)
                    self._opening = _opening(template)
                    return text
                del self.drawn[before:]
        return without_avoided(text, self._avoid) if needed else ""

    def sentences(self, bank: Sequence[str], subject: Subject, count: int) -> Iterator[str]:
        """Up to `count` of them, none from the same template."""
        for _ in range(min(count, len(self._templates(bank)))):
            text = self.write(bank, subject)
            if not text:
                return
            yield text

    def take(self, text: str) -> None:
        """Count `text`, written elsewhere, as written."""
        found = _words(text)
        self._runs.update(_runs(found))
        self._tail = found[-(RUN - 1) :]

    def allows(self, text: str) -> bool:
        return self._avoid is None or not self._avoid.search(text)

    def _templates(self, bank: Sequence[str]) -> list[str]:
        """The bank's templates in random order, those used least first, and those first that open differently."""
        key = tuple(bank)
        if key not in self._banks:
            fit = [template for template in key if self._fit(template)]
            self._banks[key] = self._rng.sample(fit, len(fit))
        return sorted(self._banks[key], key=lambda template: _opening(template) == self._opening)

    def _used(self, bank: Sequence[str], template: str) -> None:
        order = self._banks[tuple(bank)]
        if template in order:
            order.remove(template)
            order.append(template)

    def _draw(self, key: str) -> str:
        if key in self._fixed:
            return self._fixed[key]
        slot = key.rstrip("0123456789")
        word = next(self._slots[slot])
        for _ in range(6):
            if word not in self._excluded and (slot, word) not in self.drawn and word != self._fixed.get(slot):
                break
            word = next(self._slots[slot])
        self.drawn.append((slot, word))
        return word

    def _accept(self, text: str) -> bool:
        found = _words(text)
        runs = set(_runs([*self._tail, *found]))
        plain = " ".join(found)
        if runs & self._runs or plain in self._sentences or not self.allows(text):
            return False
        self._runs |= runs
        self._sentences.add(plain)
        self._tail = [*self._tail, *found][-(RUN - 1) :]
        return True

    def _allowed(self, words: Sequence[str]) -> Sequence[str]:
        return [word for word in words if self.allows(word)] or list(words[:1])


def _opening(template: str) -> str:
    return template.partition(" ")[0].lower()


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for index in range(len(words) - RUN + 1):
        yield tuple(words[index : index + RUN])
