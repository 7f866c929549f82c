"""Counts over a period: every case once, as it stood on the last day, whoever comes later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from office import ActRefused, Barred, Office, State
from office.statistics import RELEASING, WHOLE, Period, Turn, middle_and_worst, sections_of
from pipeline.errors import UsageError
from tests.office.making import (
    CHEAP,
    HandClock,
    actor,
    approve,
    handle,
    open_case,
    proposal,
    released,
    settings,
)

YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def later(clock: HandClock, days: int) -> None:
    """Move the clock on."""
    clock.now += dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026Q1", "2026-01-01", "2026-03-31"),
        ("2026Q4", "2026-10-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-03-05:2026-06-30", "2026-03-05", "2026-06-30"),
    ],
)
def test_a_period_is_read_as_offices_write_it(text: str, since: str, until: str) -> None:
    """Year, quarter, month, or two days; the last day belongs to it."""
    assert Period.of(text) == Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until))


@pytest.mark.parametrize(
    "text", ["", "26", "2026Q5", "2026-13", "0000", "2026-02-01:2026-01-01", "今年", ":"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    """Never a guess at what was meant."""
    with pytest.raises(UsageError, match="统计期间"):
        Period.of(text)


def test_every_case_is_counted_once_with_its_end(office: Office) -> None:
    """Released, withheld with its code, referred, returned: the state of each, and what was cut in the released."""
    done = released(office)
    withheld = open_case(
        office, b"two", outcome="withhold", proposals=(proposal(1, "withhold", reason_code=None),)
    )
    approve(office, withheld.id, "不予公开", None, reason_code="5")
    referred = open_case(office, b"three", outcome="refer", proposals=(proposal(1, "ask"),))
    approve(office, referred.id, "待确定", None)
    returned = open_case(office, b"four", issuer="青石县教育局")
    handle(office, returned.id)
    office.return_case(returned.id, actor(office, "li"), "补充")
    told = {line.case: line for line in office.stats(YEAR).lines}
    assert [told[c].state for c in (done, withheld.id, referred.id, returned.id)] == [
        State.RELEASED, State.WITHHELD, State.REFERRED, State.RETURNED,
    ]  # fmt: skip
    assert told[done].cuts == (("pi.resident_id", "4"),)
    assert told[withheld.id].reason_code == "5"
    assert not told[referred.id].is_closed
    assert told[returned.id].issuer == "青石县教育局"
    assert [d.kind for d in told[returned.id].done if d.actor == "li"] == ["returned"]
    assert {line.handler for line in told.values()} == {"wang"}
    assert not office.stats(Period.of("2025")).lines


def test_a_report_of_a_past_period_stays_the_same(office: Office, clock: HandClock) -> None:
    """What happens after the last day changes nothing in it; a closed case is no part of the next period."""
    open_ = open_case(office, b"open")
    done = released(office, b"done")
    before = office.stats(Period.of("2026-11"))
    later(clock, 10)
    approve(office, open_.id)
    office.withdraw(done, actor(office, "chen"), "发现遗漏")
    after = office.stats(Period.of("2026-11"))
    assert after.lines == before.lines
    december = {line.case: line for line in office.stats(Period.of("2026-12")).lines}
    assert december[done].state is State.WITHDRAWN
    assert not december[open_.id].is_new
    later(clock, 40)
    assert [line.case for line in office.stats(Period.of("2027-01")).lines] == [open_.id]


def test_days_run_from_the_step_before(office: Office, clock: HandClock) -> None:
    """Each step counts working days since it was due; the whole runs from the opening to the last signature."""
    ref = open_case(office)  # Sunday
    later(clock, 2)
    handle(office, ref.id)  # Tuesday
    later(clock, 3)
    office.return_case(ref.id, actor(office, "li"), "补充")  # Friday
    later(clock, 3)
    office.sign(ref.id, actor(office, "wang"), "已补充。")  # Monday
    office.sign(ref.id, actor(office, "li"), "同意。")
    later(clock, 1)
    office.sign(ref.id, actor(office, "chen"), "批准。")  # Tuesday
    office.release(ref.id, actor(office, "li"), b"draft")
    (line,) = office.stats(YEAR).lines
    assert line.turns == (
        Turn("经办人员", "wang", 2), Turn("经办人员", "wang", 1), Turn("办公室", "li", 0),
        Turn("主管领导", "chen", 1), Turn(WHOLE, "", 7), Turn(RELEASING, "li", 0),
    )  # fmt: skip


def test_days_beyond_the_known_calendar_are_not_guessed(office: Office, clock: HandClock) -> None:
    """A step that runs into a year without a holiday notice has no number of days."""
    ref = open_case(office)
    later(clock, 60)
    handle(office, ref.id)
    (line,) = office.stats(Period.of("2027")).lines
    assert line.turns == (Turn("经办人员", "wang", None),)
    assert middle_and_worst(line.turns) == (None, None)


def test_the_median_of_an_even_number_is_the_upper() -> None:
    """Whole days, and never better than they were."""
    turns = [Turn("x", "", days) for days in (1, 9, 3, 4, None)]
    assert middle_and_worst(turns) == (4, 9)


def test_refusals_of_the_gate_and_of_acts(office: Office, clock: HandClock) -> None:
    """Every question of the period with its codes; who tried what was not theirs."""
    released(office)
    assert isinstance(office.gate(b"unknown"), Barred)
    office.gate(b"output")
    ref = open_case(office, b"two")
    with pytest.raises(ActRefused):
        office.sign(ref.id, actor(office, "chen"), "同意。")
    told = office.stats(YEAR)
    assert told.gate_allowed == 1
    assert told.gate_refused == {"bytes": 1}
    assert told.acts_refused == {"chen": 1}
    assert (told.count, told.head) == office.ledger.newest()
    later(clock, 40)
    office.gate(b"unknown")
    assert office.stats(Period.of("2027")).gate_refused == {"bytes": 1}
    assert office.stats(Period.of("2025")).gate_allowed == 0


def test_a_request_is_one_by_its_mode_or_its_clock(office: Office) -> None:
    """依申请公开 is chosen, or the reply clock runs."""
    chosen, clocked, other = (open_case(office, text) for text in (b"a", b"b", b"c"))
    approve(office, chosen.id, "全文公开", "依申请公开")
    today = office.settings.on
    office.matters.tick(clocked.id, actor(office, "wang"), "start", today)
    told = {line.case: line.is_request for line in office.stats(YEAR).lines}
    assert told == {chosen.id: True, clocked.id: True, other.id: False}


def test_a_damaged_case_is_named_not_counted(office: Office) -> None:
    """What cannot be read is said, never left out in silence."""
    ref = open_case(office)
    file = office.settings.home / "cases" / ref.id / "review.json"
    file.write_bytes(file.read_bytes() + b" ")
    told = office.stats(YEAR)
    assert not told.lines
    assert told.unread == ((ref.id, "与台账不符或文件已损坏"),)


def test_overdue_cases_are_listed_and_never_released(office: Office, clock: HandClock) -> None:
    """After the twentieth working day a case is overdue, and that is all that happens."""
    ref = open_case(office, outcome="refer")
    assert office.overdue() == []
    assert not office.stats(YEAR).lines[0].is_late
    stated = settings(office.settings.home, office.settings.database)
    stated = replace(stated, on=dt.date(2026, 12, 22))
    with Office.open(stated, clock, passwords=CHEAP) as desk:
        assert [row.id for row in desk.overdue()] == [ref.id]
        assert desk.stats(YEAR).lines[0].is_late
        assert desk.case(ref.id).state.value == "drafted"


def test_sections_are_read_from_the_home(tmp_path: Path) -> None:
    """A table of accounts; none without the file, and a table that is none is refused."""
    assert sections_of(tmp_path) == {}
    file = tmp_path / "policy" / "sections.tsv"
    file.parent.mkdir()
    file.write_text("账号\t科室\nwang\t法规科\n", "utf-8")
    assert sections_of(tmp_path) == {"wang": "法规科"}
    file.write_text("wang 法规科\n", "utf-8")
    with pytest.raises(UsageError, match=r"sections\.tsv"):
        sections_of(tmp_path)
