"""What a turn's prompt depends on besides the card and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

USER = "User"
CONTEXT_TOKENS = 16_000
REPLY_TOKENS = 1_000


@dataclass(frozen=True, slots=True)
class Setting:
    """`seed` is the turn's: dice fall the same in each of its attempts. `stable_seed` is the conversation's.

    `system_prompt` and `post_history` are the house's own, which a card may replace. `greeting` is the index of the one
    the chat began with, 0 for `first_mes`; None where it began otherwise. `matched_before` are the ids of lore entries
    that matched in earlier turns. `context_tokens` are those of the prompt and the reply together.
    """

    now: datetime
    seed: int
    stable_seed: int = 0
    user_name: str = USER
    system_prompt: str = ""
    post_history: str = ""
    greeting: int | None = 0
    matched_before: frozenset[str] = frozenset()
    context_tokens: int = CONTEXT_TOKENS
    reply_tokens: int = REPLY_TOKENS
