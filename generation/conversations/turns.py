"""What was said in a chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Turn:
    """`by` is whose words these are: the person's (`user`) or the bot's (`assistant`)."""

    by: Side
    text: str
