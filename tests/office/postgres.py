"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, reached by a socket, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ACCOUNT = "postgres"


def programs() -> Path | None:
    """The folder of the newest installed server, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parent.parent.name)
    )
    return found[-1].parent if found else None


@contextmanager
def server(bin_folder: Path) -> Iterator[str]:
    """Start a server; gives the socket folder. A server refuses to run as root, so root lends it an account."""
    home = Path(tempfile.mkdtemp(prefix="xianshen-pg-", dir="/tmp"))
    user = ACCOUNT if os.geteuid() == 0 else None
    if user:
        shutil.chown(home, user)
    data = home / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c max_connections=200 -c fsync=off"
    try:
        _run(
            [
                bin_folder / "initdb",
                "-D",
                data,
                "-U",
                ACCOUNT,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
            ],
            user,
        )
        _run(
            [bin_folder / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start"],
            user,
        )
        try:
            yield str(home)
        finally:
            _run([bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def url(folder: str, database: str) -> str:
    """The address of one database."""
    return f"postgresql+psycopg://{ACCOUNT}@/{database}?host={folder}"


def _run(command: list[str | Path], user: str | None) -> None:
    subprocess.run(
        [str(part) for part in command], check=True, user=user, cwd="/", stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
