"""A worker in this process, on real connections."""

from __future__ import annotations

import pytest

from jobs.conf import JobsConf
from jobs.errors import PermanentError, RetryLater
from jobs.handlers import Complete, Fail, Partial, Snooze
from jobs.models import Attempt, JobLog, Lease, LedgerEntry
from jobs.testing import drain, enqueue, perform, scripted, stage_now
from jobs.worker import committer as committing
from jobs.worker import runner
from jobs.worker.runner import Taken
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def events_of(job):
    return [(row.seq, row.type) for row in JobLog.objects.filter(job_id=job.pk).order_by("seq")]


class TestPerform:
    def test_completes_a_job_and_keeps_its_result(self):
        with scripted():
            job = perform(enqueue(make_user().pk, value={"answer": 42}))
        assert ("completed", {"answer": 42}, 100) == (job.status, job.result, job.progress)
        assert not Lease.objects.exists()
        assert ["completed"] == list(Attempt.objects.values_list("outcome", flat=True))
        assert [(1, "state"), (2, "state"), (3, "done")] == events_of(job)

    def test_backs_off_after_an_error_and_fails_when_attempts_are_used_up(self):
        async def broken(ctx, payload):
            raise RuntimeError("no luck")

        with scripted(broken):
            job = perform(enqueue(make_user().pk, max_attempts=2))
            assert ("scheduled", 1, "RuntimeError") == (job.status, job.failures, job.error_class)
            stage_now(job)
            job = perform(job)
        assert ("failed", 2, 2, "no luck") == (job.status, job.failures, job.attempt, job.error_message)
        assert "RuntimeError: no luck" in Attempt.objects.get(number=2).traceback

    def test_fails_at_once_for_a_permanent_error(self):
        async def hopeless(ctx, payload):
            raise PermanentError("wrong key")

        with scripted(hopeless):
            job = perform(enqueue(make_user().pk))
        assert ("failed", "PermanentError", "wrong key") == (job.status, job.error_class, job.error_message)

    def test_waits_at_least_as_long_as_the_handler_asked(self):
        async def limited(ctx, payload):
            raise RetryLater("busy", seconds=900)

        with scripted(limited):
            job = perform(enqueue(make_user().pk))
        assert (job.wake_at - job.started_at).total_seconds() >= 900

    @pytest.mark.parametrize(
        ("verdict", "status"),
        [(Complete(1), "completed"), (Partial(1, "half"), "partial_success"), (Fail("no"), "failed")],
    )
    def test_follows_the_verdict(self, verdict, status):
        async def decide(ctx, payload):
            return verdict

        with scripted(decide):
            assert status == perform(enqueue(make_user().pk)).status

    def test_counts_no_failure_for_a_snooze(self):
        async def later(ctx, payload):
            return Snooze(60, "not yet")

        with scripted(later):
            job = perform(enqueue(make_user().pk))
        assert ("scheduled", 0, 1) == (job.status, job.failures, job.attempt)

    def test_reuses_finished_steps_in_the_next_attempt(self):
        runs = []

        async def pipeline(ctx, payload):
            async def first():
                runs.append("first")
                call = await ctx.reserve("offline", "m", simulated=True, estimate_nano=5)
                await call.settle(model="m", input_tokens=1, output_tokens=2, cost_nano=7, price_source="simulated")
                return {"x": 1}

            async def second():
                runs.append("second")
                if ctx.attempt == 1:
                    raise RuntimeError("once")
                return 2

            one = await ctx.step("first", {"in": 1}, first)
            two = await ctx.step("second", one, second)
            return Complete([one, two])

        with scripted(pipeline):
            job = perform(enqueue(make_user().pk))
            stage_now(job)
            job = perform(job)
        assert ("completed", [{"x": 1}, 2]) == (job.status, job.result)
        assert ["first", "second", "second"] == runs
        entry = LedgerEntry.objects.get()
        assert ("settled", 7, "first") == (entry.state, entry.cost_nano, entry.step)

    def test_writes_streamed_text_whole_and_in_order(self):
        async def talk(ctx, payload):
            for word in ("one ", "two ", "three"):
                await ctx.stream("text", word)
            return Complete()

        with scripted(talk):
            job = perform(enqueue(make_user().pk))
        pieces = [row.data for row in JobLog.objects.filter(job_id=job.pk, type="delta").order_by("seq")]
        assert "one two three" == "".join(piece["text"] for piece in pieces)
        assert [0] == [piece["offset"] for piece in pieces][:1]


class TestDrain:
    def test_goes_on_with_what_the_last_settle_set_free(self, monkeypatch):
        """Though a claim that found nothing just before it is answered only after it."""
        honest, held = committing.tell, []

        def late(told):
            (_, result, _), *_ = told
            held.append(told)
            if not (isinstance(result, Taken) and result.room and not result.was_idle):
                while held:
                    honest(held.pop(0))

        monkeypatch.setattr(committing, "tell", late)
        with scripted():
            first = enqueue(make_user().pk)
            second = enqueue(first.owner_id, depends_on=[first.pk])
            drain(concurrency=1)
        second.refresh_from_db()
        assert "completed" == second.status


class TestClaim:
    def test_that_meets_what_nobody_expected_is_tried_again(self, monkeypatch):
        claim, met = runner.claim, []

        def stumble_once(*arguments):
            if not met:
                met.append(arguments)
                raise ValueError("a policy that cannot be read")
            return claim(*arguments)

        monkeypatch.setattr(runner, "claim", stumble_once)
        monkeypatch.setattr(runner, "conf", lambda: JobsConf(poll_seconds=0.05))
        with scripted():
            job = enqueue(make_user().pk)
            drain()
        job.refresh_from_db()
        assert ("completed", 1) == (job.status, len(met))
