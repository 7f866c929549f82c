"""Lists that the law wants public: told from a title or caption, never from a word in the text."""

from __future__ import annotations

import pytest

import corpora
from pipeline.document import Span
from pipeline.lists import PublicLists, bystander_label, list_type
from pipeline.metadata import Metadata
from tests.pipeline.drafts import draft, stated


@pytest.mark.parametrize("row", corpora.rows("policy/lists.tsv"), ids=lambda row: row["list"])
def test_each_row_fires_on_its_example_and_not_on_its_counter_example(row: dict[str, str]) -> None:
    """The example is that list, the counter-example is no list at all."""
    assert list_type(row["example"]) == row["list"]
    assert list_type(row["counter_example"]) == ""


@pytest.mark.parametrize(
    "title",
    [
        "关于做好2026年政务公开工作的通知",
        "关于印发社会救助办法的通知",
        "会议纪要",
        "",
        "关于召开公示语规范工作会议的通知",
    ],
)
def test_an_ordinary_title_is_no_list(title: str) -> None:
    """An exception must be earned by the title."""
    assert list_type(title) == ""


def test_the_caption_of_a_table_makes_that_table_a_list() -> None:
    """The table under the caption, not the paragraph above it."""
    document = draft(
        "关于发放资金的通知",
        "张三来电。",
        "附件：耕地地力保护补贴发放公示表",
        ("姓名", "金额"),
        ("李四", "100元"),
    )
    lists = PublicLists.of_document(document, stated(title="关于发放资金的通知"))
    place = document.text.index("李四")
    assert lists.of(Span(place, place + 2)) == "补贴"
    assert lists.of(Span(document.text.index("张三"), document.text.index("张三") + 2)) == ""


def test_a_word_in_a_paragraph_makes_no_list() -> None:
    """A long block above a table is text, not a caption."""
    long = "根据有关规定，现将低保对象公示工作有关事项通知如下，" * 4
    document = draft("关于某事的通知", long, ("姓名",), ("李四",))
    lists = PublicLists.of_document(document, stated(title="关于某事的通知"))
    place = document.text.index("李四")
    assert lists.of(Span(place, place + 2)) == ""


@pytest.mark.parametrize(
    "row", corpora.rows("policy/bystanders.tsv"), ids=lambda row: row["example"]
)
def test_each_bystander_row_fires_on_its_example_only(row: dict[str, str]) -> None:
    """The label stands right before the name."""
    assert bystander_label().search(row["example"])
    assert not bystander_label().search(row["counter_example"])


def test_a_guardian_in_a_list_is_not_the_one_listed() -> None:
    """The column 监护人 and the words 其妻 name others than those whom the list is about."""
    document = draft("低保对象公示", "张三，其妻李四。", ("姓名", "监护人姓名"), ("王五", "赵六"))
    lists = PublicLists.of_document(document, Metadata())

    def beside(name: str) -> bool:
        place = document.text.index(name)
        return lists.is_bystander(Span(place, place + 2))

    assert [beside(name) for name in ("张三", "李四", "王五", "赵六")] == [
        False,
        True,
        False,
        True,
    ]


def test_the_party_is_told_by_its_label() -> None:
    """当事人：张三 and every other 张三; the witness is not the party."""
    document = draft(
        "行政处罚决定书",
        "当事人：张三，男。",
        "证人李四证明，张三于当日在场。",
        "当事人的邻居王五。",
    )
    lists = PublicLists.of_document(document, Metadata())
    where = document.text.index
    assert lists.is_party("行政处罚", Span(where("张三"), where("张三") + 2))
    assert lists.is_party(
        "行政处罚", Span(document.text.rindex("张三"), document.text.rindex("张三") + 2)
    )
    assert not lists.is_party("行政处罚", Span(where("李四"), where("李四") + 2))
    assert not lists.is_party("行政处罚", Span(where("王五"), where("王五") + 2))


def test_the_party_stands_under_its_column_head() -> None:
    """A table of decisions: the column 被处罚人 names parties, the column 证人 does not."""
    document = draft("行政处罚信息公示", ("被处罚人", "证人"), ("张三", "李四"))
    lists = PublicLists.of_document(document, stated(title="行政处罚信息公示"))
    where = document.text.index
    assert lists.is_party("行政处罚", Span(where("张三"), where("张三") + 2))
    assert not lists.is_party("行政处罚", Span(where("李四"), where("李四") + 2))
