"""What may be asked of a document, as flags."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from generation.documents.analysis import Analysis
from generation.documents.templates import TEMPLATES
from generation.documents.templates.instruction import INSTRUCTION

# The options of an analysis by the names of the arguments that set them; the nested ones with a dot.
FLAGS = {
    "template": "template",
    "instruction": "instruction",
    "question": "questions",
    "target_language": "target_language",
    "output_schema": "output_schema",
    "max_chunk_chars": "max_chunk_chars",
    "overlap_chars": "overlap_chars",
    "max_attempts": "max_attempts",
    "concurrency": "concurrency",
    "failure_threshold": "failure_threshold",
    "reduce": "reduce",
    "model": "models.analysis",
    "reduce_model": "models.reduce",
    "fallback_model": "models.fallbacks",
}


def add_flags(parser: argparse.ArgumentParser) -> None:
    """In two groups of `--help`."""
    asked = parser.add_argument_group("what is asked")
    names = [name for name in TEMPLATES if name != INSTRUCTION.name]
    asked.add_argument("--template", choices=names, help="leave it out to give an instruction")
    asked.add_argument("--instruction", metavar="TEXT", help="what to find, in your own words")
    asked.add_argument("--question", action="append", metavar="TEXT", help="may be given again")
    asked.add_argument("--target-language", metavar="TAG", help="of a translation, such as de or pt-BR")
    asked.add_argument("--output-schema", type=_json_file, metavar="FILE", help="a JSON schema, for template custom")
    work = parser.add_argument_group("how it is worked")
    for name, kind in (
        ("max_chunk_chars", int), ("overlap_chars", int), ("max_attempts", int), ("concurrency", int),
        ("failure_threshold", float),
    ):  # fmt: skip
        work.add_argument(_flag(name), type=kind, metavar="N" if kind is int else "SHARE", help=_help(name))
    work.add_argument("--reduce", action=argparse.BooleanOptionalAction, help=_help("reduce"))
    work.add_argument("--model", metavar="NAME", help="that reads the parts")
    work.add_argument("--reduce-model", metavar="NAME", help="that puts them together; the same if left out")
    work.add_argument("--fallback-model", action="append", metavar="NAME", help="may be given again")
    work.add_argument("--max-cost-usd", type=_dollars, metavar="USD", help="what the job may cost at most")


def options_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options among the parsed arguments; those not given are left out."""
    options: dict[str, Any] = {}
    for name, path in FLAGS.items():
        if given[name] is None:
            continue
        outer, _, inner = path.partition(".")
        if inner:
            options.setdefault(outer, {})[inner] = given[name]
        else:
            options[outer] = given[name]
    return options


def named_as_flags(errors: Mapping[str, str]) -> dict[str, str]:
    """`errors` by field with each field as the flag that sets it."""
    flags = {path: _flag(name) for name, path in FLAGS.items()} | {"document_id": "--document"}
    return {next((flags[path] for path in flags if field == path or field.startswith(f"{path}.")), field): text
            for field, text in errors.items()}  # fmt: skip


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _help(name: str) -> str:
    field = Analysis.model_fields[name]
    default = "" if field.default in (None, True) else f" (default {field.default:,})"
    return f"{field.title}: {field.description}{default}".replace("%", "%%")


def _dollars(text: str) -> Decimal:
    try:
        dollars = Decimal(text)
    except InvalidOperation:
        raise argparse.ArgumentTypeError("give dollars, such as 0.5") from None
    if not (dollars.is_finite() and 0 < dollars < 1_000_000):
        raise argparse.ArgumentTypeError("give more than 0 and less than a million dollars")
    return dollars


def _json_file(text: str) -> Any:
    try:
        return json.loads(Path(text).read_text(encoding="utf-8"))
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no JSON: {error}") from None
