"""The database: opened, migrated, damaged, of another version."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from office import CaseDamaged, LedgerBroken, Office
from office.errors import DatabaseMissing
from office.storage import DATABASE, SCHEMA
from office.tables import APPEND_ONLY, METADATA
from pipeline.errors import ExitCode
from tests.office.making import HandClock, actor, open_case, open_office, released
from tests.office.test_ledger import tamper

ROOT = Path(__file__).parent.parent.parent


def test_the_newest_migration_is_the_version_that_is_written() -> None:
    """SCHEMA names the head of the migrations."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "office/migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA]


def test_migrations_make_the_tables_of_the_code(empty: Office) -> None:
    """Columns, keys and triggers of a migrated database are those of `office.tables`."""
    with empty.storage.engine.connect() as connection:
        found = sa.inspect(connection)
        for table in METADATA.sorted_tables:
            columns = {column["name"] for column in found.get_columns(table.name)}
            assert columns == {column.name for column in table.columns}
            assert found.get_pk_constraint(table.name)["constrained_columns"] == [
                c.name for c in table.primary_key
            ]
    assert set(APPEND_ONLY) <= set(METADATA.tables)


@pytest.mark.parametrize(
    "data", [b"not a database at all, only words " * 200, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_database_is_a_missing_part(tmp_path: Path, data: bytes) -> None:
    """In Chinese, with exit code 5, without a statement."""
    (tmp_path / DATABASE).write_bytes(data)
    with pytest.raises(DatabaseMissing) as error:
        open_office(tmp_path)
    assert error.value.exit_code is ExitCode.MISSING_PART
    assert "SELECT" not in str(error.value)


def test_a_newer_database_is_refused(office: Office) -> None:
    """A database of a later version is not touched."""
    with office.storage.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseMissing):
        open_office(office.settings.home, database=office.settings.database)


@pytest.mark.parametrize(
    "address", ["mysql://x/y", "nonsense", "postgresql://nobody@127.0.0.1:1/x"]
)
def test_an_address_that_leads_nowhere(tmp_path: Path, address: str) -> None:
    """Unknown kinds and servers that do not answer are missing parts."""
    with pytest.raises(DatabaseMissing):
        open_office(tmp_path, database=address)


@pytest.mark.parametrize("body", ["", "{", "[]", '{"n": 1}', "null"])
def test_unreadable_entries_stop_every_act(office: Office, clock: HandClock, body: str) -> None:
    """A last entry that is no entry: nothing is added to it, and `verify` and `audit` say so."""
    released(office)
    count, _ = office.ledger.newest()
    tamper(office, ("UPDATE ledger SET body = :b WHERE n = :n", {"b": body, "n": count}))
    with open_office(
        office.settings.home, clock=clock, database=office.settings.database
    ) as again:
        assert "edited" in {p.code for p in again.ledger.verify().problems}
        assert not again.audit().stands
        with pytest.raises(LedgerBroken):
            open_case(again, b"next")
        with pytest.raises(LedgerBroken):
            list(again.ledger.entries())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE act SET payload = 'x'",
        "UPDATE act SET payload = '{}'",
        "UPDATE review_case SET review_on = 'x'",
        "UPDATE review_case SET corpora = 'x'",
        "UPDATE review_case SET state = 'x', step = 7",
        "UPDATE review_case SET outcome = 'release'",
        "DELETE FROM act",
    ],
)
def test_rows_that_were_changed_are_found_and_not_followed(office: Office, statement: str) -> None:
    """No traceback: the case is damaged, the gate refuses or decides from the acts, the audit finds it."""
    case = released(office)
    tamper(office, statement)
    assert not office.audit().stands
    try:
        state = office.case(case).state.value
    except CaseDamaged:
        assert not hasattr(office.gate(b"output"), "released_at")
    else:
        assert state == "released"


def test_an_account_with_a_role_that_is_none(office: Office) -> None:
    """A role that does not exist gives no rights."""
    from pipeline.errors import Refused

    tamper(office, "UPDATE person SET role = 'king' WHERE name = 'wang'")
    with pytest.raises(Refused):
        actor(office, "wang")
