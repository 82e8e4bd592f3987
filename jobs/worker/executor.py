"""Runs one attempt: payload, handler, verdict, settle."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connections

from jobs.errors import InvalidSubmission, LeaseLost
from jobs.handlers import Custodian, Handler, JobContext, Recorder, registry
from jobs.handlers.sync import SyncContext
from jobs.queue.settle import Settle
from jobs.states import AttemptOutcome
from jobs.worker.committer import Committer
from jobs.worker.running import Interrupt, RunningJob
from jobs.worker.verdicts import settle_for_error, settle_for_interrupt, settle_for_verdict

logger = logging.getLogger(__name__)

# How long a handler may take to end once it was told to; then its attempt is settled without it.
ENDING_SECONDS = 1.0
# How long what goes on after that is put up with, before the process is replaced.
STUCK_SECONDS = 5.0


class Executor:
    """`stuck` is called when a handler's thread does not end: the process has to be replaced."""

    def __init__(self, committer: Committer, recorder: Recorder, concurrency: int, stuck: Callable[[], None]) -> None:
        self._committer = committer
        self._recorder = recorder
        self._threads = ThreadPoolExecutor(concurrency, thread_name_prefix="handler")
        self._stuck = stuck
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
        try:
            if report is None:
                _note_lost(job)
            else:
                await job.context.flush()
                await self._committer.write(job.custodian, report)
        except LeaseLost:
            _note_lost(job)
        except Exception as error:  # noqa: BLE001 - a `together` write may raise anything
            await self._settle_failure(job, error)
        finally:
            job.context.discard()

    async def _settle_failure(self, job: RunningJob, error: Exception) -> None:
        """The settle itself was refused (a `together` write failed, a value the database rejects)."""
        logger.warning("settling job %s failed", job.custodian.job_id, exc_info=error)
        report = settle_for_error(error, asked=job.context.stop_requested)
        if report is None:
            _note_lost(job)
            return
        try:
            await self._committer.write(job.custodian, report)
        except LeaseLost:
            _note_lost(job)

    async def _report(self, job: RunningJob) -> Settle | None:
        custodian = job.custodian
        try:
            handler = registry.get(custodian.kind)
            payload = handler.parse(custodian.payload)
        except InvalidSubmission as error:
            return Settle(AttemptOutcome.FAILED, error_class="InvalidPayload", message=str(error))
        job.work = asyncio.create_task(self._work(handler, job.context, payload))
        if job.interrupt is not None:
            job.work.cancel()
        await self._until_ended(job, job.work)
        return self._outcome(job, job.work)

    async def _until_ended(self, job: RunningJob, work: asyncio.Task[object]) -> None:
        """Until the handler ended, by itself within its time limit, or soon after it was told to."""
        told = asyncio.create_task(job.told.wait())
        await asyncio.wait({work, told}, timeout=job.custodian.timeout_seconds, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if work.done():
            return
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
        if work.cancelled():
            # Nobody told it to end: something that it awaited was cancelled.
            return settle_for_error(RuntimeError("The handler was cancelled from within."), asked=False)
        error = work.exception()
        if job.interrupt is Interrupt.LOST:
            return None
        if error is not None and job.interrupt is Interrupt.RELEASE:
            # What a handler raises while it is being ended is no failure of its own.
            return settle_for_interrupt(job.interrupt, job.custodian.timeout_seconds)
        if error is not None:
            return settle_for_error(error, asked=job.context.stop_requested)
        return settle_for_verdict(work.result())

    async def _work(self, handler: Handler[Any], context: JobContext, payload: Any) -> object:
        try:
            if handler.is_async:
                return await handler.run(context, payload)  # type: ignore[misc]  # is_async says it is a coroutine
            return await self._in_thread(handler, context, payload)
        except SystemExit as error:
            # Left to rise it would end the event loop, and with it every other job of this process.
            raise RuntimeError(f"The handler asked the process to exit ({error.code}).") from error

    async def _in_thread(self, handler: Handler[Any], context: JobContext, payload: Any) -> object:
        loop = asyncio.get_running_loop()

        def run() -> object:
            try:
                return handler.run(SyncContext(context, loop), payload)  # type: ignore[arg-type]  # the sync face
            finally:
                connections.close_all()

        thread = self._threads.submit(run)
        try:
            return await asyncio.shield(asyncio.wrap_future(thread))
        except asyncio.CancelledError:
            if not thread.cancel() and not thread.done():
                self._leave(thread)
            raise

    def stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _note_lost(job: RunningJob) -> None:
    custodian = job.custodian
    logger.info("lease of job %s was lost; its attempt %d writes nothing more", custodian.job_id, custodian.attempt)
