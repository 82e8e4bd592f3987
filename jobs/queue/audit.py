"""What staff did to others' jobs, in the console's own history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib.admin.models import CHANGE, DELETION, LogEntry

from jobs.models import Job
from jobs.queue.acted import BulkAction

DONE = {
    BulkAction.RETRY: "Retried",
    BulkAction.CANCEL: "Cancelled",
    BulkAction.HOLD: "Held",
    BulkAction.RESUME: "Resumed",
    BulkAction.COMPLETE: "Completed",
    BulkAction.REOPEN: "Reopened",
    BulkAction.DELETE: "Deleted",
}


def audit(staff_id: UUID, action: BulkAction) -> Callable[[Sequence[Job]], None]:
    """A note that enters `action` by `staff_id` in the history of each job it is given."""
    flag = DELETION if action is BulkAction.DELETE else CHANGE

    def note(jobs: Sequence[Job]) -> None:
        LogEntry.objects.log_actions(staff_id, jobs, flag, f"{DONE[action]}.")

    return note
