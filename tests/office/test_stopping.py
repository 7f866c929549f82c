"""Killed at any point of any act: no signed act is lost, no half act is seen, files and database agree."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from office import Office
from tests.office.making import HandClock, open_case, open_office

ROOT = Path(__file__).parent.parent.parent
LATER = HandClock().now + dt.timedelta(hours=1)
KINDS = {
    "decided": 1,
    "status": 2,
    "signed-wang": 3,
    "signed-li": 4,
    "signed-chen": 5,
    "released": 6,
    "withdrawn": 7,
}


def run(home: Path, at: int) -> tuple[list[str], int, int]:
    """Acts that returned in the child, its exit code, and how many steps it took."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.office.stopping", str(home), str(at)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [line.split() for line in child.stdout.splitlines()]
    steps = next((int(line[1]) for line in lines if line[0] == "steps"), 0)
    assert child.returncode in (0, -9), child.stderr
    return [line[1] for line in lines if line[0] == "done"], child.returncode, steps


def whole(office: Office, returned: list[str]) -> None:
    """What must hold after the restart."""
    found = office.audit()
    assert found.stands, found.problems
    cases = office.cases()
    assert len(cases) <= 1
    assert len(cases) == 1 or "opened" not in returned
    if cases:
        acts = office.case(cases[0].id).acts
        expected = max((KINDS.get(act, 0) for act in returned), default=0)
        assert len(acts) in (expected, expected + 1)
    left = [p.name for p in (office.settings.home / "cases").glob(".new-*")]
    assert not left
    before = office.ledger.newest()[0]
    open_case(office, b"after the restart")
    assert office.ledger.newest()[0] == before + 1


def stride(steps: int) -> int:
    """Every point under `XIANSHEN_SLOW=1` (the long run); some ten, spread out, otherwise."""
    return 1 if os.environ.get("XIANSHEN_SLOW") else max(1, steps // 10)


def test_kill_at_every_write_point(tmp_path: Path) -> None:
    """The loop over the points at which something is written."""
    returned, code, steps = run(tmp_path / "whole", 0)
    assert code == 0
    assert returned[-1] == "withdrawn"
    assert steps > 60
    died = 0
    for at in range(1, steps + 1, stride(steps)):
        home = tmp_path / f"home{at}"
        returned, code, _ = run(home, at)
        died += code == -9
        with open_office(home, clock=HandClock(now=LATER)) as office:
            whole(office, returned)
    assert died
