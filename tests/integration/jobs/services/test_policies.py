"""What staff set for kinds and owners: checked, named, stored."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.errors import InvalidSubmission, UnknownKind
from jobs.models import KindPolicy, OwnerShare
from jobs.services import Limits, limit_kind, pause_kind, resume_kind, weigh_owner
from jobs.testing import scripted
from tests.support.users import make_user

pytestmark = pytest.mark.django_db


class TestPauseKind:
    def test_keeps_when_and_why_until_it_is_resumed(self):
        with scripted():
            assert pause_kind("scripted", "no credit")
            paused = KindPolicy.objects.get(kind="scripted")
            assert (True, "no credit") == (paused.paused_at is not None, paused.pause_reason)
            assert not pause_kind("scripted", "again")
            assert resume_kind("scripted")
            assert not resume_kind("scripted")
        resumed = KindPolicy.objects.get(kind="scripted")
        assert (None, "") == (resumed.paused_at, resumed.pause_reason)

    def test_refuses_a_kind_that_nobody_knows(self):
        with pytest.raises(UnknownKind, match="Unknown kind 'typo'"):
            pause_kind("typo")
        assert not KindPolicy.objects.exists()


class TestLimitKind:
    def test_stores_limits_and_leaves_a_pause_alone(self):
        with scripted():
            pause_kind("scripted")
            limit_kind("scripted", Limits(max_running=3, rate_limit=10, rate_seconds=60.0))
        policy = KindPolicy.objects.get()
        assert (3, None, 10, 60.0) == (
            policy.max_running,
            policy.max_running_per_owner,
            policy.rate_limit,
            policy.rate_seconds,
        )
        assert policy.paused_at is not None

    @pytest.mark.parametrize("field", ["max_running", "max_running_per_owner"])
    def test_refuses_a_limit_of_nothing_by_its_field_with_the_fix(self, field: str):
        with scripted(), pytest.raises(InvalidSubmission) as refused:
            limit_kind("scripted", Limits(**{field: 0}))
        assert [field] == list(refused.value.errors)
        assert "1 or more" in refused.value.errors[field]
        assert "pause the kind" in refused.value.errors[field]
        assert not KindPolicy.objects.exists()

    @pytest.mark.parametrize(
        ("limits", "field"),
        [
            ({"rate_limit": 0, "rate_seconds": 1.0}, "rate_limit"),
            ({"rate_limit": 1, "rate_seconds": 0.0}, "rate_seconds"),
            ({"rate_limit": 1}, "rate_seconds"),
            ({"rate_seconds": 1.0}, "rate_limit"),
            ({"rate_limit": 1, "rate_seconds": 1e300}, "rate_seconds"),
            ({"rate_limit": 1, "rate_seconds": float("nan")}, "rate_seconds"),
        ],
    )
    def test_refuses_what_is_no_rate(self, limits: dict[str, Any], field: str):
        with scripted(), pytest.raises(InvalidSubmission) as refused:
            limit_kind("scripted", Limits(**limits))
        assert [field] == list(refused.value.errors)


class TestWeighOwner:
    def test_stores_the_weight(self):
        owner = make_user()
        weigh_owner(owner.pk, 2.0)
        weigh_owner(owner.pk, 0.5)
        assert 0.5 == OwnerShare.objects.get(owner=owner).weight

    @pytest.mark.parametrize("weight", [0.0, -1.0, 1e9, float("nan")])
    def test_refuses_what_is_no_weight(self, weight: float):
        with pytest.raises(InvalidSubmission, match=r"weight: Must be from 0\.001 to 1000"):
            weigh_owner(make_user().pk, weight)
