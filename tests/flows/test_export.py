"""The 台账 as a file: every case has its line, erased ones too."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from flows.export import export
from office import CaseDamaged
from tests.office.making import HandClock, actor, open_case, open_office, released, staff
from tests.office.test_ledger import tamper


def register_of(data: bytes) -> dict[str, list[str]]:
    """The lines of the register by case."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return {row[1]: row for row in rows if len(row) > 10 and row[0].isdigit()}


def test_an_erased_case_keeps_its_line(tmp_path: Path) -> None:
    """Number, day, decision, signatures, digests and the erasure stand in the register; the title has gone."""
    clock = HandClock()
    with open_office(tmp_path / "home", clock=clock) as office:
        staff(office)
        case = released(office)
        digests = office.case(case).facts.sha256, office.case(case).output_sha256
        clock.now += dt.timedelta(days=366 * 11)
        kept = open_case(office, b"later").id
        office.erasures.erase(case, actor(office, "chen"), "已鉴定")
        for form in ("csv", "xlsx"):
            assert export(office, form, None, lambda _: None)
        lines = register_of(export(office, "csv", None, lambda _: None))
    assert set(lines) == {case, kept}
    line = lines[case]
    assert line[3] == "（案卷已销毁）"
    assert "关于测试的通知" in lines[kept][3]
    assert line[7:9] == ["删减后公开", "主动公开"]
    assert line[10:12] == ["", ""]
    assert line[12:15] == ["wang同志", "li同志", "chen同志"]
    assert line[15] == "已销毁（2037-11-30，chen同志）"
    assert line[17] == "2026年11月22日"
    assert tuple(line[18:20]) == digests


def test_a_row_that_only_says_it_was_erased_is_not_believed(tmp_path: Path) -> None:
    """Without an entry of the erasure the case is opened, and found changed or shown as it is."""
    with open_office(tmp_path / "home") as office:
        staff(office)
        case = open_case(office).id
        tamper(office, "UPDATE review_case SET state = 'erased'")
        try:
            lines = register_of(export(office, "csv", None, lambda _: None))
        except CaseDamaged:
            pytest.fail("the acts of the case stand: it can be shown")
        assert lines[case][15] == "待经办"
