"""Kinds that behave as badly as handlers can."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import suppress
from functools import partial

from jobs.handlers import Child, Complete, FanOut, Handler, JobContext, Payload, Span, Verdict
from jobs.handlers.sync import SyncContext
from jobs.models import JobTag
from tests.support.rough.apart import APART


class RoughPayload(Payload):
    seconds: float = 0.0


class Rough(Handler[RoughPayload]):
    payload_type = RoughPayload
    timeout_seconds = 120.0

    def timeout_for(self, payload: RoughPayload) -> float:
        return payload.seconds if self.kind.startswith("late") else self.timeout_seconds


class Nap(Rough):
    """Sleeps, then says how often it was begun."""

    kind = "nap"
    label = "Nap"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        await asyncio.sleep(payload.seconds)
        return Complete(ctx.attempt)


class Steps(Rough):
    """Three steps, each with a call; the last takes long in the first attempt. The result tells who did what."""

    kind = "steps"
    label = "Steps"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        async def work(name: str) -> dict[str, int]:
            call = await ctx.reserve("offline", "m", simulated=True, estimate_nano=1)
            if name == "three" and ctx.attempt == 1:
                await asyncio.sleep(payload.seconds)
            await call.settle(model="m", input_tokens=1, output_tokens=1, cost_nano=1, price_source="simulated")
            return {name: ctx.attempt}

        done: list[dict[str, int]] = [
            await ctx.step(name, name, partial(work, name)) for name in ("one", "two", "three")
        ]
        return Complete(done)


class Chatty(Rough):
    """Writes all the time, in every way there is."""

    kind = "chatty"
    label = "Chatty"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        end = time.monotonic() + payload.seconds
        number = 0
        while time.monotonic() < end:
            number += 1
            await ctx.log(f"line {number} of attempt {ctx.attempt}", attempt=ctx.attempt)
            await ctx.progress(min(99, number))
            await ctx.step(f"step {ctx.attempt}.{number}", number, lambda: asyncio.sleep(0.02))
        return Complete(ctx.attempt)


class Stubborn(Rough):
    """An async handler that swallows every cancel."""

    kind = "stubborn"
    label = "Stubborn"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        while True:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(3600)


class LateStubborn(Stubborn):
    kind = "late_stubborn"


class LateNap(Nap):
    """Sleeps for longer than its time limit."""

    kind = "late_nap"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        await asyncio.sleep(3600)
        return Complete()


class SyncChecking(Rough):
    """A thread that asks now and then whether it should go on."""

    kind = "sync_checking"
    label = "Checking"

    def run(self, ctx: SyncContext, payload: RoughPayload) -> Verdict:  # type: ignore[override]  # the sync face
        end = time.monotonic() + payload.seconds
        while time.monotonic() < end:
            ctx.check()
            time.sleep(0.05)
        return Complete(ctx.step("once", 1, lambda: ctx.attempt))


class SyncHanging(Rough):
    """A thread that never asks."""

    kind = "sync_hanging"
    label = "Hanging"

    def run(self, ctx: SyncContext, payload: RoughPayload) -> Verdict:  # type: ignore[override]  # the sync face
        time.sleep(3600)
        return Complete()


class Poison(Rough):
    """Takes its process with it."""

    kind = "poison"
    label = "Poison"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        await asyncio.sleep(payload.seconds)
        os._exit(139)


class Tagging(Rough):
    """Writes a row together with its settle; a second one would show."""

    kind = "tagging"
    label = "Tagging"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        job_id, name = ctx.job_id, f"attempt {ctx.attempt}"

        def tag() -> None:
            JobTag.objects.create(job_id=job_id, name=name)

        await asyncio.sleep(payload.seconds)
        return Complete(ctx.attempt, together=(tag,))


class Broken(Rough):
    """Its write together with the settle can never succeed."""

    kind = "broken"
    label = "Broken"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        def refused() -> None:
            JobTag.objects.extra(where=["no_such_column = 1"]).first()

        return Complete(together=(refused,))


class Document(Rough):
    """Forty chunks, each of which writes a row together with its settle; the join counts them."""

    kind = "document"
    label = "Document"

    async def run(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        part = RoughPayload(seconds=payload.seconds)
        return FanOut([Child("tagging", part, span=Span(index, index, index + 1)) for index in range(40)])

    async def join(self, ctx: JobContext, payload: RoughPayload) -> Verdict:
        return Complete(len([child async for child in ctx.children() if child.succeeded]))


KINDS = (
    Nap(), Steps(), Chatty(), Stubborn(), LateStubborn(), LateNap(), SyncChecking(), SyncHanging(), Poison(),
    Tagging(), Broken(), Document(), *APART,
)  # fmt: skip
