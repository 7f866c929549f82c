"""The auditor's walk: ledger, checkpoints, acts, rows and files, each against the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from office.cases import Cases
from office.checkpoint import Checkpoints
from office.dossier import Dossier
from office.errors import CaseDamaged, CaseErased
from office.keys import OfficeKey
from office.ledger import Ledger, Problem, Verified
from office.tables import CASE, PERSON


def audit(
    ledger: Ledger,
    cases: Cases,
    checkpoints: Checkpoints,
    key: OfficeKey,
    sheets: Sequence[dict[str, Any]] = (),
) -> Verified:
    """Everything that can be checked, in an office that goes on working.

    Rows are read one after the other, so acts in between can look like disagreements: what is found is looked at again
    until nothing was written meanwhile, three times at most.
    """
    found = _walk(ledger, cases, checkpoints, key, sheets)
    for _ in range(2):
        if found.stands or ledger.newest() == (found.count, found.head):
            break
        found = _walk(ledger, cases, checkpoints, key, sheets)
    return found


def _walk(
    ledger: Ledger,
    cases: Cases,
    checkpoints: Checkpoints,
    key: OfficeKey,
    sheets: Sequence[dict[str, Any]],
) -> Verified:
    """One walk.

    (1) the chain; (2) kept checkpoints and `sheets` from outside; (3) every act against its entry and every row
    against its acts; (4) every file against its digest, and no folder without a case; (5) every role against the
    entry that gave it. A chain with edited entries ends the walk: nothing can be held against it.
    """
    walked = ledger.verify()
    if any(problem.code == "edited" for problem in walked.problems):
        return walked
    problems = [
        *walked.problems,
        *(
            p
            for c in (*checkpoints.all(), *sheets)
            for p in checkpoints.disagreements(c, key.public)
        ),
        *_cases(ledger, cases),
        *_roles(ledger),
    ]
    return Verified(walked.count, walked.head, tuple(problems))


def _cases(ledger: Ledger, cases: Cases) -> Iterator[Problem]:
    known = set()
    for row in cases.rows():
        known.add(row.id)
        try:
            case = cases.dossier(row.id)
            if case.facts.review_digest is None:
                continue
            cases.source(case.facts)
            cases.reading(case.facts)
        except CaseErased:
            if row.id in set(cases.folders()):
                yield Problem(0, "erased", f"案卷 {row.id} 已登记销毁，但文件仍在。")
            if row.state != "erased":
                yield Problem(0, "row", f"案卷 {row.id} 的登记与销毁记录不符，曾被改动。")
            continue
        except CaseDamaged as damaged:
            for reason in damaged.because:
                yield Problem(0, reason.code, f"案卷 {row.id}：{reason.text}")
            continue
        yield from _row(ledger, case)
    for folder in cases.folders():
        if folder not in known:
            yield Problem(0, "folder", f"案卷目录 {folder} 没有登记。")
    for lost in sorted(
        {e.case for e in ledger.entries() if e.case and e.kind.startswith("case.")} - known
    ):
        yield Problem(0, "case", f"案卷 {lost} 在台账中有记录，但登记已缺失。")


def _row(ledger: Ledger, case: Dossier) -> Iterator[Problem]:
    with ledger.storage.reading() as connection:
        row = connection.execute(sa.select(CASE).where(CASE.c.id == case.id)).one()
    status = case.status.release_status if case.status else None
    said = (row.state, row.round, row.step, row.acts, row.release_status, row.output_sha256)
    made = (
        case.state.value,
        case.round,
        len(case.signatures),
        len(case.acts),
        status,
        case.output_sha256,
    )
    if said != made:
        yield Problem(0, "row", f"案卷 {case.id} 的登记与办理经过不符，曾被改动。")


def _roles(ledger: Ledger) -> Iterator[Problem]:
    """An account has the role, and is open or closed, as its last entry says."""
    given: dict[str, str] = {}
    closed: dict[str, bool] = {}
    for entry in ledger.entries():
        if entry.kind.startswith("person.") and "role" in entry.data:
            person = str(entry.data["person"])
            given[person] = str(entry.data["role"])
            if entry.kind in ("person.disabled", "person.enabled"):
                closed[person] = entry.kind == "person.disabled"
    with ledger.storage.reading() as connection:
        people = connection.execute(sa.select(PERSON)).all()
    for row in people:
        if given.get(row.name) != row.role:
            yield Problem(0, "role", f"账号“{row.name}”的角色与台账不符。")
        if closed.get(row.name, False) != bool(row.disabled):
            yield Problem(0, "person", f"账号“{row.name}”的启用状态与台账不符。")
    for missing in sorted(set(given) - {row.name for row in people}):
        yield Problem(0, "person", f"账号“{missing}”在台账中有记录，但已缺失。")
