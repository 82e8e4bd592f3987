"""A reply's text, read strictly: cleaned, parsed, validated."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from generation.llm.cleaning import clean, clean_json
from generation.llm.errors import InvalidOutput
from jobs.handlers import field_errors

M = TypeVar("M", bound=BaseModel)

# Reasoning models on local servers think aloud before they answer.
THINKING = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
MOST_FAULTS = 6


def read_text(text: str) -> str:
    """`text` cleaned and trimmed; InvalidOutput if nothing is left."""
    answer = clean(THINKING.sub("", text)).strip()
    if not answer:
        raise InvalidOutput("The reply is empty.")
    return answer


def read_object(text: str, schema: type[M]) -> M:
    """The first JSON object in `text` as `schema`; InvalidOutput says what is wrong with it."""
    value = _parse(THINKING.sub("", text))
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        faults = field_errors(error)
    listed = [f"{field}: {fault}" for field, fault in faults.items()]
    raise InvalidOutput(f"The reply does not fit: {'; '.join(listed[:MOST_FAULTS])}.")


def _parse(text: str) -> Any:
    if not text.strip():
        raise InvalidOutput("The reply is empty.")
    start = text.find("{")  # some put it in a fence or announce it
    if start < 0:
        raise InvalidOutput("The reply is not JSON.")
    try:
        value, _ = json.JSONDecoder(strict=False, parse_constant=_refuse).raw_decode(text, start)
        return clean_json(value)
    except json.JSONDecodeError as error:
        raise InvalidOutput(f"The reply is not valid JSON: {error.msg} at character {error.pos - start}.") from None
    except (ValueError, RecursionError) as error:
        raise InvalidOutput(f"The reply is not valid JSON: {type(error).__name__}.") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
