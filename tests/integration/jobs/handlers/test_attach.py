"""Files that handlers attach to their jobs."""

from __future__ import annotations

import pytest

from jobs.conf import JobsConf
from jobs.errors import InvalidArtefact
from jobs.handlers import Complete
from jobs.handlers import attachment as module
from jobs.handlers.attachment import attachment
from jobs.models import Artefact, JobLog
from jobs.models.artefact import RESULT
from jobs.testing import enqueue, perform, scripted, stage_now
from jobs.worker import recorder
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def performed(work, **fields):
    with scripted(work):
        return perform(enqueue(make_user().pk, **fields))


class TestAttach:
    def test_keeps_a_file_and_returns_what_stands_for_it(self):
        async def work(ctx, payload):
            return Complete(await ctx.attach("räksmörgås.csv", "text/csv; charset=utf-8", "a,b\nå,1\n"))

        job = performed(work)
        kept = Artefact.objects.get()
        assert "a,b\nå,1\n".encode() == bytes(kept.content)
        assert {"artefact": {
            "id": str(kept.pk), "name": "räksmörgås.csv", "media_type": "text/csv; charset=utf-8", "size": 9,
            "digest": kept.digest,
        }} == job.result  # fmt: skip
        line = JobLog.objects.get(job_id=job.pk, type="log")
        assert ("Attached räksmörgås.csv", job.result["artefact"]) == (line.message, line.data["artefact"])

    def test_again_in_the_next_attempt_is_the_same_file(self):
        async def work(ctx, payload):
            kept = await ctx.attach("a.txt", "text/plain", f"attempt {ctx.attempt}")
            if ctx.attempt == 1:
                raise ValueError("once")
            return Complete(kept)

        with scripted(work):
            job = perform(enqueue(make_user().pk))
            first = Artefact.objects.get()
            stage_now(job)
            job = perform(job)
        kept = Artefact.objects.get()
        assert (first.pk, b"attempt 2", str(first.pk)) == (
            kept.pk, bytes(kept.content), job.result["artefact"]["id"],
        )  # fmt: skip

    def test_of_a_large_file_goes_apart_and_is_whole(self, monkeypatch):
        monkeypatch.setattr(recorder, "LARGE_ARTEFACT", 10)

        async def work(ctx, payload):
            await ctx.attach("a.bin", "application/octet-stream", bytes(range(256)))
            return Complete()

        assert "completed" == performed(work).status
        assert bytes(range(256)) == bytes(Artefact.objects.get().content)

    def test_of_what_cannot_be_kept_fails_the_job_in_words(self):
        async def work(ctx, payload):
            await ctx.attach("../secret", "text/plain", "x")

        job = performed(work)
        assert ("failed", "InvalidArtefact") == (job.status, job.error_class)
        assert "without slashes" in job.error_message


class TestAttachment:
    @pytest.mark.parametrize(
        "name", ["", ".", "..", "a/b", "a\\b", "a\nb", "a\u202eb", "\ud800", "x" * 201, RESULT]
    )  # fmt: skip
    def test_refuses_what_is_no_name(self, name):
        with pytest.raises(InvalidArtefact, match="no name"):
            attachment(name, "text/plain", b"")

    @pytest.mark.parametrize("media_type", ["", "text", "text/", "text/html\r\nX: y", "text/" + "x" * 100])
    def test_refuses_what_is_no_media_type(self, media_type):
        with pytest.raises(InvalidArtefact, match="no media type"):
            attachment("a", media_type, b"")

    def test_refuses_what_is_too_large(self, monkeypatch):
        monkeypatch.setattr(module, "conf", lambda: JobsConf(artefact_bytes=3))
        assert b"abc" == attachment("a", "text/plain", "abc").content
        with pytest.raises(InvalidArtefact, match="4 bytes; at most 3"):
            attachment("a", "text/plain", "abcd")
