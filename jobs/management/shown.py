"""How a shell shows jobs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jobs.models import Job
from jobs.services.printable import printable


def as_json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, default=str)


def table(jobs: Iterable[Job]) -> Iterator[str]:
    """One line a job."""
    lines = [
        (str(job.pk), job.status, f"{job.progress} %", job.kind, f"{job.created_at:%Y-%m-%d %H:%M}", _title(job))
        for job in jobs
    ]
    if not lines:
        yield "No job matches."
        return
    heads = ("ID", "STATUS", "DONE", "KIND", "CREATED", "TITLE")
    widths = [max(len(line[column]) for line in (heads, *lines)) for column in range(len(heads))]
    for line in (heads, *lines):
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def page(told: Mapping[str, Any]) -> Iterator[str]:
    """All of one job that matters, as `describe_in_full` tells it."""
    for name in ("id", "kind", "title", "status", "progress", "priority", "created_at", "started_at", "finished_at"):
        if told[name] not in (None, ""):
            yield f"{name.replace('_', ' '):<12}{printable(str(told[name]))}"
    yield f"{'cost':<12}{'unknown' if told['cost_usd'] is None else told['cost_usd'] + ' USD'}"
    if told["error"]:
        yield f"{'error':<12}{_error(told['error'])}"
    for attempt in told["attempts"]:
        seconds = "runs" if attempt["seconds"] is None else f"{attempt['seconds']:.1f} s"
        why = f"  {_error(attempt['error'])}" if attempt["error"] else ""
        yield f"{'attempt':<12}{attempt['number']}  {attempt['outcome'] or 'runs'}  {seconds}{why}"
    for step in told["steps"]:
        yield f"{'step':<12}{step['name']}  {step['status']}"


def event(told: Mapping[str, Any]) -> str:
    """One event as a line."""
    return f"{told['at'][11:19]}  {told['seq']:>5}  {told['type']:<9} {printable(told['message'])}".rstrip()


def _title(job: Job) -> str:
    text = printable(job.title)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _error(error: Mapping[str, str]) -> str:
    return printable(f"{error['class']}: {error['message']}")
