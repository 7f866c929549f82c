"""Handling words, release notes and conflicts: marks where they stand as marks, quiet in sentences."""

from __future__ import annotations

import pytest

from detectors import conflict, handling
from detectors.metadata import read_metadata
from pipeline.finding import Certainty
from tests.detectors.plain_reading import found, kinds, reading, seen

BODY = "\n关于××工作的通知\n各科室：\n请认真执行。\n2024年3月5日\n"


@pytest.mark.parametrize(
    "text",
    [
        "内部资料",
        "内部资料　注意保存",
        "内部文件（资料）",
        "（内部文件，不得外传）",
        "内 部 资 料",
        "内部★1年",
        "【内部】",
        "内部使用　不得外传",
        "工作秘密★2年",
        "内部事项 注意保管",
        "注意保密",
        "内部参考",
    ],
)
def test_internal_marks(text: str) -> None:
    """Alone, bracketed, spaced, with a keep-safe word or an improper star."""
    assert "handling.internal" in kinds(found(handling.DETECTOR, text + BODY))


@pytest.mark.parametrize(
    "text",
    [
        "加强内部审计和内部控制。",
        "国内部分地方、校内部门、境内部署。",
        "标注有“内部文件( 资料)” 和“注意保存” ( 保管、保密)的信息",
        "注意保管财物，妥善保管证件。",
        "个人信息应当严格保密。",
        "内部资料性出版物管理办法",
        "机关内部办事流程",
    ],
)
def test_everyday_words_are_quiet(text: str) -> None:
    """Adjectives, substrings, quotations and everyday advice are no marks."""
    assert not found(handling.DETECTOR, text + BODY)


def test_licensed_publication_is_a_distribution_limit() -> None:
    """内部资料 with a 准印证号 is printed by law, and is no work secret."""
    result = found(handling.DETECTOR, "内部资料　免费交流\n准印证号：（云）字第018号\n本期目录\n")
    assert {(f.kind.value, f.certainty) for f in result} == {
        ("handling.circulation", Certainty.POSSIBLE)
    }


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("（此件公开发布）", "此件公开发布"),
        ("(此件主动公开)", "此件主动公开"),
        ("（此件依申请公开）", "此件依申请公开"),
        ("（此件不予公开）", "此件不予公开"),
        ("（信息公开形式：主动公开）", "主动公开"),
        ("公开属性：全文公开", "全文公开"),
        ("公开方式：□主动公开 ☑依申请公开", "依申请公开"),
        ("（此件删减后公开）", "此件删减后公开"),
        ("公开属性\t主动公开\n文号\t无", "主动公开"),
        ("此件为普发性公文，作为主动公开信息", "此件为普发性公文，作为主动公开信息"),
    ],
)
def test_release_note_as_printed_without_brackets(text: str, note: str) -> None:
    """The note is found, and stands in the metadata without its brackets."""
    result = read_metadata(reading("关于××的通知\n各科室：\n正文。\n" + text + "\n")).release_note
    assert result is not None
    assert result.value == note
    assert "handling.release_note" in kinds(found(handling.DETECTOR, text))


@pytest.mark.parametrize(
    "text",
    [
        "公开属性包括全文公开、删减后公开、不予公开",
        "应当提出“主动公开”、“不予公开”等意见",
        "公开属性：□主动公开 □依申请公开 □不予公开",
        "不得公开涉及国家秘密的信息。",
    ],
)
def test_talk_about_notes_is_no_note(text: str) -> None:
    """Rules, blank forms and quotations."""
    assert "handling.release_note" not in kinds(found(handling.DETECTOR, text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("秘密★5年" + BODY + "（此件公开发布）", 1),
        ("内部资料" + BODY + "（此件主动公开）", 1),
        (BODY + "（此件主动公开）\n公开属性：不予公开", 1),
        (BODY + "（此件公开发布）\n（此件发至县团级）", 0),
        (BODY + "（此件公开发布）", 0),
        ("公开属性：全文公开\n公开方式：依申请公开" + BODY, 0),
        ("秘密★5年" + BODY, 0),
    ],
)
def test_conflicts(text: str, count: int) -> None:
    """A note that opens beside a mark or a stricter note; attribute and mode are two axes."""
    assert len(found(conflict.DETECTOR, text)) == count


def test_span_is_the_phrase() -> None:
    """The finding covers the phrase as printed."""
    assert seen(handling.DETECTOR, "内　部　资　料" + BODY) == [
        ("handling.internal", "内　部　资　料")
    ]
