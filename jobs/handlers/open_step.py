"""The step that a handler is in."""

from __future__ import annotations

import hashlib
import json
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from jobs.queue.writes import Batch


@dataclass(slots=True)
class OpenStep:
    """The step under way: settlements wait in `unwritten` for the step's checkpoint."""

    name: str
    unwritten: list[Batch] = field(default_factory=list)


open_step: ContextVar[OpenStep | None] = ContextVar("step", default=None)


def input_hash(inputs: Any) -> str:
    """SHA-256 of `inputs` as canonical JSON."""
    text = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
