"""Faults at the nth point at which something is written: the process killed (-9), or the disk full.

A point is a step of the disk, a statement that changes the database, and a commit. `counted` runs some work and
counts its points; `killed` runs it in a forked child that dies at one; `failing` runs it here on a disk that is full
from one point on.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from office.disk import Disk

Work = Callable[[Disk], None]
WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN ", "CREATE")


@dataclass(slots=True)
class Fuse:
    """Counts points; at the one asked for (0: never) it blows, and with `stays` at every later one."""

    at: int = 0
    blow: Callable[[str], None] = lambda _where: None
    stays: bool = False
    count: int = 0

    def point(self, where: str) -> None:
        """One more point."""
        self.count += 1
        if self.at and (self.count == self.at or (self.stays and self.count > self.at)):
            self.blow(where)


@dataclass(frozen=True, slots=True)
class FusedDisk(Disk):
    """A disk with a fuse."""

    fuse: Fuse = field(default_factory=Fuse)

    def point(self, name: str) -> None:
        """A point."""
        self.fuse.point(name)


@contextmanager
def watched(fuse: Fuse) -> Iterator[None]:
    """Every database of this process feeds the fuse."""

    def statement(_c: Any, _cursor: Any, text: str, *_: Any) -> None:
        if text.lstrip()[:6].upper() in WRITES:
            fuse.point("sql")

    def commit(_c: Any) -> None:
        fuse.point("sql")

    event.listen(sa.Engine, "before_cursor_execute", statement)
    event.listen(sa.Engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(sa.Engine, "before_cursor_execute", statement)
        event.remove(sa.Engine, "commit", commit)


def counted(work: Work) -> int:
    """Run the work; how many points it has."""
    fuse = Fuse()
    with watched(fuse):
        work(FusedDisk(fuse))
    return fuse.count


def killed(work: Work, at: int) -> bool:
    """Run the work in a child that is killed at a point; True when it had returned before."""
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        told = b"null"
        try:
            fuse = Fuse(at, lambda _where: os.kill(os.getpid(), signal.SIGKILL))
            with watched(fuse):
                work(FusedDisk(fuse))
            told = b"true"
        except BaseException:  # noqa: BLE001 - told to the parent
            told = json.dumps(traceback.format_exc()).encode()
        finally:
            os.write(outlet, told)
            os._exit(0)
    os.close(outlet)
    with os.fdopen(inlet, "rb") as stream:
        told = json.loads(stream.read() or b"false")
    _, status = os.waitpid(child, 0)
    assert told in (True, False), told
    assert told or os.WTERMSIG(status) == signal.SIGKILL
    return bool(told)


def full(where: str) -> None:
    """What a full disk says, to the system and to the database."""
    if where == "sql":
        error = sqlite3.OperationalError("database or disk is full")
        raise sa.exc.OperationalError("", {}, error)
    if where.startswith("remove:"):
        return  # there is always room to remove something
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def failing(at: int) -> Iterator[Disk]:
    """A disk that is full from the `at`th point on; there is room again afterwards."""
    fuse = Fuse(at, full, stays=True)
    with watched(fuse):
        yield FusedDisk(fuse)
