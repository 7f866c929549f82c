"""The reply clock, day by day, and the limits by document type."""

from __future__ import annotations

import datetime as dt

import pytest

from office import ActRefused, Office
from office.clocks import Tick, clock_of, why_not_tick
from office.deadlines import due_on, limits
from pipeline.errors import UsageError
from tests.office.making import ON, actor, open_case, review

D = dt.date


def ticks(*rows: tuple[str, dt.date, str]) -> list[Tick]:
    """Ticks in order."""
    return [Tick(*row) for row in rows]


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        ([("start", D(2026, 11, 2), "")], D(2026, 11, 30)),
        ([("start", D(2026, 11, 2), ""), ("extend", D(2026, 11, 27), "")], D(2026, 12, 28)),
        # five working days with a third party are not counted
        (
            [
                ("start", D(2026, 11, 2), ""),
                ("suspend", D(2026, 11, 6), "third_party"),
                ("resume", D(2026, 11, 13), ""),
            ],
            D(2026, 12, 7),
        ),
        # a pause that nobody ends runs out after 15 working days by itself
        ([("start", D(2026, 11, 2), ""), ("suspend", D(2026, 11, 2), "organ")], D(2026, 12, 21)),
        # an answer later than that wins no more time
        (
            [
                ("start", D(2026, 9, 28), ""),
                ("suspend", D(2026, 9, 28), "organ"),
                ("resume", D(2026, 11, 20), ""),
            ],
            D(2026, 11, 20),
        ),
        # while the applicant corrects there is no day; then it starts again
        ([("start", D(2026, 11, 2), ""), ("suspend", D(2026, 11, 5), "correction")], None),
        (
            [
                ("start", D(2026, 11, 2), ""),
                ("suspend", D(2026, 11, 5), "correction"),
                ("resume", D(2026, 11, 16), ""),
            ],
            D(2026, 12, 14),
        ),
        # beyond the known calendar nothing is guessed
        ([("start", D(2026, 12, 21), "")], None),
    ],
)
def test_the_last_day_for_a_reply(
    rows: list[tuple[str, dt.date, str]], due: dt.date | None
) -> None:
    """20 working days, 20 more once, without the time of others."""
    clock = clock_of(ticks(*rows))
    assert clock is not None
    assert clock.due_on() == due


@pytest.mark.parametrize(
    ("rows", "tick"),
    [
        ([], Tick("suspend", D(2026, 11, 3), "organ")),
        ([("start", D(2026, 11, 2), "")], Tick("start", D(2026, 11, 3))),
        ([("start", D(2026, 11, 2), "")], Tick("resume", D(2026, 11, 3))),
        ([("start", D(2026, 11, 2), "")], Tick("suspend", D(2026, 11, 3), "holiday")),
        ([("start", D(2026, 11, 2), "")], Tick("suspend", D(2026, 11, 1), "organ")),
        ([("start", D(2026, 11, 2), "")], Tick("suspend", D(2026, 11, 12), "correction")),
        ([("start", D(2026, 10, 9), "")], Tick("extend", D(2026, 11, 20))),
        (
            [("start", D(2026, 11, 2), ""), ("extend", D(2026, 11, 3), "")],
            Tick("extend", D(2026, 11, 4)),
        ),
        (
            [("start", D(2026, 11, 2), ""), ("stop", D(2026, 11, 3), "")],
            Tick("extend", D(2026, 11, 4)),
        ),
        ([("start", D(2026, 11, 2), "")], Tick("wait", D(2026, 11, 3))),
    ],
)
def test_ticks_that_make_no_sense(rows: list[tuple[str, dt.date, str]], tick: Tick) -> None:
    """Order, one extension in time, correction within seven working days, known words."""
    assert why_not_tick(clock_of(ticks(*rows)), tick)


@pytest.mark.parametrize(
    ("title", "number", "chosen", "days"),
    [
        ("关于会议的通知", None, (), [D(2026, 12, 18)]),
        ("某某管理办法", None, (), [D(2026, 12, 18)]),
        ("某某管理办法（试行）", None, ("绵阳市",), [D(2026, 12, 18), D(2026, 11, 25)]),
        ("关于会议的通知", "巴政规发〔2026〕1号", ("绵阳市",), [D(2026, 12, 18), D(2026, 11, 25)]),
        (
            "低保办事指南",
            None,
            ("绵阳市", "审查5日"),
            [D(2026, 12, 18), D(2026, 11, 23), D(2026, 11, 27)],
        ),
    ],
)
def test_limits_by_document_type(
    title: str, number: str | None, chosen: tuple[str, ...], days: list[dt.date]
) -> None:
    """The statutory limit stands beside the shorter local one; the shortest counts."""
    made = review(b"x", written_on="2026-11-20", document_number=number)
    made["metadata"]["title"] = title
    assert [limit.due_on for limit in limits(made, ON, chosen)] == days
    assert due_on(made, ON, chosen) == min(days)


def test_a_set_that_is_not_in_the_policy(office: Office) -> None:
    """Named, with what to do; an office that chose one gets its day."""
    with pytest.raises(UsageError):
        limits(review(b"x"), ON, ("某地",))
    folder = office.settings.home / "policy"
    folder.mkdir()
    (folder / "office.toml").write_text('limits = ["审查1日"]\n', "utf-8")
    assert open_case(office).due_on == D(2026, 11, 23)


def test_the_clock_of_a_case(office: Office) -> None:
    """Acts in the ledger; only the office extends; what is overdue is told and decides nothing."""
    ref = open_case(office)
    matters = office.matters
    matters.tick(ref.id, actor(office, "wang"), "start", D(2026, 9, 1))
    assert matters.reply_due_on(office.case(ref.id)) == D(2026, 9, 29)
    with pytest.raises(ActRefused):
        matters.tick(ref.id, actor(office, "wang"), "extend", D(2026, 9, 29), grounds="案情复杂")
    with pytest.raises(ActRefused):
        matters.tick(ref.id, actor(office, "li"), "extend", D(2026, 9, 29))
    with pytest.raises(ActRefused):
        matters.tick(ref.id, actor(office, "li"), "stop", D(2027, 1, 1))
    case = matters.tick(ref.id, actor(office, "li"), "extend", D(2026, 9, 29), grounds="案情复杂")
    assert matters.lateness(case) == [("答复申请期限", D(2026, 11, 2))]
    assert case.state == "drafted"
    case = matters.tick(ref.id, actor(office, "wang"), "stop", D(2026, 11, 20))
    assert matters.lateness(case) == []
    kinds = [entry.kind for entry in office.ledger.entries(case=ref.id)]
    assert kinds.count("case.clock") == 3
    assert kinds.count("act.refused") == 3
    assert office.audit().stands
