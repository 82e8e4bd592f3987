"""The report of an analysis as a JSON value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generation.documents.parts import Part, Parts
from generation.documents.templates.asked import Asked
from generation.documents.templates.fields import Fields

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


def report(asked: Asked, parts: Parts, value: Mapping[str, Any], maker: Maker) -> dict[str, Any]:
    """`{template, label, asked, made_by, parts, quotes, value, gaps, error_summary}`.

    `value` is what `Asked.merged` made, or the reduced points under the same name. `quotes` counts those found in the
    document and those that are not there. `gaps` are `{index, start, end, error: {class, message}}`.
    """
    total, characters, gaps = _counted(parts)
    return {
        "template": asked.work.name,
        "label": asked.work.label,
        "asked": _asked(asked),
        "made_by": _made_by(maker),
        "parts": {
            "total": total,
            "completed": total - len(gaps),
            "failed": len(gaps),
            "characters": characters,
        },
        "quotes": _quotes(value),
        "value": dict(value),
        "gaps": gaps,
        "error_summary": _error_summary(total, gaps),
    }


def _counted(parts: Parts) -> tuple[int, int, list[dict[str, Any]]]:
    """How many parts there are, how many characters were read, and the gaps."""
    total = characters = 0
    gaps: list[dict[str, Any]] = []
    for part in parts:
        total += 1
        if part.result is None:
            gaps.append(_gap(part))
        else:
            characters += part.length
    return total, characters, gaps


def _error_summary(total: int, gaps: list[dict[str, Any]]) -> str | None:
    """`2 of 5 parts failed: timeout (1), transient (1).`; None where none did."""
    if not gaps:
        return None
    counted = Counter(gap["error"]["class"] or "unknown" for gap in gaps)
    causes = ", ".join(f"{cause} ({count})" for cause, count in sorted(counted.items(), key=lambda c: (-c[1], c[0])))
    return f"{len(gaps):,} of {total:,} parts failed: {causes}."


def _asked(asked: Asked) -> dict[str, Any]:
    """What the person wrote of what is looked for; a payload may say more beside it."""
    told = {name: getattr(asked, name) for name in Fields.model_fields if name != "template"}
    return {name: value for name, value in told.items() if value}


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
