"""The report of an analysis for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generation.documents.report.escape import escaped
from generation.documents.report.sections import SECTIONS, characters

MOST_GAPS = 200


def markdown(report: Mapping[str, Any], title: str = "") -> str:
    """`report` (see `generation.documents.report.report`) as Markdown; `title` is the job's or the document's."""
    return "\n".join(_lines(report, title)).rstrip() + "\n"


def _lines(report: Mapping[str, Any], title: str) -> Iterator[str]:
    label = str(report["label"])
    heading = title if title.startswith(f"{label}: ") else f"{label}: {title}" if title else label
    yield f"# {escaped(heading)}"
    yield ""
    yield from _head(report)
    yield from SECTIONS[report["template"]](report["value"])
    yield from _gaps(report)


def _head(report: Mapping[str, Any]) -> Iterator[str]:
    asked, parts, made_by = report["asked"], report["parts"], report["made_by"]
    if instruction := asked.get("instruction"):
        yield f"> {escaped(instruction)}"
        yield ""
    done = f"{parts['completed']:,} of {parts['total']:,} parts read ({parts['characters']:,} characters)"
    yield f"{done}, by {escaped(made_by['model'])} ({escaped(made_by['provider'])})."
    yield ""
    if made_by["note"]:
        yield made_by["note"]
        yield ""
    if lost := report["quotes"]["not_found"]:
        yield f"Quotes that do not stand in the document as they were given: {lost:,}. They are marked."
        yield ""
    if unfinished := report.get("unfinished"):
        yield f"**{escaped(unfinished)}**"
        yield ""
    if report["error_summary"]:
        yield f"**{escaped(report['error_summary'])}** What they say is missing here."
        yield ""


def _gaps(report: Mapping[str, Any]) -> Iterator[str]:
    if not report["gaps"]:
        return
    yield "## Missing parts"
    yield ""
    for gap in report["gaps"][:MOST_GAPS]:
        error = gap["error"]
        cause = ": ".join(escaped(text) for text in (error["class"], error["message"]) if text) or "cause unknown"
        yield f"- Part {gap['index'] + 1}, {characters(gap)}: {cause}"
    if (more := len(report["gaps"]) - MOST_GAPS) > 0:
        yield f"- and {more:,} more"
    yield ""
