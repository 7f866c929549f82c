"""A case is bound to the ledger: its facts to the opening entry, each act to its own. Checked when a case is opened."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from office.acts import Act
from office.algorithms import Algorithms
from office.entry import Entry
from office.errors import Reason
from office.tables import LEDGER
from office.values import Facts


def why_not_bound(facts: Facts, acts: Sequence[Act], connection: sa.Connection) -> list[Reason]:
    """Where a case is not what the ledger says; empty when it stands.

    (1) each act is as it was written and its entry holds its digest; (2) the ledger has no act that the case lacks;
    (3) the entries themselves are sound; (4) the opening entry names the same files, rules and procedure. `connection` is the one that
    the acts were read on: both are of one moment.
    """
    entries = _entries_of(connection, facts.id)
    reasons = []
    by_number = {entry.n: entry for entry, _ in entries}
    for act in acts:
        entry = by_number.get(act.entry)
        fits = (
            entry is not None
            and entry.data.get("act") == act.digest
            and entry.kind == f"case.{act.kind}"
        )
        if not (fits and act.is_as_written):
            reasons.append(Reason("act", f"第{act.number}项办理记录与台账不符，曾被改动。"))
    recorded = sum("act" in entry.data for entry, _ in entries)
    if recorded != len(acts):
        reasons.append(Reason("acts", f"台账载有{recorded}项办理记录，案卷只有{len(acts)}项。"))
    if not all(is_sound for _, is_sound in entries):
        reasons.append(Reason("ledger", "台账中本案的记录曾被改动。"))
    if facts.review_digest is None:
        return [*reasons, *_halted(facts, entries)]
    opened = [entry for entry, _ in entries if entry.kind == "case.opened"]
    expected = {
        "source": facts.sha256,
        "review": facts.review_digest,
        "reading": facts.reading_digest,
        "rules": facts.corpora,
        "software": facts.software,
        "outcome": facts.outcome,
        "on": facts.on.isoformat(),
        "cleared": facts.cleared.lower(),
        "procedure": facts.procedure,
        "due_on": facts.due_on.isoformat() if facts.due_on else None,
    }
    named = [{key: entry.data.get(key) for key in expected} for entry in opened]
    if named != [expected]:
        reasons.append(Reason("opened", "案卷登记与台账中的立案记录不符。"))
    return reasons


def is_erased(connection: sa.Connection, case: str) -> bool:
    """True when a sound entry of the ledger says that the files of this case were removed."""
    entries = _entries_of(connection, case)
    return any(entry.kind == "case.erased" and sound for entry, sound in entries)


def _entries_of(connection: sa.Connection, case: str) -> list[tuple[Entry, bool]]:
    """Entries of a case, each with whether its digest is right and the next entry holds it."""
    rows = connection.execute(
        sa.select(LEDGER.c.n, LEDGER.c.body, LEDGER.c.hash)
        .where(LEDGER.c.case_id == case)
        .order_by(LEDGER.c.n)
    ).all()
    following = connection.execute(
        sa.select(LEDGER.c.n, LEDGER.c.body).where(LEDGER.c.n.in_([row.n + 1 for row in rows]))
    )
    algorithms = Algorithms.of_ledger(connection)
    held = {row.n - 1: Entry.of(row.body, "").prev for row in following}
    found = []
    for row in rows:
        entry = Entry.of(row.body, row.hash)
        right = algorithms.hashed(row.body.encode()) == row.hash and entry.n == row.n
        found.append((entry, right and held.get(row.n, row.hash) == row.hash))
    return found


def _halted(facts: Facts, entries: list[tuple[Entry, bool]]) -> list[Reason]:
    """A halted case has its one entry, of this digest."""
    named = [entry.data.get("source") for entry, _ in entries if entry.kind == "case.halted"]
    return (
        []
        if named == [facts.sha256]
        else [Reason("opened", "案卷登记与台账中的停止处理记录不符。")]
    )
