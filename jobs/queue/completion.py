"""The commonest end by far, a plain success: many in one statement, without reading the jobs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jobs.events import state_changed
from jobs.queue.conclude import conclude
from jobs.queue.edges import close_edges
from jobs.queue.journal import Journal, sanitised
from jobs.queue.report import Settle
from jobs.queue.rows import Completion, as_json
from jobs.queue.writer import writer
from jobs.queue.writes import Custodian
from jobs.states import AttemptOutcome, Status

COMPLETED = state_changed(Status.COMPLETED, "Completed", progress=100)


def is_plain(custodian: Custodian, report: Settle) -> bool:
    """Whether this is a success with nothing to do but keep its result.

    No parent counts it, and no earlier attempt left a result to be dropped.
    """
    return (
        report.outcome is AttemptOutcome.COMPLETED
        and report.artefact is None
        and not report.together
        and not report.warnings
        and report.batch is None
        and custodian.attempt == 1
        and custodian.root_id == custodian.job_id
    )


def completion(job_id: UUID, lease_id: UUID, result: object) -> Completion:
    return {"job_id": job_id, "lease_id": lease_id, "result": None if result is None else as_json(sanitised(result))}


def complete(completions: Sequence[Completion], journal: Journal) -> frozenset[UUID]:
    """Complete the jobs that are held by these leases, let go on who waits for them; the leases that held."""
    done = writer().complete(completions, COMPLETED)
    close_edges(dict.fromkeys(done.values(), Status.COMPLETED), journal)
    conclude(journal)
    return frozenset(done)
