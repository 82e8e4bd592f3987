"""Entities of all parts as one list: each once, with how often and where it is named."""

from __future__ import annotations

from typing import Any

from generation.documents.parts import Parts, finished, listed
from generation.documents.quotes import plain

MOST = 500
MOST_SPANS = 50
OTHER = "other"

Key = tuple[str, str]  # kind and plain name


def merged(parts: Parts) -> dict[str, Any]:
    """`{entities: [{name, type, quote, start, end, found, count, spans, parts}], left_out}`, in order of appearance.

    The 500 that are named most are kept, and the first 50 spans of each; `count` counts all.
    """
    found: dict[Key, dict[str, Any]] = {}
    for entity in listed(finished(parts), "entities"):
        key = (str(entity["type"]), plain(str(entity["name"])))
        if key not in found:
            part = entity.pop("part")
            found[key] = {**entity, "spans": list(entity["spans"]), "parts": [part]}
        else:
            _add(found[key], entity)
    _settle(found)
    most_named = set(sorted(found, key=lambda key: -found[key]["count"])[:MOST])
    kept = [entity for key, entity in found.items() if key in most_named]
    return {"entities": kept, "left_out": len(found) - len(kept)}


def _settle(found: dict[Key, dict[str, Any]]) -> None:
    """Join what one part calls by its kind and another `other`, as the kind of more mentions, where there is one."""
    kinds: dict[str, list[Key]] = {}
    for key in found:
        kinds.setdefault(key[1], []).append(key)
    for keys in kinds.values():
        if len(keys) == 2 and OTHER in {kind for kind, _ in keys}:
            first, second = keys
            kind = max(keys, key=lambda key: (found[key]["count"], key[0] != OTHER))[0]
            _join(found[first], found.pop(second))
            found[first]["type"] = kind


def _join(known: dict[str, Any], other: dict[str, Any]) -> None:
    _add(known, {**other, "part": known["parts"][-1]})
    known["parts"] = sorted({*known["parts"], *other["parts"]})
    known["spans"].sort()


def _add(known: dict[str, Any], entity: dict[str, Any]) -> None:
    known["count"] += entity["count"]
    known["spans"].extend(entity["spans"][: MOST_SPANS - len(known["spans"])])
    if known["parts"][-1] != entity["part"]:
        known["parts"].append(entity["part"])
    if entity["found"] and not known["found"]:
        known |= {key: entity[key] for key in ("quote", "start", "end", "found")}
