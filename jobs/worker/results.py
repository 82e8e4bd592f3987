"""How large a result may be, and where a large one goes."""

from __future__ import annotations

import json
from dataclasses import replace

from django.core.serializers.json import DjangoJSONEncoder

from jobs.conf import conf
from jobs.models.artefact import RESULT
from jobs.queue.journal import json_bytes, sanitised
from jobs.queue.report import Settle
from jobs.queue.writes import NewArtefact
from jobs.states import AttemptOutcome


def within_limits(report: Settle) -> Settle:
    """`report` with its result as an artefact when it is too large for the job's row.

    One that is too large for that fails the job: a shortened one would pass for the whole.
    """
    try:
        size = json_bytes(sanitised(report.result))
    except (TypeError, ValueError, RecursionError) as error:
        message = f"The handler returned a result that is not JSON: {error}."
        return Settle(AttemptOutcome.FAILED, error_class="InvalidResult", message=message)
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
