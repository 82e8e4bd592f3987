"""The same request sent again, by its idempotency key: nothing is said twice."""

from __future__ import annotations

from uuid import UUID

from generation.models import Utterance
from generation.services.conversations.said import Sent
from jobs.errors import IdempotencyMismatch
from jobs.selectors.jobs import all_jobs
from jobs.services import Submitted


class SentBefore(Exception):
    """The request came before: nothing of this one is to be kept."""

    def __init__(self, job_id: UUID) -> None:
        super().__init__(job_id)
        self.job_id = job_id


def look_for(owner_id: UUID, kind: str, key: str | None, digest: str) -> None:
    """SentBefore where the same request came before, IdempotencyMismatch where another had its key."""
    if key is None:
        return
    known = all_jobs().filter(owner_id=owner_id, idempotency_key=key).first()
    if known is None:
        return
    if (known.kind, known.payload.get("request_sha256")) != (kind, digest):
        raise IdempotencyMismatch
    raise SentBefore(known.pk)


def found_again(job_id: UUID) -> Sent:
    """What the same request stored when it came first. Utterance.DoesNotExist where it was deleted since."""
    found = Utterance.objects.select_related("conversation__bot", "parent", "speaker")
    reply = found.get(job_id=job_id)
    job = all_jobs().get(pk=job_id)
    return Sent(reply.conversation, reply.parent or reply, reply, Submitted(job, created=False))
