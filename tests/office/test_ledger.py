"""The ledger: what it takes in, and what `verify` finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from office import ClockSetBack, Office
from office.canonical import canonical
from office.entry import FieldRefused
from office.ledger import HEAD
from tests.office.making import HandClock, actor, open_case, open_office, released

INSERT = "INSERT INTO ledger (n, case_id, body, hash) VALUES (:n, :c, :b, :h)"
_TRIGGERS = {
    "sqlite": [
        f"{table}_no_{act}"
        for table in ("ledger", "act", "checkpoint")
        for act in ("update", "delete")
    ],
    "postgresql": [f"{table}_append_only ON {table}" for table in ("ledger", "act", "checkpoint")],
}


def tamper(office: Office, *statements: str | tuple[str, Mapping[str, object]]) -> None:
    """What someone with the database and no scruples does: triggers off, rows changed."""
    with office.storage.engine.begin() as connection:
        for trigger in _TRIGGERS[connection.dialect.name]:
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {trigger}"))
        for statement in statements:
            sql, values = (statement, {}) if isinstance(statement, str) else statement
            connection.execute(sa.text(sql), values)


def codes(office: Office) -> set[str]:
    """Codes of everything that `verify` finds."""
    return {problem.code for problem in office.ledger.verify().problems}


def test_every_act_leaves_one_entry(office: Office) -> None:
    """Opening, deciding, status, three signatures, release: one entry each, in order; what changes nothing has none."""
    case = released(office)
    kinds = [entry.kind for entry in office.ledger.entries(case=case)]
    assert kinds == [
        "case.opened", "case.decided", "case.status", "case.signed", "case.signed", "case.signed",
        "case.released",
    ]  # fmt: skip
    assert office.ledger.verify().stands


def test_entries_hold_no_words_of_people_or_documents(office: Office) -> None:
    """Opinions, grounds and names of files stay out; numbers, digests and account names go in."""
    case = released(office, name="关于某某的通知.txt")
    written = "".join(entry.body for entry in office.ledger.entries())
    for words in ("同意", "批准", "人工审查", "关于某某", "第1段"):
        assert words not in written
    assert case in written


@pytest.mark.parametrize(
    "field",
    [
        {"text": "x"},
        {"grounds": "x"},
        {"name": "a.txt"},
        {"source": "not hex"},
        {"codes": ["有 空格"]},
    ],
)
def test_a_field_that_is_not_allowed_is_refused(office: Office, field: dict[str, Any]) -> None:
    """Unknown fields and values out of form raise, and nothing is written."""
    before = office.ledger.newest()
    with pytest.raises(FieldRefused), office.ledger.writing() as book:
        book.append("home.opened", **field)
    assert office.ledger.newest() == before


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE ledger SET body = replace(body, 'wang', 'zhao') WHERE n = 9", "edited"),
        ("DELETE FROM ledger WHERE n = 9", "missing"),
        ("UPDATE ledger SET case_id = '2026-000009' WHERE n = 9", "moved"),
        ("DELETE FROM ledger WHERE n > 9", "truncated"),
        ("DELETE FROM ledger", "truncated"),
    ],
)
def test_verify_finds_edits_deletions_and_a_cut_tail(
    office: Office, statement: str, code: str
) -> None:
    """Whatever is changed behind the triggers, the chain or the saved head shows it."""
    released(office)
    tamper(office, statement)
    assert code in codes(office)


def test_verify_finds_reordering_and_insertion(office: Office) -> None:
    """Two entries that change places and one that is put in break the chain."""
    released(office)
    rows = [(e.n, e.body, e.hash) for e in office.ledger.entries()]
    (_, body9, hash9), (_, body10, hash10) = rows[8], rows[9]
    move = "UPDATE ledger SET body = :b, hash = :h WHERE n = :n"
    first, second = {"b": body10, "h": hash10, "n": 9}, {"b": body9, "h": hash9, "n": 10}
    tamper(office, (move, first), (move, second))
    assert {"moved", "chain"} <= codes(office)


def test_an_insertion_at_the_end_is_found(office: Office) -> None:
    """An entry that does not hold the digest of the last one does not fit."""
    released(office)
    count, _ = office.ledger.newest()
    body = canonical(
        {
            "n": count + 1,
            "at": "2026-12-01T00:00:00.000000Z",
            "kind": "x",
            "actor": None,
            "case": None,
            "data": {},
            "prev": "0" * 64,
        }
    ).decode()
    tamper(office, (INSERT, {"n": count + 1, "c": None, "b": body, "h": "ff"}))
    assert {"edited", "chain"} <= codes(office)


def test_a_rewrite_of_everything_disagrees_with_the_saved_head(
    office: Office, tmp_path: Path
) -> None:
    """A whole new chain of the same length stands in itself but not against the head."""
    released(office)
    with open_office(tmp_path / "other") as other:
        for _ in range(office.ledger.newest()[0]):
            with other.ledger.writing() as book:
                book.append("home.opened")
        rows = [(e.n, e.body, e.hash) for e in other.ledger.entries()]
    tamper(
        office,
        "DELETE FROM ledger",
        *((INSERT, {"n": n, "c": None, "b": b, "h": h}) for n, b, h in rows),
    )
    assert codes(office) == {"head"}


def test_a_lost_head_is_a_problem(office: Office) -> None:
    """Without the saved head nobody can say that the tail is there."""
    (office.settings.home / HEAD).unlink()
    assert codes(office) == {"head_missing"}


@pytest.mark.parametrize("table", ["ledger", "act", "checkpoint"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET body = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_written(
    office: Office, table: str, verb: str
) -> None:
    """Triggers stop UPDATE and DELETE on the append-only tables."""
    released(office)
    office.checkpoints.sign(office.key(), actor(office, "sun"))
    statement = verb.format(table).replace("body", "payload" if table == "act" else "body")
    with pytest.raises(DBAPIError), office.storage.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_a_clock_that_was_set_back_stops_the_office(office: Office, clock: HandClock) -> None:
    """An act before the last entry is refused, and the refusal is an entry itself."""
    ref = open_case(office)
    clock.now -= dt.timedelta(days=1)
    with pytest.raises(ClockSetBack):
        open_case(office, b"another")
    assert [e.kind for e in office.ledger.entries()][-1] == "clock.refused"
    assert len(office.cases()) == 1
    assert office.ledger.verify().stands
    assert office.case(ref.id).acts == ()


def test_clocks_of_one_office_may_lie_a_little_apart(office: Office, clock: HandClock) -> None:
    """A second or two between machines is no set-back; time still never runs backwards in the ledger."""
    clock.now -= dt.timedelta(seconds=3)
    open_case(office)
    times = [entry.at for entry in office.ledger.entries()]
    assert times == sorted(times)


def test_a_head_that_was_not_saved_is_saved_on_opening(office: Office, clock: HandClock) -> None:
    """A stop between commit and head leaves the head one behind; opening makes it good."""
    released(office)
    behind = (office.settings.home / HEAD).read_bytes()
    open_case(office, b"another")
    (office.settings.home / HEAD).write_bytes(behind)
    with open_office(
        office.settings.home, clock=clock, database=office.settings.database
    ) as again:
        assert again.ledger.saved_head() == again.ledger.newest()
