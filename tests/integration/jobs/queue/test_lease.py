"""Leases live as long as their worker works on them, and not past their deadline."""

from __future__ import annotations

from datetime import timedelta

import pytest
import uuid_utils.compat as uuid
from django.db.models import F

from jobs.models import Lease
from jobs.queue import control
from jobs.queue.lease import extend, pulses
from tests.support.queue import WORKER, running

pytestmark = pytest.mark.django_db


def expiry(custodian):
    return Lease.objects.get(pk=custodian.job_id).expires_at


class TestExtend:
    def test_moves_the_expiry_of_what_is_held(self):
        custodian = running()
        Lease.objects.update(expires_at=F("expires_at") - timedelta(seconds=20))
        before = expiry(custodian)
        assert 1 == extend(WORKER, [custodian.lease_id])
        assert expiry(custodian) > before

    @pytest.mark.django_db(transaction=True)
    def test_needs_no_transaction_of_its_caller(self):
        assert 1 == extend(WORKER, [running().lease_id])

    def test_leaves_what_others_hold(self):
        custodian = running()
        assert 0 == extend(uuid.uuid7(), [custodian.lease_id])

    def test_lets_run_out_what_its_worker_does_not_know(self):
        custodian = running()
        before = expiry(custodian)
        assert 0 == extend(WORKER, [uuid.uuid4()])
        assert before == expiry(custodian)

    def test_stops_at_the_deadline(self):
        custodian = running(timeout_seconds=1.0)
        extend(WORKER, [custodian.lease_id])
        lease = Lease.objects.get()
        assert lease.deadline_at == lease.expires_at


class TestPulses:
    def test_carry_what_was_asked_of_each_job(self):
        plain, cancelled, held = running(), running(), running()
        control.cancel(cancelled.job_id)
        control.hold(held.job_id)
        found = {pulse.lease_id: (pulse.cancel_requested, pulse.hold_requested) for pulse in pulses(WORKER)}
        expected = {plain.lease_id: (False, False), cancelled.lease_id: (True, False), held.lease_id: (False, True)}
        assert expected == found

    def test_are_only_of_leases_that_are_mine(self):
        running()
        assert [] == pulses(uuid.uuid7())
