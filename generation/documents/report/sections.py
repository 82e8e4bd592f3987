"""What each template found, as lines of Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from generation.documents.report.escape import escaped, linked

Value = Mapping[str, Any]
Lines = Iterator[str]

_SHOWN_QUOTE = 400
_SHOWN_SPANS = 5


def characters(finding: Value) -> str:
    """Where it stands."""
    if finding["start"] is None:
        return "not found in the document"
    return f"characters {finding['start']}-{finding['end']}"


def _summary(value: Value) -> Lines:
    yield from _points("Main points", value["points"])


def _instruction(value: Value) -> Lines:
    yield from _points("Findings", value["findings"])


def _points(heading: str, points: Sequence[Value]) -> Lines:
    yield f"## {heading}"
    yield ""
    if not points:
        yield "Nothing was found."
    for point in points:
        yield f"- {escaped(point['text'])} ({characters(point)})"
        if " ".join(point["quote"].split()) != point["text"]:
            yield f"  > {_quoted(point)}"
    yield ""


def _entities(value: Value) -> Lines:
    yield "## Named in the document"
    yield ""
    if not value["entities"]:
        yield "Nothing was found."
    else:
        yield "| name | type | times | where |"
        yield "|---|---|---|---|"
    for entity in value["entities"]:
        name = linked(entity["name"]) if entity["type"] == "url" else escaped(entity["name"])
        spans = [f"{start}-{end}" for start, end in entity["spans"][:_SHOWN_SPANS]]
        where = f"characters {', '.join(spans)}" if spans else "not found in the document"
        more = ", ..." if entity["count"] > len(spans) else ""
        yield f"| {name} | {entity['type']} | {entity['count']:,} | {where}{more} |"
    if value["left_out"]:
        yield ""
        yield f"{value['left_out']:,} more that are named less often are left out."
    yield ""


def _questions(value: Value) -> Lines:
    for answer in value["answers"]:
        yield f"## {escaped(answer['question'])}"
        yield ""
        if answer["answer"] is None:
            yield "Not found in what was read."
        else:
            yield f"{escaped(answer['answer'])} ({characters(answer)})"
            yield from _evidence(answer)
        for other in answer["others"]:
            yield f"- Elsewhere: {escaped(other['answer'])} ({characters(other)})"
        yield ""


def _evidence(answer: Value) -> Lines:
    if answer["quote"] and " ".join(answer["quote"].split()) != answer["answer"]:
        yield ""
        yield f"> {_quoted(answer)}"
        yield ""


def _sentiment(value: Value) -> Lines:
    yield "## Sentiment"
    yield ""
    if value["label"] is None:
        yield "Nothing was read."
        return
    yield f"**{value['label']}**, {value['score']:+.2f} on a scale from -1 to 1."
    shares = [f"{label} {count:,}" for label, count in value["characters"].items()]
    yield f"Characters by sentiment of their part: {', '.join(shares)}."
    yield ""
    for passage in value["passages"]:
        yield f"- {passage['score']:+.2f}: {_quoted(passage)} ({characters(passage)})"
    yield ""


def _translation(value: Value) -> Lines:
    yield from (escaped(line) for line in value["text"].splitlines())
    yield ""


def _custom(value: Value) -> Lines:
    yield "## Fields"
    yield ""
    yield from _as_json(value["value"])
    if value["faults"]:
        yield "It does not keep to the schema everywhere:"
        yield ""
        yield from (f"- {escaped(fault)}" for fault in value["faults"])
        yield ""
    for differing in value["differing"]:
        told = escaped(json.dumps(differing["value"], ensure_ascii=False))
        yield f"- {escaped(differing['field'])} is {told} in part {differing['part'] + 1}"
    if value["evidence"]:
        yield "## Evidence"
        yield ""
    for one in value["evidence"]:
        yield f"- {escaped(one['field'])}: {_quoted(one)} ({characters(one)})"
    yield ""


def _as_json(value: Any) -> Lines:
    """A block that nothing in it can close."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}json"
    yield text
    yield fence
    yield ""


def _quoted(finding: Value) -> str:
    quote = " ".join(finding["quote"].split())
    return escaped(quote if len(quote) <= _SHOWN_QUOTE else quote[: _SHOWN_QUOTE - 1] + "…")


SECTIONS: Mapping[str, Callable[[Value], Lines]] = {
    "summary": _summary,
    "entities": _entities,
    "questions": _questions,
    "sentiment": _sentiment,
    "translation": _translation,
    "custom": _custom,
    "instruction": _instruction,
}
