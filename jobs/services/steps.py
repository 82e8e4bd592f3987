"""A job's steps as they stand, told from its events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jobs.models import JobLog
from jobs.services.describe import stamp

_STATUS = {"started": "running", "finished": "finished", "failed": "failed", "reused": "finished"}


def describe_steps(events: Iterable[JobLog], *, running_attempt: int | None) -> list[dict[str, Any]]:
    """One entry a step, in the order of their first start, as its newest event left it.

    `events` are of type `step`, oldest first. A step that a later attempt took over has its old times and `reused`;
    one whose attempt ended without it (`running_attempt` is another, or None) is `stopped`.
    """
    steps: dict[str, dict[str, Any]] = {}
    for event in events:
        name, phase = str(event.data.get("step", "")), str(event.data.get("phase", ""))
        if phase not in _STATUS:
            continue
        step = steps.setdefault(name, _new(name))
        step |= {"status": _STATUS[phase], "attempt": event.data.get("attempt")}
        step["note"] = event.data.get("note", step["note"])
        if phase == "started":
            step |= {"started_at": stamp(event.at), "finished_at": None, "seconds": None, "reused": False}
        elif phase == "reused":
            step["reused"] = True
        else:
            step |= {"finished_at": stamp(event.at), "seconds": event.data.get("seconds")}
    for step in steps.values():
        if step["status"] == "running" and step["attempt"] != running_attempt:
            step["status"] = "stopped"
    return list(steps.values())


def _new(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "note": "",
        "status": "running",
        "attempt": None,
        "reused": False,
        "started_at": None,
        "finished_at": None,
        "seconds": None,
    }
