"""What an analysis found, as files: made from the rows as they are sent, so that no length is too large."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from generation.documents.report import markdown
from generation.selectors.analyses import describe_analysis, every_error, every_gap, every_result
from generation.selectors.reports import report_of

PIECE = 64 * 1024


def result_file(job: Any) -> Iterator[str]:
    """One JSON object: the analysis as its address tells it, with all results and gaps in the document's order."""
    told = describe_analysis(job, after=-1, limit=0)
    head = {name: value for name, value in told.items() if name not in {"results", "gaps", "next_after"}}
    yield from _in_pieces(_object(head, {"results": every_result(job.pk), "gaps": every_gap(job)}))


def errors_file(job: Any) -> Iterator[str]:
    """One JSON object: why the job failed, if it did, and the error of each part that has none but an error."""
    error = {"class": job.error_class, "message": job.error_message} if job.error_class else None
    head = {"job_id": str(job.pk), "status": job.status, "error": error}
    yield from _in_pieces(_object(head, {"errors": every_error(job)}))


def report_file(job: Any) -> str | None:
    """The report as Markdown; None while the analysis works, and where no part of it is done."""
    found = report_of(job)
    return None if found is None else markdown(found, job.title)


def _object(head: dict[str, Any], lists: dict[str, Iterable[Any]]) -> Iterator[str]:
    yield _json(head)[:-1]
    for name, items in lists.items():
        yield f", {_json(name)}: ["
        for number, item in enumerate(items):
            yield f"{',' if number else ''}\n{_json(item)}"
        yield "]"
    yield "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _in_pieces(texts: Iterable[str]) -> Iterator[str]:
    """`texts` together, in pieces worth sending."""
    waiting, size = [], 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)
