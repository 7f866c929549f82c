"""Erasure: not before its time, by the right person, with a proof that stays, whatever stops it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from office import ActRefused, Office
from office.cases import FOLDER
from office.disk import Disk
from office.erasure import Erasures, kept_until
from office.errors import CaseErased
from office.gate import Barred
from office.statistics import Period
from tests.office.making import HandClock, actor, open_case, open_office, released
from tests.office.test_procedure import codes


def later(clock: HandClock, years: int) -> None:
    """Let years pass."""
    clock.now += dt.timedelta(days=366 * years)


def test_nothing_goes_before_its_time(office: Office, clock: HandClock) -> None:
    """Open cases never; closed ones after the longer of both periods; only by the leader, with grounds."""
    open_one = open_case(office, b"open").id
    case = released(office)
    assert kept_until(office.case(case)) == dt.date(2036, 11, 22)
    with pytest.raises(ActRefused) as refusal:
        office.erasures.erase(case, actor(office, "chen"), "已鉴定")
    assert codes(refusal) == {"retention"}
    later(clock, 11)
    with pytest.raises(ActRefused) as refusal:
        office.erasures.erase(open_one, actor(office, "chen"), "已鉴定")
    assert codes(refusal) == {"state"}
    for name in ("wang", "li", "sun", "root", "qian"):
        with pytest.raises(ActRefused):
            office.erasures.erase(case, actor(office, name), "已鉴定")
    with pytest.raises(ActRefused):
        office.erasures.erase(case, actor(office, "chen"), " ")
    assert office.source_bytes(case) == b"draft"


def test_what_was_erased_is_gone_and_proven(office: Office, clock: HandClock) -> None:
    """Files gone, digests in the ledger, the gate shut, chain and audit green, also after the home is opened again."""
    case = released(office)
    later(clock, 11)
    digests = office.erasures.erase(case, actor(office, "chen"), "已鉴定")
    assert digests["source"] == hashlib.sha256(b"draft").hexdigest()
    assert digests["output"] == hashlib.sha256(b"output").hexdigest()
    assert not (office.settings.home / FOLDER / case).exists()
    (entry,) = office.ledger.entries(case=case, kind="case.erased")
    assert {name: entry.data[name] for name in digests} == digests
    with pytest.raises(CaseErased):
        office.case(case)
    with pytest.raises(CaseErased):
        office.erasures.erase(case, actor(office, "chen"), "已鉴定")
    assert isinstance(office.gate(b"output"), Barred)
    assert office.cases()[0].state == "erased"
    assert office.stats(Period.of("2026")).unread == ((case, "已销毁"),)
    assert office.ledger.verify().stands
    assert office.audit().stands, office.audit().problems


class Stopped(BaseException):
    """The process ends here."""


@dataclass(frozen=True, slots=True)
class Stopping(Disk):
    """A disk that stops when files are to be removed."""

    def point(self, name: str) -> None:
        """Stop at a removal."""
        if name.startswith("remove:"):
            raise Stopped


def test_a_stop_between_entry_and_removal(office: Office, clock: HandClock) -> None:
    """The entry stands, no half case is shown, the next opening finishes the removal."""
    case = released(office)
    later(clock, 11)
    own = office.erasures
    with pytest.raises(Stopped):
        Erasures(own.ledger, own.cases, own.people, Stopping()).erase(
            case, actor(office, "chen"), "已鉴定"
        )
    assert (office.settings.home / FOLDER / case).exists()
    with pytest.raises(CaseErased):
        office.case(case)
    assert not office.audit().stands
    with open_office(
        office.settings.home, clock=clock, database=office.settings.database
    ) as again:
        assert not (again.settings.home / FOLDER / case).exists()
        assert again.audit().stands


def test_a_row_that_only_says_so_removes_nothing(office: Office, clock: HandClock) -> None:
    """Whoever edits the database cannot have files removed: only the ledger counts."""
    case = released(office)
    with office.storage.writing() as connection:
        connection.execute(sa.text("UPDATE review_case SET state = 'erased'"))
    with open_office(
        office.settings.home, clock=clock, database=office.settings.database
    ) as again:
        assert again.source_bytes(case) == b"draft"
        assert not again.audit().stands
