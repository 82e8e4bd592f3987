"""A worker inside another program, for one job with its parts: what a command runs where nobody started a worker."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from jobs.models import Job
from jobs.queue.stage import stage
from jobs.queue.turn import bring_to_front
from jobs.states import Status
from jobs.worker.options import Options
from jobs.worker.runner import Runner

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.3


@contextmanager
def worker_for(job: Job) -> Iterator[None]:
    """Attempts of `job` run in a thread of this process until it is final; leaving earlier gives it back at once.

    It is a worker like any other: another one may be faster, and then this one leaves the job to it. Of a job that
    was split it works the parts, and others of their kind where these come first.
    """
    worker = _Worker(job)
    worker.start()
    try:
        yield
    finally:
        worker.stop()


class _Worker(threading.Thread):
    def __init__(self, job: Job) -> None:
        super().__init__(name=f"worker for {job.pk}", daemon=True)
        self._job = job
        self._ended = threading.Event()
        self._running: tuple[asyncio.AbstractEventLoop, Runner] | None = None

    def run(self) -> None:
        try:
            while not self._ended.is_set() and Job.objects.live().filter(pk=self._job.pk).exists():
                self._look()
                self._ended.wait(LOOK_SECONDS)
        finally:
            connection.close()

    def _look(self) -> None:
        """One attempt, or those of the job's parts, if any may be made now."""
        try:
            stage()  # an attempt that failed waits for the next
            if bring_to_front(self._job.pk):
                asyncio.run(self._work(Options.for_next_of(self._job.kind)))
            elif kinds := self._kinds_of_parts():
                asyncio.run(self._work(Options(kinds=kinds, until_empty=True)))
        except Exception:
            logger.exception("the worker of job %s stumbled, and looks again", self._job.pk)

    def stop(self) -> None:
        """Give back what runs, and end."""
        self._ended.set()
        if running := self._running:
            loop, runner = running
            for _ in range(2):  # the second call waits for nothing
                loop.call_soon_threadsafe(runner.stop)
        self.join()

    def _kinds_of_parts(self) -> tuple[str, ...]:
        waiting = Job.objects.filter(parent_id=self._job.pk, status=Status.PENDING)
        return tuple(waiting.order_by().values_list("kind", flat=True).distinct())

    async def _work(self, options: Options) -> None:
        runner = Runner(options)
        self._running = (asyncio.get_running_loop(), runner)
        try:
            if not self._ended.is_set():
                await runner.run()
        finally:
            self._running = None
