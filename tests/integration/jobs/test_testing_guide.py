"""The guide to testing jobs is followed as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from accounts.models import User
from jobs.handlers import Complete, JobContext, Verdict, registry
from jobs.models import Job
from jobs.testing import age, assert_enqueued, drain, enqueue, perform, scripted, take
from tests.support.guide import Page

pytestmark = pytest.mark.django_db(transaction=True)

KIND, TESTS = Page("docs/how-to/test-your-jobs.md").blocks("python")


def shown() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(KIND + TESTS, "test-your-jobs.md", "exec"), names)
    return names


@pytest.fixture
def kind() -> Iterator[None]:
    registry.register(shown()["Greeter"]())
    yield
    registry.unregister("greet")


class TestGuide:
    @pytest.mark.usefixtures("kind")
    @pytest.mark.parametrize("test", [name for name in shown() if name.startswith("test_")])
    def test_shows_tests_that_pass(self, test: str, user: User) -> None:
        run: Callable[[User], None] = shown()[test]
        run(user)

    def test_names_all_of_the_kit(self) -> None:
        import jobs.testing  # noqa: PLC0415 - its names are what is asked for

        told = Page("docs/how-to/test-your-jobs.md").text
        functions = [
            name for name, made in vars(jobs.testing).items() if getattr(made, "__module__", "") == "jobs.testing"
            and callable(made) and name[0].islower()
        ]  # fmt: skip
        assert {"enqueue", "drain", "perform"} < set(functions)
        assert [] == [name for name in functions if f"| `{name}(" not in told]


class TestAssertEnqueued:
    def test_lists_what_is_there_instead(self, user: User) -> None:
        with scripted():
            enqueue(user.pk, value={"n": 1})
        with pytest.raises(
            AssertionError, match=r"no live scripted job with \{'value': 2\}; live are:\n  scripted \{'va"
        ):
            assert_enqueued("scripted", value=2)

    def test_finds_by_a_field_that_is_called_kind(self, user: User) -> None:
        with scripted():
            job = enqueue(user.pk, value=1)
            job.payload["kind"] = "special"
            job.save(update_fields=["payload"])
        assert job == assert_enqueued("scripted", kind="special")


class TestPerform:
    def test_says_that_a_job_cannot_be_claimed(self, user: User) -> None:
        with scripted():
            job = perform(enqueue(user.pk))
            with pytest.raises(AssertionError, match="no worker may claim the job, which is completed"):
                perform(job)


async def fails_once(ctx: JobContext, _payload: Any) -> Verdict:
    if ctx.attempt == 1:
        raise ValueError("no luck")
    return Complete()


class TestAge:
    @pytest.mark.parametrize("run", [perform, lambda _job: drain()], ids=["perform", "drain"])
    def test_makes_a_waiting_job_due(self, user: User, run: Callable[[Job], object]) -> None:
        with scripted(fails_once):
            job = perform(enqueue(user.pk))
            assert "scheduled" == job.status
            age(job, seconds=3600)
            run(job)
        job.refresh_from_db()
        assert ("completed", 2) == (job.status, job.attempt)

    @pytest.mark.parametrize("run", [perform, lambda _job: drain()], ids=["perform", "drain"])
    def test_lets_a_lease_expire(self, user: User, run: Callable[[Job], object]) -> None:
        with scripted():
            job = enqueue(user.pk)
            take(job)
            age(job, seconds=3600)
            run(job)
        job.refresh_from_db()
        assert ("completed", 1) == (job.status, job.losses)

    def test_leaves_what_is_due_later_still_waiting(self, user: User) -> None:
        with scripted(fails_once):
            job = perform(enqueue(user.pk))
            Job.objects.filter(pk=job.pk).update(wake_at=Now() + timedelta(hours=2))
            age(job, seconds=3600)
            drain()
            with pytest.raises(AssertionError, match="which is scheduled"):
                perform(job)
