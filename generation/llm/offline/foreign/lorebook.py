"""The lorebook of a world in another language."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import lru_cache

from generation.llm.offline.foreign.setting import Setting, setting_of
from generation.llm.offline.grammar import Subject
from generation.llm.offline.growing import Growing
from generation.llm.offline.lorebook import Entry, Shape
from generation.llm.offline.world import KEPT, World
from generation.llm.offline.world.world import MOST
from generation.llm.offline.writer import Writer

_SENTENCE = 20  # tokens
_MOST_SENTENCES = 6


@lru_cache(maxsize=KEPT)
def foreign_lorebook(world: World, language: str, shape: Shape) -> Growing[Entry]:
    """The one of this world in this language: all pieces of a card read the same."""
    return Growing(_entries(setting_of(world, language), shape))


def _entries(setting: Setting, shape: Shape) -> Iterator[Entry]:
    writer, numbers = setting.writer("lore", shape.avoid), dict.fromkeys(shape.categories, 0)
    for category in itertools.islice(itertools.cycle(shape.categories), MOST):
        yield _entry(setting, shape, writer, setting.titles[category][numbers[category]], category)
        numbers[category] += 1


def _entry(setting: Setting, shape: Shape, writer: Writer, title: str, category: str) -> Entry:
    writer.begin({"name": setting.world.called, "title": title}, exclude=[title])
    subject, is_person = Subject(setting.world.called, "it"), category == "person"
    lines = setting.lines["person" if is_person else "thing"]
    told = list(writer.sentences(lines, subject, max(1, min(_MOST_SENTENCES, shape.tokens // _SENTENCE))))
    keys = (title, title.split(maxsplit=1)[0]) if is_person else (title,)
    return Entry(
        title=title,
        category=category,
        keys=keys[: shape.keys],
        brief=writer.write(setting.lines["plan"], subject, needed=True),
        content=" ".join(told) or writer.write(lines, subject, needed=True),
    )
