"""What was said, as Markdown for people to read: its formatting is kept, its HTML and its ways out are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generation.documents.report.escape import escaped
from generation.llm.cleaning import clean
from jobs.money import shown

_OPENING = re.compile(r"(`{3,})[\w+#.-]{0,40}[ \t]*")
_FENCES = re.compile(r"`{3,}|~{3,}")
_HEADING = re.compile(r"^( {0,3})(#{1,6}\s|=+\s*$|-+\s*$)")
_LINK = re.compile(r"\](?=\((?!\s*https?://)|:)", re.IGNORECASE)
_NOTES = {"stopped": "stopped", "failed": "no reply came", "awaited": "not written yet"}


def head(told: Mapping[str, Any]) -> str:
    """A conversation, as the API tells it."""
    bot, usage, begun_at = told["bot"]["name"], told["usage"], told["created_at"]
    used = spent(usage["input_tokens"] + usage["output_tokens"], told["cost_usd"], usage)
    return f"# {escaped(told['title'] or bot)}\n\nWith {escaped(bot)}, begun on {begun_at:%Y-%m-%d}; {used}.\n"


def said(told: Mapping[str, Any]) -> str:
    """An utterance, as the API tells it."""
    note = _NOTES.get(told["state"], "")
    heading = f"\n## {escaped(told['speaker']['name'])}{f' ({note})' if note else ''}\n"
    text = "\n".join(_harmless(clean(told["text"]).splitlines())).strip("\n")
    is_told = told["output_tokens"] is not None or told["cost_usd"] is not None
    used = f"\n*{_used(told)}*\n" if is_told else ""
    return f"{heading}\n{text}\n{used}" if text else f"{heading}{used}"


def spent(tokens: int | None, cost_usd: str | None, besides: Mapping[str, Any]) -> str:
    """Tokens and real spend; what offline calls would have cost is marked, and part of nothing.

    `besides` has what that is, and what calls that were given up cost at most.
    """
    simulated, abandoned = (Decimal(besides[f"{name}_usd"] or 0) for name in ("simulated_cost", "abandoned_estimate"))
    costs = [
        "cost unknown" if cost_usd is None else shown(Decimal(cost_usd)),
        f"{shown(simulated)} simulated" if simulated else "",
        f"at most {shown(abandoned)} for what was stopped" if abandoned else "",
    ]
    cost = " and ".join(filter(None, costs))
    return cost if tokens is None else f"{tokens:,} tokens, {cost}"


def _used(told: Mapping[str, Any]) -> str:
    read, written = told["input_tokens"], told["output_tokens"]
    used = spent(None if written is None else read + written, told["cost_usd"], told)
    return f"{escaped(told['model'])}: {used}" if told["model"] else used


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
