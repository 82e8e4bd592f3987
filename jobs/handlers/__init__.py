"""What a job kind is: `Handler`, `Payload`, `JobContext`, the verdicts and the registry."""

from jobs.handlers.call import Call
from jobs.handlers.context import JobContext, input_hash
from jobs.handlers.handler import Handler, Payload, field_errors
from jobs.handlers.recorder import Recorder
from jobs.handlers.registry import Registry, registry
from jobs.handlers.verdicts import JSON, Complete, Fail, Partial, Snooze, Verdict
from jobs.queue.writes import Batch, Checkpoint, Custodian, Reservation, Settlement

__all__ = [
    "JSON",
    "Batch",
    "Call",
    "Checkpoint",
    "Complete",
    "Custodian",
    "Fail",
    "Handler",
    "JobContext",
    "Partial",
    "Payload",
    "Recorder",
    "Registry",
    "Reservation",
    "Settlement",
    "Snooze",
    "Verdict",
    "field_errors",
    "input_hash",
    "registry",
]
