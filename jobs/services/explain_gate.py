"""Which gate a job was put off by, what keeps that one shut, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from jobs.models import Gate, Job
from jobs.queue.gates import FAILURES, full_until
from jobs.selectors.events import gate_met
from jobs.services.cause import Cause, Code

WAIT = "Wait: no failure is counted, and what is finished is kept. Staff see it in the console, under Gates."


def shut_gate(job: Job, now: datetime) -> Iterator[Cause]:
    """The gate that the last attempt of `job` met, if it is shut still."""
    key = gate_met(job.pk)
    gate = Gate.objects.filter(pk=key).first() if key else None
    if gate is not None and (found := _shut(gate, now)):
        text, until = found
        yield Cause(Code.GATE_SHUT, text, WAIT, until)


def _shut(gate: Gate, now: datetime) -> tuple[str, datetime] | None:
    why = f": {gate.shut_reason.rstrip('.')}" if gate.shut_reason else ""
    if gate.shut_until is not None and now < gate.shut_until:
        then = "One call tries it again" if gate.failures >= FAILURES else "It opens"
        return f"The gate {gate.key} is shut{why}. {then}", gate.shut_until
    if gate.failures >= FAILURES and gate.probe_until is not None and now < gate.probe_until:
        text = f"The gate {gate.key} is shut{why}. One call tries it now; unless it is heard of, another one does"
        return text, gate.probe_until
    end = full_until(gate, now)
    if end and gate.pace is not None:
        so_many = f"{gate.pace} a minute go through the gate {gate.key} at first, then ever more"
        text = f"Fewer calls were asked for: {so_many}. The next goes"
        return text, end
    if end:
        return f"As many calls as may in a minute have gone through the gate {gate.key}. It lets more through", end
    return None
