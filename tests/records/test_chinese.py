"""Numbers and dates as in official papers."""

from __future__ import annotations

import pytest

from records.articles import cite
from records.chinese import clean, long_date, numeral


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1034, "一千零三十四"),
    ],
)
def test_numeral(number: int, written: str) -> None:
    """Articles are counted in Chinese."""
    assert numeral(number) == written


def test_citations() -> None:
    """Law, article, paragraph and item in full."""
    assert cite("政府信息公开条例-2019/15").endswith("公开条例》第十五条")
    assert cite("政府信息公开条例-2019/16/1").endswith("公开条例》第十六条第一款")


def test_dates_and_clean() -> None:
    """An ISO date is spelt out; what is no date stays."""
    assert long_date("2026-11-02") == "2026年11月2日"
    assert long_date("未知") == "未知"
    assert clean("a\u200b\n b\u202e") == "a b"
