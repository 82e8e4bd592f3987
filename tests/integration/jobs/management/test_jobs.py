"""`manage.py jobs`: what a shell shows of jobs and does to them."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from jobs.models import Job
from jobs.services import follow as following
from jobs.states import AttemptOutcome
from tests.support.queue import claimed, fanned_out, new_job, running, settled
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


def said(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command("jobs", *arguments, stdout=out, **options)
    return out.getvalue()


class TestList:
    def test_shows_the_newest_first_a_line_each(self):
        first, second = new_job(title="the first"), new_job(title="the second")
        head, *lines = said("list").splitlines()
        assert head.split() == ["ID", "STATUS", "DONE", "KIND", "CREATED", "TITLE"]
        assert [str(second.pk), str(first.pk)] == [line.split()[0] for line in lines]
        assert lines[0].endswith("the second")

    def test_says_that_none_matches(self):
        assert "No job matches.\n" == said("list")

    def test_narrows_by_state_and_owner(self):
        mine = make_user()
        held = settled(running(owner_id=mine.pk), AttemptOutcome.COMPLETED)
        new_job(mine.pk)
        new_job()
        asked = said("list", "--owner", mine.email.upper(), "--status", "completed", "--json")
        assert [str(held.pk)] == [json.loads(line)["id"] for line in asked.splitlines()]

    def test_says_that_there_is_no_such_owner(self):
        with pytest.raises(CommandError, match="Nobody has the address"):
            said("list", "--owner", "nobody@example.org")

    def test_leaves_parts_out_unless_asked_for(self):
        fanned_out(running(), 2)
        assert 1 == len(said("list", "--json").splitlines())
        assert 3 == len(said("list", "--json", "--children").splitlines())

    def test_goes_no_further_than_its_limit(self):
        for _ in range(3):
            new_job()
        assert 2 == len(said("list", "--limit", "2", "--json").splitlines())

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--kind", "unheard_of"], "Unknown kind 'unheard_of'; known kinds: .*character_card"),
            (["--status", "done"], "invalid choice: 'done'"),
            (["--limit", "0"], "must be 1 to 1000"),
        ],
    )
    def test_refuses_what_it_does_not_know_by_name(self, arguments, words):
        with pytest.raises(CommandError, match=words):
            said("list", *arguments)

    def test_prints_nothing_that_a_terminal_would_obey(self):
        new_job(title="red \x1b[31m\nand more")
        assert "\x1b" not in said("list")
        assert 2 == len(said("list").splitlines())


class TestShow:
    def test_tells_one_job_with_its_attempts_and_error(self):
        job = settled(running(title="a task"), AttemptOutcome.ERROR, error_class="Boom", message="it broke")
        shown = said("show", str(job.pk))
        for words in (str(job.pk), "a task", "scheduled", "Boom: it broke", "attempt     1  error"):
            assert words in shown

    def test_gives_json_as_the_api_does(self):
        job = new_job()
        assert str(job.pk) == json.loads(said("show", str(job.pk), "--json"))["id"]

    def test_says_where_to_look_when_there_is_none(self):
        with pytest.raises(CommandError, match=r"There is no job .*jobs list"):
            said("show", str(uuid4()))


class TestControl:
    def test_tells_what_became_of_each_in_the_order_asked_for(self):
        done, waits = settled(running(), AttemptOutcome.COMPLETED), new_job()
        out = StringIO()
        with pytest.raises(CommandError, match="2 of 3 were refused"):
            call_command("jobs", "cancel", str(waits.pk), str(done.pk), str(nobody := uuid4()), stdout=out)
        assert [
            [str(waits.pk), "done"],
            [str(done.pk), "wrong_state"],
            [str(nobody), "not_found"],
        ] == [line.split()[:2] for line in out.getvalue().splitlines()]
        assert "cancelled" == Job.objects.get(pk=waits.pk).status

    def test_retries(self):
        failed = settled(running(max_attempts=1), AttemptOutcome.ERROR, error_class="Boom", message="it broke")
        assert f"{failed.pk}  done\n" == said("retry", str(failed.pk))
        assert "pending" == Job.objects.get(pk=failed.pk).status


class TestTail:
    def test_tells_every_event_of_a_final_job_and_ends(self):
        job = settled(running(), AttemptOutcome.COMPLETED)
        lines = said("tail", str(job.pk)).splitlines()
        assert [str(number) for number in range(1, job.last_seq + 1)] == [line.split()[1] for line in lines]
        assert lines[-1].endswith("Completed")

    def test_goes_on_until_the_job_is_final(self, monkeypatch):
        job = new_job()

        def looks_again(_seconds: float) -> None:
            settled(claimed(job), AttemptOutcome.COMPLETED)

        monkeypatch.setattr(following.time, "sleep", looks_again)
        assert said("tail", str(job.pk)).splitlines()[-1].endswith("Completed")

    def test_begins_after_the_event_named(self):
        job = settled(running(), AttemptOutcome.COMPLETED)
        assert [str(job.last_seq)] == [
            line.split()[1] for line in said("tail", str(job.pk), "--after", str(job.last_seq - 1)).splitlines()
        ]

    def test_refuses_a_number_that_no_event_has(self):
        with pytest.raises(CommandError, match="--after: must be 0 or more"):
            said("tail", str(uuid4()), "--after=-1")
