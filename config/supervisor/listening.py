"""The port: whether we may listen there, and whether the site answers."""

from __future__ import annotations

import socket
import time

from config.supervisor.alarm import Alarm
from config.supervisor.plan import Plan

RETRY_SECONDS = 0.1


class Refused(Exception):
    """It cannot start; the message gives the cause and the fix."""


def claim_port(plan: Plan, alarm: Alarm, patience: float) -> None:
    """Return once nobody listens at the site's address; Refused when not within `patience` seconds."""
    deadline = time.monotonic() + patience
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    while True:
        try:
            socket.create_server((plan.host, plan.port), family=family).close()
        except OSError as cause:
            if time.monotonic() >= deadline:
                raise Refused(
                    f"Cannot listen on {plan.host}:{plan.port} ({cause.strerror or cause}). "
                    f"Stop what uses that port, or take another: make run PORT={plan.port + 1}"
                ) from cause
            alarm.wait(RETRY_SECONDS)
        else:
            return


def answers(plan: Plan) -> bool:
    """Whether something accepts connections at the site's address."""
    try:
        socket.create_connection((plan.reachable_host, plan.port), timeout=1).close()
    except OSError:
        return False
    return True
