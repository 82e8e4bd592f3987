"""Work for people by the API: timers, completing, reopening, time entries; owner and assignee, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jobs.models import Job, TimeEntry
from jobs.queue.clock import now
from jobs.services.accounts import delete_jobs_of, export_time_of
from jobs.testing import enqueue, scripted
from tests.support.api import api_of, fields
from tests.support.users import make_staff, make_user

JOBS = "/api/v1/jobs"

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(user) -> Job:
    return enqueue(user.pk, "manual", title="Proofread", estimated_minutes=30)


def at(job: Job, rest: str = "") -> str:
    return f"{JOBS}/{job.pk}{rest}"


def did(answer) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["outcome"], answer.json()["status"]


def span(minutes: int, ago: int = 120) -> dict[str, str]:
    start = datetime.now(UTC) - timedelta(minutes=ago)
    return {"started_at": start.isoformat(), "stopped_at": (start + timedelta(minutes=minutes)).isoformat()}


class TestSubmission:
    def test_takes_what_a_task_has(self, client, user) -> None:
        body = {
            "kind": "manual", "title": "Proofread", "description": "Chapter 3", "category": "writing",
            "priority": "urgent", "due_at": "2100-01-01T00:00:00Z", "estimated_minutes": 90, "assignee": str(user.pk),
            "tags": ["book"],
        }  # fmt: skip
        answer = client.post(JOBS, body)
        assert 202 == answer.status_code
        told = client.get(f"{JOBS}/{answer.json()['job_id']}").json()
        assert body.items() <= told.items()
        assert ("pending", 0.0) == (told["status"], told["actual_minutes"])
        assert {"start-timer", "stop-timer", "complete", "reopen", "time-entries"} <= told["links"].keys()

    @pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2200-01-01T00:00:00Z"])
    @pytest.mark.parametrize("name", ["due_at", "run_at"])
    def test_takes_no_time_that_has_no_day_everywhere(self, client, job, name, moment) -> None:
        for answer in (client.post(JOBS, {"kind": "manual", name: moment}), client.patch(at(job), {name: moment})):
            assert (422, {name}) == (answer.status_code, fields(answer))

    def test_takes_no_payload(self, client) -> None:
        assert {"payload.steps"} == fields(client.post(JOBS, {"kind": "manual", "payload": {"steps": 3}}))

    def test_of_a_machines_work_has_no_minutes(self, client, user) -> None:
        with scripted():
            assert client.get(at(enqueue(user.pk))).json()["actual_minutes"] is None


class TestControls:
    def test_may_be_sent_again(self, client, job) -> None:
        wanted = [
            ("start-timer", "started", "processing"),
            ("stop-timer", "stopped", "processing"),
            ("complete", "completed", "completed"),
            ("reopen", "reopened", "pending"),
        ]
        for control, outcome, status in wanted:
            assert (200, outcome, status) == did(client.post(at(job, f"/{control}")))
            assert (200, "unchanged", status) == did(client.post(at(job, f"/{control}")))

    def test_name_the_job_on_which_the_timer_runs(self, client, user, job) -> None:
        other = enqueue(user.pk, "manual", title="Write")
        client.post(at(other, "/start-timer"))
        refused = client.post(at(job, "/start-timer"))
        assert (409, {"stop_other"}) == (refused.status_code, fields(refused))
        assert (str(other.pk), True) == (refused.json()["errors"][0]["job_id"], "Write" in refused.json()["detail"])
        assert (200, "started", "processing") == did(client.post(at(job, "/start-timer"), {"stop_other": True}))

    @pytest.mark.parametrize("control", ["start-timer", "stop-timer", "complete", "reopen"])
    def test_are_refused_for_a_machines_work(self, client, user, control: str) -> None:
        with scripted():
            answer = client.post(at(enqueue(user.pk), f"/{control}"))
        assert (409, True) == (answer.status_code, answer.json()["type"].endswith("not-manual"))

    def test_are_refused_for_a_cancelled_job(self, client, job) -> None:
        client.post(at(job, "/cancel"))
        assert [409, 409, 409] == [
            client.post(at(job, f"/{c}")).status_code for c in ("start-timer", "complete", "reopen")
        ]

    def test_are_explained(self, client, user, job) -> None:
        def causes() -> list[str]:
            return [cause["message"] for cause in client.get(at(job, "/explain")).json()["causes"]]

        assert ["It is a person's work: no worker takes it."] == causes()
        client.post(at(job, "/start-timer"))
        assert causes()[0].startswith(f"{user.get_short_name()} works on it. The timer was started at 2")
        client.post(at(job, "/stop-timer"))
        assert ["A person has begun it; no timer runs."] == causes()

    def test_complete_many_at_once(self, client, user, job) -> None:
        answer = client.post(f"{JOBS}/bulk", {"action": "complete", "filter": {"kind": ["manual"]}})
        assert 1 == answer.json()["counts"]["done"]
        assert "completed" == client.get(at(job)).json()["status"]


class TestAssignee:
    @pytest.fixture
    def theirs(self, user):
        self.person = make_user()
        return enqueue(user.pk, "manual", assignee_id=self.person.pk, title="Proofread")

    def test_reads_and_works_on_it(self, theirs) -> None:
        hand = api_of(self.person)
        assert [200, 200, 200] == [hand.get(at(theirs, rest)).status_code for rest in ("", "/events", "/time-entries")]
        for control in ("start-timer", "stop-timer", "complete", "reopen"):
            assert 200 == hand.post(at(theirs, f"/{control}")).status_code

    def test_may_not_do_what_is_the_owners(self, theirs) -> None:
        hand = api_of(self.person)
        assert 404 == hand.patch(at(theirs), {"title": "Mine"}).status_code
        assert [404, 404] == [hand.post(at(theirs, f"/{control}")).status_code for control in ("cancel", "hold")]
        assert 404 == hand.delete(at(theirs)).status_code

    def test_finds_it_by_asking_for_their_own_work(self, client, theirs) -> None:
        hand = api_of(self.person)
        assert [str(theirs.pk)] == [job["id"] for job in hand.get(f"{JOBS}?assignee=me").json()["results"]]
        assert 1 == hand.get(f"{JOBS}/statistics?assignee=me").json()["total"]
        assert 0 == hand.get(JOBS).json()["count"]
        assert 0 == api_of(make_user()).get(f"{JOBS}?assignee={self.person.pk}").json()["count"]

    def test_sets_only_their_own_time_right(self, client, theirs) -> None:
        hand = api_of(self.person)
        assert [201, 201] == [each.post(at(theirs, "/time-entries"), span(10)).status_code for each in (client, hand)]
        assert 404 == hand.patch(at(theirs, "/time-entries/1"), span(5)).status_code
        assert 404 == hand.delete(at(theirs, "/time-entries/1")).status_code
        assert 200 == client.patch(at(theirs, "/time-entries/2"), span(5)).status_code

    def test_leaves_the_time_behind_without_a_name(self, client, theirs) -> None:
        hand = api_of(self.person)
        hand.post(at(theirs, "/time-entries"), span(10))
        hand.post(at(theirs, "/start-timer"))
        assert 2 == len(export_time_of(self.person))
        delete_jobs_of(self.person)
        self.person.delete()
        entries = client.get(at(theirs, "/time-entries")).json()["results"]
        assert [None, None] == [entry["person"] for entry in entries]
        assert all(entry["stopped_at"] for entry in entries)

    def test_is_chosen_among_others_by_staff(self) -> None:
        staff, person = make_staff(), make_user()
        body = {"kind": "manual", "title": "Proofread", "assignee": str(person.pk)}
        made = api_of(staff).post(JOBS, body).json()["job_id"]
        assert 200 == api_of(person).post(f"{JOBS}/{made}/start-timer").status_code


class TestTimeEntries:
    def test_are_entered_and_add_up(self, client, job) -> None:
        made = client.post(at(job, "/time-entries"), span(20))
        assert (201, at(job, "/time-entries/1")) == (made.status_code, made["Location"])
        client.post(at(job, "/time-entries"), span(12))
        assert 32.0 == client.get(at(job)).json()["actual_minutes"]
        assert [32.0] == [each["actual_minutes"] for each in client.get(JOBS).json()["results"]]

    def test_keep_what_was_there_before(self, client, user, job) -> None:
        first = client.post(at(job, "/time-entries"), span(20)).json()
        changed = client.patch(at(job, "/time-entries/1"), {"stopped_at": span(15)["stopped_at"]}).json()
        assert first["started_at"] == changed["started_at"], "what is left out stays"
        assert 15.0 == pytest.approx(changed["minutes"], abs=0.1)
        made, corrected = changed["corrections"]
        assert (None, str(user.pk)) == (made["before"], corrected["by"])
        assert made["after"] == corrected["before"] != corrected["after"]
        assert "Time entry 1 corrected" == client.get(at(job, "/events")).json()["results"][-1]["message"]

    def test_once_deleted_count_no_more_and_give_their_number_to_none(self, client, job) -> None:
        client.post(at(job, "/start-timer"))
        assert 204 == client.delete(at(job, "/time-entries/1")).status_code
        assert 404 == client.delete(at(job, "/time-entries/1")).status_code
        assert 0.0 == client.get(at(job)).json()["actual_minutes"]
        assert 2 == client.post(at(job, "/time-entries"), span(5)).json()["number"]
        entry = TimeEntry.objects.get(number=1)
        assert (True, None) == (entry.stopped_at is not None, entry.corrections.get().after)

    def test_that_run_may_be_ended_by_hand(self, client, job) -> None:
        client.post(at(job, "/start-timer"))
        TimeEntry.objects.update(started_at=now() - timedelta(hours=3))
        ended = client.patch(at(job, "/time-entries/1"), {"stopped_at": (now() - timedelta(hours=2)).isoformat()})
        assert 60.0 == pytest.approx(ended.json()["minutes"], abs=0.1)
        assert (200, "unchanged", "processing") == did(client.post(at(job, "/stop-timer")))

    def test_that_are_set_to_what_they_are_leave_no_trace(self, client, job) -> None:
        times = span(20)
        client.post(at(job, "/time-entries"), times)
        for body in (times, {}):
            assert 1 == len(client.patch(at(job, "/time-entries/1"), body).json()["corrections"])

    @pytest.mark.parametrize(
        ("body", "wrong"),
        [
            (span(20, ago=-500), {"started_at", "stopped_at"}),
            (span(720, ago=360), {"stopped_at"}),
            (span(-1), {"stopped_at"}),
            (span(32 * 1440, ago=40 * 1440), {"stopped_at"}),
            ({"started_at": "2020-01-01T00:00:00"}, {"started_at", "stopped_at"}),
            (span(5) | {"person": "x"}, {"person"}),
            ({"started_at": "0001-01-01T00:00:00Z", "stopped_at": "0001-01-01T01:00:00Z"}, {"started_at"}),
        ],
    )
    def test_that_cannot_be_are_refused_by_name(self, client, job, body, wrong) -> None:
        answer = client.post(at(job, "/time-entries"), body)
        assert (422, wrong) == (answer.status_code, fields(answer))
        assert not TimeEntry.objects.exists()

    def test_are_not_for_a_machines_work(self, client, user) -> None:
        with scripted():
            assert 409 == client.post(at(enqueue(user.pk), "/time-entries"), span(5)).status_code
