"""Tables: heads, labels, merged cells, page breaks, and tables in plain text."""

from __future__ import annotations

import pytest

from detectors.tables import Table, head_roles, tables
from pipeline.contracts import Reading
from pipeline.document import Block, Cell, Document, Layer, Source, Span
from tests.detectors.test_language import reading


def grid(*grids: list[list[str | tuple[str, int, int]]]) -> Reading:
    """A document of tables; a cell is text, or text with the rows and columns it spans."""
    parts: list[str] = []
    blocks: list[Block] = []
    place = 0
    for number, rows in enumerate(grids):
        for r, row in enumerate(rows):
            column = 0
            for i, value in enumerate(row):
                text, high, wide = value if isinstance(value, tuple) else (value, 1, 1)
                cell = Cell(number, r, column, high, wide)
                if text and text != "^":
                    blocks.append(Block(Span(place, place + len(text)), Layer.TABLE, "表1", cell))
                    parts.append(text)
                    place += len(text)
                column += wide
                parts.append("\n" if i == len(row) - 1 else "\t")
                place += 1
    text = "".join(parts)
    return Reading.of(Document(Source.of("a.docx", "docx", text.encode()), text, tuple(blocks)))


def roles(read: Reading) -> dict[str, str | None]:
    """Cell text → first role, heads left out."""
    return {
        cell.text: cell.role for table in tables(read) for cell in table.cells if not cell.is_head
    }


def only(read: Reading) -> Table:
    """The one table there is."""
    (table,) = tables(read)
    return table


def test_a_head_names_its_column() -> None:
    """Each cell below a head has the head's role."""
    found = roles(
        grid(
            [["序号", "户主姓名", "身份证号码", "家庭住址"], ["1", "张三", "110105", "巴彦镇3组"]]
        )
    )
    assert found == {
        "1": "serial",
        "张三": "name",
        "110105": "resident_id",
        "巴彦镇3组": "address",
    }


def test_stacked_and_merged_heads_add_up() -> None:
    """监护人 over 姓名 and 电话: a name and a telephone."""
    read = grid(
        [
            [("2020年残疾人补贴发放表", 1, 4)],
            ["学生", ("监护人", 1, 2), "开户行及账号"],
            ["^", "姓名", "电话", "^"],
            ["李小明", "李大明", "13800138000", "农行 622"],
        ]
    )
    wanted = {"李小明": "name", "李大明": "name", "13800138000": "phone", "农行622": "account"}
    found = roles(read)
    assert {text: found[text] for text in wanted} == wanted


def test_a_head_is_repeated_on_the_next_page() -> None:
    """A second head row in the middle is a head, not a person."""
    read = grid([["姓名", "电话"], ["张三", "1"], ["姓名", "电话"], ["李四", "2"]])
    assert [c.text for c in only(read).cells if c.is_head] == ["姓名", "电话"] * 2
    assert roles(read)["李四"] == "name"


def test_a_table_without_a_head_goes_on_with_the_last() -> None:
    """After a page break the same columns keep their roles."""
    read = grid(
        [["姓名", "病种", "电话"], ["张三", "尿毒症", "1"]],
        [["李四", "白血病", "2"], ["王五", "肾病", "3"]],
    )
    assert roles(read)["白血病"] == "illness"
    assert roles(read)["王五"] == "name"


def test_another_width_does_not_inherit() -> None:
    """Heads of a table with other columns say nothing."""
    read = grid([["姓名", "病种"], ["张三", "尿毒症"]], [["一", "二", "三"]])
    assert roles(read)["二"] is None


def test_columns_are_told_by_content_where_no_head_is() -> None:
    """Ids and names without any head."""
    read = grid(
        [
            ["张三", "11010519491231002X"],
            ["李四", "110105194912310038"],
            ["王五", "110105194912310046"],
        ]
    )
    assert roles(read)["李四"] == "name"
    assert roles(read)["11010519491231002X"] == "resident_id"


def test_a_form_is_read_by_labels() -> None:
    """姓名 | 张三 | 性别 | 男, and rows of two."""
    found = roles(
        grid(
            [
                ["姓名", "张三", "性别", "男"],
                ["出生日期", "1980年1月2日", "民族", "蒙古族"],
                ["家庭住址", ("巴彦镇3组12号", 1, 3)],
            ]
        )
    )
    assert found == {
        "张三": "name",
        "男": "gender",
        "1980年1月2日": "birth",
        "蒙古族": "ethnicity",
        "巴彦镇3组12号": "address",
    }


def test_text_tables() -> None:
    """Tabs, bars, commas and aligned spaces, names spaced out or not."""
    for text in (
        "姓名\t手机号码\t住址\n张三\t13800138000\t巴彦镇3组\n李四\t\t双河镇5组\n",
        "|姓名|手机号码|住址|\n|张三|13800138000|巴彦镇3组|\n|李四||双河镇5组|\n",
        "姓名,手机号码,住址\n张三,13800138000,巴彦镇3组\n李四,,双河镇5组\n",
        "姓名    手机号码     住址\n张三    13800138000  巴彦镇3组\n李四    1            双河镇5组\n",
        "姓 名  手机号码  住址\n张 三  13800138000  巴彦镇3组\n李四  1  双河镇5组\n",
    ):
        found = roles(reading(text))
        assert found["张三"] == "name", text
        assert found["13800138000"] == "mobile", text
        assert found["双河镇5组"] == "address", text


def test_prose_is_no_table() -> None:
    """Commas and spaces in sentences do not make a table."""
    assert (
        tables(reading("姓名、电话等信息，应当保密，不得公开。\n申请人应当提供身份证，户口簿。\n"))
        == ()
    )


def test_heads() -> None:
    """Qualified heads keep the role that matters; sentences are no heads."""
    assert head_roles("户主身份证号码") == ("resident_id",)
    assert head_roles("监护人联系电话") == ("phone",)
    assert head_roles("与户主关系") == ("relation",)
    assert head_roles("补贴金额（元）") == ("amount",)
    assert head_roles("联系人及电话") == ("official", "phone")
    assert head_roles("张三") == ()
    assert head_roles("13800138000") == ()


def test_a_directory_of_people_in_office_is_no_list_of_private_persons() -> None:
    """Name, post and telephone are an office's; with an id number beside they are a person's."""
    rows = [["姓名", "职务", "联系电话"], ["张三", "局长", "0478-8655123"]]
    assert not only(grid(rows)).lists_persons
    assert only(
        grid([["姓名", "家庭住址", "联系电话"], ["张三", "巴彦镇3组", "0478-8655123"]])
    ).lists_persons
    assert only(
        grid([[*row, extra] for row, extra in zip(rows, ("身份证号", "1"), strict=True)])
    ).lists_persons


def test_one_known_head_over_a_name_and_a_figure_makes_a_head_row() -> None:
    """户主, 树种, 胸径: the words beside it head columns of their own and are no values."""
    for read in (
        grid([["户主", "树种", "胸径"], ["马山", "杨树", "27"]]),
        reading("户主\t树种\t胸径\n马山\t杨树\t27\n"),
    ):
        assert roles(read) == {"马山": "name", "杨树": None, "27": None}


def test_a_line_of_a_form_is_no_head_row() -> None:
    """姓名 | 马山: the next line has its own label."""
    found = roles(grid([["户主", "马山", "人口"], ["性别", "男", "3"]]))
    assert found["马山"] == "name"


def test_a_post_in_its_column_is_no_label() -> None:
    """局长 under 职务 names nothing to its right."""
    found = roles(grid([["职务", "姓名", "宅电"], ["局长", "马山", "0478-8217655"]]))
    assert found == {"局长": "post", "马山": "name", "0478-8217655": "home_phone"}


def test_what_a_redaction_left_in_a_cell_is_nothing_of_its_column() -> None:
    """【已删减】 under 身份证号 or 残疾类别 is no number and no illness: a proof must not find it again."""
    read = reading("姓名\t身份证号\t残疾类别\n王某\t【已删减】\t【已删减：4】\n张三\t150525199001010011\t肢体二级\n")
    marks = [cell for table in tables(read) for cell in table.cells if "已删减" in cell.text]
    assert len(marks) == 2
    assert all(not cell.roles for cell in marks)


def test_what_a_redaction_left_beside_a_label_is_nothing() -> None:
    """诊断结论 | 【已删减】 is no illness, in forms of labels and values as well."""
    rows = [["申请人", "王某", "诊断时间", "【已删减】"], ["诊断结论", "【已删减】", "病案号", "【已删减】"]]
    assert roles(grid(rows))["【已删减】"] is None
    assert roles(grid([["申请人", "王某", "诊断结论", "脑外伤"]]))["脑外伤"] == "illness"


@pytest.mark.parametrize("name", ["廖大山", "廖某", "廖某12"])
def test_masked_names_leave_the_table_as_it_was(name: str) -> None:
    """户主 | 房屋 is a head above names, above masked ones and above numbered masks: no house becomes a person."""
    rows = [["户主", "房屋", "附属物", "腾空情况"], [name, "砖混三间", "猪圈1个", "已腾空"]]
    found = roles(grid(rows))
    assert found[name] == "name"
    assert found.get("房屋") is None
