"""What a submission is answered with, on every route that submits."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from jobs.models import Job
from jobs.queue.enqueue import Enqueued
from jobs.services.describe import links
from jobs.services.detail import describe_in_full
from jobs.services.wait import wait_until_final


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer over HTTP: 202, or 200 when the job was waited for and is final."""

    status: HTTPStatus
    body: dict[str, Any]
    headers: dict[str, str]


def receipt(submitted: Enqueued, *, wait_seconds: int = 0) -> Receipt:
    """`{job_id, status, links}` with `Location`; waits up to `wait_seconds` for the end and then adds the `job`."""
    job = submitted.job
    addresses = links(job)
    headers = {"Location": addresses["self"]}
    if submitted.kept:
        headers["Unique-Kept"] = "true"
    elif not submitted.created:
        headers["Idempotency-Replayed"] = "true"
    body: dict[str, Any] = {"job_id": str(job.pk), "status": job.status, "links": addresses}
    if not wait_seconds:
        return Receipt(HTTPStatus.ACCEPTED, body, headers)
    headers["Preference-Applied"] = f"wait={wait_seconds}"
    wait_until_final(job.pk, wait_seconds)
    found = Job.objects.filter(pk=job.pk).first()
    if found is None or not found.is_final:
        return Receipt(HTTPStatus.ACCEPTED, body | {"status": found.status if found else job.status}, headers)
    return Receipt(HTTPStatus.OK, body | {"status": found.status, "job": describe_in_full(found)}, headers)
