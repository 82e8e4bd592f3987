"""Files of jobs are written under the lease, once a name."""

from __future__ import annotations

import hashlib

import pytest

from jobs.conf import JobsConf
from jobs.errors import InvalidArtefact, LeaseLost
from jobs.models import Artefact, Job
from jobs.models.artefact import RESULT
from jobs.queue import artefacts as module
from jobs.queue.artefacts import id_of, keep
from jobs.queue.clock import now
from jobs.queue.deletion import delete
from jobs.queue.report import Settle
from jobs.queue.rescue import rescue
from jobs.queue.writes import Batch, NewArtefact
from jobs.states import AttemptOutcome
from jobs.testing import stage_now
from tests.support.queue import claimed, expire, new_job, running, settled, write

pytestmark = pytest.mark.django_db


def file(name: str = "a.txt", content: bytes = b"one") -> NewArtefact:
    return NewArtefact.of(name, "text/plain", content)


class TestBatch:
    def test_with_an_artefact_keeps_it(self):
        custodian = running()
        assert write(custodian, Batch(artefacts=[file()])) is None
        kept = Artefact.objects.get()
        digest = hashlib.sha256(b"one").hexdigest()
        assert (custodian.job_id, "a.txt", "text/plain", 3, digest, b"one") == (
            kept.job_id, kept.name, kept.media_type, kept.size, kept.digest, bytes(kept.content),
        )  # fmt: skip

    def test_of_a_lost_lease_keeps_nothing(self):
        custodian = running()
        expire(custodian.job_id)
        rescue()
        assert isinstance(write(custodian, Batch(artefacts=[file()])), LeaseLost)
        assert not Artefact.objects.exists()


class TestKeep:
    def test_replaces_what_has_the_name_and_leaves_its_id(self):
        job = new_job()
        keep(job.pk, [file()], now())
        before = Artefact.objects.get().pk
        keep(job.pk, [file(content=b"three")], now())
        kept = Artefact.objects.get()
        assert (before, 5, b"three") == (kept.pk, kept.size, bytes(kept.content))

    def test_leaves_what_is_the_same_untouched(self, django_assert_num_queries):
        job, moment = new_job(), now()
        keep(job.pk, [file()], moment)
        with django_assert_num_queries(1):
            keep(job.pk, [file()], moment)

    def test_takes_the_last_of_one_name(self):
        keep(new_job().pk, [file(), file(content=b"three")], now())
        assert b"three" == bytes(Artefact.objects.get().content)

    def test_refuses_more_than_a_job_may_have(self, monkeypatch):
        monkeypatch.setattr(module, "conf", lambda: JobsConf(max_artefacts=2))
        job = new_job()
        keep(job.pk, [file("a"), file("b"), file(RESULT)], now())
        keep(job.pk, [file("b", b"changed")], now())
        with pytest.raises(InvalidArtefact, match="at most 2"):
            keep(job.pk, [file("c")], now())


class TestSettle:
    def test_with_a_large_result_refers_to_it(self):
        large = NewArtefact.of(RESULT, "application/json", b"[1]")
        job = settled(running(), AttemptOutcome.COMPLETED, artefact=large)
        kept = Artefact.objects.get()
        assert {
            "artefact": {
                "id": str(kept.pk),
                "name": "result.json",
                "media_type": "application/json",
                "size": 3,
                "digest": kept.digest,
            }
        } == job.result
        assert id_of(job.pk, RESULT) == kept.pk

    def test_of_a_later_attempt_drops_a_large_result_of_an_earlier_one(self):
        custodian = running()
        write(custodian, Batch(artefacts=[file(), file(RESULT)]))
        job = settled(custodian, AttemptOutcome.ERROR, message="no")
        stage_now(job)
        settled(claimed(job), AttemptOutcome.COMPLETED, result=2)
        assert ["a.txt"] == [kept.name for kept in Artefact.objects.all()]

    def test_that_fails_keeps_no_result(self):
        custodian = running()
        write(custodian, Settle(AttemptOutcome.FAILED, message="no", artefact=file(RESULT)))
        assert not Artefact.objects.exists()
        assert Job.objects.get().result is None


class TestDelete:
    def test_takes_the_artefacts_along(self):
        custodian = running()
        write(custodian, Batch(artefacts=[file()]))
        settled(custodian, AttemptOutcome.COMPLETED)
        delete(custodian.job_id)
        assert not Artefact.objects.exists()
