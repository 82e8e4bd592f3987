"""Reading in a process of its own: what a stranger's file does to a parser ends there."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path
from weakref import WeakKeyDictionary

from generation.documents.reading.child import REFUSED
from generation.documents.reading.errors import BY_NAME, Damaged, TooMuch, TooSlow, Unreadable
from generation.documents.reading.limits import AT_ONCE, TEXT_CHARACTERS

_CHILD = f"{__package__}.child"
_ROOT = Path(__file__).resolve().parents[3]
_BLOCK = 1 << 20
# Where some systems tell a Python what it is made of.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")
# UTF-8 has at most so many bytes a character.
_MOST_BYTES = 4 * TEXT_CHARACTERS
_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read_apart(content: bytes, media_type: str, *, seconds: float) -> str:
    """The text of a document, within `seconds` from when its turn comes. Unreadable says why there is none."""
    async with _rooms.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        process = await _started(media_type, seconds)
        try:
            async with asyncio.timeout(seconds):
                output, code = await _spoken(process, content)
        except TimeoutError:
            raise TooSlow(_too_slow(seconds)) from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await _drained(process)
            await process.wait()
    if code == REFUSED:
        told = json.loads(output)
        raise BY_NAME.get(told["error"], Unreadable)(told["message"])
    if code != 0:
        raise _died(code, seconds)
    return output.decode()


async def _started(media_type: str, seconds: float) -> Process:
    """This Python with our path, in a session of its own; of our environment it gets what it needs to start."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        _CHILD,
        media_type,
        str(seconds),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        start_new_session=True,
        cwd=_ROOT,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)]), "MALLOC_ARENA_MAX": "1"}


async def _spoken(process: Process, content: bytes) -> tuple[bytes, int]:
    """What it wrote, and how it ended."""
    feeding = asyncio.create_task(_feed(process, content))
    try:
        return await _listen(process), await process.wait()
    finally:
        feeding.cancel()
        await asyncio.wait({feeding})


async def _feed(process: Process, content: bytes) -> None:
    stream = process.stdin
    assert stream is not None  # noqa: S101 - asked for with PIPE
    with suppress(BrokenPipeError, ConnectionResetError):  # it has ended: how, is told elsewhere
        for at in range(0, len(content), _BLOCK):
            stream.write(content[at : at + _BLOCK])
            await stream.drain()
    stream.close()


async def _listen(process: Process) -> bytes:
    stream = process.stdout
    assert stream is not None  # noqa: S101 - asked for with PIPE
    blocks, size = [], 0
    while block := await stream.read(_BLOCK):
        blocks.append(block)
        size += len(block)
        if size > _MOST_BYTES:
            raise TooMuch(f"The document has more than {TEXT_CHARACTERS:,} characters; send a part of it.")
    return b"".join(blocks)


async def _drained(process: Process) -> None:
    """What nobody wants any more: a pipe that is paused, being full, would keep `wait` from ever returning."""
    stream = process.stdout
    assert stream is not None  # noqa: S101 - asked for with PIPE
    while await stream.read(_BLOCK):
        pass


def _died(code: int, seconds: float) -> Unreadable:
    """By how it was ended: for its time, for its memory (which native code aborts at), or by a fault of a parser."""
    match -code:
        case signal.SIGXCPU | signal.SIGALRM:
            return TooSlow(_too_slow(seconds))
        case signal.SIGKILL | signal.SIGABRT:
            return TooMuch()
        case _:
            return Damaged()


def _too_slow(seconds: float) -> str:
    return (
        f"Reading the document took more than {seconds:g} seconds; save it anew, send a part of it, or send its text."
    )
