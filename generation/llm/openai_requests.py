"""A `ModelRequest` as the body of `POST /chat/completions`."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from generation.llm.provider import ModelRequest
from generation.llm.strict_schema import response_format

# What some models refuse and a call can do without.
OPTIONAL = ("max_tokens", "temperature", "seed", "response_format", "stream_options")


def body(request: ModelRequest, *, without: Collection[str] = ()) -> dict[str, Any]:
    """The JSON body; `without` names the OPTIONAL parameters that this model refuses."""
    messages = [{"role": message.role, "content": message.content} for message in request.messages]
    wanted: dict[str, Any] = {
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "stream_options": {"include_usage": True},
    }
    if request.seed is not None:
        wanted["seed"] = request.seed
    if request.schema is not None:
        wanted["response_format"] = response_format(request.schema)
    if request.schema is not None and "response_format" in without:
        schema = json.dumps(request.schema.model_json_schema(), ensure_ascii=False)
        messages.append({"role": "system", "content": f"Answer with JSON only, valid by this JSON Schema: {schema}"})
    if "max_tokens" in without:  # newer models know the same limit by another name
        wanted["max_completion_tokens"] = request.max_tokens
    kept = {name: value for name, value in wanted.items() if name not in without}
    return {"model": request.model, "messages": messages, "stream": True, **kept}
