"""An office in a temporary home, on SQLite and, where it is installed, on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from office import Office
from tests.office import postgres
from tests.office.making import HandClock, open_office, staff


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The socket folder of a PostgreSQL server."""
    programs = postgres.programs()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed (/usr/lib/postgresql)")
    with postgres.server(programs) as folder:
        yield folder


@pytest.fixture
def pg(server: str) -> str:
    """The address of a fresh PostgreSQL database."""
    name = f"x{uuid4().hex[:12]}"
    engine = sa.create_engine(postgres.url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgres.url(server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    """A database address: None is SQLite in the home."""
    return None if request.param == "sqlite" else str(request.getfixturevalue("pg"))


@pytest.fixture
def clock() -> HandClock:
    """A clock that the test sets."""
    return HandClock()


@pytest.fixture
def empty(tmp_path: Path, clock: HandClock, database: str | None) -> Iterator[Office]:
    """An office without people."""
    with open_office(tmp_path / "home", clock=clock, database=database) as office:
        yield office


@pytest.fixture
def office(empty: Office) -> Office:
    """An office with one person for each role and a second handler."""
    return staff(empty)
