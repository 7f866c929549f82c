"""Killed (-9) or out of room at any point of any act: no signed act is lost, no half act is seen, all agrees."""

from __future__ import annotations

import os
import shutil
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from office import policy
from office.clocks import EVENTS
from office.disk import Disk
from office.entry import KINDS
from office.path_requests import STAGES
from pipeline.errors import XianshenError
from tests.office.faults import counted, failing, killed
from tests.office.script import SCRIPT, Scene, Step

LONG = bool(os.environ.get("XIANSHEN_SLOW"))
HOMES = ("home", "national", "restored")


def entries(scene: Scene) -> dict[str, list[str]]:
    """The kinds of entries of each home that is there, in order; every home stands and nothing is left behind."""
    found = {}
    for home in HOMES:
        if not (scene.top / home / "ledger.head").exists():
            continue
        with scene.open(Disk(), home) as office:
            if home == "restored" and office.ledger.newest()[0] == 0:
                continue  # it was not restored: the same folder will do for the next attempt
            audited = office.audit()
            assert audited.stands, audited.problems
            found[home] = [entry.kind for entry in office.ledger.entries()]
    return found


def litter(scene: Scene) -> list[str]:
    """Unfinished files and folders anywhere."""
    return [str(path.relative_to(scene.top)) for path in scene.top.rglob(".new-*")]


class Stage:
    """The script, step by step on the true homes, with copies of them to be spoilt."""

    def __init__(self, top: Path, database: str | None) -> None:
        self.scene = Scene(top / "true", database)
        (self.scene.top / "out").mkdir(parents=True)
        self._spoilt = top / "spoilt"
        self._number = 0

    def copy(self) -> Scene:
        """The homes as they are now, once more."""
        shutil.rmtree(self._spoilt, ignore_errors=True)
        shutil.copytree(self.scene.top, self._spoilt)
        self._number += 1
        url = _cloned(self.scene.database, self._number) if self.scene.database else None
        return replace(self.scene, top=self._spoilt, database=url, kept=dict(self.scene.kept))


def _cloned(database: str, number: int) -> str:
    """A copy of a PostgreSQL database."""
    url = sa.make_url(database)
    name = f"{url.database}_{number}"
    engine = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {url.database}"))
        if number > 1:
            connection.execute(sa.text(f"DROP DATABASE {url.database}_{number - 1} WITH (FORCE)"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def points(name: str, steps: int) -> list[int]:
    """Every point under `XIANSHEN_SLOW=1` (the long run); otherwise one, another for each step."""
    if LONG or not steps:
        return list(range(1, steps + 1))
    return [1 + zlib.crc32(name.encode()) % steps]


def goes_on(scene: Scene, step: Step, before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    """What is there is a beginning of what the step leaves; where nothing is, the step can be done again."""
    now = entries(scene)
    for home, kinds in now.items():
        assert kinds == after[home][: len(kinds)], home
        assert len(kinds) >= len(before.get(home, [])), home
    if now == before:
        step(scene, Disk())
        assert entries(scene) == after
    if any(name.startswith("out/") for name in litter(scene)):
        step(scene, Disk())  # the next backup sweeps away what an unfinished one left
    assert not litter(scene)


def is_killed(step: Step, scene: Scene, at: int) -> bool:
    """Killed at that point; True when the step had returned before."""
    return killed(lambda disk: step(scene, disk), at)


def has_no_room(step: Step, scene: Scene, at: int) -> bool:
    """No room from that point on; True when the step was done all the same."""
    try:
        with failing(at) as disk:
            step(scene, disk)
    except (XianshenError, OSError):
        return False
    return True


@pytest.mark.timeout(5400 if LONG else 280)
def test_no_fault_at_any_point_of_any_act_does_harm(tmp_path: Path, database: str | None) -> None:
    """Killed or out of room: what returned is there, what did not is there as a whole or not at all, the work goes on.

    The short run tries one point of each act, of every eighth on PostgreSQL; the long one every point on both.
    """
    stage = Stage(tmp_path, database)
    for number, (name, step) in enumerate(SCRIPT):
        if LONG or database is None or number % 8 == 1:
            try_out(stage, name, step)
        step(stage.scene, Disk())


def try_out(stage: Stage, name: str, step: Step) -> None:
    """One step with each fault at its points, on copies of the homes."""
    trial = stage.copy()
    before = entries(trial)
    count = counted(lambda disk: step(trial, disk))
    after, failed = entries(trial), 0
    for at in points(name, count):
        for fault in (is_killed, has_no_room):
            scene = stage.copy()
            returned = fault(step, scene, at)
            failed += not returned
            scene.kept = dict(stage.scene.kept)
            try:
                goes_on(scene, step, before, after)
                assert not returned or entries(scene) == after
            except AssertionError as error:
                where = f"{name}, point {at} of {count}, {fault.__name__}"
                raise AssertionError(f"{where}: {error}") from error
    assert failed or not count, name


def test_the_script_has_every_act(tmp_path: Path) -> None:
    """Every kind of ledger entry, every event of the clock, every path and stage is in the loop."""
    scene = Scene(tmp_path)
    (tmp_path / "out").mkdir()
    for _, step in SCRIPT:
        step(scene, Disk())
    assert {kind for kinds in entries(scene).values() for kind in kinds} == set(KINDS)
    with scene.open(Disk()) as office:
        told = list(office.ledger.entries())
    clocks = {entry.data["step"] for entry in told if entry.kind == "case.clock"}
    asked = {entry.data["step"] for entry in told if entry.kind == "case.path"}
    assert clocks == set(EVENTS)
    assert asked == set(policy.paths())
    names = " ".join(name for name, _ in SCRIPT)
    assert all(stage in names or stage == "answer" for stage in STAGES)
