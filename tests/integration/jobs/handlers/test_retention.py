"""How long finished jobs are kept: by the settings, else by their kind, else by default."""

from __future__ import annotations

import math

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from jobs.conf import JobsConf
from jobs.handlers import checks, retention
from jobs.handlers.retention import Rule, days_kept, rules
from jobs.queue import control
from jobs.testing import ScriptedHandler, scripted
from tests.support.queue import new_job

KIND = ScriptedHandler.kind
FINAL = ("cancelled", "completed", "failed", "partial_success")


@pytest.fixture
def kept(monkeypatch):
    """Days by final state, as the handler says `own` and the settings say `entries`."""

    def ask(own=None, *entries: str, kind: str = KIND) -> list[float]:
        monkeypatch.setattr(ScriptedHandler, "retention_days", own)
        monkeypatch.setattr(retention, "conf", lambda: JobsConf(retention=entries, retention_days=90))
        with scripted():
            return [days_kept(kind, outcome) for outcome in FINAL]

    return ask


class TestDaysKept:
    def test_are_those_of_the_kind_else_the_default(self, kept):
        assert [90] * 4 == kept()
        assert [7] * 4 == kept(7)
        assert [90, 7, 30, 90] == kept({"completed": 7, "failed": 30})

    def test_are_those_of_the_settings_first(self, kept):
        assert [1] * 4 == kept(7, "scripted=1", "other=2")
        assert [7, 7, 0.5, 7] == kept(7, "scripted:failed=0.5")
        assert [1, 1, 30, 1] == kept({"completed": 7}, "scripted=1", "scripted:failed=30")
        assert [math.inf, 1, math.inf, math.inf] == kept(7, "scripted=never", "scripted:completed=1")

    def test_of_a_kind_that_is_gone_are_those_of_the_settings(self, kept):
        assert [90] * 4 == kept(7, kind="gone")
        assert [3] * 4 == kept(7, "gone=3", kind="gone")


class TestSettings:
    @pytest.mark.parametrize("entry", ["", "x", "x=", "x=-1", "x=soon", "x:pending=3", "x:=3", "X=1", "x=1=2", "x=1e9"])
    def test_are_refused_at_start_up_in_words(self, entry):
        with pytest.raises(ImproperlyConfigured, match="KIND=DAYS or KIND:STATE=DAYS"):
            JobsConf(retention=[entry])


class TestCheck:
    def test_tells_at_start_up_of_kinds_that_nobody_knows(self, monkeypatch):
        monkeypatch.setattr(checks, "conf", lambda: JobsConf(retention=["zzz=3", "scripted=2", "zzz:failed=never"]))
        with scripted():
            (said,) = run_checks(tags=["handlers"])
        assert ("jobs.W031", True) == (said.id, said.msg.startswith("JOBS_RETENTION names 'zzz', which is no kind"))
        assert KIND in said.hint

    def test_says_nothing_of_known_ones(self, monkeypatch):
        monkeypatch.setattr(checks, "conf", lambda: JobsConf(retention=["scripted=2"]))
        with scripted():
            assert [] == run_checks(tags=["handlers"])


@pytest.mark.django_db
class TestRules:
    def test_are_for_every_kind_of_which_there_are_finished_jobs(self, monkeypatch):
        monkeypatch.setattr(
            retention, "conf", lambda: JobsConf(retention=["gone=3", "gone:failed=never"], retention_days=90)
        )
        for kind in ("gone", "kept"):
            control.cancel(new_job(kind=kind).pk)
        new_job(kind="live")
        assert [
            *(Rule("gone", outcome, 3.0) for outcome in FINAL if outcome != "failed"),
            *(Rule("kept", outcome, 90) for outcome in FINAL),
        ] == rules()
