"""What was said, as Markdown for people to read: its formatting is kept, its HTML and its ways out are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from generation.documents.report.escape import escaped
from generation.llm.cleaning import clean

_OPENING = re.compile(r"(`{3,})[\w+#.-]{0,40}[ \t]*")
_FENCES = re.compile(r"`{3,}|~{3,}")
_HEADING = re.compile(r"^( {0,3})(#{1,6}\s|=+\s*$|-+\s*$)")
_LINK = re.compile(r"\](?=\((?!\s*https?://)|:)", re.IGNORECASE)
_NOTES = {"stopped": "stopped", "failed": "no reply came", "awaited": "not written yet"}


def head(title: str, bot: str, begun_at: datetime) -> str:
    return f"# {escaped(title)}\n\nWith {escaped(bot)}, begun on {begun_at:%Y-%m-%d}.\n"


def said(told: Mapping[str, Any]) -> str:
    """An utterance, as the API tells it."""
    note = _NOTES.get(told["state"], "")
    heading = f"\n## {escaped(told['speaker']['name'])}{f' ({note})' if note else ''}\n"
    text = "\n".join(_harmless(clean(told["text"]).splitlines())).strip("\n")
    return f"{heading}\n{text}\n" if text else heading


def _harmless(lines: list[str]) -> Iterator[str]:
    """Code between fences stays as it is; a fence is only what opens a line and stands alone, so that no two readers
    may differ about where one ends."""
    fence = ""
    for line in lines:
        opening = _OPENING.fullmatch(line)
        if fence:
            yield line
            if opening and len(opening[1]) >= len(fence) and not line.strip("` \t"):
                fence = ""
        elif opening:
            fence = opening[1]
            yield line
        else:
            yield _line(line)
    if fence:
        yield fence


def _line(line: str) -> str:
    without_fences = _FENCES.sub(lambda run: "".join(f"\\{mark}" for mark in run[0]), line)
    without_html = without_fences.replace("&", "&amp;").replace("<", "&lt;").replace("![", "\\![")
    return _HEADING.sub(r"\1\\\2", _LINK.sub(r"\\]", without_html))
