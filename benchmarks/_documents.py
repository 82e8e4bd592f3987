"""A document to be analysed, and how long its parts took by the database's clock."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from _backlog import between, somebody
from django.db.models import Count, Max, Min

if TYPE_CHECKING:
    from jobs.models import Job

KINDS = "document_analysis document_chunk"
SENTENCE = "The mill stands by the river, and number {number} of its wheels turns day and night for the town. "
LOOK_SECONDS = 0.2
PATIENCE = 1800.0


def text_of(characters: int) -> str:
    """Sentences in paragraphs, no two alike."""
    pieces, size, number = [], 0, 0
    while size < characters:
        piece = SENTENCE.format(number=number) + ("\n\n" if number % 8 == 7 else "")
        pieces.append(piece)
        size += len(piece)
        number += 1
    return "".join(pieces)[:characters]


def ask(text: str, **options: Any) -> Job:
    """Submit the analysis of `text`, which nobody had sent before."""
    from generation.services.analyze import analyze
    from generation.services.documents import store_document

    document = store_document(somebody(), "bench.txt", f"{time.time_ns()} {text}").document
    return analyze(somebody(), document.pk, {"template": "summary", "reduce": False, **options}).job


def finished(job: Job) -> Job:
    """The job once it is final; an error unless it is completed."""
    began = time.monotonic()
    while True:
        job.refresh_from_db()
        if job.is_final:
            break
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"After {PATIENCE:.0f} s {job.children_open} of {job.children_total} parts are open.")
        time.sleep(LOOK_SECONDS)
    if job.status != "completed":
        raise SystemExit(f"The analysis ended {job.status}: {job.error_message}")
    return job


def figures(job: Job) -> dict[str, float]:
    """Seconds: `begin` from the first claim to the fan-out's commit, `parts` from there to the last part's end, and
    `join` from there to the end of all; `chunks` is a count."""
    from jobs.models import Attempt, Job

    first = Attempt.objects.get(job=job, number=1)
    parts = Job.objects.filter(parent=job).aggregate(
        last=Max("finished_at"), count=Count("pk"), first=Min("created_at")
    )
    fanned_out: datetime = first.finished_at or first.started_at
    return {
        "chunks": parts["count"],
        "begin_s": between(first.started_at, fanned_out),
        "parts_s": between(fanned_out, parts["last"]),
        "join_s": between(parts["last"], job.finished_at or parts["last"]),
    }
