"""The jobs under way in this worker, and what a report of the heartbeat means for each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from uuid import UUID

from jobs.queue.lease import Pulse
from jobs.worker.heartbeat import Report
from jobs.worker.running import Interrupt, RunningJob

# A handler that looks at `ctx.cancelled` or makes its next call ends by itself within this time; then it is ended.
CANCEL_GRACE_SECONDS = 0.75
# A lease may be missing because its settle has just been committed; missing twice means that it was lost.
MISSES_TO_LOSE = 2


class Roster:
    """Running jobs by lease. Only the event loop changes it; `held` may be asked for from the heartbeat's thread."""

    def __init__(self) -> None:
        self._jobs: dict[UUID, RunningJob] = {}
        self._unsettled: set[UUID] = set()

    def __len__(self) -> int:
        return len(self._jobs)

    def count_working(self) -> int:
        """Those whose handler has not ended. May be asked from the committer's thread."""
        return sum(not job.settling for job in self)

    def __iter__(self) -> Iterator[RunningJob]:
        return iter(list(self._jobs.values()))

    def held(self) -> frozenset[UUID]:
        """The leases to be kept."""
        return frozenset(self._jobs)

    def enter(self, job: RunningJob) -> None:
        self._jobs[job.custodian.lease_id] = job

    def leave(self, job: RunningJob) -> None:
        del self._jobs[job.custodian.lease_id]

    def give_up(self, job: RunningJob) -> None:
        """It could not be settled: its lease runs out. Given back at once, it would be refused again for ever."""
        self._unsettled.add(job.custodian.lease_id)

    def end_all(self, why: Interrupt) -> None:
        for job in self:
            job.end(why)

    def heed(self, report: Report) -> None:
        """Pass on to each job what was asked of it, and end those whose lease is gone."""
        mine = {pulse.lease_id: pulse for pulse in report.pulses}
        for lease_id in report.held & self._jobs.keys():
            job, pulse = self._jobs[lease_id], mine.get(lease_id)
            if pulse is None:
                _miss(job)
            else:
                _pass_on(job, pulse)

    def strays(self, report: Report) -> list[Pulse]:
        """Leases of this worker that it works on no job for: the answer of their claim was cut off."""
        known = self._jobs.keys() | self._unsettled
        return [pulse for pulse in report.pulses if pulse.lease_id not in known]


def _miss(job: RunningJob) -> None:
    job.missed_pulses += 1
    if job.missed_pulses >= MISSES_TO_LOSE:
        job.end(Interrupt.LOST)


def _pass_on(job: RunningJob, pulse: Pulse) -> None:
    if pulse.cancel_requested and not job.context.cancel_requested:
        job.request_cancel()
        asyncio.get_running_loop().call_later(CANCEL_GRACE_SECONDS, job.end, Interrupt.CANCEL)
    elif pulse.hold_requested and not job.context.stop_requested:
        job.request_hold()
