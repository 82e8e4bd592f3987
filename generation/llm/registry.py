"""Which provider `settings.LLM` names. Adding one is a line in `PROVIDERS` and its factory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from generation.llm.provider import Provider

# Models of OpenAI's own server; no other server's are known.
CREATIVE_MODEL = "gpt-4.1"
ANALYSIS_MODEL = "gpt-4.1-mini"

Options = Mapping[str, Any]


def _offline(options: Options) -> Any:
    make = import_string("generation.llm.offline.OfflineProvider")
    return make(latency_seconds=options["offline_latency_seconds"])


def _openai(options: Options) -> Any:
    make = import_string("generation.llm.openai_compatible.OpenAIProvider")
    own = not options["base_url"]
    creative = options["creative_model"] or (CREATIVE_MODEL if own else "")
    return make(
        base_url=options["base_url"],
        api_key=options["api_key"],
        creative_model=creative,
        analysis_model=options["analysis_model"] or (ANALYSIS_MODEL if own else creative),
    )


# Their modules are loaded when first asked for: the SDK takes a second.
PROVIDERS: Mapping[str, Callable[[Options], Any]] = {"offline": _offline, "openai": _openai}


def provider() -> Provider:
    """The provider in force, made once.

    The first call may load an SDK, which takes a second: on an event loop, `await ctx.read(provider)`.
    """
    options = {key: value for key, value in settings.LLM.items() if isinstance(value, (str, int, float))}
    return _made(tuple(sorted(options.items())))


@cache
def _made(options: tuple[tuple[str, Any], ...]) -> Provider:
    given = dict(options)
    name = given["provider"]
    if name not in PROVIDERS:
        raise ImproperlyConfigured(unknown(name))
    return cast("Provider", PROVIDERS[name](given))


def unknown(name: str) -> str:
    """What to say about a provider that is none."""
    return f"LLM_PROVIDER={name!r} is not a provider; use one of: {', '.join(sorted(PROVIDERS))}."
