"""Erasure after the retention period: the files go, the ledger entry with their digests stays and proves it.

The entry is committed first, the files are removed after it: a process that is stopped in between leaves files that
`sweep` removes when the home is opened. What is not in the ledger is never removed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa

from office import policy
from office.binding import is_erased
from office.cases import FOLDER, Cases
from office.deadlines import OFFICE_TIME, add_months, office_day
from office.disk import Disk
from office.dossier import Dossier
from office.errors import Reason
from office.ledger import Ledger
from office.people import Actor, People, raise_if, refuse
from office.policy import State
from office.requests import grounds_fit
from office.tables import CASE

PERSONAL_YEARS = 3
"""个人信息保护法 第五十六条: no policy row goes below it."""
NAME = "（已销毁）"
_ENDED = (State.RELEASED, State.WITHHELD, State.WITHDRAWN)


def kept_until(case: Dossier) -> dt.date | None:
    """The last day on which a case must be kept; None while it is not closed."""
    if case.state not in _ENDED:
        return None
    rows = policy.retention()
    kinds = (finding["kind"] for finding in case.review.get("findings", ()))
    personal = case.output_sha256 is not None and any(kind.startswith("pi.") for kind in kinds)
    years = (
        max(rows["years"], PERSONAL_YEARS, rows["years_personal"]) if personal else rows["years"]
    )
    return add_months(office_day(case.acts[-1].at), 12 * years)


@dataclass(frozen=True, slots=True)
class Erasures:
    """Erasures of one home's cases."""

    ledger: Ledger = field(repr=False)
    cases: Cases = field(repr=False)
    people: People = field(repr=False)
    disk: Disk = field(repr=False)

    def erase(self, case: str, actor: Actor, grounds: str) -> dict[str, str]:
        """Remove the files of a case; gives their digests. Raises ActRefused with every reason, and CaseDamaged."""
        before = self.cases.dossier(case)
        files = {"source": before.facts.sha256, "review": before.facts.review_digest}
        if before.facts.reading_digest is not None:
            files["reading"] = before.facts.reading_digest
        if before.output_sha256 is not None:
            files["output"] = before.output_sha256
        digests = {name: digest for name, digest in files.items() if digest}
        refused = [*self.people.why_not(actor, "erase"), *grounds_fit(grounds, needed=True)]
        with self.ledger.writing() as book:
            today = book.now.astimezone(OFFICE_TIME).date()
            refused += _why_not(before, today)
            acts = book.connection.execute(sa.select(CASE.c.acts).where(CASE.c.id == case))
            if acts.scalar_one() != len(before.acts) or is_erased(book.connection, case):
                refused.append(Reason("changed", "办理期间案卷有变动，请重新办理。"))
            if refused:
                refuse(book, "erased", refused, actor.name, case)
            else:
                book.append(
                    "case.erased", actor=actor.name, case=case, on=today.isoformat(),
                    state=State.ERASED.value, count=len(before.acts), **digests,
                )  # fmt: skip
                gone = sa.update(CASE).where(CASE.c.id == case)
                book.connection.execute(gone.values(state=State.ERASED.value, name=NAME))
        raise_if("不能销毁。", refused)
        self._remove(case)
        return digests

    def sweep(self) -> None:
        """Remove the files of erased cases that a stopped process left."""
        for row in self.cases.rows(state=State.ERASED.value):
            if not (self.cases.home / FOLDER / row.id).exists():
                continue
            with self.ledger.storage.reading() as connection:
                erased = is_erased(connection, row.id)
            if erased:
                self._remove(row.id)

    def _remove(self, case: str) -> None:
        self.disk.remove(self.cases.home / FOLDER / case)


def _why_not(case: Dossier, today: dt.date) -> list[Reason]:
    until = kept_until(case)
    if until is None:
        return [Reason("state", f"案卷现为“{case.state.label}”，尚未办结，不能销毁。")]
    if today <= until:
        return [Reason("retention", f"保管期限至{until.isoformat()}，尚未届满。")]
    return []
