"""`manage.py check_provider`: one tiny call, and plain words about what is wrong."""

from __future__ import annotations

import asyncio
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from generation.llm.errors import (
    AuthFailed,
    BadRequest,
    ProviderError,
    ProviderTimeout,
    QuotaExceeded,
    RateLimited,
    Transient,
)
from generation.llm.pricing import price_reply
from generation.llm.provider import Message, ModelReply, ModelRequest, Provider
from generation.llm.registry import provider
from jobs.money import usd

# Class, exit code, what to do. The first that fits is taken.
FIXES: tuple[tuple[type[ProviderError], int, str], ...] = (
    (AuthFailed, 3, "Put a valid key of this provider into LLM_API_KEY."),
    (QuotaExceeded, 4, "Add credit to the provider account, or use the key of another."),
    (RateLimited, 5, "Wait a moment and try again; lower JOBS_CONCURRENCY if it happens often."),
    (BadRequest, 6, "Check the model's name (LLM_CREATIVE_MODEL, --model) and LLM_BASE_URL."),
    (
        ProviderTimeout,
        7,
        "Check LLM_BASE_URL and the network; a local server may still be loading.",
    ),
    (Transient, 7, "Check LLM_BASE_URL, that the server runs, and the network (proxy, firewall, DNS)."),
    (ProviderError, 8, "Try again, or try another model."),
)


class Command(BaseCommand):
    help = "Make one tiny call to the configured model provider and explain what is wrong, if anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--model", help="the model to call; default: the provider's creative model")
        parser.add_argument("--timeout", type=float, default=30.0, help="seconds to wait (default 30)")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = provider()
        if chosen.simulated:
            self.stdout.write(f"The {chosen.name} provider needs no key and no network. Nothing to check.")
            return
        model = options["model"] or chosen.default_model("creative")
        began = time.monotonic()
        try:
            reply = asyncio.run(_call(chosen, model, options["timeout"]))
        except ProviderError as error:
            code, fix = next((code, fix) for kind, code, fix in FIXES if isinstance(error, kind))
            raise CommandError(f"{model}: {error}\n{fix}", returncode=code) from None
        self.stdout.write(_report(model, reply, time.monotonic() - began))


async def _call(chosen: Provider, model: str, timeout_seconds: float) -> ModelReply:
    request = ModelRequest(
        task="check",
        model=model,
        messages=(Message("user", "Answer with the one word: ready"),),
        inputs={},
        temperature=0.0,
        max_tokens=16,
        timeout_seconds=timeout_seconds,
    )
    return await chosen.complete(request)


def _report(model: str, reply: ModelReply, seconds: float) -> str:
    price = price_reply(reply, model, simulated=False)
    cost = "cost unknown" if price.nano is None else f"${usd(price.nano)} ({price.source})"
    usage = reply.usage
    return (
        f"{reply.model} answered in {seconds:.1f} s: {usage.input_tokens} tokens in, {usage.output_tokens} out, {cost}."
    )
