"""Cards to be written by the offline provider, which takes as long as a benchmark says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KIND = "character_card"
CONCEPT = "Sir Galahad, a medieval knight in an enchanted forest"


def ask(count: int, **options: Any) -> None:
    """Enqueue `count` cards, each of another seed."""
    from _backlog import somebody

    from generation.cards.options import CardOptions
    from jobs.queue.enqueue import NewJob, enqueue_many

    owner = somebody()
    payloads: list[Mapping[str, Any]] = [
        CardOptions.model_validate({"concept": CONCEPT, "seed": seed, **options}).model_dump(mode="json")
        for seed in range(count)
    ]
    enqueue_many(
        [
            NewJob(owner, KIND, payload, 1, CONCEPT, max_attempts=3, timeout_seconds=3600.0, beyond_limit=True)
            for payload in payloads
        ]
    )


def finished() -> int:
    """How many are done; an error when one ended otherwise."""
    from jobs.models import Job

    failed = Job.objects.filter(kind=KIND, outcome__isnull=False).exclude(outcome="completed").first()
    if failed is not None:
        raise SystemExit(f"A card ended {failed.status}: {failed.error_message}")
    return Job.objects.filter(kind=KIND, outcome="completed").count()
