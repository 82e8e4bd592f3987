"""How far every part of a job's document is, short enough to be asked for each second."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from jobs.models import ChunkRecord, Job
from jobs.states import Status

LETTERS = {
    Status.PENDING: "p",
    Status.SCHEDULED: "s",
    Status.BLOCKED: "b",
    Status.HELD: "h",
    Status.PROCESSING: "w",
    Status.COMPLETED: "c",
    Status.PARTIAL_SUCCESS: "a",
    Status.FAILED: "f",
    Status.CANCELLED: "x",
}


def chunk_map(parent_id: UUID) -> str:
    """A letter for the status of each part in the document's order, with how many follow that share it: `c120w3p7`.

    Empty for a job that has no parts with a place in a document.
    """
    states = ChunkRecord.objects.filter(parent_id=parent_id).order_by("index").values_list("child__status", flat=True)
    return "".join(f"{LETTERS[Status(status)]}{sum(1 for _ in same)}" for status, same in groupby(states.iterator()))


def nth_part(parent_id: UUID, number: int) -> Job:
    """The child that works the part `number`, the first being 0. DoesNotExist when there are fewer."""
    in_order = Job.objects.filter(parent_id=parent_id, chunk__isnull=False).order_by("chunk__index")
    part = in_order.select_related("chunk", "parent")[number : number + 1].first()
    if part is None:
        raise Job.DoesNotExist
    return part
