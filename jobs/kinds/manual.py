"""Work for a person, in the same queue as machines' work: a person starts, stops and completes it, no worker."""

from __future__ import annotations

import math

from jobs.errors import PermanentError
from jobs.handlers import Handler, JobContext, Payload, Verdict
from jobs.states import MANUAL


class ManualPayload(Payload):
    """Nothing: what is to be done is in the job's title and description."""


class Manual(Handler[ManualPayload]):
    kind = MANUAL
    label = "Work for a person"
    payload_type = ManualPayload
    max_attempts = 1
    retention_days = math.inf  # what people did is theirs to delete

    def run(self, ctx: JobContext, payload: ManualPayload) -> Verdict:
        """Never called: such a job has no turn, so that no claim finds it."""
        raise PermanentError("This is a person's work; no worker can do it.")
