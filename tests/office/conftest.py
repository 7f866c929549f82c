"""An office on SQLite in a temporary home, and the same on PostgreSQL where it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from office import Office
from tests.office.making import HandClock, open_office, staff


@pytest.fixture
def clock() -> HandClock:
    """A clock that the test sets."""
    return HandClock()


@pytest.fixture
def empty(tmp_path: Path, clock: HandClock) -> Iterator[Office]:
    """An office without people."""
    with open_office(tmp_path / "home", clock=clock) as office:
        yield office


@pytest.fixture
def office(empty: Office) -> Office:
    """An office with one person for each role and a second handler."""
    return staff(empty)
