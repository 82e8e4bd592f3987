"""Objects of all parts as one: the first value of each field, lists joined, differing values told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.documents.parts import Parts, finished, items
from generation.documents.schema.fit import faults_of_whole

MOST_DIFFERING = 50
MOST_ITEMS = 5_000
MOST_EVIDENCE = 500


def merged(parts: Parts, schema: Mapping[str, Any]) -> dict[str, Any]:
    """`{value, objects, differing, faults, evidence}`.

    `objects` are the parts' own, in order, without those that are all null; `differing` says where a part has
    another value than the one that was kept; `faults` where `value` does not keep to `schema`.
    """
    joining = _Joining()
    value: Any = joining.empty(schema)
    objects: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    for part, result in finished(parts):
        value = joining.join(value, result["value"], "", part.index)
        if _says(result["value"]):
            objects.append({"index": part.index, "value": result["value"]})
        fresh = items(result, "evidence")[: MOST_EVIDENCE - len(evidence)]
        evidence.extend({**one, "part": part.index} for one in fresh)
    return {
        "value": value,
        "objects": objects,
        "differing": joining.differing,
        "faults": faults_of_whole(value, schema),
        "evidence": evidence,
    }


class _Joining:
    def __init__(self) -> None:
        self.differing: list[dict[str, Any]] = []
        self._items: dict[str, dict[str, Any]] = {}  # of each list by path, as they are written

    def empty(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        return dict.fromkeys(schema["properties"])

    def join(self, kept: Any, new: Any, path: str, part: int) -> Any:
        """`kept` with what `new` adds; lists hold each item once."""
        if new is None or kept is None:
            return kept if new is None else new
        if isinstance(kept, dict) and isinstance(new, dict):
            names = {**kept, **new}
            return {name: self.join(kept.get(name), new.get(name), f"{path}{name}.", part) for name in names}
        if isinstance(kept, list) and isinstance(new, list):
            return self._together(kept, new, path)
        if kept != new and len(self.differing) < MOST_DIFFERING:
            self.differing.append({"field": path.removesuffix("."), "value": new, "part": part})
        return kept

    def _together(self, kept: list[Any], new: list[Any], path: str) -> list[Any]:
        items = self._items.setdefault(path, {repr(item): item for item in kept})
        for item in new[: MOST_ITEMS - len(items)]:
            items.setdefault(repr(item), item)
        return [*items.values()]


def _says(value: Any) -> bool:
    """Whether anything in it is not null."""
    if isinstance(value, dict):
        return any(_says(part) for part in value.values())
    return bool(value) if isinstance(value, list) else value is not None
