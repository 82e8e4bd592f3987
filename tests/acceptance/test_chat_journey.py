"""A conversation over HTTP and WebSocket, with real workers, one of which is killed in the middle of a reply."""

from __future__ import annotations

import pytest

from jobs.models import Job
from jobs.testing import stage_now
from tests.support.person import PATIENCE, messages, person
from tests.support.site import Site, worker
from tests.support.waiting import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

LEASE = "2"


class TestReply:
    def test_is_one_reply_for_its_reader_though_its_worker_was_killed(self, site: Site) -> None:
        with person(site) as reader:
            sent = reader.post("/api/v1/chat", {"message": "Which of the two boats is faster?"}, expect=202)
            job = Job.objects.get(pk=sent["job_id"])
            with reader.socket(f"/ws/conversations/{sent['conversation_id']}/") as socket:
                heard = messages(socket)
                with worker(JOBS_LEASE_SECONDS=LEASE, OFFLINE_LATENCY_SECONDS="60") as first:
                    events = [next(message for message in heard if message["type"] == "delta")]
                    first.kill()
                    first.wait()
                with worker(JOBS_LEASE_SECONDS=LEASE, OFFLINE_LATENCY_SECONDS="0"):
                    wait_for(lambda: not Job.objects.filter(pk=job.pk, status="processing").exists(), within=PATIENCE)
                    stage_now(job)
                    for message in heard:
                        events.append(message)
                        if message["type"] == "changed" and message["utterances"][-1]["state"] == "written":
                            break
        text: dict[int, str] = {}
        for event in events:
            if event["type"] == "delta":
                data = event["data"]
                assert len(text.get(data["attempt"], "")) == data["offset"]
                text[data["attempt"]] = text.get(data["attempt"], "") + data["text"]
        (written,) = events[-1]["utterances"]
        assert [1, 2] == sorted(text)
        assert sent["reply_id"] == written["id"]
        assert text[2] == written["text"]
        assert text[2].startswith(text[1])
        seqs = [event["seq"] for event in events if "seq" in event]
        assert list(range(seqs[0], seqs[-1] + 1)) == seqs
