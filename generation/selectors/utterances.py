"""What was said, as it is told outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from generation.models import Utterance
from generation.selectors.standing import Place, Standing
from jobs.money import usd
from jobs.selectors.jobs import all_jobs
from jobs.selectors.usage import JobUsage, usage_of
from jobs.states import FINAL, Status

# Of a reply whose job ended without one; it is the job's to say, and stored nowhere else.
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Turn:
    """How it stands with the job of a reply that is not written."""

    status: str
    error: str = ""


GONE = Turn(Status.FAILED, "The job that was to write it is gone.")


def utterances_told(shape: Standing, places: Sequence[Place]) -> list[dict[str, Any]]:
    """Those at `places`, in that order, each with what stands beside it."""
    found = Utterance.objects.select_related("speaker").in_bulk([place.id for place in places])
    # One that was deleted in the meantime is left out.
    there = [found[place.id] for place in places if place.id in found]
    told = zip(describe_utterances(there), there, strict=True)
    return [row | {"alternatives": list(shape.beside.get(one.parent_id, ()))} for row, one in told]


def describe_utterances(utterances: Sequence[Utterance]) -> list[dict[str, Any]]:
    """What was said, and how it stands with what is about to be said."""
    awaited = [one.job_id for one in utterances if one.job_id and one.state == Utterance.State.AWAITED]
    turns = _turns(awaited) if awaited else {}
    used = _ledger(utterances)
    return [
        _described(one, turns.get(one.job_id, GONE), used.get(one.job_id)) if one.job_id else _described(one)
        for one in utterances
    ]


def _turns(job_ids: Sequence[UUID]) -> Mapping[UUID, Turn]:
    rows = all_jobs().filter(pk__in=job_ids).values_list("pk", "status", "error_message")
    return {pk: Turn(status, error) for pk, status, error in rows}


def _ledger(utterances: Sequence[Utterance]) -> Mapping[UUID, JobUsage]:
    """Usage by job of replies that carry no cost: they are not written, or were stopped before a call was answered."""
    job_ids = [one.job_id for one in utterances if one.job_id and one.cost_nano is None]
    return usage_of(job_ids) if job_ids else {}


def _described(utterance: Utterance, turn: Turn | None = None, used: JobUsage | None = None) -> dict[str, Any]:
    turn = turn if utterance.state == Utterance.State.AWAITED else None
    state = _state(turn) if turn else utterance.state
    return {
        "id": str(utterance.pk),
        "parent_id": str(utterance.parent_id) if utterance.parent_id else None,
        "position": utterance.position,
        "speaker": {"kind": utterance.speaker.kind, "name": utterance.speaker.name},
        "text": utterance.text,
        "state": state,
        "error": turn.error if turn and state == FAILED else "",
        "job_id": str(utterance.job_id) if utterance.job_id else None,
        "job_status": turn.status if turn and state == Utterance.State.AWAITED else None,
        "model": utterance.model,
        **(_used(used) if used else _kept(utterance)),
        "account": utterance.account,
        "created_at": utterance.created_at,
        "finished_at": utterance.finished_at,
    }


def _kept(utterance: Utterance) -> dict[str, Any]:
    return {
        "input_tokens": utterance.input_tokens,
        "output_tokens": utterance.output_tokens,
        "cost_usd": usd(utterance.cost_nano),
        "simulated_cost_usd": usd(utterance.simulated_nano),
        "abandoned_estimate_usd": None,
    }


def _used(usage: JobUsage) -> dict[str, Any]:
    """Nothing is told before a call was answered or given up."""
    is_answered = usage.calls > 0
    is_told = is_answered or usage.abandoned_calls > 0
    return {
        "input_tokens": usage.input_tokens if is_answered else None,
        "output_tokens": usage.output_tokens if is_answered else None,
        "cost_usd": usd(usage.cost_nano) if is_told else None,
        "simulated_cost_usd": usd(usage.simulated_nano) if is_told else None,
        "abandoned_estimate_usd": usd(usage.abandoned_nano) if usage.abandoned_calls else None,
    }


def _state(turn: Turn) -> str:
    """`awaited` only while a job is to write it: else `stopped` where that was cancelled, and `failed`."""
    if turn.status == Status.CANCELLED:
        return Utterance.State.STOPPED
    return FAILED if turn.status in FINAL else Utterance.State.AWAITED
