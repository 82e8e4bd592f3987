"""Hints that something changed. The tables are the truth and polling is the floor: a lost hint costs only time.

PostgreSQL carries them by NOTIFY; on SQLite a changed `data_version` is the hint.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, connections

JOBS_CHANNEL = "jobs_changed"
SQLITE_POLL_SECONDS = 0.02
# PostgreSQL refuses a payload of 8,000 bytes or more; an id takes 35 in JSON. More are not named in one hint.
IDS_PER_HINT = 200

NOTIFY = "SELECT pg_notify(%s, %s)"
DATA_VERSION = "PRAGMA data_version"


@dataclass(frozen=True, slots=True)
class Hint:
    """`ids` None means any job may have changed, and none that workers were asked for something.

    `ready`: some may be claimed; `control`: a flag was set.
    """

    ids: tuple[UUID, ...] | None
    ready: bool = True
    control: bool = True


def announce_jobs(ids: Sequence[UUID], *, ready: bool = False, control: bool = False) -> None:
    """Hint that the jobs of `ids` changed. Call after the commit; failures are left to polling."""
    if not ids:
        return
    named = [job_id.hex for job_id in ids] if len(ids) <= IDS_PER_HINT else None
    _send({"ids": named, "r": ready, "c": control})


def announce_workers() -> None:
    """Hint that workers were asked for something, or may claim what they might not before. Call after the commit."""
    _send({"ids": [], "r": True, "c": True})


def _send(told: dict[str, Any]) -> None:
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(NOTIFY, [JOBS_CHANNEL, json.dumps(told)])
    except DatabaseError:
        connection.close()


@asynccontextmanager
async def hints() -> AsyncIterator[AsyncIterator[Hint]]:
    """Hints as they come, from a connection of its own; they end with an error when that connection breaks."""
    if connection.vendor == "postgresql":
        source = _postgres_hints()
    else:
        source = _sqlite_hints(connections["default"].settings_dict["NAME"])
    async with aclosing(source):
        yield source


async def _postgres_hints() -> AsyncGenerator[Hint, None]:
    import psycopg  # noqa: PLC0415 - a third of a second and 7 MB that SQLite does not need
    from psycopg import sql  # noqa: PLC0415

    parameters = connections["default"].get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
    listener = await psycopg.AsyncConnection.connect(**wanted, autocommit=True)
    async with listener:
        await listener.execute(sql.SQL("LISTEN {}").format(sql.Identifier(JOBS_CHANNEL)))
        yield Hint(ids=None)
        async for notification in listener.notifies():
            yield _decoded(notification.payload)


def _decoded(payload: str) -> Hint:
    told: dict[str, Any] = json.loads(payload)
    ids = None if told["ids"] is None else tuple(UUID(job_id) for job_id in told["ids"])
    return Hint(ids, ready=told["r"], control=told["c"])


async def _sqlite_hints(name: str | Path) -> AsyncGenerator[Hint, None]:
    """Asking for `data_version` reads one word of shared memory: cheap enough for the event loop."""
    with closing(sqlite3.connect(name, isolation_level=None)) as reader:
        seen = -1
        while True:
            version = reader.execute(DATA_VERSION).fetchone()[0]
            if version != seen:
                seen = version
                yield Hint(ids=None)
            await asyncio.sleep(SQLITE_POLL_SECONDS)
