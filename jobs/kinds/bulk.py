"""The kind `bulk`: one action on more jobs than a request should wait for. A retry goes on after the last batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Self
from uuid import UUID

from pydantic import Field, model_validator

from accounts.models import User
from jobs.handlers import Complete, Fail, Handler, Payload, Verdict
from jobs.handlers.sync import SyncContext
from jobs.models.job import JobQuerySet
from jobs.queue.acted import KIND, MOST_IDS, BulkAction, in_numbers
from jobs.queue.audit import audit
from jobs.queue.bulk import Note, act_on
from jobs.queue.warrant import is_warranted
from jobs.selectors.filtering import Filters, filtered
from jobs.selectors.jobs import all_jobs, visible_jobs

BATCH = 200
# Outcomes told one by one; of more jobs than these, only how many there were of each.
MOST_TOLD = 10_000
PERMISSIONS = dict.fromkeys(BulkAction, "jobs.change_job") | {BulkAction.DELETE: "jobs.delete_job"}


class BulkPayload(Payload):
    """Which jobs: `ids`, those that match `filter`, or `all`; of the job's owner unless the console warrants others."""

    action: BulkAction
    ids: tuple[UUID, ...] = Field(default=(), max_length=MOST_IDS)
    filter: Filters | None = None
    all: bool = False
    warrant: str = Field(default="", max_length=200, description="For the console.")

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if [bool(self.ids), self.filter is not None, self.all].count(True) != 1:
            raise ValueError("Send one of ids, filter and all: true.")
        if self.filter == Filters():
            raise ValueError("This filter asks for nothing; name something, or send all: true.")
        for name, value in asdict(self.filter or Filters()).items():
            if isinstance(value, datetime) and value.tzinfo is None:
                raise ValueError(f"filter.{name} has no offset; end it with Z or one such as +01:00.")
        return self


class Bulk(Handler[BulkPayload]):
    kind = KIND
    label = "Bulk action"
    payload_type = BulkPayload
    max_attempts = 5
    timeout_seconds = 6 * 3600.0
    retention_days = 30.0

    def title(self, payload: BulkPayload) -> str:
        which = f"{len(payload.ids):,} jobs" if payload.ids else "all jobs" if payload.all else "jobs that match"
        return f"{payload.action.value.capitalize()} {which}"

    def run(self, ctx: SyncContext, payload: BulkPayload) -> Verdict:  # type: ignore[override]  # the sync face
        owner = User.objects.get(pk=ctx.owner_id)
        if payload.warrant and not _may(owner, payload):
            return Fail("The console's warrant is not for this, or the permission is gone.", "NotWarranted")
        reach = all_jobs() if payload.warrant else visible_jobs(owner)
        note = audit(owner.pk, payload.action) if payload.warrant else None
        chosen = _Chosen(reach, payload, before=ctx.job_id)
        total = ctx.step("count", {}, chosen.count)
        counts, told, done = Counter[str](), list[dict[str, str]](), 0
        after: str | None = ""
        while after is not None:
            batch = ctx.step(f"after {done}", {"after": after}, partial(_work, chosen, after, note))
            counts.update(result["outcome"] for result in batch["results"])
            told += batch["results"][: MOST_TOLD - len(told)]
            done, after = counts.total(), batch["next"]
            ctx.progress(100 * done / max(total, done, 1), f"{done:,} of {max(total, done):,}")
        return Complete(in_numbers(payload.action, counts, told))


def _may(owner: User, payload: BulkPayload) -> bool:
    """Whether the console asked for this, and the one who asked may still do it."""
    asked = is_warranted(payload.warrant, owner.pk, payload.action, payload.ids)
    return asked and owner.is_staff and owner.has_perm(PERMISSIONS[payload.action])


class _Chosen:
    """The jobs that `payload` names within `reach`, in the order of their ids, those made `before` this one."""

    def __init__(self, reach: JobQuerySet, payload: BulkPayload, before: UUID) -> None:
        self.reach = reach
        self.action = payload.action
        self._ids = sorted(set(payload.ids))
        self._jobs = filtered(reach, payload.filter or Filters()).filter(pk__lt=before).order_by("pk")

    def count(self) -> int:
        return len(self._ids) or self._jobs.count()

    def page(self, after: UUID | None) -> list[UUID]:
        """The next `BATCH` after the id `after`."""
        if self._ids:
            return list(islice((job_id for job_id in self._ids if after is None or job_id > after), BATCH))
        jobs = self._jobs if after is None else self._jobs.filter(pk__gt=after)
        return list(jobs.values_list("pk", flat=True)[:BATCH])


def _work(chosen: _Chosen, after: str, note: Note | None) -> dict[str, Any]:
    """Act on the next batch; where to go on from is null when this was the last."""
    ids = chosen.page(UUID(after) if after else None)
    results = act_on(chosen.reach, chosen.action, ids, note)
    return {
        "next": str(ids[-1]) if len(ids) == BATCH else None,
        "results": [result.as_dict() for result in results],
    }
