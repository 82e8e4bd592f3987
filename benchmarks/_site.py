"""What the benchmarks share: a fresh database each, the site served on it, and figures kept as JSON."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import psycopg
from psycopg import sql

from tests.support.postgres import server
from tests.support.site import Site, answers, free_port
from tests.support.waiting import wait_for

DATABASES = ("sqlite", "postgresql")
OUT = ROOT / "benchmarks" / "out"


@contextmanager
def fresh(database: str) -> Iterator[str]:
    """The URL of an empty database, removed afterwards."""
    if database == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.sqlite3"
        return
    name = f"bench_stq_{secrets.token_hex(4)}"
    with server() as found, psycopg.connect(found.url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{found.url.rsplit('/', 1)[0]}/{name}"
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def migrated(url: str) -> dict[str, str]:
    """The environment for processes that use the database at `url`, which has the tables then."""
    environment = os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    return environment


def on_each_database(script: str, *arguments: str, databases: tuple[str, ...] = DATABASES) -> list[dict[str, Any]]:
    """Run `script` once per database in a process of its own; the JSON objects each prints as its last line."""
    results = []
    for database in databases:
        with fresh(database) as url:
            environment = migrated(url) | {"BENCHMARK_DATABASE": database}
            command = [sys.executable, script, *arguments]
            done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
            results.append({"database": database, **json.loads(done.stdout.splitlines()[-1])})
    return results


def folder() -> Path:
    """Of this benchmark's SQLite database."""
    return Path(os.environ["DATABASE_URL"].removeprefix("sqlite:///")).parent


def in_child() -> bool:
    """Whether this process is the one that measures, with its database in the environment."""
    return "BENCHMARK_DATABASE" in os.environ


def report(name: str, rows: list[dict[str, Any]]) -> None:
    """Print `rows` as a table and keep them in benchmarks/out/NAME.json."""
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(rows, indent=2) + "\n")
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [columns, *([str(row.get(column, "")) for column in columns] for row in rows)]
    widths = [max(len(row[index]) for row in cells) for index in range(len(columns))]
    for row in cells:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


@contextmanager
def served(application: str = "config.asgi:application") -> Iterator[Site]:
    """The site, or another ASGI application, under daphne on a free port, on this process's database."""
    port = free_port()
    command = [sys.executable, "-m", "config.web", "--verbosity", "0", "-b", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen([*command, application], cwd=ROOT)
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"), within=60, what="the site answers")
        yield Site(port, process)
    finally:
        process.terminate()
        process.wait(10)
