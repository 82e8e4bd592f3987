"""What a job kind is: a payload type and the work to do with it."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from jobs.errors import InvalidSubmission
from jobs.handlers.context import JobContext
from jobs.handlers.verdicts import Verdict


class Payload(BaseModel):
    """Base of all payloads: immutable, unknown fields refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


P = TypeVar("P", bound=BaseModel)


class Handler(ABC, Generic[P]):
    """One job kind. Subclass it in a `kinds` package and add an instance to that package's `KINDS`.

    `run` is `async def` (on the worker's event loop: it must not block or touch the ORM, use `ctx.read`)
    or a plain `def` (in a thread of its own, where the ORM is welcome; `ctx.sync` is its context).
    """

    kind: ClassVar[str]
    label: ClassVar[str]
    payload_type: type[P]
    version: ClassVar[int] = 1
    max_attempts: ClassVar[int] = 3
    timeout_seconds: ClassVar[float] = 3600.0
    retention_days: ClassVar[float | None] = None

    @abstractmethod
    def run(self, ctx: JobContext, payload: P) -> Verdict | Awaitable[Verdict]:
        """Do the work; return a verdict, or raise to be tried again with backoff."""

    def title(self, payload: P) -> str:
        """The job's title where its submitter gave none."""
        return self.label

    def timeout_for(self, payload: P) -> float:
        """Seconds one attempt may take."""
        return self.timeout_seconds

    @property
    def is_async(self) -> bool:
        return inspect.iscoroutinefunction(self.run)

    def parse(self, data: Any) -> P:
        """`data` as this kind's payload; InvalidSubmission names each bad field as `payload.<path>`."""
        try:
            return self.payload_type.model_validate(data)
        except ValidationError as error:
            raise InvalidSubmission(field_errors(error, prefix="payload")) from None


def field_errors(error: ValidationError, prefix: str = "") -> dict[str, str]:
    """Pydantic's errors as `{dotted path: sentence}`."""
    found: dict[str, str] = {}
    for item in error.errors(include_url=False, include_context=False):
        path = ".".join([*([prefix] if prefix else []), *(str(part) for part in item["loc"])])
        text = "Unknown field; remove it." if item["type"] == "extra_forbidden" else item["msg"]
        found.setdefault(path or "payload", text.removeprefix("Value error, "))
    return found
