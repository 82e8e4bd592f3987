"""What a job kind is: `Handler`, `Payload`, `JobContext`, the verdicts and the registry."""

from jobs.handlers.call import Call, Estimate
from jobs.handlers.context import JobContext
from jobs.handlers.handler import Handler, Payload
from jobs.handlers.leftovers import Leftovers, on_prune
from jobs.handlers.open_step import input_hash
from jobs.handlers.recorder import Recorder
from jobs.handlers.registry import Registry, registry
from jobs.handlers.verdicts import JSON, Child, Complete, Fail, FanOut, Partial, Snooze, Verdict
from jobs.handlers.wording import field_errors
from jobs.queue.children import Span
from jobs.queue.gates import Answer, Turn
from jobs.queue.join_policy import ALL, ANY, EVERY_OUTCOME, JoinPolicy
from jobs.queue.writes import Batch, Checkpoint, Custodian, Reservation, Settlement
from jobs.selectors.children import ChildOutcome

__all__ = [
    "ALL",
    "ANY",
    "EVERY_OUTCOME",
    "JSON",
    "Answer",
    "Batch",
    "Call",
    "Checkpoint",
    "Child",
    "ChildOutcome",
    "Complete",
    "Custodian",
    "Estimate",
    "Fail",
    "FanOut",
    "Handler",
    "JobContext",
    "JoinPolicy",
    "Leftovers",
    "Partial",
    "Payload",
    "Recorder",
    "Registry",
    "Reservation",
    "Settlement",
    "Snooze",
    "Span",
    "Turn",
    "Verdict",
    "field_errors",
    "input_hash",
    "on_prune",
    "registry",
]
