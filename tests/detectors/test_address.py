"""Addresses: private ones are found whole without a label, an office's stay, and where both may be meant it asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors import places
from detectors.address_shape import end_of
from detectors.checksums import resident_check
from pipeline.finding import Certainty
from tests.detectors.test_language import findings

HOMES = [
    "赤峰市松山区玉龙街道平双大街12号院3号楼2单元501室",
    "临河区解放街道金桥花园B区7-3-502",
    "哈拉诺尔苏木查干套海嘎查三组15号",
    "石河子市石河子总场三分场五连12栋4号",
    "东胜区林荫街道万家惠欣城六号楼二单元十八层1803",
    "乌拉特前旗乌拉山镇康馨苑小区8号楼东单元三楼西户",
    "台北市大安区忠孝东路四段100号5楼之1",
    "新华街道利民巷17号附3号",
    "深圳市南山区粤海街道科苑南路2666号海印长城2栋B座17F",
    "上海市静安区彭浦新村街道闻喜路555弄12号601室",
]
PERSONS = [
    "申请人张三，住{}，无业。",
    "民警在其位于{}的家中将其传唤到案。",
    "您反映的{}房屋漏水问题已收悉。",
    "业主郑某（{}）拒绝配合。",
    "收件人：赵敏 13812345678 {}",
    "将通知书邮寄至{}，由其妻签收。",
    "老人独居于{}，无子女。",
]
OFFICES = [
    "办公地址：{}，邮编015000。",
    "项目位于{}，总投资3亿元。",
    "会议地点：{}三楼会议室。",
    "某某有限公司，住所地：{}，法定代表人马云山。",
    "我局对位于{}的加油站进行了检查。",
    "地址：{}（区政务服务中心）",
    "投票站设在{}文化活动室。",
]


def addresses(text: str) -> list[tuple[str, Certainty]]:
    """Printed text and certainty of the addresses."""
    return [
        (text[f.span.start : f.span.stop], f.certainty)
        for f in findings(text)
        if f.kind.value == "pi.address"
    ]


@pytest.mark.parametrize("sentence", PERSONS)
@pytest.mark.parametrize("home", HOMES)
def test_a_home_is_found_whole(home: str, sentence: str) -> None:
    """Every form in every sentence, to its last number and no further."""
    ((seen, certainty),) = addresses(sentence.format(home))
    assert seen == home
    assert certainty is not Certainty.POSSIBLE


@pytest.mark.parametrize("sentence", OFFICES)
@pytest.mark.parametrize("place", HOMES)
def test_the_address_of_an_office_stays(place: str, sentence: str) -> None:
    """The same forms where an office, a company, a site or a meeting stands."""
    assert addresses(sentence.format(place)) == []


@pytest.mark.parametrize(
    "text",
    [
        "临河区胜利路12号",
        "当事人张三在胜利路12号经营的超市",
        "材料邮寄至临河区胜利路12号。",
        "本县狼山镇富强村村民刘某反映该问题。",
    ],
)
def test_where_both_may_be_meant_it_asks(text: str) -> None:
    """Alone on its line, person and business at once, sent there, or a village alone: a question, no cut."""
    assert [certainty for _, certainty in addresses(text)] == [Certainty.POSSIBLE]


@pytest.mark.parametrize(
    "text",
    [
        "内政办发〔2011〕26号、临政发12号文件和3号令",
        "一、二、三组村民代表参加会议，五组提出书面意见。",
        "第三网格负责巡查建设路1号至86号临街商铺。",
        "改造范围包括电力小区1号楼至12号楼外墙保温。",
        "地铁3号线、12号台风、5号窗口、2号机组、8号文",
        "国家机构组织法第三章第二节第5条",
        "比例为7-3-502，编号12-3-401，1990-01-01",
        "住院部3号楼5层设隔离病区。",
        "红旗村三组村民小组组长负责防汛值守。",
        "实验楼4单元实验室管理员由后勤处安排。",
        "沿国道110线K812+300处右侧2号取土场。",
        "产权单位：临河区房产服务中心；坐落：新华街18号综合体1层103号商铺。",
    ],
)
def test_numbers_that_are_no_address(text: str) -> None:
    """Documents, groups as bodies, ranges of buildings, lines, windows, codes and days."""
    assert addresses(text) == []


@given(st.sampled_from(sorted(set(places.names()))), st.integers(1, 999), st.integers(1, 99))
def test_every_division_heads_an_address(name: str, house: int, room: int) -> None:
    """Whatever the county or city is called, the address after it is found whole."""
    home = f"{name}胜利路{house}号锦绣花园3号楼2单元{room}室"
    assert [seen for seen, _ in addresses(f"申请人家住{home}。")] == [home]


@given(st.text(alphabet="0123456789一二三号楼单元室组社-（）甲A路街", max_size=200))
def test_the_end_of_an_address_is_found_soon(text: str) -> None:
    """No run of numbers and units leads out of the text."""
    assert 0 <= end_of(text, 0) <= len(text)


def test_codes_of_abolished_divisions_are_areas() -> None:
    """People keep numbers of counties that are gone; what never was a division is none."""
    assert all(map(places.is_area, ("150404", "152801", "110103", "513221", "810000", "911234")))
    assert not places.is_area("150499")


def test_a_number_of_no_area_is_less_sure() -> None:
    """A valid check digit over an area that never was: shown as likely, with the reason."""
    body = "15999919900101001"
    (seen,) = [f for f in findings(f"号码{body}{resident_check(body)}。") if f.kind.is_personal]
    assert seen.certainty is Certainty.LIKELY
    assert "行政区划" in seen.why
