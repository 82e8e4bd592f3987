"""`manage.py prune`: deletes what is past its retention, or says how many that is."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from jobs.models import Job
from jobs.states import AttemptOutcome
from tests.support.queue import KIND, new_job, running, settled

pytestmark = pytest.mark.django_db(transaction=True)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("prune", *arguments, stdout=out)
    return out.getvalue()


def old() -> Job:
    job = settled(running(), AttemptOutcome.COMPLETED)
    Job.objects.filter(pk=job.pk).update(finished_at=F("finished_at") - timedelta(days=10_000))
    return job


class TestPrune:
    def test_deletes_what_is_past_its_time_and_nothing_else(self):
        gone, kept, live = old(), settled(running(), AttemptOutcome.COMPLETED), new_job()
        assert "1 deleted, their parts counted." in said()
        assert {kept.pk, live.pk} == set(Job.objects.values_list("pk", flat=True))
        assert not Job.objects.filter(pk=gone.pk).exists()

    def test_says_how_many_and_deletes_none(self):
        old()
        told = said("--dry-run")
        assert f"{KIND}, completed for more than" in told
        assert "1 would be deleted." in told
        assert 1 == Job.objects.count()

    def test_leaves_other_kinds(self):
        old()
        assert "Nothing is past its retention.\n" == said("--kind", "character_card")
        assert 1 == Job.objects.count()

    def test_refuses_a_kind_that_does_not_exist(self):
        with pytest.raises(CommandError, match=r"Unknown kind 'nope'; known kinds: .*character_card"):
            said("--kind", "character_card", "nope")

    def test_takes_a_kind_that_was_removed_while_there_are_jobs_of_it(self):
        gone = old()
        assert "1 deleted, their parts counted." in said("--kind", gone.kind)
        with pytest.raises(CommandError, match="Unknown kind"):
            said("--kind", gone.kind)
