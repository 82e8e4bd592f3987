"""The worker's main loop: claim while there is room, run what was claimed, stop gracefully."""

from __future__ import annotations

import asyncio
import logging
import os
import platform
import random
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeVar
from uuid import UUID

from jobs import notifier
from jobs.conf import conf
from jobs.errors import LeaseLost
from jobs.handlers import Custodian
from jobs.queue import workers
from jobs.queue.burial import bury
from jobs.queue.claim import claim
from jobs.queue.lease import Pulse
from jobs.queue.report import Settle
from jobs.states import AttemptOutcome
from jobs.worker.committer import Committer
from jobs.worker.executor import Executor
from jobs.worker.heartbeat import Heartbeat, Report
from jobs.worker.maintenance import Maintenance
from jobs.worker.options import Options
from jobs.worker.recorder import WorkerRecorder
from jobs.worker.roster import Roster
from jobs.worker.running import Interrupt, RunningJob

logger = logging.getLogger(__name__)

T = TypeVar("T")

TICK_SECONDS = 0.25
# How long a worker that has to stop waits for a database that does not answer.
ANSWER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Taken:
    """What was asked for and claimed; `was_idle` when nothing was left to settle, which might set other jobs free."""

    room: int = 0
    was_idle: bool = False
    claimed: Sequence[Custodian] = ()


class Runner:
    """One worker. `await run()` returns when it was stopped or, with `until_empty`, when there is nothing to do."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._known = options.handlers.known(options.kinds)
        self._roster = Roster()
        self._claiming = False
        self._paused = False
        self._claims_left = options.most
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._now = asyncio.Event()
        self._committer = Committer()
        self._recorder = WorkerRecorder(self._committer)
        self._executor = Executor(
            self._committer, self._recorder, options.concurrency, self.stop, self._wake.set, options.handlers
        )
        self._heartbeat = Heartbeat(options.worker_id, self._roster.held, self._heard, self._abandoned)

    @property
    def has_leftovers(self) -> bool:
        """Whether handlers still run that did not end when they were told to."""
        return self._executor.has_leftovers

    def stop(self) -> None:
        """Claim nothing more and drain; a second call drains no longer."""
        if self._stopping.is_set():
            self._now.set()
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._committer.start()
        self._heartbeat.start()
        await self._unless_stopped(self._committer.call(self._register))
        logger.info(
            "worker %s takes %s, %d at once",
            self._options.worker_id,
            ", ".join(self._known) or "nothing",
            self._options.concurrency,
        )
        background = [
            asyncio.create_task(self._tick()),
            asyncio.create_task(self._listen()),
            asyncio.create_task(Maintenance(self._committer, self._wake.set).run()),
        ]
        try:
            await self._claim_until_stopped()
            await self._drain()
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            await self._end()

    def _register(self) -> None:
        for dead in self._options.replaces:
            bury(dead)
        workers.register(
            self._options.worker_id,
            host=platform.node(),
            pid=os.getpid(),
            version=_version(),
            kinds=self._known,
            concurrency=self._options.concurrency,
        )

    async def _claim_until_stopped(self) -> None:
        while self._claims_left and not self._stopping.is_set():
            self._wake.clear()
            if self._paused:
                await self._wait_for_wake()
                continue
            taken = await self._claim_if_possible() if self._room() else Taken()
            if self._options.until_empty and taken.was_idle and not taken.claimed:
                return
            if len(taken.claimed) < taken.room or taken.room == 0:
                await self._wait_for_wake()

    def _room(self) -> int:
        """How many more may run. Those that are only to be settled take no place, but no more than as many again."""
        most = self._options.concurrency
        free = min(most - self._roster.count_working(), 2 * most - len(self._roster))
        return max(0, min(free, self._claims_left))

    async def _claim_if_possible(self) -> Taken:
        """A claim that meets what nobody expected is tried again at the next poll: what runs goes on meanwhile."""
        try:
            return await self._claim()
        except Exception:
            logger.exception("nothing could be claimed; trying again")
            return Taken()

    async def _claim(self) -> Taken:
        """Claim jobs and start them."""
        self._claiming = True
        try:
            taken = await self._unless_stopped(self._committer.call_first(self._take)) or Taken()
            self._claims_left -= len(taken.claimed)
            for custodian in taken.claimed:
                job = self._executor.admit(custodian)
                self._roster.enter(job)
                self._start(self._work(job))
            if taken.claimed:
                self._start(self._announce([custodian.job_id for custodian in taken.claimed]))
        finally:
            self._claiming = False
        return taken

    def _take(self) -> Taken:
        """On the committer's thread: what became free while the claim waited for commits before it is used too."""
        room, was_idle = self._room(), not self._roster
        return Taken(room, was_idle, claim(self._options.worker_id, self._known, room))

    async def _announce(self, ids: Sequence[UUID]) -> None:
        await self._committer.call_first(partial(notifier.announce_jobs, ids))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _unless_stopped(self, call: Coroutine[Any, Any, T]) -> T | None:
        """The answer of `call`; None when this worker was stopped and the database does not answer."""
        answer = asyncio.ensure_future(call)
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({answer, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await asyncio.wait({answer}, timeout=ANSWER_SECONDS)
        return answer.result() if answer.done() else None

    async def _wait_for_wake(self) -> None:
        """Until a hint, a free place, or the next poll; polls are jittered, so that idle workers spread."""
        wait = conf().poll_seconds * random.uniform(0.75, 1.25)
        try:
            async with asyncio.timeout(wait):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _work(self, job: RunningJob) -> None:
        try:
            await self._executor.run(job)
        except Exception:
            self._roster.give_up(job)
            logger.exception("job %s could not be settled", job.custodian.job_id)
        finally:
            self._roster.leave(job)
            self._wake.set()

    async def _drain(self) -> None:
        """Let what runs finish, up to the grace; release the rest, which burns no attempt."""
        self._heartbeat.draining = True
        if self._tasks:
            logger.info("draining %d jobs", len(self._tasks))
        waiting = {asyncio.create_task(self._now.wait()), asyncio.create_task(self._all_done())}
        _, pending = await asyncio.wait(waiting, timeout=conf().drain_seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        self._roster.end_all(Interrupt.RELEASE)
        await asyncio.wait({asyncio.create_task(self._all_done())}, timeout=ANSWER_SECONDS)

    async def _all_done(self) -> None:
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _end(self) -> None:
        self._heartbeat.stop()
        self._executor.stop()
        self._recorder.stop()
        farewell = asyncio.create_task(self._committer.call(workers.stopped, self._options.worker_id))
        await asyncio.wait({farewell}, timeout=5.0)
        await self._committer.stop()

    async def _tick(self) -> None:
        while True:
            self._heartbeat.tick()
            await asyncio.sleep(TICK_SECONDS)

    async def _listen(self) -> None:
        """Turn hints into wake-ups; without a listener the polls still find everything."""
        while True:
            try:
                async with notifier.hints() as hints:
                    async for hint in hints:
                        self._heed_hint(hint)
            except Exception as error:  # noqa: BLE001 - without hints, polls go on
                logger.warning("listener ended, starting it again: %s", error)
            await asyncio.sleep(1.0)

    def _heed_hint(self, hint: notifier.Hint) -> None:
        if hint.ready:
            self._wake.set()
        if hint.control and (self._roster or hint.ids == ()):
            self._heartbeat.poke()

    def _heard(self, report: Report) -> None:
        self._loop.call_soon_threadsafe(self._obey, report)

    def _abandoned(self) -> None:
        """No word from the database for a whole lease: others have these jobs by now."""
        self._loop.call_soon_threadsafe(self._roster.end_all, Interrupt.LOST)

    def _obey(self, report: Report) -> None:
        """Do as the heartbeat found it asked: flags, lost leases, a wish to stop."""
        self._roster.heed(report)
        if not self._claiming:
            # One that was just settled refuses to be given back, by its lease.
            for pulse in self._roster.strays(report):
                self._start(self._give_back(pulse))
        if report.wishes.stop and not self._stopping.is_set():
            self.stop()
        self._heed_pause(report.wishes.pause)

    def _heed_pause(self, paused: bool) -> None:
        if paused == self._paused:
            return
        self._paused = paused
        logger.info("paused: claims nothing until it is resumed" if paused else "resumed")
        self._wake.set()

    async def _give_back(self, pulse: Pulse) -> None:
        with suppress(LeaseLost):
            await self._committer.write(pulse, Settle(AttemptOutcome.RELEASED, message="Claimed, but never started"))


def _version() -> str:
    try:
        return version("smart-task-queue")
    except PackageNotFoundError:
        return "development"
