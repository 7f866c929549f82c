"""Made things for the office's tests: a clock that is set by hand, people, reviews, and a way through the procedure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from office import Actor, CaseRef, Dossier, Office
from office.disk import Disk
from office.passwords import Passwords
from pipeline.document import Source
from pipeline.evidence import Evidence
from pipeline.settings import SOFTWARE, Settings

ON = dt.date(2026, 11, 22)
RULES = "ab" * 32
PASSWORD = "kou-ling-2026"
PEOPLE = {"root": "admin", "wang": "handler", "zhao": "handler", "li": "reviewer", "chen": "approver",
          "sun": "auditor", "qian": "security"}  # fmt: skip
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@dataclass(slots=True)
class HandClock:
    """A clock that moves a second with each look, or where it is told."""

    now: dt.datetime = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)
    tick: dt.timedelta = field(default=dt.timedelta(seconds=1))

    def __call__(self) -> dt.datetime:
        self.now += self.tick
        return self.now


def settings(home: Path, database: str | None = None, **more: Any) -> Settings:
    """Settings of an office under test."""
    return Settings(on=ON, home=home, office="测试机关", database=database, **more)


def open_office(
    home: Path, *, clock: Any = None, database: str | None = None, disk: Disk | None = None
) -> Office:
    """An office with a cheap password hasher."""
    return Office.open(
        settings(home, database), clock or HandClock(), disk=disk or Disk(), passwords=CHEAP
    )


def staff(office: Office) -> Office:
    """One person for each role, two handlers."""
    office.add_person("root", "admin", PASSWORD, display="管理员")
    for name, role in PEOPLE.items():
        if name != "root":
            office.add_person(
                name, role, PASSWORD, display=f"{name}同志", by=actor(office, "root")
            )
    return office


def actor(office: Office, name: str) -> Actor:
    """The person, freshly authenticated."""
    return office.authenticate(name, PASSWORD)


def proposal(number: int, action: str = "remove", **more: Any) -> dict[str, Any]:
    """A proposal with one cut of four characters at `number * 10`."""
    start = number * 10
    outcome = {
        "remove": "partial_release",
        "mask": "partial_release",
        "ask": "refer",
        "withhold": "withhold",
    }
    return {
        "id": f"prop{number:04d}", "findings": [f"find{number:04d}"], "action": action,
        "outcome": outcome.get(action, "release"), "reason_code": "4", "basis": ["政府信息公开条例-2019/15"],
        "grounds": "个人信息，须删除",
        "cuts": [{"start": start, "stop": start + 4}] if action in ("remove", "mask") else [], **more,
    }  # fmt: skip


def review(
    data: bytes,
    *,
    outcome: str = "release",
    proposals: tuple[dict[str, Any], ...] = (),
    gaps: tuple[dict[str, str], ...] = (),
    steps: tuple[dict[str, Any], ...] = (),
    markings: tuple[dict[str, Any], ...] = (),
    name: str = "a.txt",
    **metadata: Any,
) -> dict[str, Any]:
    """A `review.json` as the contract spells it."""
    findings = [
        {"id": f, "kind": "pi.resident_id", "start": int(f[-4:]) * 10, "stop": int(f[-4:]) * 10 + 4, "layer": "body",
         "place": "第1段", "certainty": "sure", "detector": "identity"}
        for p in proposals for f in p["findings"]
    ]  # fmt: skip
    return {
        "schema": "xianshen/review/1",
        "source": {"name": name, "format": "txt", "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)},
        "metadata": {"title": "关于测试的通知", "written_on": None, **metadata},
        "markings": list(markings), "gaps": list(gaps), "findings": findings, "proposals": list(proposals),
        "outcome": outcome, "release_status": "全文公开", "release_mode": "主动公开", "steps": list(steps),
        "on": ON.isoformat(), "office": "测试机关", "software": SOFTWARE, "corpora": RULES,
    }  # fmt: skip


def open_case(
    office: Office,
    data: bytes = b"draft",
    *,
    rules: str = RULES,
    evidence: tuple[Evidence, ...] = (),
    **more: Any,
) -> CaseRef:
    """Open a case over made-up bytes, reviewed under some rules and with some decisions known."""
    made = {**review(data, **more), "corpora": rules}
    source = Source.of(made["source"]["name"], "txt", data)
    return office.open_case(source, data, made, text_length=1000, evidence=evidence)


def handle(
    office: Office, case: str, status: str = "全文公开", mode: str | None = "主动公开", **more: Any
) -> Dossier:
    """What the handler does: accept all, answer all, set the status, sign."""
    office.decide(case, actor(office, "wang"), "accept", reason_code=more.get("reason_code"))
    office.answer_gap(case, actor(office, "wang"), "已对照原件人工审查")
    office.set_status(
        case, actor(office, "wang"), status, mode, reason_code=more.get("reason_code")
    )
    return office.sign(case, actor(office, "wang"), "经审查，可以公开。")


def approve(
    office: Office, case: str, status: str = "全文公开", mode: str | None = "主动公开", **more: Any
) -> Dossier:
    """All three signatures."""
    handle(office, case, status, mode, **more)
    office.sign(case, actor(office, "li"), "同意。")
    return office.sign(case, actor(office, "chen"), "批准。")


def proof(source: bytes, output: bytes, *, holds: bool = True) -> Mapping[str, Any]:
    """A `proof.json`."""
    return {
        "schema": "xianshen/proof/1", "original_sha256": hashlib.sha256(source).hexdigest(),
        "output_sha256": hashlib.sha256(output).hexdigest(), "holds": holds,
        "checks": [{"name": "原文不存在", "holds": holds, "detail": ""}], "cuts": [], "notes": [],
    }  # fmt: skip


def released(
    office: Office, data: bytes = b"draft", output: bytes = b"output", **more: Any
) -> str:
    """A case with one cut, taken through to its release; its number."""
    made = (proposal(1),)
    ref = open_case(office, data, outcome="partial_release", proposals=made, **more)
    approve(office, ref.id, "删减后公开")
    office.release(ref.id, actor(office, "li"), output, proof(data, output))
    return ref.id
