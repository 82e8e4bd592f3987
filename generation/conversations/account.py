"""What became of a card and a chat on their way into a prompt: for whoever asks why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from generation.conversations.recall import Lore, Recall
from generation.conversations.rules import Rule

Outcome = Literal["inserted", "dropped", "kept_away"]

NO_ROOM = "the model's context has no room for it"
# So many entries are told of; the rest is counted.
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Told:
    """`dropped`: called up, but without room. `kept_away`: a key was said, but a rule spoke against it."""

    id: str
    title: str
    outcome: Outcome
    why: str
    place: str
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """Tokens are estimates. `matched` are the ids of all entries that matched, for the turns to come."""

    prompt_tokens: int = 0
    room_tokens: int = 0
    messages_kept: int = 0
    messages_dropped: int = 0
    examples_kept: int = 0
    examples_dropped: int = 0
    lore: tuple[Told, ...] = ()
    lore_untold: int = 0
    matched: tuple[str, ...] = ()
    exhausted: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "tokens": {"prompt": self.prompt_tokens, "room": self.room_tokens},
            "messages": {"kept": self.messages_kept, "dropped": self.messages_dropped},
            "examples": {"kept": self.examples_kept, "dropped": self.examples_dropped},
            "lore": [
                {name: getattr(told, name) for name in ("id", "title", "outcome", "why", "place", "tokens")}
                for told in self.lore
            ],
            "lore_untold": self.lore_untold,
            "matched": list(self.matched),
            "exhausted": self.exhausted,
        }


def lore_told(inserted: Iterable[Lore], without_room: Iterable[Lore], recall: Recall) -> list[Told]:
    """What is in the prompt first, then what was called up and is not, then what was kept away."""
    return [
        *(_told(lore.rule, "inserted", lore.why, lore.tokens) for lore in inserted),
        *(_told(lore.rule, "dropped", NO_ROOM, lore.tokens) for lore in without_room),
        *_left(recall),
    ]


def _left(recall: Recall) -> Iterator[Told]:
    for left in recall.left:
        yield _told(left.rule, "dropped" if left.rule.id in recall.matched else "kept_away", left.why)


def _told(rule: Rule, outcome: Outcome, why: str, tokens: int = 0) -> Told:
    return Told(rule.id, rule.title, outcome, why, str(rule.place), tokens)
