"""What a job kind is: a payload type and the work to do with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from jobs.errors import InvalidSubmission
from jobs.handlers.context import JobContext
from jobs.handlers.verdicts import Complete, Verdict
from jobs.handlers.wording import field_errors


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
    version: ClassVar[int] = 1  # of the payload: raise it when old payloads no longer parse, and override `upgrade`
    max_attempts: ClassVar[int] = 3
    timeout_seconds: ClassVar[float] = 3600.0
    isolated: ClassVar[bool] = False  # run each attempt in a process of its own, which may crash or be killed
    memory_bytes: ClassVar[int | None] = None  # what that process may take beyond what it starts with
    is_part: ClassVar[bool] = False  # fan-outs make its jobs; nobody submits one
    made_by: ClassVar[str] = ""  # what makes its jobs, such as `POST chat`, where nobody submits one by its kind
    retention_days: ClassVar[float | Mapping[str, float] | None] = None  # in all final states, or by state

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        if cls.memory_bytes is not None and not cls.isolated:
            raise TypeError(f"{cls.__name__}: memory_bytes limits a process of its own; set isolated = True too.")

    @abstractmethod
    def run(self, ctx: JobContext, payload: P) -> Verdict | Awaitable[Verdict]:
        """Do the work; return a verdict, or raise to be tried again with backoff."""

    def join(self, ctx: JobContext, payload: P) -> Verdict | Awaitable[Verdict]:
        """Put together what the children of a `FanOut` made (`ctx.children()`), once all of them are final.

        It runs as an attempt of its own: `async def` or plain, like `run`. A `Complete` becomes a partial success
        where children failed.
        """
        return Complete()

    def title(self, payload: P) -> str:
        """The job's title where its submitter gave none."""
        return self.label

    def timeout_for(self, payload: P) -> float:
        """Seconds one attempt may take."""
        return self.timeout_seconds

    def cost_cap_for(self, payload: P) -> int | None:
        """What a job with this payload may cost at most, in nano-dollars; None where the payload has no say."""
        return None

    def upgrade(self, data: Any, version: int) -> Any:
        """`data`, a payload of the older `version`, as one of this version. Override it when you raise `version`.

        It is called before the payload is parsed, wherever a job of an earlier release is run or shown.
        """
        raise InvalidSubmission(
            {
                "payload": f"A {self.kind} payload of version {version} cannot be read: this release reads version"
                f" {self.version} and has no upgrade from {version}. Submit the job again."
            }
        )

    def load(self, data: Any, version: int) -> P:
        """The stored payload `data` of `version`, brought to this version; InvalidSubmission says why it cannot be."""
        if version > self.version:
            raise InvalidSubmission(
                {
                    "payload": f"A {self.kind} payload of version {version} is newer than this release, which reads"
                    f" version {self.version}. Update this process."
                }
            )
        if version < self.version:
            data = self._upgraded(data, version)
        return self.parse(data)

    def _upgraded(self, data: Any, version: int) -> Any:
        try:
            return self.upgrade(data, version)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            text = f"The upgrade of a {self.kind} payload from version {version} failed: {error!r}"
            raise InvalidSubmission({"payload": text}) from error

    def parse(self, data: Any) -> P:
        """`data` as this kind's payload; InvalidSubmission names each bad field as `payload.<path>`."""
        try:
            return self.payload_type.model_validate(data)
        except ValidationError as error:
            raise InvalidSubmission(field_errors(error, prefix="payload")) from None
