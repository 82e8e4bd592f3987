"""What a parent is told of its children that failed: a warning for each in its log, up to a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jobs.events import Fact, logged
from jobs.models import ChunkRecord, Job
from jobs.states import Status

# Warnings in the log of one parent. All errors stay with the children: a hundred thousand of them are no log.
MOST_TOLD = 500
LONGEST_MESSAGE = 1000


def warnings_of(ended: Iterable[Job], *, failed_before: int) -> list[Fact]:
    """For the log of a parent, of whose children those that `ended` did so just now and `failed_before` had failed."""
    failed = [job for job in ended if job.status == Status.FAILED]
    room = max(0, MOST_TOLD - failed_before)
    facts = list(_each(failed[:room]))
    if len(failed) > room > 0 or (failed and failed_before == MOST_TOLD):
        facts.append(logged("More parts failed; each keeps its own error.", "warning", told=MOST_TOLD))
    return facts


def _each(failed: Sequence[Job]) -> Iterator[Fact]:
    chunks = ChunkRecord.objects.filter(child_id__in=[job.pk for job in failed])
    indexes = dict(chunks.values_list("child_id", "index")) if failed else {}
    for job in failed:
        index = indexes.get(job.pk)
        error = {"class": job.error_class, "message": job.error_message[:LONGEST_MESSAGE]}
        text = f"{_name(job, index)} failed: {error['message']}"
        yield logged(text, "warning", job=str(job.pk), chunk=index, attempt=job.attempt, error=error)


def _name(job: Job, index: int | None) -> str:
    return job.title if index is None else f"Part {index + 1}"
