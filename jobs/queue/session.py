"""What is asked of a database session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from jobs.conf import conf

LIMIT_IDLE_TRANSACTIONS = "SELECT set_config('idle_in_transaction_session_timeout', %s, false)"

INTERPRET = "SELECT set_config('jit', 'off', true), set_config('enable_sort', 'off', true)"


@contextmanager
def interpreted() -> Iterator[None]:
    """Have PostgreSQL carry out sums as they stand, without compiling them, or sorting rows to group them, first.

    To compile sums of many columns takes it seconds, to make them milliseconds. How many groups there are it cannot
    know of a day in somebody's zone, and then sorts on disk what makes a few hundred.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INTERPRET)
        yield


def let_go_when_frozen() -> None:
    """Have PostgreSQL end a transaction of this session that stands idle for a lease.

    A worker that is suspended between two statements would keep its row locks, and its jobs from being rescued.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LIMIT_IDLE_TRANSACTIONS, [f"{max(1000, int(conf().lease_seconds * 1000))}ms"])
