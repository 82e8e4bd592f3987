"""GET, PATCH and DELETE of one job, and what hangs on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.handlers import Complete
from jobs.models import Job, JobLog
from jobs.services import cancel_job
from jobs.testing import ScriptedHandler, enqueue, perform, scripted
from tests.support.api import api_of, fields
from tests.support.users import make_staff

JOBS = "/api/v1/jobs"


async def work(ctx, payload):
    """Two steps, one of them failing in the first attempt; logs and streams."""

    async def plan():
        await ctx.log("planning")
        return [1, 2]

    async def write():
        if ctx.attempt == 1:
            raise RuntimeError("out of ink")
        await ctx.stream("text", "abc")
        return "abc"

    await ctx.step("plan", {}, plan)
    await ctx.progress(50, "half")
    await ctx.log("careful", level="warning")
    return Complete({"text": await ctx.step("write", {}, write)})


@pytest.fixture
def twice(user, transactional_db) -> Job:
    """A job that failed once and then completed."""
    with scripted(work):
        job = enqueue(user.pk, title="twice", max_attempts=2)
        job = perform(job)
        assert "scheduled" == job.status
        api_of(user).post(f"{JOBS}/{job.pk}/retry")
        job = perform(job)
        assert "completed" == job.status
    return job


@pytest.mark.usefixtures("kind")
class TestRead:
    def test_shows_a_new_job_whole(self, client, user) -> None:
        job = enqueue(user.pk, value=[1, None], description="all of it")

        shown = client.get(f"{JOBS}/{job.pk}").json()

        assert ({"value": [1, None]}, None, "all of it") == tuple(
            shown[name] for name in ("payload", "result", "description")
        )
        assert ("0", "0") == (shown["cost_usd"], shown["usage"]["simulated_cost_usd"])
        assert (False, None, [], []) == tuple(
            shown[name] for name in ("invalid", "invalid_reason", "attempts", "steps")
        )
        assert ["Accepted"] == [event["message"] for event in shown["log"]]

    def test_flags_a_payload_that_no_longer_fits(self, client, user) -> None:
        job = enqueue(user.pk)
        Job.objects.update(payload={"old": 1})

        shown = client.get(f"{JOBS}/{job.pk}")

        assert (200, True, {"old": 1}) == (shown.status_code, shown.json()["invalid"], shown.json()["payload"])
        assert "old" in shown.json()["invalid_reason"]

    @pytest.mark.parametrize("payload", [[], "text", 7])
    def test_flags_a_payload_that_is_no_object(self, client, user, payload) -> None:
        job = enqueue(user.pk)
        Job.objects.update(payload=payload)

        assert client.get(f"{JOBS}/{job.pk}").json()["invalid"] is True

    def test_shows_a_payload_that_can_be_upgraded_as_valid(self, client, user, monkeypatch) -> None:
        job = enqueue(user.pk)
        Job.objects.update(payload={"old": 1})
        monkeypatch.setattr(ScriptedHandler, "version", 2)
        monkeypatch.setattr(ScriptedHandler, "upgrade", lambda self, data, version: {"value": data["old"]})

        assert client.get(f"{JOBS}/{job.pk}").json()["invalid"] is False

    def test_flags_a_kind_that_was_removed(self, client, user) -> None:
        job = enqueue(user.pk)
        Job.objects.update(kind="removed")

        shown = client.get(f"{JOBS}/{job.pk}").json()

        assert shown["invalid"] is True
        assert "removed" in shown["invalid_reason"]

    def test_answers_304_until_something_changes(self, client, user) -> None:
        address = f"{JOBS}/{enqueue(user.pk).pk}"
        tag = client.get(address)["ETag"]

        assert 304 == client.get(address, headers={"If-None-Match": tag}).status_code
        client.patch(address, {"title": "new"})
        assert 200 == client.get(address, headers={"If-None-Match": tag}).status_code

    def test_takes_an_address_with_a_slash(self, client, user) -> None:
        address = f"{JOBS}/{enqueue(user.pk).pk}/"

        assert [200, 200] == [client.get(address + rest).status_code for rest in ("", "events/")]

    def test_is_somebody_elses_to_staff_too(self, user) -> None:
        assert 404 == api_of(make_staff()).get(f"{JOBS}/{enqueue(user.pk).pk}").status_code


class TestHistory:
    def test_tells_attempts_steps_and_result(self, client, twice) -> None:
        shown = client.get(f"{JOBS}/{twice.pk}").json()

        assert ({"text": "abc"}, 100) == (shown["result"], shown["progress"])
        assert [(1, "error", "out of ink"), (2, "completed", None)] == [
            (attempt["number"], attempt["outcome"], (attempt["error"] or {}).get("message"))
            for attempt in shown["attempts"]
        ]
        assert [("plan", "finished", 2, True), ("write", "finished", 2, False)] == [
            (step["name"], step["status"], step["attempt"], step["reused"]) for step in shown["steps"]
        ]
        assert not any(event["type"] == "delta" for event in shown["log"])

    def test_shows_no_traceback(self, client, twice) -> None:
        assert b"Traceback" not in client.get(f"{JOBS}/{twice.pk}/attempts").content

    def test_pages_attempts(self, client, twice) -> None:
        first = client.get(f"{JOBS}/{twice.pk}/attempts?limit=1").json()
        second = client.get(first["next"]).json()

        assert (2, [1]) == (first["count"], [attempt["number"] for attempt in first["results"]])
        assert ([2], None) == ([attempt["number"] for attempt in second["results"]], second["next"])

    def test_gives_every_event_once_page_by_page(self, client, twice) -> None:
        seen, address = [], f"{JOBS}/{twice.pk}/events?limit=3"
        while address:
            page = client.get(address).json()
            assert twice.last_seq == page["count"]
            seen += [event["seq"] for event in page["results"]]
            address = page["next"]

        assert list(range(1, JobLog.objects.filter(job_id=twice.pk).count() + 1)) == seen

    def test_gives_events_after_a_cursor(self, client, twice) -> None:
        page = client.get(f"{JOBS}/{twice.pk}/events?after={twice.last_seq - 1}").json()

        assert ["done"] == [event["type"] for event in page["results"]]
        assert {"seq", "type", "at", "level", "message", "data"} == set(page["results"][0])

    def test_gives_log_lines_by_level(self, client, twice) -> None:
        address = f"{JOBS}/{twice.pk}/logs"

        assert ["planning", "careful", "careful"] == [row["message"] for row in client.get(address).json()["results"]]
        assert 2 == client.get(f"{address}?level=warning").json()["count"]

    def test_tells_usage_in_all_and_by_step(self, client, user, transactional_db) -> None:
        job = enqueue(user.pk, "character_card", payload={"concept": "Mira, a lighthouse keeper", "lore_entries": 2})
        assert "completed" == perform(job).status

        usage = client.get(f"{JOBS}/{job.pk}/usage").json()

        assert ("0", 0) == (usage["cost_usd"], usage["abandoned_calls"])
        assert float(usage["simulated_cost_usd"]) > 0
        assert usage["calls"] == sum(row["calls"] for row in usage["by_step"])
        assert usage["input_tokens"] == sum(row["input_tokens"] for row in usage["by_step"])
        assert len({row["step"] for row in usage["by_step"]}) > 2
        shown = client.get(f"{JOBS}/{job.pk}").json()
        assert usage["simulated_cost_usd"] == shown["usage"]["simulated_cost_usd"]
        assert "0" == shown["cost_usd"]
        assert 200 == client.get(shown["result"]["links"]["card"]).status_code


@pytest.mark.usefixtures("kind")
class TestChange:
    def test_sets_what_is_sent_and_leaves_the_rest(self, client, user) -> None:
        job = enqueue(user.pk, title="old", category="sea", tags=["a"], estimated_minutes=5)

        shown = client.patch(f"{JOBS}/{job.pk}", {"title": "new", "tags": ["b", "c"], "priority": "high"}).json()

        assert ("new", ["b", "c"], "high") == (shown["title"], shown["tags"], shown["priority"])
        assert ("sea", 5) == (shown["category"], shown["estimated_minutes"])

    def test_takes_values_away_by_null(self, client, user) -> None:
        job = enqueue(user.pk, due_at=timezone.now(), estimated_minutes=5, assignee_id=user.pk)

        shown = client.patch(f"{JOBS}/{job.pk}", {"due_at": None, "estimated_minutes": None, "assignee": None}).json()

        assert (None, None, None) == tuple(shown[name] for name in ("due_at", "estimated_minutes", "assignee"))

    def test_reschedules(self, client, user) -> None:
        job = enqueue(user.pk)
        later = (timezone.now() + timedelta(hours=1)).isoformat()

        assert "scheduled" == client.patch(f"{JOBS}/{job.pk}", {"run_at": later}).json()["status"]
        assert "pending" == client.patch(f"{JOBS}/{job.pk}", {"run_at": None}).json()["status"]

    def test_changes_nothing_when_nothing_is_sent(self, client, user) -> None:
        job = enqueue(user.pk)

        assert job.last_seq == client.patch(f"{JOBS}/{job.pk}", {}).json()["last_seq"]

    def test_assigns_to_oneself(self, client, user) -> None:
        answer = client.patch(f"{JOBS}/{enqueue(user.pk).pk}", {"assignee": str(user.pk)})

        assert str(user.pk) == answer.json()["assignee"]

    def test_is_refused_once_the_job_is_final(self, client, user) -> None:
        job = cancel_job(user, enqueue(user.pk).pk)

        assert 409 == client.patch(f"{JOBS}/{job.pk}", {"title": "new"}).status_code

    def test_names_every_unknown_field(self, client, user) -> None:
        answer = client.patch(f"{JOBS}/{enqueue(user.pk).pk}", {"title": "new", "kind": "x", "cost_usd": "1"})

        assert (422, {"kind", "cost_usd"}) == (answer.status_code, fields(answer))


@pytest.mark.usefixtures("kind")
class TestDelete:
    def test_removes_a_final_job(self, client, user) -> None:
        job = cancel_job(user, enqueue(user.pk).pk)

        assert 204 == client.delete(f"{JOBS}/{job.pk}").status_code
        assert 404 == client.get(f"{JOBS}/{job.pk}").status_code
        assert 404 == client.delete(f"{JOBS}/{job.pk}").status_code

    def test_is_refused_while_the_job_is_live(self, client, user) -> None:
        job = enqueue(user.pk)

        assert 409 == client.delete(f"{JOBS}/{job.pk}").status_code
        assert Job.objects.filter(pk=job.pk).exists()
