"""Attempts in a process of their own, started by a real worker."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import psutil
import pytest
from django.db import connection, connections
from django.db.models import F

from jobs.handlers import Handler, Registry, registry
from jobs.models import Artefact, Attempt, Job, JobLog, JobTag, Lease, LedgerEntry
from jobs.queue import control
from jobs.queue.lease import extend
from jobs.queue.rescue import rescue
from jobs.testing import age, drain, enqueue, perform, stage_now, take
from jobs.worker import executor
from jobs.worker.child.wire import Start, framed
from jobs.worker.options import Options
from jobs.worker.runner import Runner
from tests.support.queue import assert_consistent, expire
from tests.support.rough.apart import APART, Deed
from tests.support.users import make_user
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """The kinds that the child processes know by their settings."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.support.worker_settings")
    monkeypatch.setenv("WITHOUT_WEB", "true")
    registry.register(*APART)
    yield
    for handler in APART:
        registry.unregister(handler.kind)


def doing(do: str, value: object = None, kind: str = "apart", losses: int = 0, **fields) -> Job:
    job = enqueue(make_user().pk, kind, payload={"do": do, "value": value}, **fields)
    Job.objects.filter(pk=job.pk).update(losses=losses)
    return job


def done(do: str, value: object = None, **fields) -> Job:
    job = perform(doing(do, value, **fields))
    assert_consistent(job.pk)
    return job


def ended_by(job: Job, act: Callable[[], object]) -> Job:
    """`job`, run by a worker, after `act` while its handler naps."""

    def interrupt() -> None:
        wait_for(lambda: nap_of(job), within=40)
        act()

    return while_run(job, interrupt)


def stopped_at_once(job: Job) -> Runner:
    """A worker that was told to stop, and to drain no longer, while the handler of `job` napped; its loop has ended."""
    runner = Runner(Options(concurrency=1))

    async def stopped_twice() -> None:
        running = asyncio.create_task(runner.run())
        await asyncio.to_thread(in_thread(lambda: wait_for(lambda: nap_of(job), within=40)))
        runner.stop()
        runner.stop()
        await running

    asyncio.run(stopped_twice())
    return runner


def while_run(job: Job, act: Callable[[], object]) -> Job:
    """`job`, run by a worker, while `act` is done beside."""
    failures: list[BaseException] = []

    def interfere() -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - raised again where the test sees it
            failures.append(error)

    thread = threading.Thread(target=in_thread(interfere))
    thread.start()
    drain(concurrency=1)
    thread.join()
    if failures:
        raise failures[0]
    job.refresh_from_db()
    return job


def in_thread(work: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    return run


def nap_of(job: Job) -> dict | None:
    line = JobLog.objects.filter(job_id=job.pk, message="napping").last()
    return line.data if line else None


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def gone(*pids: int) -> None:
    """Wait until none of these processes is alive: one that was killed is still being reaped for a moment."""
    wait_for(lambda: not any(map(is_alive, pids)), what=f"processes {pids} are gone")


class TestChild:
    def test_writes_through_its_worker_what_any_attempt_can(self):
        job = done("everything", title="its title")
        assert "completed" == job.status
        assert os.getpid() != job.result["pid"] == job.result["output"]["by"]
        assert "its title" == job.result["title"]
        assert 0 < job.result["left"] < 120
        assert ["hello ?"] == list(
            JobLog.objects.filter(job_id=job.pk, type="log", data__number=1).values_list("message", flat=True)
        )
        types = set(JobLog.objects.filter(job_id=job.pk).values_list("type", flat=True))
        assert {"progress", "log", "delta", "step", "usage", "done"} <= types
        entry = LedgerEntry.objects.get()
        assert ("settled", 7, "ask") == (entry.state, entry.cost_nano, entry.step)
        kept = Artefact.objects.get()
        assert bytes(range(256)) == bytes(kept.content)
        assert str(kept.pk) == job.result["kept"]["artefact"]["id"]

    @pytest.mark.once
    def test_runs_a_plain_handler_and_leaves_signals_to_the_worker(self):
        job = done("", kind="apart_plain")
        assert ("completed", [0, 5]) == (job.status, job.result)
        assert nap_of(job)["pid"] != os.getpid()

    def test_reuses_a_step_in_its_next_attempt(self):
        job = done("once")
        assert ("scheduled", "RetryLater", 1) == (job.status, job.error_class, job.failures)
        assert (job.wake_at - job.created_at).total_seconds() >= 30
        stage_now(job)
        assert [1] == perform(job).result

    @pytest.mark.once
    @pytest.mark.repeats
    @pytest.mark.parametrize(
        ("verdict", "status", "result", "error"),
        [
            ("partial", "partial_success", [1], ""),
            ("fail", "failed", None, "Bad"),
            ("snooze", "scheduled", None, ""),
            ("unfit", "failed", None, "InvalidResult"),
        ],
    )
    def test_tells_every_verdict(self, verdict, status, result, error):
        job = done("verdict", verdict)
        assert (status, result, error) == (job.status, job.result, job.error_class)

    def test_fans_out_and_joins(self):
        job = doing("verdict", "fan_out")
        drain(concurrency=1)
        job.refresh_from_db()
        assert ("partial_success", [[1]]) == (job.status, job.result), "as its part succeeded"
        assert 2 == job.attempt

    def test_tells_a_large_result(self):
        job = done("verdict", "large")
        assert (5_000_002, Artefact.objects.get().size) == (
            job.result["artefact"]["size"], job.result["artefact"]["size"],
        )  # fmt: skip

    @pytest.mark.once
    @pytest.mark.repeats
    @pytest.mark.parametrize(
        ("error", "status", "error_class", "words"),
        [
            ("permanent", "failed", "PermanentError", "never"),
            ("value", "scheduled", "ValueError", "odd"),
            ("cancelled", "scheduled", "JobCancelled", "nobody asked"),
        ],
    )
    def test_tells_what_was_raised(self, error, status, error_class, words):
        job = done("fail", error)
        assert (status, error_class) == (job.status, job.error_class)
        assert words in job.error_message
        assert "async def fail" in Attempt.objects.get().traceback or "in fail" in Attempt.objects.get().traceback

    def test_tells_of_numbers_that_json_has_not(self):
        job = done("verdict", "not_a_number")
        assert ("completed", [None]) == (job.status, job.result)
        assert "are null in the result (1): 0." in JobLog.objects.get(job=job, level="warning").message

    @pytest.mark.once
    @pytest.mark.repeats
    def test_of_a_handler_that_asks_it_to_exit_says_so(self):
        job = done("leave", 3)
        assert ("scheduled", "RuntimeError") == (job.status, job.error_class)
        assert "asked the process to exit (3)" in job.error_message


@pytest.mark.once
@pytest.mark.repeats
class TestDeath:
    """Not measured: these processes could not say what they ran."""

    @pytest.mark.parametrize(
        ("do", "value", "words"),
        [
            ("vanish", 3, "ended with status 3"),
            ("be_killed", int(signal.SIGSEGV), "killed by signal 11 (Segmentation fault)."),
            ("be_killed", int(signal.SIGKILL), "killed by signal 9 (Killed), which the system does when memory"),
            ("talk_nonsense", "0001" + "00000000000000023a29", "no message"),
            ("talk_nonsense", "0001" + "00ffffffffffffff", "at once"),
        ],
    )
    def test_is_a_failed_attempt_and_no_dead_worker(self, do, value, words):
        job, good = doing(do, value, max_attempts=1), doing("verdict", "partial", kind="beside")
        drain(concurrency=2)
        job.refresh_from_db()
        good.refresh_from_db()
        assert ("failed", 1, 0, "ProcessDied") == (job.status, job.failures, job.losses, job.error_class)
        assert words in job.error_message
        assert "error" == Attempt.objects.get(job=job).outcome
        assert "partial_success" == good.status
        assert_consistent(job.pk)

    def test_of_a_suspect_is_its_last_loss(self):
        job = done("vanish", 3, losses=2, kind="beside", max_attempts=9)
        assert ("failed", 3, 1, "WorkerLost") == (job.status, job.losses, job.failures, job.error_class)
        assert job.error_message.startswith("Worker lost 3 times; the last attempt had a process of its own.")
        assert "lost" == Attempt.objects.get().outcome


@pytest.mark.once
@pytest.mark.repeats
class TestStart:
    def test_that_fails_is_not_the_jobs_failure(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "no.such.settings")
        job = done("everything", losses=2)
        assert ("scheduled", 0, 2, "") == (job.status, job.failures, job.losses, job.error_class)
        fact = JobLog.objects.filter(job_id=job.pk, type="state").last()
        assert "ended with status 1, before its handler began" in fact.message

    def test_that_the_system_refuses_is_not_the_jobs_failure(self, monkeypatch):
        monkeypatch.setattr(sys, "executable", "/no/such/python")
        job = done("everything", losses=2)
        assert ("scheduled", 0) == (job.status, job.failures)
        assert "No process could be started" in JobLog.objects.filter(job_id=job.pk, type="state").last().message


@pytest.mark.once
@pytest.mark.repeats
class TestOrphan:
    """What no worker is behind any more ends, on systems too whose kernel does not see to it."""

    def started(self, parent: int) -> subprocess.Popen:
        command = [sys.executable, "-m", "jobs.worker.child", str(parent)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def test_of_a_worker_that_died_before_ends_at_once(self):
        with self.started(parent=1) as process:
            assert 76 == process.wait(20)

    def test_that_was_told_nothing_ends(self):
        with self.started(os.getpid()) as process:
            process.stdin.close()
            assert 0 == process.wait(20)

    def test_ends_with_the_pipe_even_while_its_handler_blocks(self):
        job = doing("block", 600)
        start = Start(custodian=take(job), seconds=600, memory_bytes=None, database=connection.settings_dict["NAME"])
        with self.started(os.getpid()) as process:
            process.stdin.write(framed(start))
            process.stdin.flush()
            first = process.stdout.read(2)
            assert first, "it has begun"
            process.stdin.close()
            assert 76 == process.wait(20)


@pytest.mark.repeats
class TestSuspect:
    def test_gets_a_process_of_its_own_whatever_its_handler_says(self):
        assert os.getpid() == done("everything", kind="beside").result["pid"]
        assert os.getpid() != done("everything", kind="beside", losses=2).result["pid"]

    def test_may_write_together_with_its_settle(self):
        job = done("tag", kind="beside", losses=2)
        assert ("completed", "tagged") == (job.status, job.result)
        assert "attempt 1" == JobTag.objects.get(job=job).name

    def test_writes_nothing_when_what_belongs_together_is_refused(self):
        job = done("tag", "refused", kind="beside", losses=2)
        assert ("failed", "PermanentError", "refused") == (job.status, job.error_class, job.error_message)
        assert not JobTag.objects.exists()


@pytest.mark.once
@pytest.mark.repeats
class TestMemory:
    def test_over_the_limit_is_an_error_in_words(self):
        job = done("take_memory", 300 * MEGABYTE, kind="apart_limited")
        assert ("scheduled", "MemoryError") == (job.status, job.error_class)
        assert "more memory than it may have" in job.error_message

    def test_within_the_limit_is_given(self):
        assert 150 * MEGABYTE == done("take_memory", 150 * MEGABYTE, kind="apart_limited").result

    def test_without_a_limit_is_not_limited(self):
        assert 300 * MEGABYTE == done("take_memory", 300 * MEGABYTE).result

    def test_limits_only_a_process_of_its_own(self):
        with pytest.raises(TypeError, match="set isolated = True"):

            class Odd(Handler[Deed]):
                memory_bytes = 1


@pytest.mark.once
class TestEnd:
    def test_at_the_time_limit_kills_what_does_not_end(self):
        """The limit is shorter than a process takes to start: it begins with the handler."""
        made = [doing(do, 600) for do in ("nap", "block", "swallow")]
        Job.objects.update(timeout_seconds=0.5)
        drain(concurrency=3)
        for job in made:
            job.refresh_from_db()
            assert "Timeout" == job.error_class
            assert job.status in {"scheduled", "pending"}, "a short wait may be over before the others end"
            gone(*nap_of(job).values())
            assert_consistent(job.pk)

    def test_of_its_time_is_no_earlier_for_a_process_that_is_slow_to_start(self, monkeypatch, tmp_path):
        gate, slow = tmp_path / "gate", tmp_path / "python"
        slow.write_text(f'#!/bin/sh\nwhile [ ! -e "{gate}" ]; do sleep 0.05; done\nexec "{sys.executable}" "$@"\n')
        slow.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(slow))
        job = doing("block", 600)
        Job.objects.update(timeout_seconds=0.5)

        def outwait_its_limit() -> None:
            longest = timedelta(seconds=executor.STARTING_SECONDS)
            try:
                lease = wait_for(
                    lambda: Lease.objects.filter(job=job, deadline_at__gt=F("claimed_at") + longest).first()
                )
                age(job, seconds=executor.STARTING_SECONDS)
                assert 1 == extend(lease.worker_id, [lease.lease_id])
                assert 0 == rescue()
            finally:
                gate.touch()

        assert "Timeout" == while_run(job, outwait_its_limit).error_class

    @pytest.mark.parametrize("do", ["check", "nap", "block"])
    def test_by_a_cancel_is_soon(self, do):
        job = doing(do, 600)
        job = ended_by(job, lambda: control.cancel(job.pk))
        assert "cancelled" == job.status
        gone(*nap_of(job).values())
        assert_consistent(job.pk)

    def test_by_a_hold_is_at_the_next_safe_point(self):
        job = doing("check")
        assert "held" == ended_by(job, lambda: control.hold(job.pk)).status

    def test_keeps_what_was_paid_for(self):
        job = doing("pay")
        assert "cancelled" == ended_by(job, lambda: control.cancel(job.pk)).status
        assert ["settled"] == list(LedgerEntry.objects.values_list("state", flat=True))

    def test_of_a_plain_handler_is_by_force(self):
        job = doing("", 600, kind="apart_plain")
        assert "cancelled" == ended_by(job, lambda: control.cancel(job.pk)).status
        gone(nap_of(job)["pid"])

    def test_of_the_worker_releases_the_job(self):
        job = doing("nap", 600)
        runner = stopped_at_once(job)
        job.refresh_from_db()
        assert ("pending", 0, 1) == (job.status, job.failures, job.attempt)
        assert not runner.has_leftovers
        gone(*nap_of(job).values())

    def test_of_the_worker_leaves_no_process_behind_that_takes_longer_to_end(self, monkeypatch):
        """The worker goes on without it and ends its own loop, which cancels what still ends the child."""
        monkeypatch.setattr(executor, "ENDING_SECONDS", 0.0)
        job = doing("swallow", 600)
        stopped_at_once(job)
        gone(*nap_of(job).values())
        gc.collect()  # tells of what was not closed


class TestLostLease:
    def test_fences_what_the_child_writes(self, tmp_path):
        job = doing("end_late", str(tmp_path / "go"), max_attempts=1)

        def lose() -> None:
            expire(job.pk)
            rescue()
            (tmp_path / "go").touch()

        job = ended_by(job, lose)
        assert ("failed", "WorkerLost") == (job.status, job.error_class)
        assert not JobLog.objects.filter(job_id=job.pk, message="late").exists()


@pytest.mark.once
@pytest.mark.repeats
class TestUnknownKind:
    def test_in_the_child_is_said(self):
        class Elsewhere(APART[0].__class__):
            kind = "elsewhere"

        handlers = Registry()
        handlers.register(Elsewhere())
        registry.register(Elsewhere())
        try:
            job = doing("nap", kind="elsewhere")
            asyncio.run(Runner(Options(until_empty=True, handlers=handlers)).run())
        finally:
            registry.unregister("elsewhere")
        job.refresh_from_db()
        assert ("failed", "InvalidPayload") == (job.status, job.error_class)
        assert "Unknown kind 'elsewhere'" in job.error_message
