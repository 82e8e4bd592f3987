"""The whole way over HTTP and WebSocket, with the site and its workers as processes of their own."""

from __future__ import annotations

import io
import json
import os
import signal
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import tavern_card
from PIL import Image

from generation.models import Card
from jobs.models import Lease, LedgerEntry, Worker
from tests.support.person import FINAL, GALAHAD, messages, person
from tests.support.site import worker
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

LEASE_SECONDS = 2.0


@pytest.fixture
def reader(site):
    with person(site) as reader:
        yield reader


@pytest.fixture
def stranger(site):
    with person(site) as stranger:
        yield stranger


def finished_steps(job) -> set[str]:
    return {step["name"] for step in job["steps"] if step["status"] == "finished"}


class TestCard:
    def test_is_asked_for_followed_and_taken_away(self, reader, stranger):
        key = {"Idempotency-Key": str(uuid4())}
        with worker(OFFLINE_LATENCY_SECONDS="0.2"):
            asked = reader.generate(headers=key)
            assert asked["job_id"] == reader.generate(headers=key)["job_id"]
            job_id = asked["job_id"]
            self.follows_it_without_gap_or_repeat(reader, asked)
            job = reader.job_when(job_id, *FINAL)
        assert ("completed", 100, 18) == (job["status"], job["progress"], job["result"]["lore_entries"])
        assert 1 == reader.get("/api/v1/jobs")["count"]
        self.opens_in_readers_of_others(reader, job)
        self.costs_nothing_real(reader, job)
        self.is_nobody_elses(stranger, job)
        self.is_deleted(reader, job)

    def follows_it_without_gap_or_repeat(self, reader, asked):
        """Leaves in the middle, comes back with the last number, and compares with what HTTP tells."""
        address = asked["links"]["socket"]
        seen = []
        with reader.socket(f"{address}?after=0") as socket:
            for message in messages(socket):
                if message["type"] != "snapshot":
                    seen.append(message)
                if message["type"] == "step" and message["data"]["step"] == "outline":
                    break
        with reader.socket(f"{address}?after={seen[-1]['seq']}") as socket:
            back = messages(socket)
            assert seen[-1]["seq"] == next(back)["seq"]
            for message in back:
                seen.append(message)
                if message["type"] == "done":
                    break
        assert list(range(1, len(seen) + 1)) == [message["seq"] for message in seen]
        assert {"state", "progress", "step", "delta", "usage", "done"} <= {message["type"] for message in seen}
        assert seen == reader.events(asked["job_id"])

    def opens_in_readers_of_others(self, reader, job):
        links = job["result"]["links"]
        picture = reader.file(links["png"])
        Image.open(io.BytesIO(picture)).verify()
        assert "chara_card_v2" == json.loads(reader.file(links["v2"]))["spec"]
        for content in (picture, reader.file(links["v3"])):
            card = tavern_card.parse_png_card(content) if content is picture else tavern_card.parse_card(content)
            assert "chara_card_v3" == card["spec"]
            assert "Galahad" in card["data"]["name"]
            assert 18 == len(card["data"]["character_book"]["entries"])

    def costs_nothing_real(self, reader, job):
        usage = reader.get(job["links"]["usage"])
        assert "0" == usage["cost_usd"] == job["cost_usd"]
        assert float(usage["simulated_cost_usd"]) > 0
        assert usage["calls"] == sum(row["calls"] for row in usage["by_step"])
        counts = reader.get("/api/v1/jobs/statistics")
        assert (1, {"character_card": 1}, 1.0) == (counts["total"], counts["by_kind"], counts["success_rate"])

    def is_nobody_elses(self, stranger, job):
        for name in ("self", "events", "logs", "attempts", "usage"):
            stranger.get(job["links"][name], expect=404)
        for name in ("cancel", "retry", "hold", "resume"):
            stranger.post(job["links"][name], expect=404)
        stranger.delete(job["links"]["self"], expect=404)
        for address in (job["result"]["links"]["card"], job["result"]["links"]["png"]):
            stranger.get(address, expect=404)
        assert 0 == stranger.get("/api/v1/generation/cards")["count"] == stranger.get("/api/v1/jobs")["count"]

    def is_deleted(self, reader, job):
        reader.delete(job["links"]["self"])
        reader.get(job["links"]["self"], expect=404)
        assert GALAHAD == reader.get(job["result"]["links"]["card"])["options"]["concept"]
        reader.delete(job["result"]["links"]["card"])
        reader.get(job["result"]["links"]["png"], expect=404)


class TestWaiting:
    def test_gives_the_finished_job_in_one_answer_or_says_that_it_takes_longer(self, reader):
        asked = reader.generate(lore_entries=3, headers={"Prefer": "wait=1"})
        assert "pending" == asked["status"]
        with worker():
            answer = reader.generate(lore_entries=3, headers={"Prefer": "wait=60"}, expect=200)
            assert ("completed", 100) == (answer["status"], answer["job"]["progress"])
            assert "completed" == reader.get(asked["links"]["self"], Prefer="wait=60")["status"]


class TestControls:
    def test_steer_a_waiting_job(self, reader):
        links = reader.generate()["links"]
        assert ("held", "held") == self.told(reader, links, "hold")
        assert ("unchanged", "held") == self.told(reader, links, "hold")
        assert ("resumed", "pending") == self.told(reader, links, "resume")
        reader.delete(links["self"], expect=409)
        assert ("cancelled", "cancelled") == self.told(reader, links, "cancel")
        reader.post(links["hold"], expect=409)
        assert ("retried", "pending") == self.told(reader, links, "retry")
        self.told(reader, links, "cancel")
        reader.delete(links["self"])

    def test_stop_a_running_job_whose_retry_goes_on_where_it_was(self, reader):
        with worker(OFFLINE_LATENCY_SECONDS="0.5"):
            links = reader.generate()["links"]
            job_id = links["self"].rpartition("/")[2]
            wait_for(lambda: "outline" in finished_steps(reader.job(job_id)), within=60, what="the outline")
            assert "hold_requested" == self.told(reader, links, "hold")[0]
            held = reader.job_when(job_id, "held", within=30)
            assert "person" == held["held_reason"]
            self.told(reader, links, "resume")
            reader.job_when(job_id, "processing")
            assert "cancel_requested" == self.told(reader, links, "cancel")[0]
            reader.job_when(job_id, "cancelled", within=30)
            self.told(reader, links, "retry")
            job = reader.job_when(job_id, *FINAL)
        assert "completed" == job["status"]
        assert {"analyse", "outline"} <= {step["name"] for step in job["steps"] if step["reused"]}

    @staticmethod
    def told(reader, links, verb):
        answer = reader.post(links[verb])
        return answer["outcome"], answer["status"]


class TestKilledWorker:
    def test_loses_its_job_to_another_that_goes_on_where_it_was(self, reader):
        first, second = uuid4(), uuid4()
        settings = {"OFFLINE_LATENCY_SECONDS": "0.6", "JOBS_LEASE_SECONDS": str(LEASE_SECONDS)}
        with (
            worker("--worker-id", str(first), **settings) as one,
            worker("--worker-id", str(second), **settings) as two,
        ):
            wait_for(lambda: 2 == Worker.objects.filter(state="running").count(), within=60, what="two workers")
            job_id = reader.generate()["job_id"]
            before = wait_for(lambda: self.halfway(reader, job_id), within=60, what="a job half done")
            holder = {first: one, second: two}[self.holder(job_id)]
            os.kill(holder.pid, signal.SIGKILL)
            killed_at = datetime.now(UTC)
            job = reader.job_when(job_id, *FINAL)
        assert "completed" == job["status"]
        self.was_taken_over_in_time(job, killed_at)
        self.paid_no_step_twice(reader, job, before)
        assert 1 == Card.objects.filter(job_id=job_id).count()
        events = reader.events(job_id)
        assert list(range(1, job["last_seq"] + 1)) == [event["seq"] for event in events]
        assert 1 == sum(event["type"] == "done" for event in events)

    @staticmethod
    def halfway(reader, job_id):
        """The job once its outline is written and calls after it are under way, as the ledger says last of all."""
        job = reader.job(job_id)
        under_way = LedgerEntry.objects.filter(job_id=job_id, state=LedgerEntry.State.RESERVED)
        return job if "outline" in finished_steps(job) and under_way.exists() else None

    @staticmethod
    def holder(job_id) -> UUID:
        return Lease.objects.get(pk=job_id).worker_id

    @staticmethod
    def was_taken_over_in_time(job, killed_at):
        lost, again = job["attempts"]
        assert "lost" == lost["outcome"]
        waited = (datetime.fromisoformat(again["started_at"]) - killed_at).total_seconds()
        assert waited < LEASE_SECONDS + 2, f"ran again {waited:.1f} s after the kill"

    @staticmethod
    def paid_no_step_twice(reader, job, before):
        done = finished_steps(before)
        reused = {step["name"] for step in job["steps"] if step["reused"]}
        assert done <= reused
        usage = reader.get(job["links"]["usage"])
        calls = {row["step"]: row["calls"] for row in usage["by_step"]}
        assert {1} == {calls[name] for name in done if name in calls}
        assert usage["abandoned_calls"] > 0
        assert 0 == sum(row["open_calls"] for row in usage["by_step"])
