"""Names: every private person found, every official left alone."""

from __future__ import annotations

import pytest

from detectors.names import DETECTOR
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Cell, Document, Layer, Source, TextAnchor


def document(text: str) -> Document:
    """Lines as paragraphs; lines between bars as table rows."""
    builder = DocumentBuilder(Source.of("t.txt", "txt", text.encode()))
    table, row, inside = 0, 0, False
    for line in text.split("\n"):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            for column, cell in enumerate(cells):
                end = "\t" if column < len(cells) - 1 else "\n"
                with builder.block(Layer.TABLE, "表", cell=Cell(table, row, column), end=end):
                    builder.add(cell, TextAnchor(builder.length))
            row, inside = row + 1, True
            continue
        if inside:
            table, row, inside = table + 1, 0, False
        with builder.block(Layer.BODY, "段"):
            builder.add(line, TextAnchor(builder.length))
    return builder.build()


def found(text: str) -> list[tuple[str, str]]:
    """(name, kind) in text order."""
    drawn = document(text)
    return [
        (drawn.text[f.span.start : f.span.stop], f.kind.value)
        for f in DETECTOR.find(Reading.of(drawn))
    ]


PRIVATE, OFFICIAL = "pi.name", "person.official"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "会议由县长李建国主持，王志强同志作了汇报。",
            [("李建国", OFFICIAL), ("王志强", OFFICIAL)],
        ),
        ("经查，当事人陈国强未经批准擅自占用耕地。", [("陈国强", PRIVATE)]),
        ("申请人：王小明，男，1980年生。", [("王小明", PRIVATE)]),
        ("联系人：张三  电话：0475-8888888", [("张三", OFFICIAL)]),
        ("签发人：马 敏", [("马 敏", OFFICIAL)]),
        ("居民阿依古丽·买买提反映情况。", [("阿依古丽·买买提", PRIVATE)]),
        ("邻居刘桂芳证实，王某某与李某争吵，周某甲在场。", [("刘桂芳", PRIVATE)]),
        ("提高服务效能，于规范执法有利，程序合法。", []),
    ],
)
def test_prose(text: str, expected: list[tuple[str, str]]) -> None:
    """Cues decide who is private; masked names are left alone; words are no names."""
    assert found(text) == expected


def test_table_column() -> None:
    """A column headed 姓名 decides, whatever the shape of the name."""
    text = "|序号|姓名|身份证号|\n|1|张三|1|\n|2|乌云其其格|2|\n|3|王 丽|3|\n|合计||3|"
    assert found(text) == [("张三", PRIVATE), ("乌云其其格", PRIVATE), ("王 丽", PRIVATE)]


def test_words_of_a_head_row_are_no_names() -> None:
    """林班 beside 户主 heads a column that we know nothing of."""
    assert found("户主\t林班\t面积\n马大山\t12\t25\n") == [("马大山", PRIVATE)]


def test_a_cell_that_says_how_somebody_signed_names_nobody() -> None:
    """女儿代, （遗赠）, 陈女士 and a head that lost its row stand under heads of names and are none."""
    text = "|户主签字|继承人|来电人|姓名|\n|女儿代|那文博（遗赠）|陈女士|住址|\n|韩银山|那秀英|陈桂芳|赵德海|"
    names = {name for name, _ in found(text)}
    assert names == {"那文博", "韩银山", "那秀英", "陈桂芳", "赵德海"}


@pytest.mark.parametrize(
    "text",
    [
        "存入中国建设银行大名支行，账号另附。",
        "初一的学生先离校，初三的学生后离校。",
        "丁方：某某县供电所（盖章），丙方与丁方各执一份。",
        "老板叫我签，我就签了；叔叔家叫门不应；请群众勿信勿传。",
    ],
)
def test_what_only_looks_like_a_name(text: str) -> None:
    """Branches, years of school, parties to a contract and what somebody did are nobody."""
    assert not [name for name, _ in found(text)]


@pytest.mark.parametrize(
    "name", ["大卫·约翰逊", "阿卜杜外力·麦麦提", "如则·托合提", "汗克孜·如则", "热合曼江·司马义", "依布拉音·居马"]
)
def test_a_name_with_a_dot_is_found_whole(name: str) -> None:
    """Characters that spell foreign names and names of peoples, also those that are everyday words elsewhere."""
    assert (name, PRIVATE) in found(f"申请人委托邻居{name}代为领取，{name}表示同意。")


@pytest.mark.parametrize(
    "text",
    [
        "安徽省宿州市埇桥区褚兰镇人民政府、埇桥区公安局褚兰派出所：",
        "洪格尔苏木报告，巴彦温都尔嘎查牧户受灾。",
        "桂山村的老人回忆，桂山村当年有三户姓褚。",
        "防水层由周工重做，周工五月前出修改图。",
        "土地证号长集建（91）字第0418号。",
        "大女儿嫁到外省，女婿姓冉，住在隔壁化隆县，请靖远、会宁、海原等地协查。",
        "决定书文号：东公（境）行罚决字〔2026〕18、19号",
    ],
)
def test_places_and_addresses_are_nobody(text: str) -> None:
    """What the paper goes on with as a place, an engineer by his surname and a certificate's code name nobody."""
    assert not [name for name, kind in found(text) if kind == PRIVATE]


def test_a_name_that_is_an_age() -> None:
    """Families of the north-west name a grandchild by the age of a grandparent; a count of things is none."""
    assert found("该户户主韩五十三家中无走失人员，但韩五十三认得照片。").count(("韩五十三", PRIVATE)) == 2
    assert not found("共计何五十三元，全村人马五十三匹、羊二百只。")


def test_who_is_related_in_a_cell_is_named_without_the_relation() -> None:
    """妻甘雪, 子吴梓睿、母卢凤娇: the names, whole and alone."""
    text = "|姓名|家庭成员|\n|黄大鹏|妻甘雪、子吴梓睿、母卢凤娇|\n|韦桂芳|孙覃俊熙|"
    names = {name for name, _ in found(text)}
    assert {"黄大鹏", "甘雪", "吴梓睿", "卢凤娇", "韦桂芳"} <= names
