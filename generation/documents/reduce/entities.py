"""Entities of all parts as one list: each once, with how often and where it is named."""

from __future__ import annotations

from typing import Any

from generation.documents.parts import Parts, finished, listed
from generation.documents.quotes import plain

MOST = 500
MOST_SPANS = 50


def merged(parts: Parts) -> dict[str, Any]:
    """`{entities: [{name, type, quote, start, end, found, count, spans, parts}], left_out}`, in order of appearance.

    The 500 that are named most are kept, and the first 50 spans of each; `count` counts all.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entity in listed(finished(parts), "entities"):
        key = (str(entity["type"]), plain(str(entity["name"])))
        if key not in found:
            part = entity.pop("part")
            found[key] = {**entity, "spans": list(entity["spans"]), "parts": [part]}
        else:
            _add(found[key], entity)
    most_named = set(sorted(found, key=lambda key: -found[key]["count"])[:MOST])
    kept = [entity for key, entity in found.items() if key in most_named]
    return {"entities": kept, "left_out": len(found) - len(kept)}


def _add(known: dict[str, Any], entity: dict[str, Any]) -> None:
    known["count"] += entity["count"]
    known["spans"].extend(entity["spans"][: MOST_SPANS - len(known["spans"])])
    if known["parts"][-1] != entity["part"]:
        known["parts"].append(entity["part"])
    if entity["found"] and not known["found"]:
        known |= {key: entity[key] for key in ("quote", "start", "end", "found")}
