"""Lists that the law wants public: told from a title or caption, never from a word in the text."""

from __future__ import annotations

import pytest

import corpora
from pipeline.document import Block, Cell, Document, Layer, Source, Span
from pipeline.lists import PublicLists, bystander_act, bystander_label, list_type
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
    """The label stands right before the name, the act right behind it."""
    fires = bystander_label().search if row["side"] == "before" else bystander_act().match
    assert fires(row["example"])
    assert not fires(row["counter_example"])


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


def test_relatives_and_agents_in_notes_are_not_the_ones_listed() -> None:
    """由其姐…代领, 房东…, …（儿媳）: named beside those whom the list is about; a note in the next cell says it of another."""
    document = draft(
        "低保对象公示",
        ("姓名", "备注"),
        ("张三", "由其姐李四代领"),
        ("王五", "代领：赵六"),
        ("孙七", "房东周八"),
        ("吴九", "郑十（儿媳）保管存折"),
        ("钱一", "代领"),
    )
    lists = PublicLists.of_document(document, Metadata())

    def beside(name: str) -> bool:
        place = document.text.index(name)
        return lists.is_bystander(Span(place, place + 2))

    assert all(map(beside, ("李四", "赵六", "周八", "郑十")))
    assert not any(map(beside, ("张三", "王五", "孙七", "吴九", "钱一")))


def test_heads_stand_below_a_title_row() -> None:
    """A first row of one merged cell is a title: the column 代领人 is told by the second row."""
    text = "低保对象公示\n姓名\t代领人\n张三\t李四\n"
    cells = [
        (0, 6, 0, 0, 2),
        (7, 9, 1, 0, 1),
        (10, 13, 1, 1, 1),
        (14, 16, 2, 0, 1),
        (17, 19, 2, 1, 1),
    ]
    blocks = tuple(
        Block(Span(a, b), Layer.TABLE, "表1", Cell(0, row, column, 1, wide))
        for a, b, row, column, wide in cells
    )
    document = Document(Source.of("a.docx", "docx", text.encode()), text, blocks)
    lists = PublicLists.of_document(document, Metadata())
    assert lists.is_bystander(Span(17, 19))
    assert not lists.is_bystander(Span(14, 16))


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
