"""Ask a model on behalf of a job: in the ledger, within its time, live to whoever watches, read strictly."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from pydantic import BaseModel

from generation.errors import TokenLimit
from generation.llm import served
from generation.llm.answers import read_object, read_text
from generation.llm.cleaning import clean
from generation.llm.errors import (
    ContextLength,
    CutStream,
    InvalidOutput,
    Moderated,
    ProviderError,
    ProviderTimeout,
    RateLimited,
    Transient,
    Truncated,
    UnknownModel,
)
from generation.llm.estimates import estimate
from generation.llm.gate import LEAST_SECONDS, Gate
from generation.llm.pricing import price_reply
from generation.llm.provider import Message, ModelReply, ModelRequest, OnText, Provider
from generation.llm.readable import ReadableText
from generation.llm.retries import Retries
from jobs.errors import BudgetTied, JobCancelled, PutOff
from jobs.handlers import Estimate, JobContext

SHOWN_OF_BAD_REPLY = 8_000


# What another model may do better: this one is not well, too busy, too small, not there, or does not keep to the form.
WORTH_ANOTHER = (
    RateLimited,
    Transient,
    ProviderTimeout,
    CutStream,
    ContextLength,
    Truncated,
    UnknownModel,
    InvalidOutput,
)


async def ask(ctx: JobContext, provider: Provider, request: ModelRequest, field: str | None = None) -> BaseModel | str:
    """The reply as an instance of `request.schema`, or as text where it has none.

    Its text is shown live as `field`. A reply cut at `max_tokens` is asked for once more with twice as many;
    one that does not validate is asked for once more with the fault named; then come the fallbacks. Raises
    JobCancelled, LeaseLost, PutOff and ProviderError, which may be let pass: the queue knows what to do with each.
    """
    objected = False
    for fallback in request.fallbacks:
        try:
            return await _ask_one(ctx, provider, request, field)
        except (ProviderError, PutOff) as error:
            if not _is_worth_another(error, provider, objected=objected):
                raise
            objected = objected or isinstance(error, Moderated)
            await ctx.log(f"{request.model}: {error} Asking {fallback} instead.", "warning")
            request = replace(request, model=fallback)
            field = None if getattr(error, "partial", "") else field  # what was shown is not shown twice
    return await _ask_one(ctx, provider, request, field)


def _is_worth_another(error: ProviderError | PutOff, provider: Provider, *, objected: bool) -> bool:
    """Whether to ask another model; of those that object to the content, one other."""
    match error:
        case Moderated():
            return not objected
        case ProviderError():
            return isinstance(error, WORTH_ANOTHER)
        case BudgetTied():
            return False
        case PutOff():
            return error.gate != provider.account


async def _ask_one(ctx: JobContext, provider: Provider, request: ModelRequest, field: str | None) -> BaseModel | str:
    """The reply of one model."""
    reply = await _complete(ctx, provider, request, field)
    if reply.finish_reason == "length":
        await ctx.log("The reply reached its length limit; asking again with twice the room.", "warning")
        request = replace(request, max_tokens=request.max_tokens * 2)
        reply = await _complete(ctx, provider, request)
    try:
        return _read(request, reply)
    except InvalidOutput as error:
        fault = str(error)
    await ctx.log(f"{fault} Asking for a corrected one.", "warning")
    request = _with_fault(request, reply, fault)
    return _read(request, await _complete(ctx, provider, request))


async def _complete(ctx: JobContext, provider: Provider, request: ModelRequest, field: str | None = None) -> ModelReply:
    """One answered call; a short Retry-After is waited for here, and a fault of the provider is tried again."""
    retries = Retries(ctx)
    fault: Transient | None = None
    while True:
        try:
            return await _call(ctx, provider, request, field)
        except (RateLimited, Transient) as error:
            fault = error if isinstance(error, Transient) else fault
            if (wait := retries.wait_after(error)) is None:
                raise
        except PutOff as stop:
            if fault is None or isinstance(stop, ProviderError | BudgetTied):
                raise
            raise fault from None  # the gate has shut behind it: it has failed, it was not kept from trying
        await asyncio.sleep(wait)


async def _call(ctx: JobContext, provider: Provider, request: ModelRequest, field: str | None) -> ModelReply:
    if ctx.seconds_left() < LEAST_SECONDS:
        raise ProviderTimeout("The job has no time left for another model call.", kind="total")

    async def estimated() -> Estimate:
        return Estimate(None) if provider.simulated else await estimate(ctx, provider, request)

    gate = Gate.of(ctx, provider, request)
    tainted = await gate.enter()
    call = await ctx.reserve(provider.name, request.model, simulated=provider.simulated, estimate_nano=estimated)
    bounded = replace(request, timeout_seconds=min(request.timeout_seconds, ctx.seconds_left()))
    try:
        reply = await provider.complete(bounded, _viewer(ctx, request, field))
    except TokenLimit:  # it was never sent
        await call.void()
        raise
    except ProviderError as error:
        await (call.abandon() if error.may_be_paid else call.void())
        await gate.tell(error)
        raise
    await gate.tell_well(tainted)
    served.note(provider.name, request.model, reply.model)
    price = price_reply(reply, request.model, simulated=provider.simulated)
    await call.settle(
        model=reply.model,
        input_tokens=reply.usage.input_tokens,
        output_tokens=reply.usage.output_tokens,
        cost_nano=price.nano,
        price_source=price.source,
        generation_id=reply.generation_id,
        usage=dict(reply.usage.details),
    )
    return reply


def _viewer(ctx: JobContext, request: ModelRequest, field: str | None) -> OnText:
    """What is done with each piece: a cancel is noticed, and the text is shown, JSON by its string values."""
    readable = ReadableText() if request.schema else None

    async def on_text(piece: str) -> None:
        if ctx.cancel_requested:  # a hold lets calls finish: they are paid for
            raise JobCancelled
        if field is not None:
            await ctx.stream(field, readable.feed(piece) if readable else clean(piece))

    return on_text


def _read(request: ModelRequest, reply: ModelReply) -> BaseModel | str:
    if reply.finish_reason == "content_filter":
        raise Moderated("The model stopped: its provider objects to the content.")
    if reply.finish_reason == "length":
        raise Truncated(f"The reply does not fit in {request.max_tokens:,} tokens.", partial=reply.text)
    return read_object(reply.text, request.schema) if request.schema else read_text(reply.text)


def _with_fault(request: ModelRequest, reply: ModelReply, fault: str) -> ModelRequest:
    """`request` with the bad reply and what is wrong with it."""
    shown = clean(reply.text)[:SHOWN_OF_BAD_REPLY]
    given = (Message("assistant", shown),) if shown.strip() else ()
    form = " with the whole corrected JSON object and nothing else" if request.schema else ""
    correction = Message("user", f"That reply cannot be used. {fault} Answer again{form}.")
    return replace(request, messages=(*request.messages, *given, correction))
