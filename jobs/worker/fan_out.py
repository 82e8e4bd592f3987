"""A handler's fan-out as children that the queue can enter."""

from __future__ import annotations

from pydantic import BaseModel

from jobs.conf import conf
from jobs.errors import InvalidSubmission
from jobs.handlers import Child, FanOut, registry
from jobs.queue.children import NewChild
from jobs.queue.journal import json_bytes, sanitised
from jobs.queue.report import Settle
from jobs.states import AttemptOutcome, Priority


def settle_for_fan_out(verdict: FanOut) -> Settle:
    """The settle of `verdict`; a failure that names the child when one of them is not valid."""
    if len(verdict.children) > conf().max_children:
        return _invalid(f"{len(verdict.children)} children; at most {conf().max_children} are allowed.")
    children = []
    for index, child in enumerate(verdict.children):
        try:
            children.append(_checked(child))
        except InvalidSubmission as error:
            return _invalid(f"child {index}: {error}")
    return Settle(AttemptOutcome.FANNED_OUT, children=children, join=verdict.join, at_once=verdict.at_once)


def _invalid(message: str) -> Settle:
    return Settle(AttemptOutcome.FAILED, error_class="InvalidFanOut", message=message)


def _checked(child: Child) -> NewChild:
    handler = registry.get(child.kind)
    given = child.payload.model_dump(mode="json") if isinstance(child.payload, BaseModel) else child.payload
    payload = handler.parse(given)
    stored = sanitised(payload.model_dump(mode="json"))
    if (size := json_bytes(stored)) > conf().payload_bytes:
        raise InvalidSubmission({"payload": f"{size} bytes; at most {conf().payload_bytes} are allowed."})
    if child.priority is not None and child.priority not in Priority.values:
        raise InvalidSubmission({"priority": f"Must be one of {', '.join(Priority.values)}."})
    return NewChild(
        kind=child.kind,
        payload=stored,
        payload_version=handler.version,
        title=(child.title or handler.title(payload))[:200],
        max_attempts=child.max_attempts or handler.max_attempts,
        timeout_seconds=handler.timeout_for(payload),
        priority=child.priority,
        span=child.span,
    )
