"""What of the settings can only be checked once all kinds are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning  # noqa: A004 - Django's name for it

from jobs.conf import conf
from jobs.handlers.registry import registry


def check_retention(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A warning, no error: a kind that was removed is named here until its last job is deleted, and after that too."""
    unknown = [kind for kind in conf().kinds_with_retention if kind not in registry]
    hint = f"Known kinds: {', '.join(registry.kinds())}."
    text = "JOBS_RETENTION names {!r}, which is no kind of this release: right only if it was one, and has jobs left."
    return [Warning(text.format(kind), hint=hint, id="jobs.W031") for kind in unknown]
