"""Everything that an office can do, one step after the other in one folder of homes.

A step is a function of an `Office` (and of what earlier steps left in `Scene`). The script is complete by construction:
`test_the_script_has_every_act` holds the kinds of ledger entries that it leaves against `office.entry.KINDS`, and what
clocks and paths know against what it does with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from office import AuthenticationFailed, Office
from office.backup import restore
from office.disk import Disk
from office.errors import ActRefused, ClockSetBack
from tests.office.making import (
    CHEAP,
    ON,
    PASSWORD,
    PEOPLE,
    HandClock,
    actor,
    open_case,
    proof,
    proposal,
    settings,
)

TICK = dt.timedelta(milliseconds=1)
NEW_PASSWORD = "xin-kou-ling-2026"
GAP = {"reason": "picture_not_read", "place": "第2页"}
STEPS = tuple(
    {"kind": kind, "grounds": "须办理", "basis": [], "due_on": None}
    for kind in ("third_party", "co_issuer", "declassify")
)
REFUSED = (ActRefused, AuthenticationFailed, ClockSetBack)


@dataclass(slots=True)
class Scene:
    """Where the homes lie, what time it is, and what steps leave for later ones."""

    top: Path
    database: str | None = None
    now: dt.datetime = HandClock().now
    kept: dict[str, str] = field(default_factory=dict)

    def open(self, disk: Disk, home: str = "home", **more: Any) -> Office:
        """A home of the scene; only the first may have a database of its own."""
        url = self.database if home == "home" else None
        clock = HandClock(now=self.now, tick=TICK)
        stated = settings(self.top / home, url, **more)
        return Office.open(stated, clock, disk=disk, passwords=CHEAP)

    @property
    def backup(self) -> Path:
        """Where the backup is written."""
        return self.top / "out" / "backup.tar.gz"


Step = Callable[[Scene, Disk], None]
"""One step: opens what it needs, on this disk."""


def at_desk(act: Callable[[Office, Scene], object]) -> Step:
    """A step at the desk of the first home."""

    def step(scene: Scene, disk: Disk) -> None:
        with scene.open(disk) as office:
            act(office, scene)

    return step


def refused(act: Callable[[Office, Scene], object]) -> Step:
    """A step that the office refuses; the refusal is an entry."""

    def attempt(office: Office, scene: Scene) -> None:
        with pytest.raises(REFUSED):
            act(office, scene)

    return at_desk(attempt)


def _keep(name: str, act: Callable[[Office, Scene], Any]) -> Step:
    def kept(office: Office, scene: Scene) -> None:
        scene.kept[name] = act(office, scene)

    return at_desk(kept)


def _national(scene: Scene, disk: Disk) -> None:
    """A home with the national algorithms is founded."""
    with scene.open(disk, "national", algorithms="sm") as office:
        office.key()


def _restore(scene: Scene, disk: Disk) -> None:
    restore(scene.backup, scene.top / "restored", None, disk)
    with scene.open(disk, "restored") as office:
        office.backups.note_restored()


def _clock_back(scene: Scene, disk: Disk) -> None:
    stated = settings(scene.top / "home", scene.database)
    early = HandClock(now=scene.now - dt.timedelta(days=400))
    with Office.open(stated, early, disk=disk, passwords=CHEAP) as office, pytest.raises(ClockSetBack):
        office.sessions.open(actor(office, "wang"))


def _years(scene: Scene, disk: Disk) -> None:
    """Ten years pass, and nothing is written."""
    scene.now += dt.timedelta(days=366 * 11)
    scene.open(disk).close()


def _person(name: str) -> Step:
    return at_desk(lambda o, _: o.add_person(name, PEOPLE[name], PASSWORD, display=f"{name}同志", by=actor(o, "root")))


def _sign(name: str, case: str = "case") -> Step:
    return at_desk(lambda o, s: o.sign(s.kept[case], actor(o, name), "同意。"))


def _tick(event: str, day: int, what: str = "", by: str = "wang") -> Step:
    on = dt.date(2026, 11, day)
    return at_desk(lambda o, s: o.matters.tick(s.kept["case"], actor(o, by), event, on, what=what, grounds="因故"))


def _take(path: str, stage: str, on: dt.date = ON, **more: Any) -> Step:
    return at_desk(
        lambda o, s: o.matters.take(s.kept["case"], actor(o, "wang"), path, stage, on, grounds="因故", **more)
    )


def _wrong_password(office: Office, _: Scene) -> None:
    office.authenticate("zhao", "wrong")


SENT = dt.date(2026, 10, 9)
SCRIPT: tuple[tuple[str, Step], ...] = (
    ("open an empty home", at_desk(lambda _o, _s: None)),
    ("found a national home", _national),
    ("first person", at_desk(lambda o, _: o.add_person("root", "admin", PASSWORD, display="管理员"))),
    *((f"add {name}", _person(name)) for name in PEOPLE if name != "root"),
    ("office key", at_desk(lambda o, _: o.key())),
    ("role", at_desk(lambda o, _: o.people.set_role("zhao", o.people.get("wang").role, actor(o, "root")))),
    ("password", at_desk(lambda o, _: o.people.set_password("sun", NEW_PASSWORD, actor(o, "root")))),
    ("disable", at_desk(lambda o, _: o.people.disable("zhao", actor(o, "root")))),
    ("enable", at_desk(lambda o, _: o.people.disable("zhao", actor(o, "root"), disabled=False))),
    *((f"wrong password {n}", refused(_wrong_password)) for n in range(5)),
    ("unlock", at_desk(lambda o, _: o.people.unlock("zhao", actor(o, "qian")))),
    ("open session", _keep("session", lambda o, _: o.sessions.open(actor(o, "wang")))),
    ("close session", at_desk(lambda o, s: o.sessions.close(s.kept["session"]))),
    ("dead session", refused(lambda o, s: o.sessions.resume(s.kept["session"]))),
    ("token", _keep("token", lambda o, _: o.tokens.add("网站", actor(o, "qian")))),
    ("revoke token", at_desk(lambda o, _: o.tokens.revoke("网站", actor(o, "qian")))),
    ("dead token", refused(lambda o, s: o.tokens.check(s.kept["token"]))),
    ("open case", _keep("case", lambda o, _: open_case(
        o, outcome="refer", proposals=(proposal(1), proposal(2)), gaps=(GAP,), steps=STEPS).id)),
    ("halt case", at_desk(lambda o, _: open_case(o, b"secret", outcome="halt", markings=({"level": "JIMI"},)))),
    ("decide", at_desk(lambda o, s: o.decide(s.kept["case"], actor(o, "wang"), "accept"))),
    ("cut", at_desk(lambda o, s: o.add_cut(s.kept["case"], actor(o, "wang"), (50, 60), "pi.name", "4", "第三人"))),
    ("gap", at_desk(lambda o, s: o.answer_gap(s.kept["case"], actor(o, "wang"), "已对照原件"))),
    ("status", at_desk(lambda o, s: o.set_status(s.kept["case"], actor(o, "wang"), "删减后公开", "依申请公开"))),
    ("clock start", _tick("start", 2)),
    ("clock suspend", _tick("suspend", 3, "third_party")),
    ("clock resume", _tick("resume", 10)),
    ("clock extend", _tick("extend", 16, by="li")),
    ("send third party", _take("third_party", "send", SENT, party="甲公司")),
    ("third party refuses", _take("third_party", "answer", party="甲公司", answer="refuse")),
    ("settle", _take("third_party", "settle", party="甲公司", answer="unfounded")),
    ("send co-issuer", _take("co_issuer", "send", SENT)),
    ("co-issuer consents", _take("co_issuer", "answer", answer="consent")),
    ("send referral", _take("refer", "send", SENT)),
    ("referral answered", _take("refer", "answer", answer="consent")),
    ("send declassify", _take("declassify", "send", SENT)),
    ("declassified", _take("declassify", "answer", answer="declassified", number="某办解〔2026〕3号")),
    ("defer", _take("defer", "send", until=dt.date(2026, 12, 1))),
    ("defer ends", _take("defer", "answer", answer="ended")),
    ("sign handler", _sign("wang")),
    ("return", at_desk(lambda o, s: o.return_case(s.kept["case"], actor(o, "li"), "补充"))),
    ("sign handler again", _sign("wang")),
    ("sign office", _sign("li")),
    ("refused act", refused(lambda o, s: o.sign(s.kept["case"], actor(o, "wang"), "同意。"))),
    ("sign approver", _sign("chen")),
    ("clock stop", _tick("stop", 20)),
    ("release", at_desk(
        lambda o, s: o.release(s.kept["case"], actor(o, "li"), b"output", proof(b"draft", b"output")))),
    ("gate allows", at_desk(lambda o, _: o.gate(b"output"))),
    ("gate refuses", at_desk(lambda o, _: o.gate(b"0utput"))),
    ("refused reading", refused(lambda o, s: o.case(s.kept["case"], actor=actor(o, "root")))),
    ("checkpoint", at_desk(lambda o, _: o.checkpoints.sign(o.key(), o.authenticate("sun", NEW_PASSWORD)))),
    ("backup", at_desk(lambda o, s: o.backups.make(s.backup, actor(o, "root"), o.key()))),
    ("restore", _restore),
    ("withdraw", at_desk(lambda o, s: o.withdraw(s.kept["case"], actor(o, "chen"), "发现遗漏"))),
    ("open it again", at_desk(lambda o, _: open_case(o, outcome="refer", steps=STEPS, rules="cd" * 32))),
    ("clock set back", _clock_back),
    ("years pass", _years),
    ("erase", at_desk(lambda o, s: o.erasures.erase(s.kept["case"], actor(o, "chen"), "已鉴定"))),
)  # fmt: skip
