"""Many submissions at once are checked as one is, and are entered all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import uuid_utils.compat as uuid
from django.db import transaction

from accounts.models import User
from jobs.conf import JobsConf
from jobs.errors import InvalidSubmission, QueueFull
from jobs.models import Job, JobLog, JobTag
from jobs.queue import enqueue as queue
from jobs.services import Submission, Unique, submit, submit_many
from jobs.testing import ScriptedHandler, scripted
from tests.support.queue import FUTURE, assert_consistent

pytestmark = pytest.mark.django_db

# What differs between two jobs that were asked for alike.
OWN = {"id", "root_id", "created_at", "turn_at"}


@pytest.fixture(autouse=True)
def kind() -> Iterator[ScriptedHandler]:
    with scripted() as handler:
        yield handler


@pytest.fixture
def ask(user: User) -> Any:
    def asked(value: Any = None, kind: str = "scripted", **fields: Any) -> Submission:
        return Submission(user.pk, kind, fields.pop("payload", {"value": value}), **fields)

    return asked


def refused(*asked: Submission) -> dict[str, str]:
    """What is wrong with `asked`, of which none was entered."""
    with pytest.raises(InvalidSubmission) as caught, transaction.atomic():
        submit_many(asked)
    assert not Job.objects.exists()
    return caught.value.errors


class TestSubmitMany:
    def test_enters_what_submit_would(self, ask) -> None:
        wanted = ask({"n": 1}, title="ü\t\\N", priority="high", category="c", tags=["b", "a"], due_at=FUTURE)
        one, (other,) = submit(wanted).job, submit_many([wanted])
        kept, alike = ({**Job.objects.values().get(pk=job.pk)}.items() for job in (one, other))
        assert [item for item in kept if item[0] not in OWN] == [item for item in alike if item[0] not in OWN]
        assert {"a", "b"} == set(JobTag.objects.filter(job=other).values_list("name", flat=True))
        assert_consistent(other.pk)

    def test_answers_in_the_order_of_what_was_asked(self, ask) -> None:
        made = submit_many([ask(number) for number in range(300)])
        stored = Job.objects.in_bulk([job.pk for job in made])
        assert list(range(300)) == [stored[job.pk].payload["value"] for job in made]
        assert [] == submit_many([])

    def test_is_part_of_the_callers_transaction(self, ask) -> None:
        with transaction.atomic():
            submit_many([ask(1), ask(2)])
            transaction.set_rollback(True)
        assert (0, 0) == (Job.objects.count(), JobLog.objects.count())

    @pytest.mark.parametrize(
        ("bad", "field"),
        [
            ({"kind": "nope"}, "kind"),
            ({"payload": {"shoe": 1}}, "payload.shoe"),
            ({"value": "x" * 1_000_000}, "payload"),
            ({"priority": "soon"}, "priority"),
            ({"max_attempts": 99}, "max_attempts"),
            ({"idempotency_key": "k"}, "idempotency_key"),
            ({"unique": Unique("k")}, "unique"),
            ({"depends_on": [uuid.uuid7()]}, "depends_on"),
        ],
    )
    def test_enters_none_and_names_the_bad_one_by_number_and_field(self, ask, bad, field) -> None:
        assert [f"2.{field}"] == list(refused(ask(), ask(), ask(**bad), ask()))

    def test_refuses_kinds_whose_jobs_are_parts_of_others(self, ask, monkeypatch) -> None:
        monkeypatch.setattr(ScriptedHandler, "is_part", True)
        assert {"0.kind"} == set(refused(ask()))

    def test_names_all_that_are_bad_up_to_a_number(self, ask) -> None:
        assert ["0.priority", "2.payload.shoe"] == list(refused(ask(priority="x"), ask(), ask(payload={"shoe": 1})))
        assert 20 == len(refused(*(ask(priority="x") for _ in range(500))))

    def test_refuses_more_than_the_owner_may_have(self, ask, monkeypatch) -> None:
        monkeypatch.setattr(queue, "conf", lambda: JobsConf(max_queued_per_owner=2))
        with pytest.raises(QueueFull):
            submit_many([ask() for _ in range(3)])
        assert not Job.objects.exists()

    def test_takes_as_few_statements_for_a_thousand_as_for_ten(self, ask, django_assert_max_num_queries) -> None:
        with django_assert_max_num_queries(20):
            submit_many([ask(number) for number in range(10)])
        with django_assert_max_num_queries(20):
            submit_many([ask(number) for number in range(1000)])
