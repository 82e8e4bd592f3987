"""Runs one attempt: payload, handler, verdict, settle."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from jobs.conf import conf
from jobs.errors import InvalidSubmission, LeaseLost
from jobs.handlers import Custodian, Handler, JobContext, Recorder, Registry
from jobs.queue.lease import postpone
from jobs.queue.report import Settle
from jobs.queue.writes import Batch
from jobs.selectors.children import tally_of
from jobs.states import AttemptOutcome, Phase
from jobs.worker.child.host import Host, ProcessDied, ProcessNotStarted
from jobs.worker.child.wire import Ended
from jobs.worker.committer import Committer
from jobs.worker.face import face_of, work
from jobs.worker.join import judged, refused
from jobs.worker.running import Interrupt, RunningJob
from jobs.worker.verdicts import settle_for_death, settle_for_error, settle_for_interrupt, settle_for_work

logger = logging.getLogger(__name__)

# Children whose insertion takes a good part of a second.
LARGE_FAN_OUT = 500
# How long a process may take to begin before the time of its attempt runs all the same.
STARTING_SECONDS = 60.0
# How long a handler may take to end once it was told to; then its attempt is settled without it.
ENDING_SECONDS = 1.0
# How long what goes on after that is put up with, before the process is replaced.
STUCK_SECONDS = 5.0
# How long a job waits for which no process could be started.
NO_PROCESS_SECONDS = 10.0


class Executor:
    """`stuck` is called when a handler's thread does not end: the process has to be replaced.

    `free` is called whenever a handler has ended, and only its settle is left to do.
    """

    def __init__(
        self,
        committer: Committer,
        recorder: Recorder,
        concurrency: int,
        stuck: Callable[[], None],
        free: Callable[[], None],
        handlers: Registry,
    ) -> None:
        self._handlers = handlers
        self._committer = committer
        self._recorder = recorder
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="handler")
        self._stuck = stuck
        self._free = free
        self._leftovers: list[asyncio.Task[object] | Future[object]] = []

    @property
    def has_leftovers(self) -> bool:
        """Whether a handler still runs whose attempt was settled without it."""
        return any(not leftover.done() for leftover in self._leftovers)

    def admit(self, custodian: Custodian) -> RunningJob:
        context = JobContext(custodian, self._recorder, time.monotonic() + custodian.timeout_seconds)
        return RunningJob(custodian, context)

    async def run(self, job: RunningJob) -> None:
        """Work the attempt to its settle. Never raises for what the handler does."""
        report = await self._report(job)
        job.settling = True
        self._free()
        try:
            if report is None and not job.is_settled:
                _note_lost(job)
            elif report is not None:
                await self._settle(job, report)
        except LeaseLost:
            _note_lost(job)
        finally:
            job.context.discard()

    async def _settle(self, job: RunningJob, report: Settle) -> None:
        batch: Batch | None = None
        write = self._committer.write_apart if _is_large(report) else self._committer.write
        try:
            batch = await job.context.leave()
            await write(job.custodian, replace(report, batch=batch))
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001 - a `together` write may raise anything
            await self._settle_failure(job, batch, error)

    async def _settle_failure(self, job: RunningJob, batch: Batch | None, error: Exception) -> None:
        """The settle itself was refused (a `together` write failed, a value the database rejects).

        What the attempt had to report besides is kept, for it may have been paid.
        """
        logger.warning("settling job %s failed", job.custodian.job_id, exc_info=error)
        if batch is not None:
            try:
                await self._committer.write(job.custodian, batch)
            except LeaseLost:
                raise
            except Exception as fault:  # noqa: BLE001 - it is what was refused
                error = fault
        report = settle_for_error(error, asked=job.context.stop_requested)
        if report is None:
            _note_lost(job)
        else:
            await self._committer.write(job.custodian, report)

    async def _report(self, job: RunningJob) -> Settle | None:
        custodian = job.custodian
        try:
            handler = self._handlers.get(custodian.kind)
            payload = handler.load(custodian.payload, custodian.payload_version)
        except InvalidSubmission as error:
            return Settle(AttemptOutcome.FAILED, error_class="InvalidPayload", message=str(error))
        if custodian.phase == Phase.JOIN:
            return await self._join(job, handler, payload)
        return await self._run(job, handler, payload)

    async def _join(self, job: RunningJob, handler: Handler[Any], payload: Any) -> Settle | None:
        tally = await self._recorder.read(tally_of, job.custodian.job_id)
        if refusal := refused(tally):
            return refusal
        report = await self._run(job, handler, payload)
        return report and judged(report, tally)

    async def _run(self, job: RunningJob, handler: Handler[Any], payload: Any) -> Settle | None:
        job.work = asyncio.create_task(self._work(job, handler, payload))
        if job.interrupt is not None:
            job.work.cancel()
        await self._until_ended(job, job.work, apart=_runs_apart(job.custodian, handler))
        return self._outcome(job, job.work)

    async def _until_ended(self, job: RunningJob, work: asyncio.Task[object], *, apart: bool) -> None:
        """Until the handler ended, by itself within its time limit, or soon after it was told to.

        In a process of its own it has that time from when it begins, however long the process takes to start.
        """
        job.told = asyncio.get_running_loop().create_future()
        if job.interrupt is not None:
            job.told.set_result(None)
        either: set[asyncio.Future[Any]] = {work, job.told}
        if apart:
            await _until_begun(job, either)
        await asyncio.wait(either, timeout=job.custodian.timeout_seconds, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            return
        if job.interrupt is None:  # cancelled a second time, it could not even clean up
            job.end(Interrupt.TIMEOUT)
        await asyncio.wait({work}, timeout=ENDING_SECONDS)
        if not work.done():
            self._leave(work)

    def _leave(self, leftover: asyncio.Task[object] | Future[object]) -> None:
        """Go on without a handler that did not end; if it never does, the process has to be replaced."""
        self._leftovers = [*(other for other in self._leftovers if not other.done()), leftover]
        asyncio.get_running_loop().call_later(STUCK_SECONDS, self._retire_if_stuck, leftover)

    def _retire_if_stuck(self, leftover: asyncio.Task[object] | Future[object]) -> None:
        if not leftover.done():
            logger.critical("a handler did not end when it was told to; this worker drains and is to be replaced")
            self._stuck()

    def _outcome(self, job: RunningJob, work: asyncio.Task[object]) -> Settle | None:
        if job.interrupt is not None and (not work.done() or work.cancelled()):
            return settle_for_interrupt(job.interrupt, job.custodian.timeout_seconds)
        if job.interrupt is Interrupt.LOST:
            return None
        if not work.cancelled() and work.exception() is None and isinstance(ended := work.result(), Ended):
            job.is_settled = ended.settled
            report, raised = ended.report, ended.raised
        else:
            report = settle_for_work(work, asked=job.context.stop_requested)
            raised = not work.cancelled() and work.exception() is not None
        if raised and job.interrupt is Interrupt.RELEASE:
            # What a handler raises while it is being ended is no failure of its own.
            return settle_for_interrupt(job.interrupt, job.custodian.timeout_seconds)
        return report

    async def _work(self, job: RunningJob, handler: Handler[Any], payload: Any) -> object:
        """What the handler returned, or how it ended in a process of its own."""
        custodian = job.custodian
        if _runs_apart(custodian, handler):
            try:
                await self._committer.call(postpone, custodian.lease_id, STARTING_SECONDS)
                return await Host(job, self._recorder, handler.memory_bytes).run()
            except ProcessDied as died:
                return Ended(report=settle_for_death(custodian, str(died)))
            except ProcessNotStarted as failure:
                logger.warning("job %s: %s", custodian.job_id, failure)
                return Ended(report=Settle(AttemptOutcome.SNOOZED, seconds=NO_PROCESS_SECONDS, message=str(failure)))
        return await work(face_of(handler, custodian.phase), job.context, payload, self._threads, self._leave)

    def stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _runs_apart(custodian: Custodian, handler: Handler[Any]) -> bool:
    """Whether the attempt has a process of its own."""
    return handler.isolated or custodian.losses >= conf().suspect_losses


async def _until_begun(job: RunningJob, either: set[asyncio.Future[Any]]) -> None:
    beginning = asyncio.create_task(job.begun.wait())
    await asyncio.wait({*either, beginning}, timeout=STARTING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    beginning.cancel()


def _is_large(report: Settle) -> bool:
    """Whether its commit takes so long that other jobs' writes should not wait for it."""
    return report.artefact is not None or len(report.children) > LARGE_FAN_OUT


def _note_lost(job: RunningJob) -> None:
    custodian = job.custodian
    logger.info("lease of job %s was lost; its attempt %d writes nothing more", custodian.job_id, custodian.attempt)
