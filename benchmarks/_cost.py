"""What processes use, as Linux tells it in /proc; None on other systems."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float | None:
    """User and system time of a process so far."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mib(pid: int) -> dict[str, float | None]:
    """Memory of a process that is in RAM: all of it, and what is its own and of no file."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        lines = []
    told = (line.partition(":") for line in lines)
    sizes = {name: int(size.split()[0]) / 1024 for name, _, size in told if size.endswith("kB")}
    return {"mib": sizes.get("VmRSS"), "own_mib": sizes.get("RssAnon")}


def cpu_of(pids: Iterable[int]) -> dict[int, float]:
    """CPU seconds so far by process, of those that can be read."""
    return {pid: seconds for pid in pids if (seconds := cpu_seconds(pid)) is not None}


def spent(before: dict[int, float], after: dict[int, float]) -> float | None:
    """CPU seconds between two readings; a process that began in between counts from its start."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items()) if after else None


def backends() -> dict[int, float]:
    """CPU seconds so far of PostgreSQL's processes that serve this database; empty where they run elsewhere."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        pids = [pid for (pid,) in cursor.fetchall()]
    return {pid: seconds for pid, seconds in cpu_of(pids).items() if _is_postgres(pid)}


def _is_postgres(pid: int) -> bool:
    """A server on another host names processes that are others here."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    except OSError:
        return False
