"""What a worker asks of its database session."""

from __future__ import annotations

from django.db import connection

from jobs.conf import conf

LIMIT_IDLE_TRANSACTIONS = "SELECT set_config('idle_in_transaction_session_timeout', %s, false)"


def let_go_when_frozen() -> None:
    """Have PostgreSQL end a transaction of this session that stands idle for a lease.

    A worker that is suspended between two statements would keep its row locks, and its jobs from being rescued.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LIMIT_IDLE_TRANSACTIONS, [f"{max(1000, int(conf().lease_seconds * 1000))}ms"])
