"""`manage.py import_tasks`: previewed, applied once, with states and times as they were."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from jobs.models import Job, TimeEntry
from jobs.services.metrics import Asked, measure
from jobs.testing import enqueue
from tests.support.queue import assert_consistent

pytestmark = pytest.mark.django_db

CSV = """\ufeffid,Title,Status,Priority,Due_Date,Estimate,Actual_minutes,Created,Completed,Tags
1,Write,todo,1,2026-05-01T12:00:00,30,,2026-03-01 09:00,,"book, first"
2,Proofread,doing,5,,,15,2026-03-02T09:00:00Z,,
3,Print,done,3,,60,90,2026-03-03T09:00:00Z,2026-03-04T10:00:00Z,
"""


@pytest.fixture
def ran(user, tmp_path):
    def run(content: Any, *options: str, name: str = "tasks.csv") -> str:
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        out = StringIO()
        call_command("import_tasks", str(file), "--owner", user.email, *options, stdout=out, stderr=out)
        return out.getvalue()

    return run


class TestPreview:
    def test_says_what_would_be_done_and_does_nothing(self, ran):
        said = ran(CSV)
        assert "Would import 3: 1 completed, 1 pending, 1 processing." in said
        assert "give --apply" in said
        assert "  Write: pending, low, due 2026-05-01 12:00 UTC\n" in said
        assert not Job.objects.exists()

    def test_counts_a_task_that_stands_there_twice_once_as_the_import_does(self, ran):
        tasks = [{"id": 1, "title": "A"}, {"id": 1, "title": "A, once more"}]
        assert "Would import 1: 1 pending." in ran(tasks, name="tasks.json")
        assert "Imported 1: 1 pending." in ran(tasks, "--apply", name="tasks.json")

    def test_shows_the_first_tasks_and_which_are_there(self, ran):
        tasks = [{"title": f"Task {number}"} for number in range(25)]
        assert 20 == ran(tasks, name="tasks.json").count("  Task ")
        ran(tasks, "--apply", name="tasks.json")
        assert "  Task 3: pending, medium (there already)" in ran(tasks, name="tasks.json")


class TestTimes:
    def test_with_and_without_an_offset_stand_beside_each_other(self, ran, user):
        User.objects.update(time_zone="Europe/Paris")
        task = {"title": "A", "status": "done", "created_at": "2026-01-01T09:00", "completed_at": "2026-01-02T09:00Z"}
        ran([task], "--apply", name="tasks.json")
        (job,) = Job.objects.all()
        assert (datetime(2026, 1, 1, 8, tzinfo=UTC), datetime(2026, 1, 2, 9, tzinfo=UTC)) == (
            job.created_at,
            job.finished_at,
        )

    def test_of_a_day_alone_are_due_at_its_end(self, ran, user):
        User.objects.update(time_zone="Europe/Paris")
        ran("title,due\nA,2026-11-30\n", "--apply")
        assert datetime(2026, 11, 30, 22, 59, tzinfo=UTC) == Job.objects.get().due_at

    @pytest.mark.parametrize("moment", ["0001-01-02T00:00", "1999-06-01T00:00Z", "2026", 5])
    @pytest.mark.parametrize("name", ["due", "created_at", "finished_at"])
    def test_out_of_the_years_that_have_figures_are_told(self, ran, name, moment):
        with pytest.raises(CommandError, match="1 cannot be read"):
            ran([{"title": "A", "actual_minutes": 30, name: moment}, {"title": "B"}], "--apply", name="tasks.json")
        assert ["B"] == list(Job.objects.values_list("title", flat=True))

    @pytest.mark.parametrize(("tick", "status"), [(1, "completed"), ("1", "completed"), (0, "pending")])
    def test_are_no_ticks(self, ran, tick, status):
        ran([{"title": "A", "completed": tick}], "--apply", name="tasks.json")
        assert status == Job.objects.get().status

    def test_of_an_end_tell_that_it_is_done(self, ran):
        ran("title,completed_at\nA,2026-03-01T10:00:00Z\n", "--apply")
        assert "completed" == Job.objects.get().status


class TestApply:
    def test_keeps_states_words_and_times(self, ran, user):
        assert "Imported 3" in ran(CSV, "--apply")
        write, proofread, done = Job.objects.order_by("created_at")
        assert ("pending", "low", 30) == (write.status, write.priority, write.estimated_minutes)
        assert {"book", "first"} == {tag.name for tag in write.tag_rows.all()}
        assert datetime(2026, 5, 1, 12, tzinfo=UTC) == write.due_at
        assert ("processing", "person", "urgent") == (proofread.status, proofread.custody, proofread.priority)
        assert ("completed", datetime(2026, 3, 4, 10, tzinfo=UTC)) == (done.status, done.finished_at)
        assert datetime(2026, 3, 3, 9, tzinfo=UTC) == done.created_at
        assert [15.0, 90.0] == [
            (entry.stopped_at - entry.started_at).total_seconds() / 60
            for entry in TimeEntry.objects.order_by("job__created_at")
        ]
        assert_consistent(write.pk, proofread.pk, done.pk)

    def test_counts_in_the_days_when_it_was(self, ran, user):
        ran(CSV, "--apply")
        found = measure(user, "summary", Asked(datetime(2026, 3, 1).date(), datetime(2026, 3, 31).date()))  # noqa: DTZ001
        assert (3, 1, 90.0) == (found["created"], found["ended"], found["people_minutes"])

    def test_twice_changes_nothing(self, ran):
        ran(CSV, "--apply")
        before = list(Job.objects.order_by("pk").values())
        changed = CSV.replace("Write", "Write it again")
        assert "3 are there already" in ran(changed)
        assert "Imported 0: nothing new." in ran(changed, "--apply")
        assert before == list(Job.objects.order_by("pk").values())

    def test_takes_json_and_tells_tasks_without_ids_apart_by_what_they_say(self, ran):
        tasks = [{"title": "A", "status": "cancelled", "priority": 4}, {"title": "B", "tags": ["x"]}, {"title": "B"}]
        assert "Imported 3: 1 cancelled, 2 pending." in ran({"tasks": tasks}, "--apply", name="tasks.json")
        assert "3 are there already" in ran({"tasks": tasks}, name="tasks.json")

    @pytest.mark.parametrize(("options", "priority"), [((), "low"), (("--one-is-urgent",), "urgent")])
    def test_reads_priorities_from_either_end(self, ran, options, priority):
        ran([{"title": "A", "priority": 1}], "--apply", *options, name="tasks.json")
        assert priority == Job.objects.get().priority

    @pytest.mark.parametrize(
        ("word", "status"),
        [("todo", "pending"), ("To do", "pending"), ("DOING", "processing"), ("in-progress", "processing"),
         ("done", "completed")],
    )  # fmt: skip
    def test_reads_states_as_others_write_them(self, ran, word, status):
        ran([{"title": "A", "status": word}], "--apply", name="tasks.json")
        assert status == Job.objects.get().status

    def test_maps_priorities_of_one_to_five(self, ran):
        ran([{"title": str(number), "priority": number} for number in range(1, 6)], "--apply", name="tasks.json")
        found = dict(Job.objects.values_list("title", "priority"))
        assert {"1": "low", "2": "low", "3": "medium", "4": "high", "5": "urgent"} == found

    def test_takes_a_tick_for_done(self, ran):
        tasks = [{"title": "A", "completed": True}, {"title": "B", "completed": False}]
        ran(tasks, "--apply", name="tasks.json")
        assert {"A": "completed", "B": "pending"} == dict(Job.objects.values_list("title", "status"))

    @pytest.mark.parametrize("delimiter", [";", "\t"])
    def test_takes_other_delimiters(self, ran, delimiter):
        ran(f"title{delimiter}priority\nA, and B{delimiter}5\n", "--apply")
        assert ("A, and B", "urgent") == Job.objects.values_list("title", "priority").get()

    def test_reads_times_without_an_offset_in_the_owners_zone(self, ran, user):
        user.time_zone = "Europe/Paris"
        user.save()
        ran([{"title": "A", "due": "2026-07-01T12:00:00"}], "--apply", name="tasks.json")
        assert datetime(2026, 7, 1, 10, tzinfo=UTC) == Job.objects.get().due_at

    def test_takes_what_lies_in_the_future_for_now(self, ran):
        ran([{"title": "A", "status": "done", "completed_at": "2199-01-01T00:00:00Z"}], "--apply", name="tasks.json")
        assert Job.objects.get().finished_at.year < 2199

    def test_leaves_other_jobs_alone(self, ran, user):
        job = enqueue(user.pk, "manual", title="Mine")
        ran(CSV, "--apply")
        assert "pending" == Job.objects.get(pk=job.pk).status


class TestFaults:
    def test_are_named_and_do_not_stop_the_rest(self, ran):
        tasks = [{"title": "A"}, {"status": "todo"}, {"title": "B", "priority": 9}, {"title": "C", "status": "maybe"}]
        with pytest.raises(CommandError, match="3 cannot be read") as refused:
            ran(tasks, "--apply", name="tasks.json")
        assert (1, 1) == (refused.value.returncode, Job.objects.count())

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            ("{", "tasks.json"),
            ('"x"', "tasks.json"),
            ('[["title"]]', "tasks.json"),
            ("x", "tasks.xlsx"),
            ('a\n"x', "t.csv"),
        ],
    )
    def test_of_the_whole_file_are_said(self, ran, content, name):
        with pytest.raises(CommandError) as refused:
            ran(content, name=name)
        assert 2 == refused.value.returncode

    def test_are_said_of_an_unknown_owner(self, tmp_path):
        with pytest.raises(CommandError, match="no account"):
            call_command("import_tasks", str(tmp_path / "tasks.csv"), "--owner", "nobody@example.org")
