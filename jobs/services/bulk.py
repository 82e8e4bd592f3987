"""One action on many jobs: at once while they are few, as a job of the kind `bulk` when they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from accounts.models import User
from jobs.conf import conf
from jobs.queue.acted import KIND, MOST_IDS, Acted, BulkAction
from jobs.queue.audit import audit
from jobs.queue.bulk import act_on
from jobs.queue.warrant import warrant_for
from jobs.selectors.filtering import Filters, filtered
from jobs.selectors.jobs import all_jobs, visible_jobs
from jobs.services.submit import Submission, Submitted, submit
from jobs.states import Priority


@dataclass(frozen=True, slots=True)
class Chosen:
    """The jobs of `ids`, or, when that is None, those that `filters` let in; without filters, all."""

    ids: Sequence[UUID] | None = None
    filters: Filters | None = None


def act_in_bulk(
    caller: User, action: BulkAction, chosen: Chosen, *, idempotency_key: str | None = None
) -> list[Acted] | Submitted:
    """What became of each of the caller's `chosen` jobs, or the job that works on more than `bulk_at_once` of them."""
    reach = visible_jobs(caller)
    if chosen.ids is None:
        ids = list(
            filtered(reach, chosen.filters or Filters()).order_by("pk").values_list("pk", flat=True)[: _at_once() + 1]
        )
    else:
        ids = list(dict.fromkeys(chosen.ids))
    if len(ids) <= _at_once():
        return act_on(reach, action, ids)
    return _submitted(caller, {"action": action, **_which(chosen)}, idempotency_key)


def act_for_staff(staff: User, action: BulkAction, ids: Sequence[UUID]) -> list[Acted] | list[Submitted]:
    """The same on anybody's jobs, each with an audit entry; the console has checked the permission."""
    if len(ids) <= _at_once():
        return act_on(all_jobs(), action, ids, audit(staff.pk, action))
    rest, errands = iter(ids), []
    while part := list(islice(rest, MOST_IDS)):
        payload = {"action": action, "ids": part, "warrant": warrant_for(staff.pk, action, part)}
        errands.append(_submitted(staff, payload, None))
    return errands


def _at_once() -> int:
    return conf().bulk_at_once


def _which(chosen: Chosen) -> dict[str, Any]:
    if chosen.ids is not None:
        return {"ids": list(dict.fromkeys(chosen.ids))}
    return {"all": True} if chosen.filters is None else {"filter": asdict(chosen.filters)}


def _submitted(owner: User, payload: dict[str, Any], idempotency_key: str | None) -> Submitted:
    """Urgent, for somebody waits; beyond the limit of waiting jobs, for it may be there to make them fewer."""
    return submit(
        Submission(
            owner_id=owner.pk,
            kind=KIND,
            payload=payload,
            priority=Priority.URGENT,
            idempotency_key=idempotency_key,
            beyond_limit=True,
        )
    )
