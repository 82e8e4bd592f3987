"""/api/v1/schedules: recurring jobs as API clients see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import uuid_utils.compat as uuid
from django.urls import URLPattern

from accounts.services.account import export_account
from jobs.api.urls import urlpatterns
from jobs.conf import JobsConf
from jobs.handlers.recurring import fire_due
from jobs.models import Job, Schedule
from jobs.queue import schedules as queue_of_schedules
from jobs.queue.clock import now
from jobs.testing import ScriptedHandler
from tests.support.api import api, api_of, fields
from tests.support.users import make_user

SCHEDULES = "/api/v1/schedules"
WANTED = {"name": "Morning", "kind": "scripted", "payload": {"value": 1}, "cron": "30 6 * * 1-5"}

pytestmark = pytest.mark.usefixtures("kind")


@pytest.fixture
def parts(monkeypatch) -> None:
    """Jobs of the kind `scripted` are made by fan-outs only."""
    monkeypatch.setattr(ScriptedHandler, "is_part", True)


def create(client, **changes) -> dict[str, Any]:
    answer = client.post(SCHEDULES, WANTED | changes)
    assert 201 == answer.status_code, answer.content
    return answer.json()


def address(schedule: dict[str, Any], control: str = "") -> str:
    return f"{SCHEDULES}/{schedule['id']}{control and '/'}{control}"


class TestCreate:
    def test_answers_with_the_address_and_the_next_five_times(self, client, user) -> None:
        answer = client.post(SCHEDULES, WANTED | {"time_zone": "Europe/Paris", "overlap": "skip", "tags": ["b", "a"]})
        body = answer.json()
        assert (201, address(body)) == (answer.status_code, answer["Location"])
        assert answer.json() == client.get(answer["Location"]).json()
        assert (["a", "b"], "skip", "medium", None, None) == tuple(
            body[name] for name in ("tags", "overlap", "priority", "paused_at", "last_error")
        )
        times = [datetime.fromisoformat(text) for text in body["upcoming"]]
        assert (5, body["next_at"]) == (len(set(times)), body["upcoming"][0])
        assert times == sorted(times)
        assert all(moment > now() and moment.hour in {4, 5} and moment.weekday() < 5 for moment in times)

    @pytest.mark.parametrize("missed", ["once", "skip", "all"])
    def test_takes_what_becomes_of_missed_times_and_changes_it(self, client, user, missed) -> None:
        schedule = create(client, missed=missed)
        assert missed == schedule["missed"]
        assert "all" == client.patch(address(schedule), {"missed": "all"}).json()["missed"]
        refused = client.patch(address(schedule), {"missed": "perhaps"})
        assert (422, {"missed"}) == (refused.status_code, fields(refused))

    def test_reads_the_line_in_the_accounts_zone_unless_told(self, client, user) -> None:
        user.time_zone = "Asia/Tokyo"
        user.save()
        assert ["Asia/Tokyo", "UTC"] == [
            create(client)["time_zone"],
            create(client, name="b", time_zone="UTC")["time_zone"],
        ]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"cron": "61 * * * *"}, "cron"),
            ({"cron": "* * * *"}, "cron"),
            ({"cron": "0 0 30 2 *"}, "cron"),
            ({"cron": "* * */20 * 1L"}, "cron"),
            ({"cron": 5}, "cron"),
            ({"cron": "@" * 101}, "cron"),
            ({"time_zone": "Mars/Olympus"}, "time_zone"),
            ({"time_zone": ""}, "time_zone"),
            ({"kind": "unheard_of"}, "kind"),
            ({"kind": None}, "kind"),
            ({"payload": {"shoe": 1}}, "payload.shoe"),
            ({"payload": "x"}, "payload"),
            ({"kind": "character_card", "payload": {"lore_entries": 10_000}}, "payload.lore_entries"),
            ({"name": ""}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"priority": "biggest"}, "priority"),
            ({"overlap": "maybe"}, "overlap"),
            ({"tags": "sea"}, "tags"),
            ({"owner": "me"}, "owner"),
            ({"next_at": "2030-01-01T00:00:00Z"}, "next_at"),
        ],
    )
    def test_refuses_what_is_wrong_by_its_field(self, client, change, field) -> None:
        answer = client.post(SCHEDULES, WANTED | change)
        assert (422, True) == (answer.status_code, field in fields(answer)), answer.content
        assert not Schedule.objects.exists()

    @pytest.mark.usefixtures("parts")
    def test_refuses_a_kind_whose_jobs_are_parts_of_others(self, client) -> None:
        answer = client.post(SCHEDULES, WANTED)
        assert (422, {"kind"}) == (answer.status_code, fields(answer))
        assert answer.json()["errors"] == client.post("/api/v1/jobs", {"kind": "scripted"}).json()["errors"]

    def test_names_everything_that_is_wrong_at_once(self, client) -> None:
        wrong = {"cron": "never", "time_zone": "Mars", "payload": {"shoe": 1}}
        assert {"time_zone", "payload.shoe"} == fields(client.post(SCHEDULES, WANTED | wrong))
        wrong |= {"time_zone": "UTC"}
        assert {"cron", "payload.shoe"} == fields(client.post(SCHEDULES, WANTED | wrong))

    def test_refuses_a_name_that_is_taken_by_oneself_only(self, client) -> None:
        create(client)
        assert {"name"} == fields(client.post(SCHEDULES, WANTED))
        create(api_of(make_user()))

    def test_refuses_more_than_the_limit(self, client, monkeypatch) -> None:
        monkeypatch.setattr(queue_of_schedules, "conf", lambda: JobsConf(max_schedules_per_owner=1))
        create(client)
        refused = client.post(SCHEDULES, WANTED | {"name": "b"})
        assert (409, "You have 1 schedules; delete one first.") == (refused.status_code, refused.json()["detail"])


class TestList:
    def test_is_by_name_and_in_pages(self, client) -> None:
        for name in ("c", "a", "b"):
            create(client, name=name)
        create(api_of(make_user()), name="d")
        page = client.get(SCHEDULES, {"limit": 2}).json()
        assert (3, ["a", "b"]) == (page["count"], [row["name"] for row in page["results"]])
        assert ["c"] == [row["name"] for row in client.get(page["next"]).json()["results"]]

    def test_shows_one_whose_line_cannot_be_read_any_more(self, client) -> None:
        create(client)
        Schedule.objects.update(time_zone="Atlantis/Capital")
        (row,) = client.get(SCHEDULES).json()["results"]
        assert 1 == len(row["upcoming"])


class TestChange:
    def test_sets_what_is_named_and_leaves_the_rest(self, client) -> None:
        before = create(client, title="t", tags=["a"])
        after = client.patch(address(before), {"cron": "@daily", "tags": []}).json()
        assert ("t", [], "@daily") == (after["title"], after["tags"], after["cron"])
        assert after["next_at"].endswith("T00:00:00Z")
        assert after == client.patch(address(before), {}).json()

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"cron": "x"}, "cron"),
            ({"cron": "* * */20 * 1L"}, "cron"),
            ({"kind": "character_card"}, "payload.concept"),
            ({"payload": None}, "payload"),
            ({"name": None}, "name"),
            ({"name": "b"}, "name"),
        ],
    )
    def test_refuses_what_does_not_fit_and_changes_nothing(self, client, change, field) -> None:
        create(client, name="b")
        before = create(client)
        answer = client.patch(address(before), change)
        assert (422, True) == (answer.status_code, field in fields(answer)), answer.content
        assert before == client.get(address(before)).json()

    def test_refuses_a_kind_whose_jobs_are_parts_of_others(self, client, request) -> None:
        made = create(client)
        request.getfixturevalue("parts")
        answer = client.patch(address(made), {"kind": "scripted"})
        assert (422, {"kind"}) == (answer.status_code, fields(answer))
        assert {"kind"} == fields(client.post(address(made, "run")))
        assert not Job.objects.exists()


class TestControls:
    def test_pause_and_resume_may_be_sent_again(self, client) -> None:
        schedule = create(client)
        paused = [client.post(address(schedule, "pause")).json() for _ in range(2)]
        assert paused[0] == paused[1]
        assert (None, [], False) == (paused[0]["next_at"], paused[0]["upcoming"], paused[0]["paused_at"] is None)
        resumed = [client.post(address(schedule, "resume")).json() for _ in range(2)]
        assert [schedule, schedule] == resumed

    def test_run_makes_a_job_now_and_once_for_a_key(self, client) -> None:
        schedule = create(client)
        first = client.post(address(schedule, "run"), headers={"Idempotency-Key": "k"})
        again = client.post(address(schedule, "run"), headers={"Idempotency-Key": "k"})
        assert (202, first.json()["job_id"], "true") == (
            again.status_code, again.json()["job_id"], again["Idempotency-Replayed"],
        )  # fmt: skip
        told = client.get(address(schedule)).json()
        assert (first.json()["job_id"], schedule["next_at"]) == (told["last_job_id"], told["next_at"])
        assert 200 == client.get(told["links"]["last_job"]).status_code

    def test_run_is_refused_by_field_when_the_payload_does_not_fit_any_more(self, client) -> None:
        schedule = create(client)
        Schedule.objects.update(payload={"old": 1})
        assert {"payload.old"} == fields(client.post(address(schedule, "run")))
        assert not Job.objects.exists()

    def test_a_firing_that_made_no_job_is_told_and_forgotten_with_the_next_change(self, client) -> None:
        schedule = create(client)
        Schedule.objects.update(payload={"old": 1}, next_at=now() - timedelta(seconds=1))
        fire_due()
        assert "payload.old: Unknown field; remove it." == client.get(address(schedule)).json()["last_error"]
        assert client.patch(address(schedule), {"payload": {}}).json()["last_error"] is None

    def test_delete_leaves_the_jobs(self, client) -> None:
        schedule = create(client)
        job = client.post(address(schedule, "run")).json()
        assert [204, 404] == [client.delete(address(schedule)).status_code for _ in range(2)]
        assert 200 == client.get(job["links"]["self"]).status_code

    def test_count_as_submissions_where_they_enqueue(self, client, settings) -> None:
        schedule = create(client)
        settings.THROTTLES = settings.THROTTLES | {"submission": "1/day"}
        codes = [client.post(address(schedule, control)).status_code for control in ("run", "run", "pause")]
        assert [202, 429, 200] == codes


def operations() -> list[tuple[str, str]]:
    """(method, control) of every operation whose address has a schedule's id, read from the URLconf."""
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        _, marked, control = str(pattern.pattern).partition("<id:schedule_id>")
        if marked:
            view = pattern.callback.view_class  # type: ignore[attr-defined] # as_view sets it
            found += [(name, control[1:]) for name in ("get", "post", "patch", "delete") if hasattr(view, name)]
    return found


class TestOperations:
    @pytest.mark.parametrize(("method", "control"), operations())
    def test_answer_somebody_else_as_for_an_id_that_never_was(self, client, method, control) -> None:
        schedule = create(client)
        before = Schedule.objects.values().get()
        stranger = getattr(api_of(make_user()), method)
        answers = [stranger(address({"id": pk}, control)) for pk in (schedule["id"], uuid.uuid7())]
        assert [404, 404] == [answer.status_code for answer in answers]
        assert 1 == len({answer.json()["detail"] for answer in answers})
        assert before == Schedule.objects.values().get()

    @pytest.mark.parametrize(("method", "control"), operations())
    def test_answer_401_to_a_stranger(self, client, method, control) -> None:
        assert 401 == getattr(api(), method)(address(create(client), control)).status_code

    def test_are_all_looked_at(self) -> None:
        assert 6 == len(operations())


class TestAccount:
    def test_takes_its_schedules_along(self, client, user) -> None:
        create(client)
        assert ["Morning"] == [row["name"] for row in export_account(user)["schedules"]]
        user.delete()
        assert not Schedule.objects.exists()
