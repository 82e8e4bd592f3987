"""The report of an analysis as a JSON value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.documents.parts import Part, gaps
from generation.documents.templates.asked import Asked

EXTRACTIVE = (
    "Made without a language model: every finding is copied from the document by rules. Nothing is rephrased,"
    " concluded or checked for truth."
)
_LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True)
class Maker:
    """Who answered. `offline` answers are extractive, and the report says so."""

    provider: str
    model: str

    @property
    def is_extractive(self) -> bool:
        return self.provider == "offline"


def report(asked: Asked, parts: Sequence[Part], value: Mapping[str, Any], maker: Maker) -> dict[str, Any]:
    """`{template, label, asked, made_by, parts, quotes, value, gaps, error_summary}`.

    `value` is what `Asked.merged` made, or the reduced points under the same name. `quotes` counts those found in the
    document and those that are not there. `gaps` are `{index, start, end, error: {class, message}}`.
    """
    missing = gaps(parts)
    return {
        "template": asked.work.name,
        "label": asked.work.label,
        "asked": asked.model_dump(mode="json", exclude_defaults=True),
        "made_by": _made_by(maker),
        "parts": {
            "total": len(parts),
            "completed": len(parts) - len(missing),
            "failed": len(missing),
            "characters": sum(part.length for part in parts),
        },
        "quotes": _quotes(value),
        "value": dict(value),
        "gaps": [_gap(part) for part in missing],
        "error_summary": error_summary(parts),
    }


def error_summary(parts: Sequence[Part]) -> str | None:
    """`2 of 5 parts failed: timeout (1), transient (1).`; None where none did."""
    missing = gaps(parts)
    if not missing:
        return None
    counted = Counter(part.error_class or "unknown" for part in missing)
    causes = ", ".join(f"{cause} ({count})" for cause, count in sorted(counted.items(), key=lambda c: (-c[1], c[0])))
    return f"{len(missing):,} of {len(parts):,} parts failed: {causes}."


def _made_by(maker: Maker) -> dict[str, Any]:
    about = {"provider": maker.provider, "model": maker.model, "extractive": maker.is_extractive}
    return {**about, "note": EXTRACTIVE if maker.is_extractive else ""}


def _gap(part: Part) -> dict[str, Any]:
    error = {"class": part.error_class, "message": part.error[:_LONGEST_ERROR]}
    return {"index": part.index, "start": part.start, "end": part.end, "error": error}


def _quotes(value: Mapping[str, Any]) -> dict[str, int]:
    found = [finding["found"] for finding in _findings(value)]
    return {"found": sum(found), "not_found": len(found) - sum(found)}


def _findings(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Everything in `value` that has a quote."""
    for listed in value.values():
        for finding in listed if isinstance(listed, list) else ():
            if isinstance(finding, Mapping) and finding.get("quote"):
                yield finding
