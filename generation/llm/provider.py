"""What a model provider is: one request in, one reply out, text streamed on the way.

Adding a provider is one file that implements `Provider`, named in `generation.llm.registry`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, Protocol

from pydantic import BaseModel

OnText = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One call. `task` and `inputs` say in data what `messages` say in words, for the offline provider.

    With a `schema` the reply's text must be JSON that validates against it. `fallbacks` are models to be asked, one
    after the other, where `model` does not answer or not as it should.
    """

    task: str
    model: str
    messages: tuple[Message, ...]
    inputs: Mapping[str, Any]
    schema: type[BaseModel] | None = None
    temperature: float = 0.8
    seed: int | None = None
    max_tokens: int = 2000
    timeout_seconds: float = 120.0
    fallbacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call; `details` keeps whatever else the provider counted (cached, reasoning, ...)."""

    input_tokens: int
    output_tokens: int
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelReply:
    """`cost_usd` is what the provider says it charged; None where it does not say."""

    text: str
    model: str
    usage: Usage
    cost_usd: Decimal | None = None
    finish_reason: str = "stop"
    generation_id: str = ""


class Provider(Protocol):
    """`simulated` marks prices that nobody pays. Errors are those of `generation.llm.errors`.

    `account` names the key and the server that knows it, without telling either; "" where there is none.
    """

    name: str
    account: str
    simulated: bool

    def default_model(self, role: Literal["creative", "analysis"]) -> str: ...

    def writes(self, language: str) -> bool:
        """Whether texts can be asked for in this language, a BCP 47 tag."""

    async def complete(self, request: ModelRequest, on_text: OnText | None = None) -> ModelReply: ...
