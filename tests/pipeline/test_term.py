"""Terms: what is written, the last day, the state on a day. A table anyone can check with a calendar.

Length: one table of over 150 terms.
"""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates import add, find_dates, number, parse_date
from pipeline.errors import UsageError
from pipeline.metadata import Metadata, StatedDate
from pipeline.secrecy import BadTerm, Duration, Level, MarkingState, MarkReading, Until
from pipeline.term import Declassification, Extension, explain, judge_mark, markings
from pipeline.term_text import parse_term
from tests.pipeline.marks import marking_finding

TODAY = "2026-11-22"

CASES = """
# mark | issued | on | state | last day | term as given
秘密★5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密★5年|2012-12-10|2017-12-10|expires_soon|2017-12-10|5年
秘密★5年|2012-12-10|2017-12-11|expired|2017-12-10|5年
秘密★5年|2012-12-10|2017-12-09|expires_soon|2017-12-10|5年
秘密★5年|2012-12-10|2012-12-10|in_term|2017-12-10|5年
秘密★5年|2012-12-10|2017-06-13|expires_soon|2017-12-10|5年
秘密★5年|2012-12-10|2017-06-12|in_term|2017-12-10|5年
秘密★1年|2025-11-22|2026-11-22|expires_soon|2026-11-22|1年
秘密★1年|2025-11-21|2026-11-22|expired|2026-11-21|1年
秘密★1年|2025-11-23|2026-11-22|expires_soon|2026-11-23|1年
秘密★10年|2016-11-22|2026-11-22|expires_soon|2026-11-22|10年
秘密★10年|2016-11-21|2026-11-22|expired|2026-11-21|10年
机密★10年|2020-05-06|2026-11-22|in_term|2030-05-06|10年
机密★20年|2006-11-22|2026-11-22|expires_soon|2026-11-22|20年
机密★20年|2006-11-21|2026-11-22|expired|2026-11-21|20年
绝密★30年|1996-11-22|2026-11-22|expires_soon|2026-11-22|30年
绝密★30年|1996-11-20|2026-11-22|expired|2026-11-20|30年
绝密★30年|2010-01-01|2026-11-22|in_term|2040-01-01|30年
秘密★15年|2012-12-10|2026-11-22|in_term|2027-12-10|15年
机密★25年|2010-03-01|2026-11-22|in_term|2035-03-01|25年
绝密★50年|2000-01-01|2026-11-22|in_term|2050-01-01|50年
# leap days and month ends
秘密★1年|2012-02-29|2013-02-28|expires_soon|2013-02-28|1年
秘密★1年|2012-02-29|2013-03-01|expired|2013-02-28|1年
秘密★4年|2012-02-29|2016-02-29|expires_soon|2016-02-29|4年
秘密★4年|2012-02-29|2016-03-01|expired|2016-02-29|4年
秘密★3年|2012-02-29|2015-02-28|expires_soon|2015-02-28|3年
秘密★3年|2012-02-29|2015-03-01|expired|2015-02-28|3年
秘密★5年|2020-02-29|2025-02-28|expires_soon|2025-02-28|5年
秘密★5年|2020-02-29|2025-03-01|expired|2025-02-28|5年
秘密★1年|2023-02-28|2024-02-28|expires_soon|2024-02-28|1年
秘密★1年|2023-02-28|2024-02-29|expired|2024-02-28|1年
秘密★8年|2092-02-29|2100-02-28|expires_soon|2100-02-28|8年
秘密★4年|1996-02-29|2000-02-29|expires_soon|2000-02-29|4年
秘密★6个月|2026-08-31|2026-11-22|expires_soon|2027-02-28|6个月
秘密★6个月|2023-08-31|2024-02-29|expires_soon|2024-02-29|6个月
秘密★6个月|2023-08-31|2024-03-01|expired|2024-02-29|6个月
秘密★6个月|2023-08-30|2024-02-29|expires_soon|2024-02-29|6个月
秘密★6个月|2023-08-29|2024-02-29|expires_soon|2024-02-29|6个月
秘密★6个月|2022-08-29|2023-02-28|expires_soon|2023-02-28|6个月
秘密★6个月|2022-08-28|2023-02-28|expires_soon|2023-02-28|6个月
秘密★6个月|2022-08-28|2023-03-01|expired|2023-02-28|6个月
秘密★1个月|2026-01-31|2026-02-28|expires_soon|2026-02-28|1个月
秘密★1个月|2026-01-31|2026-03-01|expired|2026-02-28|1个月
秘密★1个月|2024-01-31|2024-02-29|expires_soon|2024-02-29|1个月
秘密★1个月|2026-03-31|2026-04-30|expires_soon|2026-04-30|1个月
秘密★1个月|2026-04-30|2026-05-30|expires_soon|2026-05-30|1个月
秘密★1个月|2026-04-30|2026-05-31|expired|2026-05-30|1个月
秘密★3个月|2026-11-30|2027-02-28|expires_soon|2027-02-28|3个月
秘密★3个月|2025-11-30|2026-02-28|expires_soon|2026-02-28|3个月
秘密★3个月|2025-11-30|2026-03-01|expired|2026-02-28|3个月
秘密★12个月|2025-11-22|2026-11-22|expires_soon|2026-11-22|12个月
秘密★18个月|2025-05-31|2026-11-30|expires_soon|2026-11-30|18个月
秘密★18个月|2025-05-31|2026-12-01|expired|2026-11-30|18个月
秘密★9个月|2026-05-31|2027-02-28|expires_soon|2027-02-28|9个月
秘密★11个月|2026-12-31|2027-01-15|in_term|2027-11-30|11个月
# half years, days, weeks, both numeral systems
秘密★半年|2026-06-30|2026-11-22|expires_soon|2026-12-30|6个月
秘密★一年半|2025-05-22|2026-11-22|expires_soon|2026-11-22|1年6个月
秘密★1年6个月|2025-05-22|2026-11-23|expired|2026-11-22|1年6个月
机密★二年零三个月|2024-08-31|2026-11-30|expires_soon|2026-11-30|2年3个月
秘密★30天|2026-11-01|2026-12-01|expires_soon|2026-12-01|30天
秘密★30天|2026-11-01|2026-12-02|expired|2026-12-01|30天
秘密★30日|2026-02-01|2026-03-03|expires_soon|2026-03-03|30天
秘密★60天|2024-01-31|2024-03-31|expires_soon|2024-03-31|60天
秘密★两周|2026-11-10|2026-11-24|expires_soon|2026-11-24|14天
秘密★两周|2026-11-10|2026-11-25|expired|2026-11-24|14天
秘密★五年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密★十年|2012-12-10|2026-11-22|expired|2022-12-10|10年
机密★二十年|2012-12-10|2026-11-22|in_term|2032-12-10|20年
机密★十五年|2012-12-10|2026-11-22|in_term|2027-12-10|15年
绝密★三十年|2012-12-10|2026-11-22|in_term|2042-12-10|30年
绝密★二十五年|2012-12-10|2026-11-22|in_term|2037-12-10|25年
秘密★两年|2025-01-01|2026-11-22|expires_soon|2027-01-01|2年
秘密★廿年|2010-01-01|2026-11-22|in_term|2030-01-01|20年
秘密★六个月|2026-06-01|2026-11-22|expires_soon|2026-12-01|6个月
秘密★十二个月|2025-12-01|2026-11-22|expires_soon|2026-12-01|12个月
秘密★１０年|2016-11-22|2026-11-22|expires_soon|2026-11-22|10年
秘密★壹年|2026-01-01|2026-11-22|expires_soon|2027-01-01|1年
秘密★5年期|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密★05年|2012-12-10|2026-11-22|expired|2017-12-10|5年
# spellings of level and star
机　密★10年|2020-05-06|2026-11-22|in_term|2030-05-06|10年
绝 密 ★ 长 期|2020-05-06|2026-11-22|long_term|-|长期
秘密☆5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密*5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密＊5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密※5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密⭐5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密⭐️5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密✩5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密﹡5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密✱5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密✡5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密（5年）|2012-12-10|2026-11-22|expired|2017-12-10|5年
秘密级★5年|2012-12-10|2026-11-22|expired|2017-12-10|5年
（机密★5年）|2024-01-01|2026-11-22|in_term|2029-01-01|5年
【秘密★5年】|2024-01-01|2026-11-22|in_term|2029-01-01|5年
密级：秘密★5年|2024-01-01|2026-11-22|in_term|2029-01-01|5年
秘​密★5年|2024-01-01|2026-11-22|in_term|2029-01-01|5年
# dates after the star
秘密★2030年12月31日|-|2026-11-22|in_term|2030-12-31|2030年12月31日
秘密★2030年12月31日|2020-12-31|2030-12-31|expires_soon|2030-12-31|2030年12月31日
秘密★2030年12月31日|2020-12-31|2031-01-01|expired|2030-12-31|2030年12月31日
秘密★至2030年12月31日|-|2026-11-22|in_term|2030-12-31|至2030年12月31日
秘密★2030-12-31|-|2026-11-22|in_term|2030-12-31|2030年12月31日
秘密★2030.12.31|-|2026-11-22|in_term|2030-12-31|2030年12月31日
秘密★2030/12/31|-|2026-11-22|in_term|2030-12-31|2030年12月31日
秘密★20301231|-|2026-11-22|in_term|2030-12-31|至2030年12月31日
秘密★二〇三〇年十二月三十一日|-|2026-11-22|in_term|2030-12-31|2030年12月31日
秘密★二○三○年十二月三十一日|-|2026-11-22|in_term|2030-12-31|2030年12月31日
秘密★二零三零年十二月三十一日|-|2026-11-22|in_term|2030-12-31|2030年12月31日
秘密★二O三O年十二月三十一日|-|2026-11-22|in_term|2030-12-31|2030年12月31日
秘密★2026年11月22日|-|2026-11-22|expires_soon|2026-11-22|2026年11月22日
秘密★2026年11月21日|-|2026-11-22|expired|2026-11-21|2026年11月21日
秘密★2027年5月21日|-|2026-11-22|expires_soon|2027-05-21|2027年5月21日
秘密★2027年5月22日|-|2026-11-22|in_term|2027-05-22|2027年5月22日
秘密★解密时间：2030年1月1日|-|2026-11-22|in_term|2030-01-01|至2030年1月1日
秘密★2012年12月10日至2017年12月9日|-|2026-11-22|expired|2017-12-09|至2017年12月9日
秘密★2030年12月|-|2026-11-22|in_term|2030-12-31|2030年12月
秘密★至2028年2月|-|2026-11-22|in_term|2028-02-29|至2028年2月
秘密★2030年底|-|2026-11-22|in_term|2030-12-31|2030年底
秘密★2030年|-|2026-11-22|in_term|2030-12-31|2030年
机密★2030年12月31日前|-|2026-11-22|in_term|2030-12-31|2030年12月31日
机密★2030年12月31日解密|-|2026-11-22|in_term|2030-12-31|2030年12月31日
机密★2055年1月1日|2020-01-01|2026-11-22|in_term|2055-01-01|2055年1月1日
机密★2028年2月29日|-|2028-02-29|expires_soon|2028-02-29|2028年2月29日
# no computable day
绝密★长期|2012-12-10|2026-11-22|long_term|-|长期
机密★长期|-|2026-11-22|long_term|-|长期
机密★长期保密|2012-12-10|2026-11-22|long_term|-|长期
秘密★永久|2012-12-10|2026-11-22|long_term|-|长期
绝密★启用前|-|2026-11-22|conditional|-|启用前
机密★启用前|2012-12-10|2026-11-22|conditional|-|启用前
秘密★公布前|2012-12-10|2026-11-22|conditional|-|公布前
秘密★发布前|2012-12-10|2026-11-22|conditional|-|发布前
机密★会议开始前|2012-12-10|2026-11-22|conditional|-|会议开始前
机密★开标前|2012-12-10|2026-11-22|conditional|-|开标前
秘密★考试结束前|2012-12-10|2026-11-22|conditional|-|考试结束前
秘密★工程竣工前|2012-12-10|2026-11-22|conditional|-|工程竣工前
秘密★正式公布后解密|2012-12-10|2026-11-22|conditional|-|正式公布后解密
机密★解密条件：项目竣工|2012-12-10|2026-11-22|conditional|-|解密条件
秘密★人代会召开前|2012-12-10|2026-11-22|conditional|-|人代会召开前
# no term written: assumed, and said so
秘密|2020-01-01|2026-11-22|term_absent|2030-01-01|-
秘密★|2020-01-01|2026-11-22|term_absent|2030-01-01|-
机密|2012-12-10|2026-11-22|term_absent|2032-12-10|-
绝密|2012-12-10|2026-11-22|term_absent|2042-12-10|-
秘密|2016-11-22|2026-11-22|term_absent|2026-11-22|-
秘密|2016-11-21|2026-11-22|expired|2026-11-21|-
机密|2000-01-01|2026-11-22|expired|2020-01-01|-
绝密|1996-01-01|2026-11-22|expired|2026-01-01|-
秘密|-|2026-11-22|term_absent|-|-
机密级|2012-12-10|2026-11-22|term_absent|2032-12-10|-
# undated
秘密★5年|-|2026-11-22|undated|-|5年
机密★10年|-|2026-11-22|undated|-|10年
秘密★6个月|-|2026-11-22|undated|-|6个月
# cannot be a term, or contradicts itself
秘密★0年|2012-12-10|2026-11-22|anomalous|-|0年
秘密★零年|2012-12-10|2026-11-22|anomalous|-|0年
秘密★0个月|2012-12-10|2026-11-22|anomalous|-|-
秘密★2030年2月30日|2012-12-10|2026-11-22|anomalous|-|-
秘密★2030年13月1日|2012-12-10|2026-11-22|anomalous|-|*
秘密★某年|2012-12-10|2026-11-22|anomalous|-|*
秘密★待定|2012-12-10|2026-11-22|anomalous|-|*
秘密★X年|2012-12-10|2026-11-22|anomalous|-|*
秘密★5年|2026-11-23|2026-11-22|anomalous|2031-11-23|5年
秘密★长期|2027-01-01|2026-11-22|anomalous|-|长期
# lifted
机密★10年（已解密）|2020-01-01|2026-11-22|declassified|-|10年
秘密★5年 解密|2024-01-01|2026-11-22|declassified|-|5年
"""


def _cases() -> list[tuple[str, ...]]:
    lines = [line for line in CASES.strip().splitlines() if not line.startswith("#")]
    return [tuple(line.split("|")) for line in lines]


def _day(text: str) -> dt.date | None:
    return None if text == "-" else dt.date.fromisoformat(text)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: "·".join(case[:3]))
def test_term_table(case: tuple[str, ...]) -> None:
    """State, last day and normal spelling of one mark on one day."""
    text, issued, on, state, last, term = case
    marking = explain(text, _day(issued), dt.date.fromisoformat(on)).marking
    assert marking.state.value == state
    assert marking.expires_on == _day(last)
    if term != "*":
        assert marking.term == (None if term == "-" else term)


def test_the_table_has_at_least_150_cases_and_every_state() -> None:
    """Every state is in the table."""
    assert len(_cases()) >= 150
    assert {case[3] for case in _cases()} == {state.value for state in MarkingState}


@pytest.mark.parametrize(
    ("text", "level"), [("绝密★30年", "JUEMI"), ("机密★20年", "JIMI"), ("秘密★10年", "MIMI"), ("絕密", "JUEMI")]
)
def test_level_is_read(text: str, level: str) -> None:
    """The level word, also in its traditional spelling."""
    assert explain(text, dt.date(2020, 1, 1), dt.date(2026, 11, 22)).marking.level.name == level


def test_every_step_carries_its_article() -> None:
    """The arithmetic is shown step by step, in order, with the articles that bind it."""
    explained = explain("秘密★5年", dt.date(2012, 12, 10), dt.date(2026, 11, 22)).as_json()
    assert explained["expires_on"] == "2017-12-10"
    assert explained["basis"] == [
        "保守国家秘密法实施条例-2024/19",
        "民法典-2020/201",
        "民法典-2020/202",
        "保守国家秘密法-2024/24",
    ]
    assert any("2012年12月10日" in note for note in explained["notes"])
    assert any("2017年12月11日" in note for note in explained["notes"])
    json.dumps(explained, ensure_ascii=False)


def test_month_end_is_explained() -> None:
    """Where the month has no such day, the note says so."""
    notes = explain("秘密★6个月", dt.date(2026, 8, 31), dt.date(2026, 11, 22)).notes
    assert any("没有对应日" in note for note in notes)


def test_assumed_term_is_called_an_assumption() -> None:
    """No term written: the cap is assumed, and the note says it is assumed."""
    marking = explain("机密", dt.date(2012, 12, 10), dt.date(2026, 11, 22)).marking
    assert any("推定" in note for note in marking.notes)
    assert marking.state.is_live


def test_term_above_the_cap_keeps_its_date_and_gets_a_note() -> None:
    """The cap never shortens a written term."""
    marking = explain("秘密★15年", dt.date(2012, 12, 10), dt.date(2026, 11, 22)).marking
    assert marking.expires_on == dt.date(2027, 12, 10)
    assert any("超过" in note for note in marking.notes)


@pytest.mark.parametrize("text", ["", "5年", "内部资料", "★5年", "通知"])
def test_text_without_a_level_is_a_usage_error(text: str) -> None:
    """No level, no explanation."""
    with pytest.raises(UsageError):
        explain(text, None, dt.date(2026, 11, 22))


def test_soon_is_a_setting() -> None:
    """The window of expires_soon is as set."""
    issued, on = dt.date(2020, 1, 1), dt.date(2024, 12, 1)
    assert explain("秘密★5年", issued, on, soon_days=10).marking.state is MarkingState.IN_TERM
    assert explain("秘密★5年", issued, on, soon_days=31).marking.state is MarkingState.EXPIRES_SOON


# ---- evidence ----------------------------------------------------------------------------------------


def test_extension_before_expiry_moves_the_last_day() -> None:
    """An extension determined in time counts."""
    facts = [Extension(dt.date(2030, 12, 10), determined_on=dt.date(2017, 12, 10))]
    marking = explain("秘密★5年", dt.date(2012, 12, 10), dt.date(2026, 11, 22), evidence=facts).marking
    assert (marking.state, marking.expires_on) == (MarkingState.IN_TERM, dt.date(2030, 12, 10))


def test_extension_after_expiry_is_not_valid() -> None:
    """保密法 2024 第二十四条: before the term ends; a later one is noted and does not count."""
    facts = [Extension(dt.date(2030, 12, 10), determined_on=dt.date(2017, 12, 11))]
    marking = explain("秘密★5年", dt.date(2012, 12, 10), dt.date(2026, 11, 22), evidence=facts).marking
    assert marking.state is MarkingState.EXPIRED
    assert any("延长" in note for note in marking.notes)


def test_second_extension_builds_on_the_first() -> None:
    """Two extensions, each in time."""
    facts = [
        Extension(dt.date(2025, 1, 1), determined_on=dt.date(2019, 6, 1)),
        Extension(dt.date(2022, 1, 1), determined_on=dt.date(2017, 6, 1)),
    ]
    marking = explain("秘密★5年", dt.date(2012, 12, 10), dt.date(2023, 1, 1), evidence=facts).marking
    assert marking.expires_on == dt.date(2025, 1, 1)


def test_extension_for_another_level_does_not_count() -> None:
    """Evidence names its level."""
    facts = [Extension(dt.date(2030, 1, 1), dt.date(2016, 1, 1), Level.JIMI)]
    assert explain(
        "秘密★5年", dt.date(2012, 12, 10), dt.date(2026, 11, 22), evidence=facts
    ).marking.state is MarkingState.EXPIRED


def test_early_declassification_ends_the_secret_from_its_day() -> None:
    """Before its day the mark lives, from its day on it is declassified."""
    facts = [Declassification(dt.date(2025, 3, 1))]
    issued = dt.date(2020, 1, 1)
    before = explain("机密★10年", issued, dt.date(2025, 2, 28), evidence=facts).marking
    after = explain("机密★10年", issued, dt.date(2025, 3, 1), evidence=facts).marking
    assert before.state is MarkingState.IN_TERM
    assert (after.state, after.expires_on) == (MarkingState.DECLASSIFIED, dt.date(2025, 3, 1))


def test_stamp_dated_in_the_future_does_not_lift_yet() -> None:
    """解密 on a later day: until then the mark is as it was."""
    mark = MarkReading(Level.JIMI, Duration(years=10), "10年", lifted=True, lifted_on=dt.date(2027, 1, 1))
    judged = judge_mark(mark, dt.date(2020, 1, 1), dt.date(2026, 11, 22))
    assert judged.state is MarkingState.IN_TERM


def test_struck_mark_without_a_stamp_stays_live() -> None:
    """A strike alone is no evidence; it is noted."""
    mark = MarkReading(Level.JIMI, Duration(years=10), "10年", struck=True)
    judged = judge_mark(mark, dt.date(2020, 1, 1), dt.date(2026, 11, 22))
    assert judged.state is MarkingState.IN_TERM
    assert judged.notes


# ---- the markings of a document ----------------------------------------------------------------------


def _metadata(issued: str) -> Metadata:
    return Metadata(written_on=StatedDate(dt.date.fromisoformat(issued)))


def _mark(level: Level, years: int | None = None, **more: object) -> MarkReading:
    term = Duration(years=years) if years else parse_term("")[0]
    return MarkReading(level, term, f"{years}年" if years else None, **more)  # type: ignore[arg-type]


def test_repeated_header_is_one_entry() -> None:
    """The same mark on every page is one entry with all its findings."""
    found = [marking_finding(start, _mark(Level.MIMI, 5)) for start in (0, 40, 80)]
    entries = markings(found, _metadata("2024-01-01"), dt.date(2026, 11, 22))
    assert len(entries) == 1
    assert len(entries[0].findings) == 3


def test_bare_level_joins_the_full_mark() -> None:
    """机密 in a header and 机密★10年 on the first page are one mark."""
    found = [marking_finding(0, _mark(Level.JIMI)), marking_finding(40, _mark(Level.JIMI, 10))]
    entries = markings(found, _metadata("2024-01-01"), dt.date(2026, 11, 22))
    assert [entry.term for entry in entries] == ["10年"]


def test_two_marks_that_disagree_are_anomalous() -> None:
    """Two live marks of the whole document cannot both hold; each keeps its date."""
    found = [marking_finding(0, _mark(Level.JIMI, 10)), marking_finding(40, _mark(Level.MIMI, 5))]
    entries = markings(found, _metadata("2024-01-01"), dt.date(2026, 11, 22))
    assert [entry.state for entry in entries] == [MarkingState.ANOMALOUS] * 2
    assert entries[0].expires_on == dt.date(2034, 1, 1)


def test_mark_of_a_paragraph_may_be_lower() -> None:
    """密点: a part may carry less than the whole without contradiction."""
    found = [marking_finding(0, _mark(Level.JIMI, 10)), marking_finding(40, _mark(Level.MIMI, 5, portion=True))]
    entries = markings(found, _metadata("2024-01-01"), dt.date(2026, 11, 22))
    assert [entry.state for entry in entries] == [MarkingState.IN_TERM] * 2


def test_struck_mark_with_the_new_one_does_not_disagree() -> None:
    """机密★10年 struck out beside 秘密★5年: the old one is lifted, the new one counts."""
    found = [
        marking_finding(0, _mark(Level.JIMI, 10, lifted=True)),
        marking_finding(40, _mark(Level.MIMI, 5)),
    ]
    entries = markings(found, _metadata("2024-01-01"), dt.date(2026, 11, 22))
    assert [entry.state for entry in entries] == [MarkingState.DECLASSIFIED, MarkingState.IN_TERM]


def test_later_of_two_dates_is_the_day_of_issue() -> None:
    """成文日期 and 印发日期: the term runs from the later one."""
    metadata = Metadata(written_on=StatedDate(dt.date(2012, 12, 10)), printed_on=StatedDate(dt.date(2012, 12, 14)))
    entry = markings([marking_finding(0, _mark(Level.MIMI, 5))], metadata, dt.date(2026, 11, 22))[0]
    assert (entry.issued_on, entry.expires_on) == (dt.date(2012, 12, 14), dt.date(2017, 12, 14))


# ---- properties --------------------------------------------------------------------------------------

DATES = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31))


@given(DATES, st.integers(1, 60))
def test_last_day_never_lies_before_the_corresponding_month(start: dt.date, years: int) -> None:
    """Adding years keeps month and day, but for 29 February."""
    end = add(start, years=years)
    assert end is not None
    assert (end.year, end.month) == (start.year + years, start.month)
    assert end.day == start.day or (start.month, start.day, end.day) == (2, 29, 28)


@given(DATES, DATES, st.integers(1, 40))
def test_expired_only_after_the_last_day(issued: dt.date, on: dt.date, years: int) -> None:
    """A dated mark is expired exactly when its last day has passed, unless it was issued later than today."""
    judged = judge_mark(MarkReading(Level.MIMI, Duration(years=years), f"{years}年"), issued, on)
    assert judged.expires_on is not None
    if issued > on:
        assert judged.state is MarkingState.ANOMALOUS
    else:
        assert (judged.state is MarkingState.EXPIRED) == (on > judged.expires_on)


@given(st.text(max_size=40))
def test_no_text_raises_anything_but_usage(text: str) -> None:
    """Whatever stands behind a level, it is a mark of some state or a usage error."""
    explain(f"秘密★{text}", dt.date(2020, 1, 1), dt.date(2026, 11, 22))


@given(st.text(alphabet="0123456789〇○零O一二三四五六七八九十廿卅百年月日.-/至前半个", max_size=14))
def test_odd_numerals_never_raise(text: str) -> None:
    """Numerals in any disorder are a term, a bad term or none."""
    parse_term(text)
    parse_date(text)
    number(text)
    list(find_dates(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2012年12月10日", "2012-12-10"),
        ("2012 年 12 月 10 日", "2012-12-10"),
        ("2012年1月5日", "2012-01-05"),
        ("2012年01月05日", "2012-01-05"),
        ("2012-12-10", "2012-12-10"),
        ("2012.12.10", "2012-12-10"),
        ("2012/1/5", "2012-01-05"),
        ("20121210", "2012-12-10"),
        ("二〇一二年十二月十日", "2012-12-10"),
        ("二○一二年十二月十日", "2012-12-10"),
        ("二零一二年十二月十日", "2012-12-10"),
        ("二O一二年十二月十日", "2012-12-10"),
        ("二0一二年十二月十日", "2012-12-10"),
        ("一九九七年一月二十日", "1997-01-20"),
        ("二〇二〇年二月二十九日", "2020-02-29"),
        ("二〇一二年元月廿一日", "2012-01-21"),
        ("二〇一二年十月三十一日", "2012-10-31"),
        ("二〇一二年十一月卅日", "2012-11-30"),
        ("2012年12月10号", "2012-12-10"),
        ("2012年2月30日", None),
        ("2013年2月29日", None),
        ("2012年13月1日", None),
        ("0012年1月1日", None),
        ("十二月十日", None),
    ],
)
def test_dates_in_both_numeral_systems(text: str, day: str | None) -> None:
    """One full date as a whole; what the calendar does not have is no date."""
    assert parse_date(text) == (dt.date.fromisoformat(day) if day else None)


def test_bad_terms_are_not_guessed() -> None:
    """A term that cannot be one is BadTerm, a date is Until."""
    assert isinstance(parse_term("若干年")[0], BadTerm)
    assert parse_term("至2030年12月31日") == (Until(dt.date(2030, 12, 31)), "至2030年12月31日")
