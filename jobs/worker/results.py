"""How large a result may be, and where a large one goes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.core.serializers.json import DjangoJSONEncoder

from jobs.conf import conf
from jobs.models.artefact import RESULT
from jobs.queue.journal import json_bytes, sanitised
from jobs.queue.report import Settle
from jobs.queue.writes import NewArtefact
from jobs.states import AttemptOutcome

# Well below what JSON's readers and writers take on any stack.
MAX_DEPTH = 100
MOST_PLACES = 10


def within_limits(report: Settle) -> Settle:
    """`report` with its result as an artefact when it is too large for the job's row.

    One that is too large for that fails the job: a shortened one would pass for the whole.
    """
    if _is_deeper(report.result, MAX_DEPTH):
        return _invalid(f"The result is nested more than {MAX_DEPTH} levels deep; return a flatter one.")
    try:
        size = json_bytes(sanitised(report.result))
    except (TypeError, ValueError) as error:
        return _invalid(f"The handler returned a result that is not JSON: {error}.")
    if lost := list(_not_finite(report.result)):
        report = replace(report, warnings=(_told(lost),))
    if size <= conf().result_bytes:
        return report
    text = json.dumps(sanitised(report.result), cls=DjangoJSONEncoder, ensure_ascii=False)
    content = text.encode("utf-8")
    if len(content) > conf().artefact_bytes:
        return Settle(
            AttemptOutcome.FAILED,
            error_class="ResultTooLarge",
            message=f"The result is {len(content)} bytes; at most {conf().artefact_bytes} are kept. "
            "Return less, or attach it in several files.",
        )
    return replace(report, result=None, artefact=NewArtefact.of(RESULT, "application/json", content))


def _invalid(message: str) -> Settle:
    return Settle(AttemptOutcome.FAILED, error_class="InvalidResult", message=message)


def _is_deeper(value: object, most: int) -> bool:
    """Whether there are more than `most` lists and objects around some part of `value`; so of one that holds itself."""
    level = {id(value): value}
    for _ in range(most):
        inner = (part for whole in level.values() for part in _parts(whole))
        level = {id(part): part for part in inner if isinstance(part, dict | list | tuple)}
        if not level:
            return False
    return True


def _parts(whole: object) -> Iterable[object]:
    if isinstance(whole, dict):
        return whole.values()
    return whole if isinstance(whole, list | tuple) else ()


def _not_finite(value: object, place: str = "") -> Iterator[str]:
    """Where `value` has numbers that JSON has none for."""
    if isinstance(value, float) and not math.isfinite(value):
        yield place or "all of it"
    elif isinstance(value, dict | list | tuple):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(part, float | dict | list | tuple):
                yield from _not_finite(part, f"{place}.{key}" if place else str(key))


def _told(lost: list[str]) -> str:
    more = " and others" if len(lost) > MOST_PLACES else ""
    places = ", ".join(place[:100] for place in lost[:MOST_PLACES])
    return f"NaN and infinite numbers, of which JSON has none, are null in the result ({len(lost)}): {places}{more}."
