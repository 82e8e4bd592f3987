"""Two releases at work on one queue: what the older one does not understand is left for the newer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from jobs.handlers import Complete, Handler, JobContext, Payload, Registry, Verdict
from jobs.models import Job, Worker
from jobs.worker.options import Options
from jobs.worker.runner import Runner
from tests.support.queue import new_job

pytestmark = pytest.mark.django_db(transaction=True)


class Words(Payload):
    text: str


class Lines(Payload):
    lines: list[str]


class Old(Handler[Words]):
    kind = "shout"
    label = "Shout"
    payload_type = Words

    async def run(self, ctx: JobContext, payload: Words) -> Verdict:
        return Complete({"by": 1, "said": payload.text.upper()})


class New(Handler[Lines]):
    kind = "shout"
    label = "Shout"
    payload_type = Lines
    version = 2

    def upgrade(self, data: Any, version: int) -> Any:
        return {"lines": data["text"].split()}

    async def run(self, ctx: JobContext, payload: Lines) -> Verdict:
        return Complete({"by": 2, "said": " ".join(payload.lines).upper()})


class NewWithoutUpgrade(New):
    upgrade = Handler.upgrade


class Whisper(Old):
    kind = "whisper"


def release(*handlers: Handler[Any]) -> Registry:
    registry = Registry()
    registry.register(*handlers)
    return registry


def work(handlers: Registry) -> None:
    """A worker of that release, until it finds nothing to do."""
    asyncio.run(Runner(Options(concurrency=4, until_empty=True, handlers=handlers)).run())


def old_job(**fields: Any) -> Job:
    return new_job(kind="shout", payload={"text": "all hands"}, payload_version=1, **fields)


def new_version(**fields: Any) -> Job:
    return new_job(kind="shout", payload={"lines": ["on", "deck"]}, payload_version=2, **fields)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


class TestRollingDeploy:
    def test_loses_nothing(self):
        newer, older = new_version(), old_job()
        unknown = new_job(kind="whisper", payload={"text": "hush"})

        work(release(Old()))
        assert ("completed", 1) == (fresh(older).status, fresh(older).result["by"])
        assert ["pending", "pending"] == [fresh(job).status for job in (newer, unknown)]
        assert [0, 0] == [fresh(job).attempt for job in (newer, unknown)]

        late = old_job()
        work(release(New(), Whisper()))
        assert {"completed"} == set(Job.objects.values_list("status", flat=True))
        assert {"by": 2, "said": "ON DECK"} == fresh(newer).result
        assert {"by": 2, "said": "ALL HANDS"} == fresh(late).result

    def test_shows_which_versions_a_worker_reads(self):
        work(release(New(), Whisper()))
        assert {"shout": 2, "whisper": 1} == Worker.objects.get().kinds

    def test_fails_an_old_payload_that_has_no_upgrade(self):
        job = old_job()
        work(release(NewWithoutUpgrade()))
        assert ("failed", "InvalidPayload") == (fresh(job).status, fresh(job).error_class)
        assert "A shout payload of version 1 cannot be read" in fresh(job).error_message
        assert "no upgrade from 1" in fresh(job).error_message
