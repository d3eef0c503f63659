"""A PostgreSQL server of the system's packages for tests, in a folder and on a port of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

PASSWORD = "correct horse@battery/staple"
_SEARCHED = [Path(f"/usr/lib/postgresql/{version}/bin") for version in (15, 16, 17, 18)]


def programs() -> Path | None:
    """The folder of the server's programs; None where there are none."""
    return next((one for one in _SEARCHED if (one / "initdb").exists()), None)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, whose user `news` has the password `PASSWORD`."""

    folder: Path
    port: int

    def address(self, database: str, user: str = "news") -> str:
        """Of a database, without the password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The name of an empty database, the user's own."""
        name = f"d{secrets.token_hex(6)}"
        self.sql(f"CREATE DATABASE {name} OWNER news")
        return name

    def sql(self, text: str, database: str = "postgres") -> str:
        """What `psql` says, as the superuser."""
        where = ["-h", str(self.folder), "-p", str(self.port), "-U", "postgres"]
        return self.run("psql", *where, "-tAc", text, database)

    def start(self) -> None:
        """Start the server, and wait until it can be asked."""
        given = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self.run("pg_ctl", "-D", data, "-o", given, "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stop the server at once, as when its machine is switched off."""
        data = str(self.folder / "data")
        self.run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of the server's; what it prints."""
        found = programs()
        assert found
        command = [*_as_somebody(), str(found / program), *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.folder, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def running() -> Iterator[Postgres]:
    """A new server until the block ends."""
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))  # short: sockets' names are
    server = Postgres(folder, _free_port())
    try:
        (folder / "password").write_text(PASSWORD)
        _give_away(folder)
        made = ["-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(folder / "password")]
        server.run("initdb", "-D", str(folder / "data"), "--no-sync", *made)
        rules = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        (folder / "data" / "pg_hba.conf").write_text(rules)
        server.start()
        server.sql(f"CREATE ROLE news LOGIN PASSWORD '{PASSWORD}'")
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _as_somebody() -> Sequence[str]:
    """What to put before a command: the server does not run as the superuser."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(folder / "password", "postgres", "postgres")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
