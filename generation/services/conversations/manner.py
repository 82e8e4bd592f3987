"""How replies are asked for in a conversation: of which model, how freely, and at what cost at most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from generation.llm.offered import offered_models

MOST_TEMPERATURE = 2.0


def manner_faults(settings: Mapping[str, Any]) -> dict[str, str]:
    """What cannot be kept of `model`, `temperature` and `max_cost_nano`, by the names that the API has for them."""
    found = {
        "model": _model_fault(settings.get("model") or ""),
        "temperature": _temperature_fault(settings.get("temperature")),
        "max_cost_usd": _cap_fault(settings.get("max_cost_nano")),
    }
    return {name: fault for name, fault in found.items() if fault}


def _model_fault(model: str) -> str:
    if not model:
        return ""
    models = offered_models()
    offered = f"choose one of {', '.join(models)}, or leave it empty" if models else "leave it empty"
    return "" if model in models else f"This site does not offer it; {offered}."


def _temperature_fault(temperature: float | None) -> str:
    if temperature is None or (math.isfinite(temperature) and 0 <= temperature <= MOST_TEMPERATURE):
        return ""
    return f"Give a number from 0 to {MOST_TEMPERATURE:g}, or null for the usual."


def _cap_fault(nano: int | None) -> str:
    return "" if nano is None or nano > 0 else "Give more than 0 dollars, or null for no cap."
