"""What was said, as keys are looked for in it."""

from __future__ import annotations

from collections.abc import Sequence

from generation.conversations.keys import Text
from generation.conversations.turns import Turn

# The newest of what is looked at.
MOST_CHARACTERS = 50_000


class Chat:
    """The messages of a chat, and what lore found in them says, where that is looked through too."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self.replies = sum(turn.by == "assistant" for turn in turns)
        self._turns = turns
        self._beyond = ""
        self._windows: dict[int, Text] = {}

    def window(self, depth: float, *, beyond: bool) -> Text:
        """The newest `depth` messages; with `beyond`, also what was added."""
        key = -1 if not beyond else 1
        count = int(max(0, min(depth, len(self._turns))))
        found = self._windows.get(key * (count + 1))
        if found is None:
            said = "\n".join(turn.text for turn in self._turns[len(self._turns) - count :])[-MOST_CHARACTERS:]
            found = Text(f"{said}\n{self._beyond}" if beyond else said)
            self._windows[key * (count + 1)] = found
        return found

    def add(self, texts: Sequence[str]) -> None:
        """Let `texts` be looked through too."""
        self._beyond = "\n".join([*filter(None, [self._beyond]), *texts])[-MOST_CHARACTERS:]
        self._windows = {key: text for key, text in self._windows.items() if key < 0}
