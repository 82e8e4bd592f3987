"""Kinds whose attempts have a process of their own, and what they can do there."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jobs.errors import JobCancelled, PermanentError, RetryLater
from jobs.handlers import Child, Complete, Fail, FanOut, Handler, JobContext, Partial, Payload, Snooze, Verdict
from jobs.handlers.sync import SyncContext
from jobs.models import Job, JobTag
from tests.support.waiting import wait_for


class Deed(Payload):
    do: str
    value: Any = None


async def everything(ctx: JobContext, _: Any) -> Verdict:
    """Write in every way there is."""

    async def ask() -> dict[str, int]:
        call = await ctx.reserve("offline", "m", simulated=True, estimate_nano=1)
        await call.settle(model="m", input_tokens=1, output_tokens=2, cost_nano=7, price_source="simulated")
        return {"by": os.getpid()}

    ctx.check()
    await ctx.log("hello \x00\ud800", number=ctx.attempt)
    await ctx.progress(40, "on the way")
    await ctx.stream("text", "all of it")
    void = await ctx.reserve("offline", "m", simulated=True, estimate_nano=1)
    await void.void()
    output = await ctx.step("ask", {"of": "it"}, ask)
    kept = await ctx.attach("a.bin", "application/octet-stream", bytes(range(256)))
    title = await ctx.read(lambda: Job.objects.get(pk=ctx.job_id).title)
    print("printed")
    return Complete({"pid": os.getpid(), "output": output, "kept": kept, "title": title, "left": ctx.seconds_left()})


async def once(ctx: JobContext, _: Any) -> Verdict:
    """Fail in the first attempt after a step, which the second reuses."""

    async def work() -> list[int]:
        return [ctx.attempt]

    output = await ctx.step("work", 1, work)
    if ctx.attempt == 1:
        raise RetryLater("later", 30.0)
    return Complete(output)


async def verdict(_: JobContext, value: Any) -> Verdict:
    verdicts: dict[str, Verdict] = {
        "partial": Partial([1], "half"),
        "fail": Fail("no", "Bad"),
        "snooze": Snooze(60.0, "not now"),
        "fan_out": FanOut([Child("apart", {"do": "verdict", "value": "partial"})]),
        "not_a_number": Complete([float("nan")]),
        "unfit": Complete({"a": object()}),
        "large": Complete("x" * 5_000_000),
    }
    return verdicts[value]


async def fail(_: JobContext, value: Any) -> Verdict:
    raise {"permanent": PermanentError("never"), "value": ValueError("odd"), "cancelled": JobCancelled()}[value]


async def leave(_: JobContext, value: Any) -> Verdict:
    sys.exit(value)


async def vanish(_: JobContext, value: Any) -> Verdict:
    os._exit(value)


async def be_killed(_: JobContext, value: Any) -> Verdict:
    os.kill(os.getpid(), value)
    await asyncio.sleep(60)
    return Complete()


async def talk_nonsense(_: JobContext, value: Any) -> Verdict:
    """Write into the pipe to the worker, as memory that was overwritten might."""
    for number in range(3, 40):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("pipe:"):  # noqa: PTH115 - it points to no path
                os.write(number, bytes.fromhex(value))
        except OSError:
            continue
    await asyncio.sleep(60)
    return Complete()


async def take_memory(_: JobContext, value: Any) -> Verdict:
    return Complete(len(bytearray(value)))


async def nap(ctx: JobContext, value: Any) -> Verdict:
    """Sleep, having told which process sleeps and which it started."""
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", "import time; time.sleep(600)")
    await ctx.log("napping", pid=os.getpid(), other=other.pid)
    await asyncio.sleep(value)
    return Complete(ctx.attempt)


async def block(ctx: JobContext, value: Any) -> Verdict:
    """Sleep on the event loop, so that nothing else happens in this process."""
    await ctx.log("napping", pid=os.getpid())
    time.sleep(value)  # noqa: ASYNC251 - that is the point
    return Complete()


async def swallow(ctx: JobContext, _: Any) -> Verdict:
    """Ignore being told to end."""
    await ctx.log("napping", pid=os.getpid())
    while True:
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            continue


async def check(ctx: JobContext, _: Any) -> Verdict:
    """Go on until somebody asks for an end."""
    await ctx.log("napping", pid=os.getpid())
    while True:
        ctx.check()
        await asyncio.sleep(0.02)


async def pay(ctx: JobContext, _: Any) -> Verdict:
    """Pay for a call inside a step, and be ended before the step is."""

    async def ask() -> None:
        call = await ctx.reserve("offline", "m", simulated=True, estimate_nano=1)
        await call.settle(model="m", input_tokens=1, output_tokens=2, cost_nano=7, price_source="simulated")
        await ctx.log("napping", pid=os.getpid())
        await asyncio.sleep(600)

    await ctx.step("ask", 1, ask)
    return Complete()


async def tag(ctx: JobContext, value: Any) -> Verdict:
    """Write a row together with the settle; refused when `value` says so."""
    job_id = ctx.job_id

    def write() -> None:
        JobTag.objects.create(job_id=job_id, name=f"attempt {ctx.attempt}")
        if value == "refused":
            raise PermanentError("refused")

    return Complete("tagged", together=(write,))


async def end_late(ctx: JobContext, value: Any) -> Verdict:
    """Say that it naps; go on once the file `value` is there; then write."""
    await ctx.log("napping", pid=os.getpid())
    await asyncio.to_thread(wait_for, Path(value).exists, within=60)
    await ctx.log("late")
    return Complete("late")


DEEDS: dict[str, Callable[[JobContext, Any], Awaitable[Verdict]]] = {
    deed.__name__: deed
    for deed in (
        everything, once, verdict, fail, leave, vanish, be_killed, talk_nonsense, take_memory, nap, block, swallow,
        check, pay, tag, end_late,
    )
}  # fmt: skip


class Apart(Handler[Deed]):
    """Does what its payload names."""

    kind = "apart"
    label = "Apart"
    payload_type = Deed
    isolated = True
    timeout_seconds = 120.0

    async def run(self, ctx: JobContext, payload: Deed) -> Verdict:
        return await DEEDS[payload.do](ctx, payload.value)

    async def join(self, ctx: JobContext, payload: Deed) -> Verdict:
        return Complete([child.result async for child in ctx.children()])


class ApartLimited(Apart):
    kind = "apart_limited"
    memory_bytes = 200_000_000


class Beside(Apart):
    """The same in the worker's own process, as long as it is not suspected."""

    kind = "beside"
    isolated = False


class ApartPlain(Apart):
    """A plain function in the main thread's place."""

    kind = "apart_plain"

    def run(self, ctx: SyncContext, payload: Deed) -> Verdict:  # type: ignore[override]  # the sync face
        ctx.log("napping", pid=os.getpid())
        ctx.progress(10)
        output = ctx.step("count", 1, JobTag.objects.count)
        kept = ctx.attach("a.txt", "text/plain", "hello")
        time.sleep(payload.value or 0)
        signal.raise_signal(signal.SIGTERM)  # as an orchestrator sends it to all processes of a container
        return Complete([output, kept["artefact"]["size"]])


APART = (Apart(), ApartLimited(), ApartPlain(), Beside())
