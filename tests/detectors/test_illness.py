"""Expressions of illness, injury and disability: what they are, and whose."""

from __future__ import annotations

import re
import time

import pytest

import corpora
from detectors.illness import LEXICON, illnesses
from detectors.sensitive import DETECTOR
from pipeline.contracts import Reading
from pipeline.finding import Kind
from tests.detectors.test_names import document

ROWS = corpora.rows(LEXICON)


def health(text: str) -> list[str]:
    """Texts of `pi.health`."""
    drawn = document(text)
    found = DETECTOR.find(Reading.of(drawn))
    return [drawn.text[f.span.start : f.span.stop] for f in found if f.kind is Kind.PI_HEALTH]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['part']}-{row['span']}" for row in ROWS])
def test_every_row(row: dict[str, str]) -> None:
    """The example of each row gives its expression, the counter-example none."""
    example, counter = (row[key].replace("\\n", "\n") for key in ("example", "counter-example"))
    if not row["part"].startswith("not-"):
        assert re.search(row["pattern"], example.replace("，", ",").replace("：", ":"))
    else:
        assert re.search(row["pattern"], counter)
    assert row["span"] in health(example)
    assert health(counter) == []


@pytest.mark.parametrize(
    "expression",
    [
        "左小腿胫骨骨折",
        "右手食指、中指末节离断伤",
        "急性脑梗死（左侧基底节区）",
        "慢性肾功能衰竭（尿毒症期）",
        "视力一级残疾",
        "二级听力残疾",
        "尿毒症（晚期）",
        "双手烧伤，烧伤面积30%",
        "第12胸椎爆裂骨折伴脊髓损伤",
        "系统性红斑狼疮",
        "眼睛看不见",
        "怀孕六个月",
        "卧床不起",
        "假体周围骨折",
        "高原性心脏病",
        "骨盆粉碎性骨折、失血性休克",
        "中度失温、双足二度冻伤",
        "重度一氧化碳中毒、迟发性脑病待排",
        "右眼弹片伤",
        "右手虎口被绳勒伤",
        "右小腿软组织异物伤",
        "右上睑下垂",
        "右手拇、食指缺失",
        "右肩锁关节脱位",
        "左前臂皮裂伤",
        "头皮挫裂伤",
        "下颌磕破",
        "尘肺贰期",
        "两只膝盖都换过",
    ],
)
def test_the_whole_expression(expression: str) -> None:
    """Side, organ, kind, grade and stage belong to it."""
    assert health(f"村民张建军，{expression}。") == [expression]


@pytest.mark.parametrize(
    "text",
    [
        "村民张建军参加高血压、糖尿病防治知识讲座。",
        "村民张建军到县精神病院当保安。",
        "村民张建军反映水管破裂，桥头断裂，村内道路硬化不到位。",
        "村民张建军的母羊流产5只。",
        "村民张建军经检查，未见骨折。",
        "村民张建军咨询大病保险和职业病鉴定的办法。",
        "村民顾炎到场。",
        "村民张建军称，羊群里还有3只腿打断了。",
        "张建军赔付断腿的5只羊。",
        "村民张建军的羊腿骨折。",
        "村民张建军血检，布病抗体阴性。",
        "张建军的伤经鉴定不构成轻微伤。",
        "校医张建军报告水痘散发，已消毒。",
        "关于劳动者张建军职业病诊断结果的说明",
    ],
)
def test_what_is_nobodys(text: str) -> None:
    """Programmes, institutions, things, animals and what was ruled out stay, beside a person too."""
    assert health(text) == []


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("村民张建军的儿媳妇（怀孕五个月）被母羊撞倒。", "怀孕五个月"),
        ("村民张建军家母羊压死，其儿媳送医院，诊断为先兆流产。", "先兆流产"),
        ("村民张建军一只眼睛失明。", "失明"),
        ("村民张建军两只手骨折。", "骨折"),
    ],
)
def test_people_beside_animals(text: str, expression: str) -> None:
    """A woman meant nearer than the ewes is pregnant, and people have an eye and two hands by the same measure word."""
    assert any(expression in found or found in expression for found in health(text))


def test_somebody_named_before() -> None:
    """A word for a relative, or a label, means the person named in a line above; a bare statement does not."""
    head = "申请人：张建军，男，45岁。\n"
    assert health(head + "其妻尿毒症，每月透析。") == ["尿毒症", "透析"]
    assert health(head + "临床诊断：胃溃疡") == ["胃溃疡"]
    assert health(head + "县里近年尿毒症增多。") == []


def test_nobody_is_named() -> None:
    """Without a private person no illness is found, and a masked one names nobody."""
    assert health("患者左小腿胫骨骨折，已住院。") == []
    assert health("张某某，男，45岁，左小腿胫骨骨折。") == []


def test_forms_and_causes() -> None:
    """A label names the next cell only; a cause of poverty counts when it is an illness."""
    assert health("|姓名|张建军|健康状况|尿毒症|是否外出|否定|") == ["尿毒症"]
    table = "|姓名|致贫原因|\n|张建军|缺劳力|\n|李桂兰|因病|"
    assert health(table) == ["因病"]


def test_linear() -> None:
    """Words that could go before a head, in any number, cost no more than their length."""
    text = "左侧、右侧第12急性胸椎间盘" * 20_000
    begun = time.process_time()
    assert list(illnesses(text)) == []
    assert time.process_time() - begun < 5
