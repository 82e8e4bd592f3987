"""Bringing the database into shape before anything is served: wait for it, migrate once, first login."""

from __future__ import annotations

import fcntl
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

RETRY_SECONDS = 0.5
FIRST_LOGIN = "admin@localhost"
MIGRATION_LOCK = 0x5354514D  # any number, the same for every process of this product
# Tried again and again: a statement that waits holds a snapshot, for which an index made beside writes would wait.
TRY_MIGRATION_LOCK = "SELECT pg_try_advisory_lock(%s)"


class DatabaseUnreachable(Exception):
    """The database did not answer in time; the message says where and why."""


def wait_for_database(seconds: float) -> None:
    """Return once the database answers; DatabaseUnreachable when it has not within `seconds`."""
    deadline = time.monotonic() + seconds
    probe = _unpooled()
    while True:
        try:
            probe.ensure_connection()
        except OperationalError as cause:
            if time.monotonic() >= deadline:
                raise DatabaseUnreachable(_unreachable(seconds, cause)) from cause
            time.sleep(RETRY_SECONDS)
        else:
            probe.close()
            return


def _unpooled() -> BaseDatabaseWrapper:
    """A connection of its own: a pool would retry behind our back and keep a session, with its locks, alive."""
    probe = connection.copy()
    probe.settings_dict["OPTIONS"].pop("pool", None)
    return probe


def _unreachable(seconds: float, cause: OperationalError) -> str:
    where = connection.settings_dict
    place = where["NAME"] if connection.vendor == "sqlite" else f"{where['HOST']}:{where['PORT'] or 5432}"
    reason = " ".join(str(cause).split())
    return f"The database at {place} did not answer within {seconds:g} s: {reason}. Check DATABASE_URL."


def migrate(verbosity: int = 1) -> None:
    """Run the migrations; of several processes that do so at one instant one migrates, the others wait."""
    with _alone():
        call_command("migrate", interactive=False, verbosity=verbosity)


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "sqlite":
        with _file_lock(Path(f"{connection.settings_dict['NAME']}.migrating")):
            yield
        return
    holder = _unpooled()
    try:
        with holder.cursor() as cursor:
            while not _locked(cursor):
                time.sleep(RETRY_SECONDS)
        yield
    finally:
        holder.close()  # ends the session, and with it the lock


def _locked(cursor: CursorWrapper) -> bool:
    cursor.execute(TRY_MIGRATION_LOCK, [MIGRATION_LOCK])
    return bool(cursor.fetchone()[0])


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def first_login() -> tuple[str, str] | None:
    """In development, while nobody has an account: make a staff login; its address and random password."""
    users = get_user_model()
    if not settings.DEBUG or users.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    users.objects.create_superuser(FIRST_LOGIN, password, name="Admin")
    return FIRST_LOGIN, password
