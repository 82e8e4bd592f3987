"""A streamed reply as it comes in, gathered into a `ModelReply`. Nothing the server sends is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from generation.llm.cleaning import clean_json, one_line
from generation.llm.errors import CutStream, InvalidOutput
from generation.llm.provider import ModelReply, Usage

MOST_TOKENS = 2_147_483_647
MOST_USD = Decimal(100_000)
# Servers' words for how a reply ended, and ours.
FINISHED = {
    "stop": "stop",
    "eos": "stop",
    "eos_token": "stop",
    "stop_sequence": "stop",
    "end_turn": "stop",
    "tool_calls": "stop",
    "function_call": "stop",
    "length": "length",
    "max_tokens": "length",
    "content_filter": "content_filter",
    "refusal": "content_filter",
}


class Transcript:
    """Feed it every chunk (a plain mapping) of one reply."""

    def __init__(self, max_chars: int) -> None:
        self._max_chars = max_chars
        self._pieces: list[str] = []
        self._length = 0
        self._usage: Mapping[str, Any] = {}
        self._finish = ""
        self._refused = False
        self._model = ""
        self._id = ""

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def feed(self, chunk: Mapping[str, Any]) -> str:
        """Take one chunk in; the text it adds. InvalidOutput when the reply grows past all measure."""
        self._note(chunk)
        choices = chunk.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, Mapping):
            return ""
        finish = choice.get("finish_reason")
        if isinstance(finish, str) and finish:
            self._finish = FINISHED.get(finish, "")
        # A server that does not stream sends one `message` instead of `delta`s.
        part = choice.get("delta") or choice.get("message")
        if not isinstance(part, Mapping):
            return ""
        self._refused = self._refused or bool(part.get("refusal"))
        piece = part.get("content")
        return self._add(piece) if isinstance(piece, str) else ""

    def reply(self, *, asked_model: str, estimated: Usage, generation_id: str = "") -> ModelReply:
        """The whole reply; CutStream if it never ended. `estimated` stands in for usage not reported."""
        if not self._finish:
            raise CutStream("The reply broke off before its end.", partial=self.text)
        return ModelReply(
            text=self.text,
            model=self._model or asked_model,
            usage=self._counted(estimated),
            cost_usd=_money(self._usage.get("cost")),
            finish_reason="content_filter" if self._refused else self._finish,
            generation_id=one_line(generation_id or self._id, limit=120),
        )

    def _note(self, chunk: Mapping[str, Any]) -> None:
        if isinstance(usage := chunk.get("usage"), Mapping):
            self._usage = usage
        if isinstance(model := chunk.get("model"), str):
            self._model = one_line(model, limit=120)
        if isinstance(identity := chunk.get("id"), str):
            self._id = identity

    def _add(self, piece: str) -> str:
        self._length += len(piece)
        if self._length > self._max_chars:
            raise InvalidOutput(f"The reply is longer than {self._max_chars:,} characters.")
        self._pieces.append(piece)
        return piece

    def _counted(self, estimated: Usage) -> Usage:
        given = _count(self._usage.get("prompt_tokens"))
        taken = _count(self._usage.get("completion_tokens"))
        if given is None or taken is None:
            return estimated
        return Usage(given, taken, _details(self._usage))


def _count(value: Any) -> int | None:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_TOKENS
    return value if known else None


def _money(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        amount = Decimal(str(value)[:40])
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount <= MOST_USD else None


def _details(usage: Mapping[str, Any]) -> dict[str, Any]:
    """What else was counted: numbers, and one level of named numbers, as they came."""
    found: dict[str, Any] = {}
    for key, value in list(usage.items())[:40]:
        if isinstance(value, Mapping):
            found[key] = {name: part for name, part in list(value.items())[:40] if _count(part) is not None}
        elif _count(value) is not None:
            found[key] = value
    cleaned: dict[str, Any] = clean_json(found)
    return cleaned
