"""A child process that takes a case through the procedure and is killed (-9) at the nth step that writes.

Run as `python -m tests.office.stopping HOME N`. Steps are the points of the disk and every SQL statement that
writes, begins or commits. Prints one line for each act that returned.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from office.disk import Disk
from tests.office.making import HandClock, actor, open_case, open_office, proof, proposal, staff


@dataclass(slots=True)
class Fuse:
    """Counts steps and kills this process at the one that was asked for; 0 never does."""

    at: int
    count: int = 0

    def step(self) -> None:
        """One more step."""
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class FusedDisk(Disk):
    """A disk with a fuse."""

    fuse: Fuse = field(default_factory=lambda: Fuse(0))

    def point(self, name: str) -> None:
        """A step."""
        self.fuse.step()


def main(home: Path, at: int, database: str | None = None) -> None:
    """Open, decide, sign three times, release, withdraw; the fuse burns from the first case on."""
    fuse = Fuse(0)
    with open_office(home, clock=HandClock(), disk=FusedDisk(fuse), database=database) as office:
        staff(office)
        _watch(office.storage.engine, fuse)
        fuse.count, fuse.at = 0, at
        ref = open_case(office, outcome="partial_release", proposals=(proposal(1), proposal(2)))
        _done("opened", ref.id)
        office.decide(ref.id, actor(office, "wang"), "accept")
        _done("decided", ref.id)
        office.set_status(ref.id, actor(office, "wang"), "删减后公开", "主动公开")
        _done("status", ref.id)
        for name in ("wang", "li", "chen"):
            office.sign(ref.id, actor(office, name), "同意。")
            _done(f"signed-{name}", ref.id)
        office.release(ref.id, actor(office, "li"), b"output", proof(b"draft", b"output"))
        _done("released", ref.id)
        office.withdraw(ref.id, actor(office, "chen"), "发现遗漏")
        _done("withdrawn", ref.id)
    print("steps", fuse.count)  # noqa: T201 - read by the parent


def _watch(engine: sa.Engine, fuse: Fuse) -> None:
    def before(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE", "BEGIN "):
            fuse.step()

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "commit", lambda _c: fuse.step())


def _done(act: str, case: str) -> None:
    print("done", act, case, flush=True)  # noqa: T201 - read by the parent


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
