"""The attempt that a child process runs: payload, handler, verdict, and the report of them to its worker."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

from django.db import connections

from jobs.errors import InvalidSubmission, LeaseLost
from jobs.handlers import JobContext, registry
from jobs.queue.report import Settle
from jobs.selectors.children import tally_of
from jobs.states import AttemptOutcome, Phase
from jobs.worker.child.limits import memory_limited
from jobs.worker.child.pipe import Pipe
from jobs.worker.child.recorder import PipeRecorder
from jobs.worker.child.wire import Asked, Begun, Ended, Start, framed
from jobs.worker.committer import Committer
from jobs.worker.face import face_of, work
from jobs.worker.join import judged
from jobs.worker.verdicts import settle_for_error, settle_for_work

logger = logging.getLogger(__name__)


def serve(inward: BinaryIO, outward: BinaryIO) -> None:
    """Run the attempt that the worker sends, and tell it how that ended."""
    pipe = Pipe(inward, outward)
    start = pipe.read()
    if not isinstance(start, Start):
        return  # the worker has gone
    connections.settings["default"]["NAME"] = start.database
    asyncio.run(Attempt(start, pipe).run())


class Attempt:
    """The one attempt of this process."""

    def __init__(self, start: Start, pipe: Pipe) -> None:
        self._start = start
        self._pipe = pipe
        self._recorder = PipeRecorder(pipe)
        self._context = JobContext(start.custodian, self._recorder, time.monotonic() + start.seconds)
        self._is_told_to_end = False
        self._work: asyncio.Task[object] | None = None

    async def run(self) -> None:
        self._pipe.listen(self._heed)
        try:
            ended = await self._ended(await self._worked())
        except InvalidSubmission as error:
            ended = Ended(report=Settle(AttemptOutcome.FAILED, error_class="InvalidPayload", message=str(error)))
        self._context.discard()
        try:
            frame = framed(ended)
        except (TypeError, ValueError) as error:
            message = f"The handler returned a result that is not JSON: {error}."
            invalid = Settle(AttemptOutcome.FAILED, error_class="InvalidResult", message=message)
            frame = framed(Ended(report=invalid))
        self._pipe.say_last(frame)

    async def _worked(self) -> asyncio.Task[object]:
        """The handler's task, which has ended."""
        custodian = self._start.custodian
        handler = registry.get(custodian.kind)
        payload = handler.load(custodian.payload, custodian.payload_version)
        threads = ThreadPoolExecutor(1, thread_name_prefix="handler")
        face = face_of(handler, custodian.phase)
        self._pipe.send(framed(Begun()))
        with memory_limited(self._start.memory_bytes):
            self._work = asyncio.create_task(work(face, self._context, payload, threads, leave=_leave_to_the_worker))
            if self._is_told_to_end:
                self._work.cancel()
            await asyncio.wait({self._work})
        return self._work

    async def _ended(self, work: asyncio.Task[object]) -> Ended:
        try:
            if work.cancelled() and self._is_told_to_end:
                await self._context.flush()
                return Ended(cancelled=True)
            report = settle_for_work(work, asked=self._context.stop_requested)
            if report is None:
                return Ended()
            if self._start.custodian.phase == Phase.JOIN:
                report = judged(report, await self._recorder.read(tally_of, self._start.custodian.job_id))
            await self._context.flush()
        except LeaseLost:
            return Ended()
        if report.together:
            return await self._settled(report)
        return Ended(report=report, raised=not work.cancelled() and work.exception() is not None)

    async def _settled(self, report: Settle) -> Ended:
        """Settle the job from here: what is to be written together with that cannot go through a pipe.

        It is the same commit under the same lease as the worker's own, so that the job is settled once or not at all.
        """
        committer = Committer()
        committer.start()
        try:
            await committer.write(self._start.custodian, report)
        except LeaseLost:
            return Ended()
        except Exception as error:
            logger.warning("settling job %s failed", self._start.custodian.job_id, exc_info=error)
            return Ended(report=settle_for_error(error, asked=self._context.stop_requested), raised=True)
        finally:
            await committer.stop()
        return Ended(settled=True)

    def _heed(self, asked: Asked) -> None:
        match asked.what:
            case "cancel":
                self._context.request_cancel()
            case "hold":
                self._context.request_hold()
            case "end":
                self._is_told_to_end = True
                if self._work is not None:
                    self._work.cancel()


def _leave_to_the_worker(_thread: Any) -> None:
    """The worker kills this process, and with it a thread that goes on."""
