"""What documents say of themselves: seeds, published pages, and forms made up here."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.metadata import read_metadata
from pipeline.contracts import Reading
from pipeline.metadata import Metadata
from pipeline.readers import read
from tests.conftest import shared
from tests.detectors.plain_reading import reading

UPWARD = """000123
特急
沙柳旗水利局文件
沙水发〔2026〕7号　　　　签发人：王小河　李大山
沙柳旗水利局关于申请维修经费的请示
旗人民政府：
现申请维修经费，妥否，请批示。
沙柳旗水利局　　沙柳旗财政局
2026年3月5日
（此件依申请公开）
抄送：旗审计局，旗发展和改革委员会。
沙柳旗水利局办公室　　2026年3月9日印发
"""


def test_every_element_of_an_upward_document() -> None:
    """GB/T 9704: number, 份号, urgency, 签发人, joint issuers, dates, 抄送, note."""
    found = read_metadata(reading(UPWARD))
    assert {
        "title": found.title and found.title.value,
        "number": found.document_number and found.document_number.value,
        "issuer": found.issuer and found.issuer.value,
        "genre": found.genre and found.genre.value,
        "addressee": found.addressee and found.addressee.value,
        "copy": found.copy_number and found.copy_number.value,
        "urgency": found.urgency and found.urgency.value,
        "signatory": found.signatory and found.signatory.value,
        "note": found.release_note and found.release_note.value,
        "copied": found.copied_to and found.copied_to.value,
    } == {
        "title": "沙柳旗水利局关于申请维修经费的请示",
        "number": "沙水发〔2026〕7号",
        "issuer": "沙柳旗水利局、沙柳旗财政局",
        "genre": "请示",
        "addressee": "旗人民政府",
        "copy": "000123",
        "urgency": "特急",
        "signatory": "王小河、李大山",
        "note": "此件依申请公开",
        "copied": "旗审计局，旗发展和改革委员会",
    }
    assert found.issued_on == dt.date(2026, 3, 9)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("通政公字（2020）1号", "通政公字〔2020〕1号"),
        ("国办发明电〔2024〕12号", "国办发明电〔2024〕12号"),
        ("云政发﹝2011)26 号", "云政发〔2011〕26号"),
        ("〔2016〕8号", "〔2016〕8号"),
        ("云政办发[2018]051号", "云政办发〔2018〕51号"),
        ("云政办发【2018】第5号", "云政办发〔2018〕5号"),
    ],
)
def test_number_is_normalised_and_defects_are_noted(printed: str, number: str) -> None:
    """代字〔年〕N号, whatever brackets were typed."""
    found = read_metadata(reading(f"{printed}\n关于××工作的通知\n各科室：\n正文。\n"))
    assert found.document_number is not None
    assert found.document_number.value == number
    assert bool(found.notes) == (printed != number or not number[0].isalpha())


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("《云岭县集体资产管理办法》", "云岭县集体资产管理办法"),
        ("云岭县工作规则（讨论稿）", "云岭县工作规则（讨论稿）"),
        ("关于印发\n云岭县工作规则的通知", "关于印发云岭县工作规则的通知"),
    ],
)
def test_title_as_printed(title: str, value: str) -> None:
    """Without 《》, with its draft note, over several lines."""
    found = read_metadata(reading(f"云政发〔2020〕1号\n{title}\n各科室：\n正文。\n"))
    assert found.title is not None
    assert found.title.value == value


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("沙柳旗人民医院、旗疾病预防控制中心", "2026年公开招聘拟聘用人员公示（第一批）"),
        ("沙柳旗公安局出入境管理大队", "行政处罚决定信息一览表"),
    ],
)
def test_a_title_of_two_lines(first: str, second: str) -> None:
    """Whose paper it is stands above what it is: both lines are the title, the text below is not."""
    found = read_metadata(reading(f"{first}\n{second}\n根据规定，现将有关情况予以公示。\n"))
    assert found.title is not None
    assert found.title.value == first + second


def test_nothing_is_invented() -> None:
    """A bare text has no elements."""
    assert read_metadata(reading("今天天气很好，大家都去公园散步。\n")) == Metadata()


@pytest.mark.parametrize(
    ("seed", "number", "note"),
    [("000", "巴政办发〔2018〕51号", None), ("002", "通政公字〔2020〕1号", "此件公开发布")],
)
def test_seeds(seed: str, number: str, note: str | None) -> None:
    """The numbers and the note that the seeds print."""
    path = next(shared("seeds").glob(f"{seed}*"))
    found = read_metadata(Reading.of(read(path.read_bytes(), path.name)))
    assert found.document_number is not None
    assert found.document_number.value == number
    assert (found.release_note.value if found.release_note else None) == note


def test_published_pages_show_their_catalogue() -> None:
    """Eleven pages: index number, class, issuer, dates, title, number, as their own table prints them."""
    for path in sorted(shared("data", "gov", "statecouncil", "txt").glob("*.txt")):
        found = read_metadata(Reading.of(read(path.read_bytes(), path.name)))
        assert found.index_number is not None
        assert found.index_number.value.startswith("000014349/")
        assert found.subject_category is not None
        assert not found.subject_category.proposed
        assert found.issuer is not None
        assert found.issuer.value.startswith("国务院")
        assert None not in (
            found.title,
            found.document_number,
            found.written_on,
            found.published_on,
        )
        assert not found.subject_terms


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    """Any text gives elements inside it or none."""
    made = reading(text)
    found = read_metadata(made)
    if found.title and found.title.span:
        assert found.title.span.stop <= len(made.document.text)
