"""Heads that no list knows: whom they mean by their last word, and what the whole table makes of it."""

from __future__ import annotations

import pytest

import corpora
from detectors.names import DETECTOR as NAMES
from detectors.names_columns import name_cells, nameless
from detectors.sensitive import DETECTOR as SENSITIVE
from detectors.tables import head_roles, tables
from detectors.tables_content import looks_like_name
from detectors.tables_people import is_signature, is_vague, is_word, who
from pipeline.contracts import Reading
from pipeline.finding import Kind
from tests.detectors.test_tables import grid, only, roles

ENDINGS = corpora.rows("lexicons/head_endings.tsv")


def columns(read: Reading) -> dict[str, str]:
    """Cell text → the role that its column gives the persons in it."""
    text = read.document.text
    return {text[c.span.start : c.span.stop]: c.role for c in name_cells(read)}


def private(read: Reading) -> set[str]:
    """The names that are cut."""
    text = read.document.text
    found = NAMES.find(read)
    return {text[f.span.start : f.span.stop] for f in found if f.kind is Kind.PI_NAME}


@pytest.mark.parametrize("row", ENDINGS, ids=lambda row: row["ending"])
def test_each_ending_tells_its_example_and_not_its_counter_example(row: dict[str, str]) -> None:
    """A head of persons says whom it means, a head of numbers its role; a longer word that ends alike says nothing."""
    if row["role"] in {"name", "official", "none"}:
        assert who(row["example"]) == (row["who"] or None)
        assert not row["counter_example"] or who(row["counter_example"]) is None
    else:
        assert row["role"] in head_roles(row["example"])
        assert head_roles(row["counter_example"]) != (row["role"],)


def test_whom_a_head_means() -> None:
    """Labels, titles, signatures, joined heads; questions and other things mean nobody."""
    assert who("承种人") == "either"
    assert is_vague("承种人")
    assert who("户主签字") == "private"
    assert who("审核人（签字）") == "official"
    assert who("家属及电话") == "private"
    assert who("社区书记") == "official"
    assert who("签字") == "either"
    assert is_signature("签字")
    assert not is_signature("户主签字")
    for head in ("是否监测户", "账户", "户数", "家中几人", "来访事由", "13800138000", ""):
        assert who(head) is None
    assert is_word("网格长")
    assert not is_word("张三")


def test_a_name_by_its_shape() -> None:
    """As printed: wide, several, dotted, spelt, for another; words for persons and long phrases are none."""
    for name in ("王 芳", "窦 玉 成", "江河", "欧阳娜", "安全/金融", "德吉 格桑梅朵", "阿布都拉",
                 "古丽娜尔．买买提", "帕提古丽 · 司马义", "代：云小妹"):  # fmt: skip
        assert looks_like_name(name), name
    for other in ("企业", "农户", "社会公众", "全县居民", "来访事由", "身份证号"):
        assert not looks_like_name(other), other


def test_an_unknown_head_that_ends_in_a_person_names_persons() -> None:
    """建房户, 用热人, 志愿者 … beside numbers of persons: names even where they are words or have no surname."""
    for head in (
        "建房户",
        "用热人",
        "献血者",
        "走访对象",
        "乘客",
        "供养亲属",
        "户主签字",
        "签字",
        "种粮大户",
    ):
        read = grid(
            [
                ["序号", head, "手机"],
                *([str(i), n, "1"] for i, n in enumerate(("江河", "权威", "阿布都拉"))),
            ]
        )
        assert {"江河", "权威", "阿布都拉"} <= private(read), head


def test_such_a_head_over_other_things_names_nobody() -> None:
    """Groups and companies below 对象, ticks below 签字: the cells must look like names."""
    rows = [
        ["服务内容", "优惠对象", "金额"],
        ["培训", "小微企业", "1"],
        ["贷款", "个体工商户", "2"],
    ]
    assert "小微企业" not in columns(grid(rows))
    assert columns(grid([["姓名", "手机", "签字"], ["张三", "1", "已领"]])) == {"张三": "private"}


def test_a_table_of_a_known_label_alone() -> None:
    """来访人 | 来访事由 is a head row, 来访人 | 张三 a form."""
    assert columns(grid([["来访人", "来访事由"], ["迟到", "咨询办证"]])) == {"迟到": "private"}
    assert columns(grid([["来访人", "张三"], ["来访事由", "咨询办证"]])) == {"张三": "private"}


def test_the_head_of_the_own_column_decides_first() -> None:
    """信访人 beside 包案领导 and 职务 stays private, the leader stays in office; so do judges beside parties."""
    read = grid(
        [["信访人", "信访事项", "包案领导", "职务"], ["唐爱国", "拖欠工程款", "马云海", "副县长"]]
    )
    assert columns(read) == {"唐爱国": "private", "马云海": "official"}
    read = grid([["案由", "原告", "被告", "审判长"], ["离婚纠纷", "褚小红", "卫青云", "蒋勤勤"]])
    assert columns(read) == {"褚小红": "private", "卫青云": "private", "蒋勤勤": "official"}
    read = grid(
        [["网格", "网格长", "走访对象", "联系电话"], ["第一网格", "刘晓东", "张小毛", "1"]]
    )
    assert columns(read) == {"刘晓东": "official", "张小毛": "private"}
    read = grid([["户代表", "成员", "身份证号"], ["苗老汉", "苗水生", "1"]])
    assert columns(read) == {"苗老汉": "private", "苗水生": "private"}


def test_an_opinion_is_no_signature_of_the_next_row() -> None:
    """来访人 beside 处理意见: who comes first in the next row has approved nothing."""
    read = grid([["来访人", "处理意见"], ["庾庆生", "转权籍科"], ["沙金兰", "转国土所"]])
    assert private(read) == {"庾庆生", "沙金兰"}


def test_officials_who_meet_leave_their_mobiles() -> None:
    """姓名 and 职务 with titles are in office in spite of a mobile; posts of workers are none."""
    met = [["单位", "姓名", "职务", "手机"], ["县水利局", "张建国", "局长", "1"]]
    assert columns(grid(met)) == {"张建国": "official"}
    hired = [["村", "姓名", "岗位", "手机"], ["东村", "张建国", "保洁员", "1"]]
    assert columns(grid(hired)) != {"张建国": "official"}


def test_bodies_beside_persons_do_not_speak_against_them() -> None:
    """A bank and a school among the donors; the same columns twice side by side."""
    read = grid(
        [
            ["捐款人", "金额", "捐款人", "金额"],
            ["靳东来", "200", "弓长岭", "100"],
            ["县农商银行", "500", "县第一中学", "300"],
        ]
    )
    assert {"靳东来", "弓长岭"} <= columns(read).keys()


def test_who_investigates_in_a_form_is_in_office() -> None:
    """调查人签字 is a label of its own, and does not make an official of the person visited."""
    read = grid([["姓名", "张敏", "性别", "女"], ["调查人签字", "程勇", "单位", "镇民政办"]])
    assert columns(read) == {"张敏": "private", "程勇": "official"}
    kin = [["姓名", "张敏", "与户主关系", "妻"], ["调查人签字", "程勇", "单位", "镇民政办"]]
    assert columns(grid(kin)) == {"张敏": "private", "程勇": "official"}


def test_a_contact_in_a_list_of_money_is_private() -> None:
    """联系人 is in office in a directory, not beside sums alone."""
    assert columns(grid([["序号", "联系人", "金额"], ["1", "江河", "5"]])) == {"江河": "private"}
    assert columns(grid([["单位", "联系人", "电话"], ["县局", "江河", "5"]])) == {
        "江河": "official"
    }


def test_votes_and_signatures_make_a_list_of_persons() -> None:
    """户主代表 | 同意 | 弃权 | 按印: all who vote are persons, whatever their names mean."""
    read = grid(
        [["户主代表", "同意", "弃权", "按印"], ["单一", "√", "", ""], ["祖国栋", "√", "", ""]]
    )
    assert private(read) == {"单一", "祖国栋"}


def test_what_sends_to_another_cell_is_no_name() -> None:
    """同监护人, 同左, 丈夫, （共有）, 拒签: no names; 丈夫李强 and 李强等3人 are 李强."""
    rows = [
        ["姓名", "监护人", "持卡人"],
        ["王芳", "王建社", "同监护人"],
        ["文明", "丈夫李强", "同左"],
    ]
    assert private(grid([*rows, ["张三等3人", "赵六（共有）", "拒签"]])) == {
        "王芳", "王建社", "文明", "李强", "张三", "赵六",
    }  # fmt: skip


def test_a_head_merged_both_ways_goes_down_to_its_tallest_cell() -> None:
    """务工 and 公益岗 in the second of three head rows are heads, and name nobody."""
    read = grid(
        [
            [("户编号", 3, 1), ("基本信息", 1, 2), ("就业情况", 1, 2)],
            ["^", ("户主信息", 1, 2), ("务工", 1, 1), ("公益岗", 2, 1)],
            ["^", "姓名", "电话", "地点", "^"],
            ["1", "巴图孟克", "1", "北京", "否"],
        ]
    )
    assert columns(read) == {"巴图孟克": "private"}
    assert {"务工", "公益岗"} <= {cell.text for cell in only(read).cells if cell.is_head}


def test_a_joined_head_has_the_roles_of_its_parts() -> None:
    """家属及电话 is a name and a telephone, 卡（折）号 and 工资账户 are accounts, 补偿总额 is money."""
    assert head_roles("家属及电话") == ("name", "phone")
    assert head_roles("工资账户") == ("account",)
    assert head_roles("卡（折）号") == ("bank_card",)
    assert head_roles("补偿总额（元）") == ("amount",)
    assert head_roles("援助机构电话") == ("office_phone",)


def test_a_first_row_over_data_is_no_form() -> None:
    """案号 | 受援人情况 | 电话: nothing in the next row is a label."""
    read = grid([["案号", "受援情况", "机构电话"], ["甬法援7号", "工伤纠纷", "0574-1"]])
    assert roles(read)["0574-1"] == "office_phone"


def test_kinds_of_disability_and_causes() -> None:
    """类别 and 等级 beside a disability number are health; 缺劳力 and 因学 as a cause of poverty are none."""
    read = grid([["姓名", "残疾证号", "类别", "等级"], ["訾小二", "1", "肢体", "三级"]])
    assert roles(read)["肢体"] == roles(read)["三级"] == "disability"
    read = grid(
        [["姓名", "致贫原因"], ["王秀兰", "患尿毒症"], ["仝卫东", "缺劳力"], ["艾力", "因学"]]
    )
    text = read.document.text
    found = {text[f.span.start : f.span.stop] for f in SENSITIVE.find(read)}
    assert any("尿毒症" in one for one in found)
    assert not found & {"缺劳力", "因学"}


def test_cells_that_name_nobody() -> None:
    """Heads, labels, villages and amounts."""
    read = grid([["嘎查村", "姓名", "金额"], ["希勃图", "乌云其木格", "5"]])
    text = read.document.text
    assert {text[s.start : s.stop] for s in nameless(read)} == {
        "嘎查村",
        "姓名",
        "金额",
        "希勃图",
        "5",
    }


def test_every_table_of_the_lexicon_still_reads_its_heads() -> None:
    """A term of the list keeps its own role whatever its ending says."""
    for row in corpora.rows("lexicons/columns.tsv"):
        assert row["role"] in head_roles(row["term"]), row


def test_tables_do_not_share_what_they_tell() -> None:
    """A head of one table says nothing of another."""
    read = grid([["建房户", "手机"], ["江河", "1"]], [["项目", "建房户"], ["改造", "12"]])
    assert [("name" in table.roles) for table in tables(read)] == [True, False]
