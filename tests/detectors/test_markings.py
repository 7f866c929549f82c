"""Marks in every place and spelling, and the words that only speak of secrecy.

Length: one table of marks and mentions.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors import markings
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Cell, Layer, ObjectAnchor, Source, Span, TextAnchor, Trait
from pipeline.finding import Finding, Kind
from pipeline.metadata import Metadata, StatedDate
from pipeline.secrecy import Level, MarkingState
from pipeline.term import markings as judge_markings
from tests.detectors.plain_reading import found, reading, seen

MARK = "secrecy.marking"
BODY = "\n××市人民政府办公室文件\n关于印发××工作方案的通知\n各科室：\n现将方案印发给你们，请认真执行。\n2024年3月5日\n"

MARKS = [
    "机密★5年",
    "机　密★10年",
    "机 密 ★ 10 年",
    "机密★１０年",
    "绝密★长期",
    "绝密☆长期",
    "秘密✩1年",
    "秘密⭐1年",
    "秘密⭐️1年",
    "秘密*1年",
    "秘密＊1年",
    "秘密※1年",
    "秘密﹡1年",
    "机\u200b密★5年",
    "机密★",
    "机密级★5年",
    "机密 ★ 会议开始前",
    "绝密★启用前",
    "机密★至2030年12月31日",
    "机密★2030年12月31日",
    "秘密★半年",
    "秘密★六个月",
    "000123\n机密★5年\n特急",
    "000123　机密★5年　特急",
    "机密★5年 特急",
    "特急 机密★5年",
    "（机密★5年）",
    "【机密★5年】",
    "[机密★5年]",
    "机密",
    "机　密",
    "机密 10年",
    "机密（10年）",
    "机密·长期",
    "（机密）",
    "密级：机密",
    "密级:机密★5年",
    "密 级：机 密",
    "密级　机密★5年",
    "密级和保密期限：机密★5年",
    "密级：机密　保密期限：10年",
    "文件密级：机密",
    "密级：□绝密 ☑机密 □秘密",
    "密级：绝密□ 机密☑ 秘密□",
    "密级：□绝密 ■机密 □秘密 □非密",
    "机\n密\n★\n5\n年",
    "机密★\n5年",
    "机密\n★5年",
    "机密?5年",
    "秘級：机密",
    "保密等级：机密",
    "機密★5年",
    "国家秘密★5年",
    "机密★0年",
    "机密★某年",
    "*机密★5年*",
    "**机密★5年**",
    "# 机密★5年",
    "> 机密★5年",
    "★机密★5年",
    "机密★★★",
    "机密（★3年）",
    "机密文件",
    "绝密材料　严禁外传",
    "机密　注意保密",
    "密级★期限：机密★3年",
    "密级：【机密】",
    "保密期限：5年　密级：机密",
    "机密★5年　　第3页",
    "机密★自2024年3月5日起5年",
    "机密★5年（自2024年3月5日起）",
    "机密▲5年",
]
MENTIONS = [
    "标有“机密★10年”的文件应当入柜。",
    "凡标注机密★10年的文件应当入柜。",
    "国家秘密的密级分为绝密、机密、秘密三级。",
    "除涉及国家秘密、商业秘密、个人隐私外，应当公开。",
    "采取秘密投票方式进行表决。",
    "保障数据的机密性、完整性、可用性。",
    "各单位不得泄露国家秘密、工作秘密。",
    "《中华人民共和国保守国家秘密法》",
    "依法确定为机密★5年的事项不得公开。",
    "国家秘密标志形式为“密级★保密期限”，如秘密★1年、机密★会议开始前。",
    "请将机密★10年文件交回机要室。",
    "“机密★5年”",
    "公开级、内部级、秘密级、机密级",
    "密级：",
    "密级：无",
    "密级：公开",
    "密级：绝密/机密/秘密",
    "密级：□绝密 □机密 □秘密",
    "密级：□绝密 □机密 □秘密 ☑非密",
    "绝密\n机密\n秘密",
    "标志样式如下：\n秘密★5年",
    "秘密级文件的保管由机要室负责。",
    "机密级计算机应当登记。",
    "会议秘密进行，结果向社会公布。",
    "机密计算白皮书",
    "绝密、机密级文件的复制须经批准。",
    "《绝密押运》放映通知",
    "核心商密★3年",
    "普通商密★1年",
    "商业秘密★3年",
    "工作秘密★1年",
    "内部★1年",
    "保密局秘书处",
    "综合政务\\保密工作",
    "涉密资质单位名录",
    "国家秘密载体印制资质",
    "他任县委机要室主任，长期从事密码工作。",
    "秘 密 文 件 管 理 办 法",
    "机要秘密\u0020工作\u0020总结",
    "秘密：指泄露会使国家安全和利益遭受损害的国家秘密。",
    "机密★的含义是什么？",
    "绝密★30年\n机密★20年\n秘密★10年",
    "A.机密★20年",
    "1.下列标注正确的是（　）\nA.绝密★30年　B.机密★20年",
    "（绝密）（机密）（秘密）",
    "绝密级\n是最重要的国家秘密。\n机密级\n是重要的国家秘密。\n秘密级\n是一般的国家秘密。",
    "| 密级 | 标注示例 |\n| 绝密 | 绝密★30年 |\n| 机密 | 机密★20年 |\n| 秘密 | 秘密★10年 |",
]


@pytest.mark.parametrize("mark", MARKS)
def test_mark_is_found_in_every_spelling(mark: str) -> None:
    """Recall is total: a mark above a document, however it is written."""
    assert MARK in {f.kind.value for f in found(markings.DETECTOR, mark + BODY)}


@pytest.mark.parametrize("mark", MARKS[:20])
def test_span_covers_the_mark_as_printed(mark: str) -> None:
    """The finding's span holds the whole mark and no more than the mark's own line."""
    text = mark + BODY
    spans = [shown for kind, shown in seen(markings.DETECTOR, text) if kind == MARK]
    assert spans == [mark]


@pytest.mark.parametrize("text", MENTIONS)
def test_mention_is_no_mark(text: str) -> None:
    """Talk about secrecy never becomes a marking, at the top of a document or inside it."""
    for whole in (text + "\n", f"关于做好保密工作的通知\n各单位：\n{text}\n2024年3月5日\n"):
        assert MARK not in {f.kind.value for f in found(markings.DETECTOR, whole)}


@pytest.mark.parametrize(
    "text",
    [
        "一、（秘密★5年）警戒部署由保卫组负责，具体安排另行通知。",
        "秘密★5年　一、本节内容不得摘抄，由保卫组负责保管和分发工作。",
        "关于××专项工作的方案（机密★3年）",
        "本文件密级为机密★5年，请妥善保管。",
        "此件属秘密级，保密期限3年。",
        "××市人民政府文件　　　　机密★10年",
        "机密★10年　　　　××市人民政府文件",
        "附表一　人员配置情况（秘密★1年）",
    ],
)
def test_mark_of_a_part_or_beside_other_text(text: str) -> None:
    """Before a paragraph, behind a title, on one line with the letterhead, or stated in words."""
    assert MARK in {f.kind.value for f in found(markings.DETECTOR, text + "\n" + "正文。\n" * 3)}


def test_mark_of_another_document_is_a_hint_not_a_marking() -> None:
    """A cited document with its mark in brackets: the draft may draw on it, people decide."""
    text = "根据《××专项规划》（机密★5年）的要求，各单位应当抓好落实工作。\n"
    assert {f.kind.value for f in found(markings.DETECTOR, text)} == {"secrecy.scope"}


def _finding(text: str) -> Finding:
    return next(f for f in found(markings.DETECTOR, text) if f.kind is Kind.SECRECY_MARKING)


def test_stamp_beside_a_mark_lifts_it() -> None:
    """解密 in the same line, on the next line, with and without a day."""
    for text, day in (
        ("机密★5年（解密）", None),
        ("机密★5年\n解密", None),
        ("机密★5年\n（已于2015年3月1日解密）", dt.date(2015, 3, 1)),
        ("机密★5年　2015年3月1日解密", dt.date(2015, 3, 1)),
    ):
        mark = _finding(text + BODY).mark
        assert mark is not None
        assert (mark.lifted, mark.lifted_on) == (True, day)


@pytest.mark.parametrize("text", ["未解密", "解密后方可公开", "解密审核表", "办理解密手续"])
def test_words_about_declassification_lift_nothing(text: str) -> None:
    """Only a stamp lifts."""
    mark = _finding(f"机密★5年\n{text}{BODY}").mark
    assert mark is not None
    assert not mark.lifted


@pytest.mark.parametrize("text", ["机密　2012年12月10日", "机密★\n2012年12月10日", "机密\n2012年12月10日"])
def test_loose_date_never_ends_the_secret(text: str) -> None:
    """The document's own date behind or below a mark is not its term."""
    item = _finding(text + BODY)
    judged = judge_markings([item], Metadata(written_on=StatedDate(dt.date(2024, 3, 5))), dt.date(2026, 11, 22))
    assert judged[0].state is MarkingState.TERM_ABSENT


def test_start_and_length_give_the_last_day() -> None:
    """自…起五年 ends on the corresponding day; a start alone is no term."""
    judged = judge_markings([_finding("机密★自2024年3月5日起5年" + BODY)], Metadata(), dt.date(2026, 11, 22))
    assert (judged[0].state, judged[0].expires_on) == (MarkingState.IN_TERM, dt.date(2029, 3, 5))
    judged = judge_markings([_finding("机密★自2024年3月5日起" + BODY)], Metadata(), dt.date(2026, 11, 22))
    assert judged[0].state is MarkingState.ANOMALOUS


def test_star_beside_an_internal_mark_contradicts_itself() -> None:
    """★ is reserved to state secrets."""
    mark = _finding("内部机密★5年" + BODY).mark
    assert mark is not None
    assert mark.contradictory


# ---- layers, cells, looks ------------------------------------------------------------------------------


def _built(*blocks: tuple[Layer, str, Cell | None, tuple[Trait, ...]], name: str = "a.docx") -> Reading:
    builder = DocumentBuilder(Source.of(name, "docx", b"x"))
    for layer, text, cell, traits in blocks:
        end = "\t" if cell is not None and cell.column == 0 else "\n"
        with builder.block(layer, layer.value, cell=cell, end=end):
            builder.add(text, ObjectAnchor("x", 0), traits)
    return Reading.of(builder.build())


@pytest.mark.parametrize("layer", [layer for layer in Layer if layer is not Layer.BODY])
def test_mark_alone_in_any_layer(layer: Layer) -> None:
    """Header, text box, note, comment, property, picture text: a mark alone in its block is a mark."""
    for text in ("机密★10年", "机密", "机　密"):
        result = _built((Layer.BODY, "关于××工作的通知", None, ()), (layer, text, None, ()))
        assert [f.kind.value for f in markings.DETECTOR.find(result)] == [MARK]


def test_watermark_is_a_mark() -> None:
    """A watermark repeats the bare level."""
    result = _built((Layer.TEXTBOX, "绝密", None, (Trait.WATERMARK,)), (Layer.BODY, "通知", None, ()))
    assert [f.kind.value for f in markings.DETECTOR.find(result)] == [MARK]


def _table(*rows: tuple[str, str]) -> Reading:
    builder = DocumentBuilder(Source.of("a.docx", "docx", b"x"))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            with builder.block(
                Layer.TABLE, "表1", cell=Cell(0, number, column), end="\t" if column == 0 else "\n"
            ):
                builder.add(text, TextAnchor(builder.length))
    return Reading.of(builder.build())


def test_level_beside_its_label_in_a_form() -> None:
    """密级 | 秘密 in a dispatch sheet."""
    result = _table(("标题", "关于××的通知"), ("密级", "秘密"), ("保密期限", "5年"))
    found_marks = [f for f in markings.DETECTOR.find(result) if f.kind is Kind.SECRECY_MARKING]
    assert len(found_marks) == 1
    assert found_marks[0].mark is not None
    assert found_marks[0].mark.written == "5年"


def test_level_column_of_a_register_is_about_other_files() -> None:
    """A list of files with their levels marks none of them here, but calls for a look."""
    result = _table(("文件名称", "密级"), ("甲方案", "秘密"), ("乙方案", "机密"), ("丙方案", "秘密"))
    assert {f.kind.value for f in markings.DETECTOR.find(result)} == {"secrecy.scope"}


def test_struck_mark_with_the_new_one_beside() -> None:
    """1990 标志规定 7: the old mark struck out, the new one beside: only the new one lives."""
    result = _built(
        (Layer.BODY, "机密★10年", None, (Trait.STRUCK,)),
        (Layer.BODY, "秘密★5年", None, ()),
        (Layer.BODY, "关于××工作的通知", None, ()),
    )
    marks = [f.mark for f in markings.DETECTOR.find(result) if f.mark is not None]
    assert [(m.level, m.lifted) for m in marks] == [(Level.JIMI, True), (Level.MIMI, False)]


def test_struck_mark_alone_is_not_lifted() -> None:
    """A strike without a stamp or a new mark is recorded and stays live."""
    result = _built((Layer.BODY, "机密★10年", None, (Trait.STRUCK,)), (Layer.BODY, "关于××的通知", None, ()))
    mark = next(f.mark for f in markings.DETECTOR.find(result) if f.mark is not None)
    assert (mark.lifted, mark.struck) == (False, True)


@pytest.mark.parametrize(
    "name", ["机密★5年_关于××的通知.docx", "【秘密】方案.docx", "绝密 2024计划.doc", "方案（机密）.docx", "收文/机密/方案.docx"]
)
def test_file_name_carries_a_mark(name: str) -> None:
    """The mark stands at the empty span 0, because a name has no characters in the text."""
    marks = found(markings.DETECTOR, "关于××的通知\n", name)
    assert [f.span for f in marks if f.kind is Kind.SECRECY_MARKING] == [Span(0, 0)]
    assert marks[0].place == "文件名"


@pytest.mark.parametrize(
    "name",
    ["国家秘密保护条例.docx", "秘密投票办法.docx", "商业秘密管理.txt", "机密性要求.md", "保密审查表.docx", "机密计算白皮书.pdf"],
)
def test_file_name_that_speaks_of_secrecy(name: str) -> None:
    """Names of rules and forms are no marks."""
    assert not found(markings.DETECTOR, "关于××的通知\n", name)


# ---- properties --------------------------------------------------------------------------------------

PROSE = st.lists(
    st.sampled_from(
        [
            "各单位要加强组织领导，认真抓好落实。",
            "除涉及国家秘密外，一律公开。",
            "密级分为绝密、机密、秘密三级。",
            "附件：1.任务分工表",
            "标有“秘密★1年”的文件",
            "（此件公开发布）",
            "联系人：张三，电话：0475-8230000",
            "抄送：市委办公室。",
            "一、总体要求",
            "2024年3月6日",
            "特急",
            "内部资料",
        ]
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(PROSE, PROSE)
def test_adding_text_never_loosens(before: list[str], after: list[str]) -> None:
    """A live mark stays live whatever official prose is added around it."""
    text = "\n".join([*before, "", "机密★10年", "", *after])
    marks = judge_markings(
        list(markings.DETECTOR.find(reading(text))),
        Metadata(written_on=StatedDate(dt.date(2024, 3, 5))),
        dt.date(2026, 11, 22),
    )
    assert any(m.level is Level.JIMI and m.state.is_live for m in marks)
    assert all(m.state is not MarkingState.EXPIRED for m in marks)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_detector(text: str) -> None:
    """Any Unicode around a level word gives findings inside the text, never an exception."""
    whole = f"{text}机密★5年{text}\n{text}密级{text}秘密"
    for item in markings.DETECTOR.find(reading(whole)):
        assert 0 <= item.span.start <= item.span.stop <= len(whole)
