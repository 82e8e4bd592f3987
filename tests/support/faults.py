"""Guards of the queue taken out, to show that what is to notice their absence does."""

from __future__ import annotations

import pytest

from jobs.queue import postgres, postgres_writer, sqlite, sqlite_writer


def guardless_claim(patch: pytest.MonkeyPatch) -> None:
    """A claim takes what another has."""
    patch.setattr(postgres, "CLAIM_IF_CLAIMABLE", postgres.CLAIM_IF_CLAIMABLE.replace("AND job.lease_id IS NULL", ""))
    claimable = sqlite.CLAIM_IF_CLAIMABLE.replace("AND head.lease_id IS NULL", "").replace("AND lease_id IS NULL", "")
    patch.setattr(sqlite, "CLAIM_IF_CLAIMABLE", claimable)
    patch.setattr(postgres, "READY", "SELECT unnest(%(kinds)s::text[]), false")
    patch.setattr(sqlite, "READY", "SELECT key, 0 FROM json_each(%s)")


def unfenced_completion(patch: pytest.MonkeyPatch) -> None:
    """A plain success is taken whoever holds the job."""
    without = postgres_writer.COMPLETE_IF_HELD
    for guard in (" AND job.lease_id = told.lease_id", " AND job.lease_id = held.lease_id"):
        assert guard in without
        without = without.replace(guard, "")
    patch.setattr(postgres_writer, "COMPLETE_IF_HELD", without.replace("WHERE job.custody = 'worker'", ""))

    asked, held = "job.lease_id = json_extract(told.value, '$[1]') AND job.custody = 'worker'", sqlite_writer.HELD
    assert asked in held
    found = held.replace(asked, "true").replace("SELECT job.lease_id,", "SELECT json_extract(told.value, '$[1]'),")
    patch.setattr(sqlite_writer, "HELD", found)
    guarded = "AND lease_id = %s AND custody = 'worker'"
    assert guarded in sqlite_writer.COMPLETE_IF_HELD
    believing = sqlite_writer.COMPLETE_IF_HELD.replace(guarded, "AND %s IS NOT NULL")
    patch.setattr(sqlite_writer, "COMPLETE_IF_HELD", believing)
