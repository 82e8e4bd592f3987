"""One reason why a job does not run, in words for the one who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from jobs.services.describe import stamp


class Code(StrEnum):
    """What a program may tell reasons apart by."""

    FINISHED = "finished"
    RUNNING = "running"
    BUDGET_BUSY = "budget_busy"
    WORKER_SILENT = "worker_silent"
    CANCEL_REQUESTED = "cancel_requested"
    HOLD_REQUESTED = "hold_requested"
    HELD = "held"
    RUN_AT = "run_at"
    BACKOFF = "backoff"
    SNOOZED = "snoozed"
    GATE_SHUT = "gate_shut"
    BLOCKED = "blocked"
    IN_LINE = "in_line"
    CHILDREN = "children"
    PERSON = "person"
    KIND_PAUSED = "kind_paused"
    NO_WORKER = "no_worker"
    KIND_UNKNOWN = "kind_unknown"
    PAYLOAD_TOO_NEW = "payload_too_new"
    WORKERS_PAUSED = "workers_paused"
    KIND_FULL = "kind_full"
    OWNER_FULL = "owner_full"
    RATE_FULL = "rate_full"
    WORKERS_BUSY = "workers_busy"
    QUEUE_AHEAD = "queue_ahead"
    ABOUT_TO_START = "about_to_start"


@dataclass(frozen=True, slots=True)
class Cause:
    """A sentence, ended by the moment `at` where there is one, and what can be done about it."""

    code: Code
    text: str
    fix: str = "Nothing to do."
    at: datetime | None = None

    @property
    def message(self) -> str:
        """The whole sentence."""
        return self.text if self.at is None else f"{self.text} at {stamp(self.at)}."

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code.value, "message": self.message, "fix": self.fix, "at": stamp(self.at)}
