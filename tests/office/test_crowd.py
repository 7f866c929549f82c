"""Many people at once: no lost update, no double signature, no deadlock."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from office import ActRefused, Office
from tests.office.making import PASSWORD, actor, open_case, open_office, proposal, staff

CASES = 4


def wall() -> Callable[[], object]:
    """A clock that several threads may read."""
    start = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)
    began = time.monotonic()
    return lambda: start + dt.timedelta(seconds=time.monotonic() - began)


def crowd(home: Path, database: str | None, people: int, offices: int) -> None:
    """`people` threads over `offices` openings of one home open, decide, sign and return the same cases."""
    clock = wall()
    desks = [open_office(home, clock=clock, database=database) for _ in range(offices)]
    staff(desks[0])
    roles = ("handler", "handler", "reviewer", "approver")
    for number in range(people):
        role = roles[number % 4]
        desks[0].add_person(f"p{number:02d}", role, PASSWORD, by=actor(desks[0], "root"))
    start = threading.Barrier(people)
    with ThreadPoolExecutor(people) as pool:
        work = [pool.submit(one, desks[n % offices], f"p{n:02d}", start) for n in range(people)]
        done = Counter(act for future in work for act in future.result(timeout=240))
    check(desks[0], done)
    for desk in desks:
        desk.close()


def one(office: Office, name: str, start: threading.Barrier) -> list[str]:
    """One person tries everything on every case; what was refused is no act."""
    start.wait()
    done = []
    for number in range(CASES):
        ref = open_case(
            office, f"draft {number}".encode(), outcome="partial_release", proposals=(proposal(1),)
        )
        done += ["opened"] if ref.is_new else []
        for act, attempt in attempts(office, ref.id, name):
            try:
                attempt()
            except ActRefused:
                continue
            done.append(act)
    return done


def attempts(office: Office, case: str, name: str) -> list[tuple[str, Callable[[], object]]]:
    """Everything a person may try on a case."""
    return [
        (
            "decided",
            lambda: office.decide(case, actor(office, name), "accept", proposals=["prop0001"]),
        ),
        (
            "cut",
            lambda: office.add_cut(
                case, actor(office, name), (50, 60), "pi.name", "4", f"由{name}"
            ),
        ),
        ("status", lambda: office.set_status(case, actor(office, name), "删减后公开", "主动公开")),
        ("signed", lambda: office.sign(case, actor(office, name), "同意。")),
        ("signed", lambda: office.sign(case, actor(office, name), "同意。")),
    ]


def check(office: Office, done: Counter[str]) -> None:
    """Every act that returned is there once, every signature is of another person, everything stands."""
    found = office.audit()
    assert found.stands, found.problems
    cases = [office.case(row.id) for row in office.cases()]
    assert len(cases) == CASES == done["opened"]
    kinds = Counter(act.kind for case in cases for act in case.acts)
    assert kinds == Counter(
        {kind: done[kind] for kind in ("decided", "cut", "status", "signed") if done[kind]}
    )
    for case in cases:
        steps = [signature.step for signature in case.signatures]
        assert steps == [step.step for step in case.steps][: len(steps)]
        assert len({signature.actor for signature in case.signatures}) == len(steps)
        assert [act.number for act in case.acts] == list(range(1, len(case.acts) + 1))


def test_eight_people_at_once_on_sqlite(tmp_path: Path) -> None:
    """Eight people at four openings of one SQLite home."""
    crowd(tmp_path / "home", None, people=8, offices=4)


@pytest.mark.timeout(280)
def test_fifty_people_at_once_on_postgresql(tmp_path: Path, pg: str) -> None:
    """Fifty people at five openings of one home on PostgreSQL."""
    crowd(tmp_path / "home", pg, people=50, offices=5)
