"""Articles, dates and clean text as in official papers."""

from __future__ import annotations

from records.articles import cite, cite_all
from records.chinese import clean, long_date


def test_citations() -> None:
    """Law, article and paragraph in full; a law that is cited twice is named once."""
    assert cite("政府信息公开条例-2019/15") == "《中华人民共和国政府信息公开条例》第十五条"
    assert cite("政府信息公开条例-2019/16.1") == "《中华人民共和国政府信息公开条例》第十六条第一款"
    told = cite_all(["个人信息保护法-2021/25", "个人信息保护法-2021/28"])
    assert told == "《中华人民共和国个人信息保护法》第二十五条、第二十八条"


def test_unknown_reference_is_shown() -> None:
    """An old record can still be printed when its rule has gone."""
    assert cite("某办法-1999/3") == "某办法-1999/3"


def test_dates_and_clean() -> None:
    """An ISO date is spelt out; what is no date stays."""
    assert long_date("2026-11-02") == "2026年11月2日"
    assert long_date("未知") == "未知"
    assert clean("a\u200b\n b\u202e") == "a b"
