"""System checks of `settings.LLM`: a bad one is refused at start-up, with the fix."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution

from generation.llm.pricing import overrides
from generation.llm.registry import PROVIDERS, unknown


def check_llm(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The provider's name, and for `openai` its address, key, models and prices."""
    name = settings.LLM["provider"]
    if name not in PROVIDERS:
        return [Error(unknown(name), hint="Set LLM_PROVIDER=offline to run without a key.", id="generation.E001")]
    return [*_prices(), *(_openai() if name == "openai" else ())]


def _openai() -> Iterator[CheckMessage]:
    base_url, key = settings.LLM["base_url"], settings.LLM["api_key"]
    if not base_url:
        if not key:
            yield Error(
                "LLM_PROVIDER=openai needs a key.",
                hint="Set LLM_API_KEY, or LLM_BASE_URL for another server, or LLM_PROVIDER=offline.",
                id="generation.E002",
            )
        return
    yield from _address(base_url, key)
    if not settings.LLM["creative_model"]:
        yield Error(
            "With LLM_BASE_URL set, no default model is known.",
            hint="Set LLM_CREATIVE_MODEL (perhaps also a cheaper LLM_ANALYSIS_MODEL) to a model of it.",
            id="generation.E003",
        )


def _address(base_url: str, key: str) -> Iterator[CheckMessage]:
    address = _split(base_url)
    if address is None or address.username or address.query:
        yield Error(
            "LLM_BASE_URL is not a plain http or https address.",
            hint="Give it like https://openrouter.ai/api/v1; the key belongs in LLM_API_KEY.",
            id="generation.E004",
        )
    elif key and address.scheme == "http" and not _is_near(address.hostname or ""):
        yield Caution(
            "LLM_API_KEY would be sent unencrypted.",
            hint="Use an https address in LLM_BASE_URL.",
            id="generation.W001",
        )


def _prices() -> Iterator[CheckMessage]:
    try:
        overrides()
    except ValueError as error:
        yield Error(
            f"LLM_PRICES: {error}.",
            hint="Give it like LLM_PRICES=my-model=0.15/0.60,other=1/2 (input/output).",
            id="generation.E005",
        )


def _split(base_url: str) -> SplitResult | None:
    try:
        address = urlsplit(base_url)
        usable = address.scheme in {"http", "https"} and address.hostname and (address.port or 1)
    except ValueError:
        return None
    return address if usable else None


def _is_near(host: str) -> bool:
    """Whether `host` is this machine, or a name or address of a private network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host
