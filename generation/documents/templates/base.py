"""What a template of analysis is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from generation.documents.parts import Parts
from generation.documents.quotes import Quotes
from generation.documents.templates.fields import Fields

REQUIRED, OPTIONAL = "required", "optional"

Answer = Mapping[str, Any]
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """One way to read a document; `name` is its place in the registry and in the names of its prompts.

    `answer` is the schema of a part's answer, `locate` makes of an answer (as JSON) and its part's text what is
    stored: the same with every quote's place. `merge` puts the results of all parts together, gaps or not.
    `takes` names the fields of a submission beside `template` that it needs or may have, no others.
    `points` is where a result has the points that `reduce_points` makes fewer; `` where `merge` says all.
    `most` is how many findings a part is asked for, `max_tokens` the room for them; `tokens_of_text` adds room for
    each token of the part. `not_offered` says of each provider that cannot do it why, and how to get it.
    """

    name: str
    label: str
    help: str
    answer: Callable[[Fields], type[BaseModel]]
    locate: Callable[[Answer, Quotes, Fields], Result]
    merge: Callable[[Parts, Fields], Result]
    takes: Mapping[str, str] = field(default_factory=dict)
    points: str = ""
    prompt: str = "v1"
    most: int = 8
    max_tokens: int = 3_000
    tokens_of_text: float = 0.0
    not_offered: Mapping[str, str] = field(default_factory=dict)
