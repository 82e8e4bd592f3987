"""What a report of the heartbeat means for the jobs under way."""

from __future__ import annotations

import uuid_utils.compat as uuid

from jobs.queue.lease import Pulse
from jobs.queue.workers import Wishes
from jobs.worker.heartbeat import Report
from jobs.worker.roster import Roster
from jobs.worker.running import Interrupt, RunningJob
from tests.support.contexts import MemoryRecorder, make_context


def entered(roster: Roster) -> RunningJob:
    context = make_context(MemoryRecorder())
    job = RunningJob(context.custodian, context)
    roster.enter(job)
    return job


def report(roster: Roster, *pulses: Pulse) -> Report:
    return Report(roster.held(), pulses, Wishes())


def pulse(job: RunningJob, *, cancel: bool = False, hold: bool = False) -> Pulse:
    return Pulse(job.custodian.job_id, job.custodian.lease_id, cancel, hold)


class TestHeed:
    async def test_passes_a_cancel_and_a_hold_on(self) -> None:
        roster = Roster()
        cancelled, held, neither = entered(roster), entered(roster), entered(roster)
        roster.heed(report(roster, pulse(cancelled, cancel=True), pulse(held, hold=True), pulse(neither)))
        assert (True, True) == (cancelled.context.cancel_requested, cancelled.context.stop_requested)
        assert (False, True) == (held.context.cancel_requested, held.context.stop_requested)
        assert not neither.context.stop_requested

    async def test_takes_a_lease_for_lost_that_is_missing_twice(self) -> None:
        roster = Roster()
        job = entered(roster)
        roster.heed(report(roster))
        assert job.interrupt is None
        roster.heed(report(roster))
        assert Interrupt.LOST is job.interrupt

    async def test_says_nothing_of_jobs_claimed_after_the_look(self) -> None:
        roster = Roster()
        early = report(roster)
        job = entered(roster)
        roster.heed(early)
        assert 0 == job.missed_pulses


class TestStrays:
    async def test_are_leases_that_nothing_works_on(self) -> None:
        roster = Roster()
        known, refused = entered(roster), entered(roster)
        roster.give_up(refused)
        roster.leave(refused)
        stray = Pulse(uuid.uuid7(), uuid.uuid7(), cancel_requested=False, hold_requested=False)
        assert [stray] == roster.strays(report(roster, pulse(known), pulse(refused), stray))
