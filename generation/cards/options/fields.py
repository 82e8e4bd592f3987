"""What option fields are made of: their types, and the words that forms, flags and schema show."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from jobs.handlers import Payload

_LINE_BREAKS = frozenset("\n\r\t")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class OptionGroup(Payload):
    """Base of the groups. Types are taken strictly: text is not a number. Defaults are checked like input."""

    # Built when first used: of the groups only their union ever is.
    model_config = ConfigDict(strict=True, validate_default=True, allow_inf_nan=False, defer_build=True)


def option(
    group: str,
    label: str,
    help_text: str,
    *,
    default: Any = ...,
    essential: bool = False,
    id_of: str = "",
    **limits: Any,
) -> Any:
    """A field of `group`. `essential` ones are in view on the form, the others fold away.

    `id_of` says what the text is the id of: a `card` or an `upload`, which the form lets one choose.
    """
    extra: JsonDict = {"group": group, "label": label, "help": help_text, "essential": essential}
    extra |= {"id_of": id_of} if id_of else {}
    return Field(default, title=label, description=help_text, json_schema_extra=extra, **limits)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"}


def _one_line(text: str) -> str:
    if any(_is_control(character) for character in text):
        raise ValueError("Control characters and line breaks are not allowed here; remove them.")
    return text


def _paragraphs(text: str) -> str:
    if any(_is_control(character) and character not in _LINE_BREAKS for character in text):
        raise ValueError("Control characters are not allowed here; remove them.")
    return text


def _blank_is_unset(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Unset = BeforeValidator(_blank_is_unset)

Trimmed = Annotated[str, StringConstraints(strip_whitespace=True)]
Line = Annotated[Trimmed, AfterValidator(_one_line)]
Paragraphs = Annotated[Trimmed, AfterValidator(_paragraphs)]

Line40 = Annotated[Line, StringConstraints(min_length=1, max_length=40)]
Line200 = Annotated[Line, StringConstraints(min_length=1, max_length=200)]


def _is_language_tag(tag: str) -> str:
    if not _LANGUAGE_TAG.fullmatch(tag):
        raise ValueError("Give a BCP 47 language tag, such as en or pt-BR.")
    return tag


LanguageTag = Annotated[Line, StringConstraints(max_length=35), AfterValidator(_is_language_tag)]


def _as_id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError("This is no id; ids look like 0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17.") from None


Id = Annotated[Line, AfterValidator(_as_id)]
ModelName = Annotated[Line, StringConstraints(min_length=1, max_length=200)]


def without_repeats(values: list[Any]) -> list[Any]:
    """`values` in order, each once; texts that differ in case only count as one."""
    seen: dict[Any, Any] = {}
    for value in values:
        seen.setdefault(value.casefold() if isinstance(value, str) else value, value)
    return list(seen.values())
