"""Connection settings for the two databases the queue supports."""

import hashlib
import os
from pathlib import Path
from typing import Any

import environ

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA busy_timeout=20000;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-20000;"
)


def database(url: str, base_dir: Path, *, prepared: bool = True) -> dict[str, Any]:
    """Django's settings for `url`; an empty one means `db.sqlite3` in `base_dir`.

    PostgreSQL keeps statements `prepared`: half of a claim's time is their planning. Values are bound there in any
    case: written into a statement, bytes cost three times as much.
    """
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url or f"sqlite:///{base_dir / 'db.sqlite3'}"))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        # IMMEDIATE takes the write lock at BEGIN, so that no transaction fails when it upgrades a read.
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
        settings["TEST"] = {"NAME": str(base_dir / ".run" / f"test-{os.getpid()}.sqlite3")}
    else:
        settings["CONN_HEALTH_CHECKS"] = True
        settings["CONN_MAX_AGE"] = 0
        settings["DISABLE_SERVER_SIDE_CURSORS"] = True
        settings["OPTIONS"] = settings.get("OPTIONS", {}) | {
            # The pool waits twice as long after each failed connection, and starts anew only for the next caller
            # once it gave up: with both at 5 s, workers claim again within seconds of the end of any outage.
            "pool": {"min_size": 1, "max_size": 32, "timeout": 5, "reconnect_timeout": 5},
            "connect_timeout": 5,
            "server_side_binding": True,
            "prepare_threshold": 1 if prepared else None,
            "application_name": "smart-task-queue",
        }
        checkout = hashlib.sha256(str(base_dir).encode()).hexdigest()[:8]
        settings["TEST"] = {"NAME": f"test_stq_{checkout}_{os.getpid()}"}
    return settings
