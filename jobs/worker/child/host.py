"""The worker's side of a child process: starts it, commits what it writes, ends it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from django.db import connection

from jobs.errors import JobsError
from jobs.handlers import Recorder
from jobs.worker.child.wire import (
    HEAD,
    Answer,
    Asked,
    Begun,
    Ended,
    Find,
    Message,
    Request,
    Start,
    Write,
    framed,
    message_of,
    sizes_of,
)
from jobs.worker.running import RunningJob, Wish

# How long a child may take to report once its handler was told to end: less than the executor waits.
ENDING_SECONDS = 0.6
# How long it may take to end after its last word.
EXIT_SECONDS = 1.0
LONGEST_FRAME = 1_000_000_000


class ProcessDied(JobsError):
    """A child process ended, or spoke nonsense, before it said how its attempt ended."""


class ProcessNotStarted(JobsError):
    """A child process ended, or could not be made, before its handler began: that is not the job's doing."""


class Host:
    """One child process, for one attempt."""

    def __init__(self, job: RunningJob, recorder: Recorder, memory_bytes: int | None) -> None:
        self._job = job
        self._recorder = recorder
        self._memory_bytes = memory_bytes
        self._answers: set[asyncio.Task[None]] = set()

    async def run(self) -> Ended:
        """The attempt's end as the child tells it. ProcessDied or ProcessNotStarted when it does not.

        Cancelled, it has the child end its handler, and kills it soon after.
        """
        try:
            self._process = await _spawned()
        except OSError as error:
            raise ProcessNotStarted(f"No process could be started for this attempt: {error}") from error
        listening = asyncio.create_task(self._listen())
        try:
            self._tell(self._start())
            for wish in self._job.wishes:
                self._pass_on(wish)
            self._job.pass_on = self._pass_on
            return await self._ended(listening)
        finally:
            self._job.pass_on = None
            await self._close(listening)

    def _start(self) -> Start:
        return Start(
            custodian=self._job.custodian,
            seconds=self._job.context.seconds_left(),
            memory_bytes=self._memory_bytes,
            database=str(connection.settings_dict["NAME"]),
        )

    async def _ended(self, listening: asyncio.Task[Ended]) -> Ended:
        try:
            return await asyncio.shield(listening)
        except asyncio.CancelledError:
            self._tell(Asked(what="end"))
            await asyncio.wait({listening}, timeout=ENDING_SECONDS)
            if not listening.done() or listening.exception() or listening.result().cancelled:
                raise
            return listening.result()

    async def _close(self, listening: asyncio.Task[Ended]) -> None:
        """Let a child that has said its last word end by itself; kill any other, and what it started."""
        try:
            if listening.done() and not listening.cancelled() and not listening.exception():
                async with asyncio.timeout(EXIT_SECONDS):
                    await self._process.wait()
        except TimeoutError:
            pass
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            for answering in self._answers:  # a database that is away must not keep the worker from going on
                answering.cancel()
            await self._reap()
            await asyncio.wait({listening, *self._answers})
            if not listening.cancelled():
                listening.exception()  # of one that was killed, which nobody wants to know

    async def _reap(self) -> None:
        """However often this is cancelled: it was killed, and ends at once."""
        while self._process.returncode is None:
            with suppress(asyncio.CancelledError):
                await self._process.wait()

    async def _listen(self) -> Ended:
        while True:
            match await self._read():
                case (Write() | Find()) as request:
                    answering = asyncio.create_task(self._answer(request))
                    self._answers.add(answering)
                    answering.add_done_callback(self._answers.discard)
                case Ended() as ended:
                    return ended
                case Begun():
                    self._job.begun.set()
                case None if self._job.begun.is_set():
                    raise ProcessDied(f"The process of this attempt {_in_words(await self._process.wait())}.")
                case None:
                    how = _in_words(await self._process.wait())
                    raise ProcessNotStarted(f"The process of this attempt {how}, before its handler began.")
                case _:
                    raise ProcessDied("The process of this attempt sent what only its worker sends.")

    async def _read(self) -> Message | None:
        stream = self._process.stdout
        assert stream is not None  # noqa: S101 - asked for with PIPE
        try:
            (count,) = HEAD.unpack(await stream.readexactly(HEAD.size))
            sizes = sizes_of(count, await stream.readexactly(8 * count))
            if sum(sizes) > LONGEST_FRAME:
                raise ProcessDied(f"The process of this attempt sent more than {LONGEST_FRAME} bytes at once.")
            return message_of([await stream.readexactly(size) for size in sizes])
        except asyncio.IncompleteReadError:
            return None
        except ValueError as error:
            raise ProcessDied(f"The process of this attempt sent what is no message: {error}") from error

    async def _answer(self, request: Request) -> None:
        try:
            answer = await self._done(request)
        except Exception as error:  # noqa: BLE001 - told to the child, which raises it
            answer = Answer(number=request.number, error_class=type(error).__name__, message=str(error))
        self._tell(answer)

    async def _done(self, request: Request) -> Answer:
        custodian = self._job.custodian
        match request:
            case Write(number=number, batch=batch):
                await self._recorder.write(custodian, batch)
                return Answer(number=number)
            case Find(number=number):
                found, output = await self._recorder.find_checkpoint(custodian, request.name, request.input_hash)
                return Answer(number=number, found=found, output=output)

    def _pass_on(self, wish: Wish) -> None:
        """Tell the child what is asked of its job."""
        self._tell(Asked(what=wish))

    def _tell(self, message: Message) -> None:
        stream = self._process.stdin
        if stream is not None and not stream.is_closing():
            stream.write(framed(message))


async def _spawned() -> Process:
    """This Python with the same settings and path, in a session of its own, so that all it starts can be killed."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __package__,
        str(os.getpid()),
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,
        # One arena of memory for all threads: each one's own would count as 64 MB against a limit.
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "1"},
    )


def _in_words(code: int) -> str:
    if code >= 0:
        return f"ended with status {code}"
    hint = ", which the system does when memory runs out" if -code == signal.SIGKILL else ""
    return f"was killed by signal {-code} ({signal.strsignal(-code)}){hint}"
