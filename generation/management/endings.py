"""How commands that follow a job end: exit codes for scripts, and what can be refused before anything is paid for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from jobs.services.explain import why_waiting
from jobs.states import Status

# 2 as argparse has it; 73 and 75 as sysexits.h; 130 as a shell tells of a process that Ctrl-C ended.
REFUSED, FAILED, CANCELLED, PARTIAL, HELD = 2, 3, 4, 5, 6
UNWRITTEN, BUSY, INTERRUPTED = 73, 75, 130


def check_target(path: Path | None, flag: str = "--out") -> None:
    """CommandError where no file can be written to `path`."""
    if path and not path.resolve().parent.is_dir():
        text = f"{flag}: there is no directory {path.resolve().parent}; make it first."
        raise CommandError(text, returncode=UNWRITTEN)
    if path and path.is_dir():
        raise CommandError(f"{flag}: {path} is a directory; name a file in it.", returncode=UNWRITTEN)


def left_waiting(job: Any) -> CommandError:
    """What to say, and how to end, of a job that is held or put off."""
    why = " ".join(f"{cause.message} {cause.fix}" for cause in why_waiting(job.owner, job)[:1])
    code = HELD if job.status == Status.HELD else BUSY
    return CommandError(f"Job {job.pk} waits. {why} Finished steps are kept.", returncode=code)


def cost_in_words(told: Mapping[str, Any]) -> str:
    """Of a job, or an analysis, as the API tells it."""
    if told["cost_usd"] is None:
        return "cost unknown"
    simulated = told["usage"]["simulated_cost_usd"]
    return f"${told['cost_usd']}" + (f" (simulated ${simulated})" if simulated != "0" else "")
