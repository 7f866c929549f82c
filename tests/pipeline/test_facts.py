"""Facts that the policy asks: what a note means, which law protects, what is masked already."""

from __future__ import annotations

import datetime as dt
import re

import pytest

import corpora
from pipeline.cover import Cover
from pipeline.document import Span
from pipeline.facts import facts_of, is_masked, note_sense
from pipeline.finding import Certainty, Kind, finding
from pipeline.metadata import Metadata
from pipeline.secrecy import Level
from tests.pipeline.drafts import draft


@pytest.mark.parametrize("row", corpora.rows("policy/notes.tsv"), ids=lambda row: row["sense"])
def test_a_note_means_its_sense_and_not_that_of_its_counter_example(row: dict[str, str]) -> None:
    """Every row fires on its example only."""
    assert note_sense(row["example"]) == row["sense"]
    assert note_sense(row["counter_example"]) != row["sense"]


@pytest.mark.parametrize("row", corpora.rows("policy/protected.tsv"), ids=lambda row: row["law"])
def test_a_law_is_told_by_its_words(row: dict[str, str]) -> None:
    """Every row fires on its example and not on its counter-example."""
    assert re.search(row["words"], row["example"])
    assert not re.search(row["words"], row["counter_example"])


@pytest.mark.parametrize(
    ("note", "sense"),
    [
        ("此件公开发布", "public"),
        ("（此件 公开 发布）", "public"),
        ("此件为普发性公文，作为主动公开信息", "public"),
        ("此件为普发性公文，作为依申请公开信息", "on_request"),
        ("此件为普发性公文，作为免予公开信息", "closed"),
        ("公开属性：免于公开", "closed"),
        ("是否宜公开选项：宜公开", "public"),
        ("是否宜公开选项：不宜公开", "closed"),
        ("公开方式：主动公开 依申请公开", "unclear"),
        ("公开方式：", "unclear"),
        ("", "unclear"),
    ],
)
def test_notes_in_their_many_wordings(note: str, sense: str) -> None:
    """免予 is 不予; a form with several boxes is unclear; 不宜公开 is not 宜公开."""
    assert note_sense(note) == sense


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (Kind.PI_NAME, "张某", True),
        (Kind.PI_NAME, "周某甲", True),
        (Kind.PI_NAME, "张**", True),
        (Kind.PI_NAME, "张三", False),
        (Kind.PI_MOBILE, "138****1234", True),
        (Kind.PI_MOBILE, "138xxxx1234", True),
        (Kind.PI_MOBILE, "13800001234", False),
        (Kind.PI_RESIDENT_ID, "35*************12X", True),
        (Kind.PI_RESIDENT_ID, "11010519491231002X", False),
        (Kind.PI_ADDRESS, "某旗某镇3组12号", False),
    ],
)
def test_what_is_masked_already(kind: Kind, text: str, expected: bool) -> None:
    """A name with 某 or a star, a number with a run of stars; 某镇 hides no house number."""
    assert is_masked(kind, text) is expected


def test_a_cover_finds_any_overlap() -> None:
    """Also one that began long before."""
    cover = Cover.of([Span(0, 100), Span(10, 12), Span(200, 201)])
    assert cover.touches(Span(99, 100))
    assert not cover.touches(Span(100, 200))
    assert cover.touches(Span(200, 300))
    assert not Cover.of([]).touches(Span(0, 10))


def test_a_list_is_about_the_people_in_its_tables() -> None:
    """Who is told of below the table, or in a remark, is a bystander; who is listed stays so by the given name alone."""
    document = draft(
        "2026年临时救助对象公示",
        ("姓名", "备注"),
        ("张大柱", "本人反映包工头余建设欠其工资四个月，正由县人社局处理"),
        "说明",
        "大柱由村里照看，胡援越不符合条件，未予救助，已当面告知本人并作了解释",
    )
    names = ("张大柱", "余建设", "大柱由", "胡援越")
    spans = [Span(at := document.text.index(name), at + len(name)) for name in names]
    spans[2] = Span(spans[2].start, spans[2].stop - 1)
    found = [finding(document, Kind.PI_NAME, span, Certainty.SURE, "names") for span in spans]
    facts = facts_of(
        document, Metadata(), found, (), on=dt.date(2026, 6, 1), cleared=Level.NONE
    )
    beside = [facts.of(one)["bystander"] for one in found]
    assert beside == ["no", "yes", "no", "yes"]


def test_who_is_on_a_list_is_so_outside_its_table() -> None:
    """A caption makes its table a list; whom it shows is on it in the prose behind as well, and nobody else is."""
    document = draft(
        "某镇人民政府",
        "第三次办公会议情况",
        "三月五日上午",
        "2026年临时救助对象公示",
        ("姓名", "金额"),
        ("张大柱", "3000元"),
        "说明",
        "由于名额有限，张大柱列入本批，胡援越列入下批，其余人员由各村在年底以前再报一次，逾期不予受理并说明理由",
    )
    text = document.text
    places = [text.index("张大柱"), text.rindex("张大柱"), text.index("胡援越")]
    found = [
        finding(document, Kind.PI_NAME, Span(at, at + 3), Certainty.SURE, "names") for at in places
    ]
    facts = facts_of(
        document, Metadata(), found, (), on=dt.date(2026, 6, 1), cleared=Level.NONE
    )
    assert [facts.of(one)["list"] for one in found] == ["救助", "救助", ""]
