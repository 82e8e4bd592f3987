"""What a template of analysis is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from generation.documents.templates.fields import Fields

REQUIRED, OPTIONAL = "required", "optional"


@dataclass(frozen=True, slots=True)
class Template:
    """One way to read a document; `name` is its place in the registry and in a part's stored result.

    `answer` is the schema of a part's answer. `takes` names the fields of a submission beside `template` that it
    needs or may have, no others. `not_offered` says of each provider that cannot do it why, and how to get it.
    """

    name: str
    label: str
    help: str
    answer: Callable[[Fields], type[BaseModel]]
    takes: Mapping[str, str] = field(default_factory=dict)
    prompt: str = "v1"
    not_offered: Mapping[str, str] = field(default_factory=dict)
