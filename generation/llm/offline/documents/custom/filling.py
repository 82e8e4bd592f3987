"""A whole schema filled in: objects property by property, lists from all that suits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generation.documents.schema.fit import faults
from generation.language.sentences import Span
from generation.llm.offline.documents.custom.places import Source
from generation.llm.offline.documents.custom.values import Found, value, values
from generation.llm.offline.documents.custom.wanted import Wanted, wanted
from generation.llm.offline.documents.entities import Mention
from generation.llm.offline.documents.part_text import PartText

MOST_ITEMS = 50
MOST_EVIDENCE = 100
_LONGEST_FIELD = 300
_LONGEST_QUOTE = 400


def filled(part: PartText, mentions: list[Mention], schema: Mapping[str, Any]) -> dict[str, Any]:
    """A `Custom`: null wherever the text has nothing beside the property's name."""
    filling = _Filling(Source.of(part, mentions))
    found = filling.object(schema, "")
    return {"value": found, "evidence": filling.evidence[:MOST_EVIDENCE]}


class _Filling:
    def __init__(self, source: Source) -> None:
        self._source = source
        self.evidence: list[dict[str, str]] = []

    def object(self, schema: Mapping[str, Any], path: str) -> dict[str, Any]:
        properties: Mapping[str, Any] = schema.get("properties", {})
        return {name: self._property(name, part, f"{path}{name}") for name, part in properties.items()}

    def _property(self, name: str, schema: Mapping[str, Any], path: str) -> Any:
        asked = wanted(name, schema)
        match asked.type:
            case "object":
                found = self.object(_object_of(schema), f"{path}.")
                return found if any(part is not None for part in found.values()) else None
            case "array":
                return self._list(name, _array_of(schema), path)
            case _:
                return self._kept(value(self._source, asked), path)

    def _kept(self, found: Found | None, path: str) -> Any:
        if found is None:
            return None
        self._prove(path, found[1])
        return found[0]

    def _list(self, name: str, schema: Mapping[str, Any], path: str) -> list[Any] | None:
        most = min(MOST_ITEMS, schema.get("maxItems", MOST_ITEMS))
        items = wanted(name, schema["items"])
        if items.type in {"object", "array"}:  # what belongs together is not told by rules
            return None
        found: dict[Any, Span] = {}
        for item, span in self._items(items):
            if len(found) == most:
                break
            found.setdefault(item, span)
        for number, span in enumerate(found.values()):
            self._prove(f"{path}.{number}", span)
        return [*found] or None

    def _items(self, items: Wanted) -> Iterator[Found]:
        """All that is named of the kind asked for, wherever it stands; else all values beside the name."""
        if items.type == "string" and items.kind and not items.schema.get("format"):
            yield from (found for found in self._source.named(items.kind) if not faults(found[0], items.schema))
        else:
            yield from values(self._source, items)

    def _prove(self, path: str, span: Span) -> None:
        quote = self._source.text(span)[:_LONGEST_QUOTE]
        self.evidence.append({"field": path[:_LONGEST_FIELD], "quote": quote})


def _object_of(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The alternative that is an object."""
    return next((part for part in schema.get("anyOf", ()) if "properties" in part), schema)


def _array_of(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The alternative that is a list."""
    return next((part for part in schema.get("anyOf", ()) if "items" in part), schema)
