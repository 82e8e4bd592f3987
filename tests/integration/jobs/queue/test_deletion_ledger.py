"""Deleting jobs leaves no call open in the ledger."""

from __future__ import annotations

import uuid_utils.compat as uuid

from jobs.models import LedgerEntry
from jobs.queue.commit import Write, commit
from jobs.queue.deletion import delete_of_owner
from jobs.queue.writes import Batch, Reservation
from jobs.testing import enqueue, scripted, take


class TestDeleteOfOwner:
    def test_abandons_the_calls_that_were_under_way(self, user):
        with scripted():
            custodian = take(enqueue(user.pk))
        reservation = Reservation(uuid.uuid7(), "openai", "m", "write", simulated=False, estimate_nano=7)
        commit([Write(custodian.job_id, custodian.lease_id, Batch(reservations=[reservation]))])

        delete_of_owner(user.pk)

        entry = LedgerEntry.objects.get()
        assert ("abandoned", 7) == (entry.state, entry.estimate_nano)
        assert entry.settled_at is not None
