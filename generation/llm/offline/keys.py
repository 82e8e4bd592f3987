"""Trigger keys of lore entries: words that people would type, none used by two entries, no commas."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from generation.llm.offline.wordlists import words
from generation.llm.offline.world import World

# Things an entry mentions, best triggers first.
_HOOKS = ("object", "creature", "danger", "goods", "food", "smell", "sound", "quarrel", "trades", "act")
# Too common to call up one entry only.
_COMMON = frozenset(
    words(
        """
        year day hour night rule law key house way time light ring song call right cut ban run road
        room door map lamp bell book gate inn bar well pass lane family watch crew team party fall
        will letter silence
        """
    )
)
_FORMS = ("old {}", "story of {}", "rumours about {}", "truth about {}", "end of {}", "secret of {}", "news of {}")


class Keyring:
    """Hands out keys. Titles are reserved for their own entries."""

    def __init__(self, world: World) -> None:
        concept = set() if world.reading.script else {word.lower() for word in world.reading.keywords}
        self._own = {
            world.name.lower(),
            world.called.lower(),
            world.here.lower(),
            *world.name.lower().split(),
            *concept,
        }
        self._taken: set[str] = set()
        titles = [*(person.name for person in world.people), *itertools.chain(*world.titles.values())]
        self._reserved = {core(title).lower(): title for title in titles}

    def keys_for(self, title: str, category: str, drawn: Sequence[tuple[str, str]], count: int) -> tuple[str, ...]:
        """`count` keys, best first; at least the title's own words."""
        found: list[str] = []
        for key in self._candidates(core(title), category, drawn):
            if len(found) == count:
                break
            if self._free(key, title):
                self._taken.add(key.lower())
                found.append(key)
        return tuple(found)

    def _candidates(self, name: str, category: str, drawn: Sequence[tuple[str, str]]) -> Iterator[str]:
        yield name
        parts = name.split()
        if category == "person":
            yield from parts
        elif len(parts) == 2 and len(parts[1]) > 4 and parts[1].lower() not in _COMMON:
            yield parts[1].lower()
        yield from (word for slot, word in drawn if slot == "keyword" and not word.isascii())
        yield from (without_article(word) for wanted in _HOOKS for slot, word in drawn if slot == wanted)
        yield from (form.format(name) for form in _FORMS)

    def _free(self, key: str, title: str) -> bool:
        lowered = key.lower()
        if self._reserved.get(lowered, title) != title or lowered in self._taken:
            return False
        least = 3 if key.isascii() else 2
        return (
            least <= len(key) <= 60 and "," not in key and (lowered not in self._own or core(title).lower() == lowered)
        )


def core(title: str) -> str:
    """A title without its article."""
    return title.removeprefix("the ")


def without_article(phrase: str) -> str:
    """`the creak of ropes` -> `creak of ropes`."""
    first, _, rest = phrase.partition(" ")
    return rest if first in {"the", "a", "an"} and rest else phrase
