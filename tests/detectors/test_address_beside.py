"""Homes that the people beside them tell: hamlets without a number, rooms alone, the column of a list."""

from __future__ import annotations

import pytest

from detectors import language
from pipeline.contracts import Limits, Reading
from pipeline.document import Source
from pipeline.finding import Certainty
from pipeline.readers.plain import READER
from tests.detectors.test_address import addresses


def cut(text: str) -> list[str]:
    """Printed text of the addresses that would be cut, read as a plain file with its tables."""
    data = text.encode()
    reading = Reading.of(READER.read(data, Source.of("a.txt", "txt", data), Limits()))
    return [
        text[f.span.start : f.span.stop]
        for f in language.DETECTOR.find(reading)
        if f.kind.value == "pi.address" and f.certainty is not Certainty.POSSIBLE
    ]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("一、王秀兰，女，68岁，石坪村老鹰坳组，独居。", "石坪村老鹰坳组"),
        ("李根生（彝族，石坪村3组），尿毒症。", "石坪村3组"),
        ("2. 某某，男，72岁，青树村大塘冲，无子女。", "青树村大塘冲"),
        ("走访同组村民王秀兰（女，61岁，住黄泥组13号）。", "黄泥组13号"),
        ("由其妹王秀兰（住同村桥头组）照料。", "同村桥头组"),
        ("申请人王秀兰与被申请人李建国（住同小区12栋302）系邻居。", "同小区12栋302"),
        ("第三人：李建国，男，住址同村河西组。", "同村河西组"),
        ("石坪村三社王秀兰家的两头牛被狼咬死。", "石坪村三社"),
        ("楼上住户李建国（7-3-602）未在家。", "7-3-602"),
        ("起火住户5-4-301户主王建国，52岁。家住城关镇幸福小区5号楼4单元301室。", "5-4-301"),
        ("李建国遗失城关镇阳光新城二期17栋2梯1903房屋所有权证。", "城关镇阳光新城二期17栋2梯1903"),
        ("第二户在城关街道北大街47号后院，租的房。", "城关街道北大街47号后院"),
        ("他家老宅（城关镇石坪村东梁11号）门前有三棵树。", "城关镇石坪村东梁11号"),
        ("指挥中心接到报警，城关街道幸福巷5号楼4单元发生火灾。", "城关街道幸福巷5号楼4单元"),
        ("事发地址：城关街道幸福小区11栋1802室", "城关街道幸福小区11栋1802室"),
        ("王秀兰户口已迁入城关镇海棠花园3栋1204房。", "城关镇海棠花园3栋1204房"),
        ("王秀兰随夫到城关镇石坪村大坝组居住多年。", "城关镇石坪村大坝组"),
        ("禁止前往王秀兰父母住处（11座103）滋事。", "11座103"),
        ("协会已到其家中（城关镇石坪村老鹰坳组）慰问。", "城关镇石坪村老鹰坳组"),
        ("入户访谈记录\n地点：城关镇石坪社7号", "城关镇石坪社7号"),
        ("经营场所：城关镇农贸市场外围\n住所：城关镇石坪村西片61号\n", "城关镇石坪村西片61号"),
        ("王秀兰现租住城关街道上海路锦绣花园6幢104车库。", "城关街道上海路锦绣花园6幢104车库"),
        ("王秀兰，住城关镇后街村民安路92弄5号。", "城关镇后街村民安路92弄5号"),
    ],
)
def test_a_home_that_only_a_person_tells(text: str, home: str) -> None:
    """A hamlet, a group, a house of a group or a room is cut from its first character to its last."""
    assert home in cut(text)


@pytest.mark.parametrize(
    "text",
    [
        "石坪村老鹰坳组、大坝组已通自来水。",
        "王秀兰在喀什地区一院住院。",
        "王建国系本村4组组长。",
        "3号楼1单元共12户，由业主代表签字。",
        "当晚加班做的是厂里4号订单。",
        "王建国说自家在镇上买了房不走这条路。",
        "会议纪要\n地点：城关镇石坪社7号",
        "韩梅梅（驻村工作队）负责登记。",
        "钢筋班组王建国名下14人被欠薪。",
        "李建国任石坪村党小组组长。",
        "会议在局办公楼304室召开。",
        "全镇共搬迁301户，其中独居老人137户。",
        "宿管员在女生宿舍304室查寝。",
        "现由市精神病医院（铁东区南一马路33号）收治。",
        "其子有门面一间（锦江路118号，经营粉馆）。",
        "某某鞋材有限公司遗失坐落于城关镇工业区A-12号的土地使用证一本。",
        "异议请向农业服务中心反映，地址：城关镇迎宾路3号。",
        "卖家李建国（男，实体店位于城关镇牌楼西街107号）将电池拆解。",
        "市民王秀兰举报城关镇锦绣花园三号楼一楼开饭馆，油烟扰民。",
        "市住建依复〔2026〕第58号答复书已送达。",
    ],
)
def test_what_looks_alike_stays(text: str) -> None:
    """Groups as bodies, teams, rooms of offices, counts of households, shops, document numbers."""
    assert cut(text) == []


def test_a_room_is_a_home_where_the_paper_tells_a_flat() -> None:
    """702房 after the flat has been told; the same words alone, and a room of an office, stay."""
    flat = "原告王秀兰，住城关街道幸福小区2栋701房。"
    assert cut(flat + "渗水点来自802主卫，楼上802房业主未到场。")[1:] == ["802", "802房"]
    assert cut("渗水点来自802主卫。") == []
    assert cut(flat + "双方到司法所302室调解。")[1:] == []


def test_a_column_of_homes_under_heads_that_are_hardly_known() -> None:
    """A list whose first row holds few known heads is a list all the same; homes are cut, what is beside them not."""
    text = (
        "户主\t常住情况\t住址\t倒塌间数\t去向安排\n"
        "王秀兰\t1\t石坪村老鹰坳组\t2\t—\n李建国\t4\t石坪村大塘冲\t3\t投靠弟弟\n赵桂花\t2\t河街老粮站后面\t4\t租房\n"
    )
    assert cut(text) == ["石坪村老鹰坳组", "石坪村大塘冲", "河街老粮站后面"]


def test_groups_in_the_village_column_of_a_list_of_persons() -> None:
    """村社 with the group is cut beside a name, a village alone stays, and so does the list of those in office."""
    rows = "1\t石坪村一社\t{}\t7000\n2\t石坪村\t{}\t4200\n"
    people = "序号\t村社\t户主\t补偿金额\n" + rows.format("王秀兰", "李建国")
    assert cut(people) == ["石坪村一社"]
    office = "序号\t村组\t网格员\t职务\n" + rows.format("王秀兰", "李建国")
    assert cut(office) == []


def test_the_same_village_is_no_address() -> None:
    """本村 and counts in a column of homes say nothing."""
    assert cut("姓名\t身份证号\t住址\n王秀兰\t110101195001010027\t本村\n") == []


def test_brackets_end_what_stands_behind() -> None:
    """The words after the bracket speak of the house, not of the address in it."""
    assert [seen for seen, _ in addresses("业主李建国（城关镇胜利路12号）门前堆放杂物。")]
