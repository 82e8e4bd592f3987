"""The templates from which texts are composed; `generation.llm.offline.grammar` says how they are written.

Each file under `texts/` has sections headed `## name`, one template a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

Bank = tuple[str, ...]

_TEXTS = Path(__file__).resolve().parent / "texts"
_HEAD = "## "


@cache
def bank(name: str) -> Mapping[str, Bank]:
    """The sections of `texts/<name>.txt`."""
    sections: dict[str, list[str]] = {}
    templates: list[str] = []
    for line in (_TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(_HEAD):
            templates = sections.setdefault(line.removeprefix(_HEAD), [])
        elif line.strip():
            templates.append(line.strip())
    return {section: tuple(found) for section, found in sections.items()}
