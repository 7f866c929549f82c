"""Identifiers through presidio: what is found, where, and that nothing goes out."""

from __future__ import annotations

import pytest

from detectors import language
from pipeline.contracts import Reading
from pipeline.document import Block, Document, Layer, Source, Span
from pipeline.finding import Finding


def reading(text: str) -> Reading:
    """A plain text, one block a line."""
    blocks, place = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\n")
        if body:
            blocks.append(Block(Span(place, place + len(body)), Layer.BODY, "第1段"))
        place += len(line)
    return Reading.of(Document(Source.of("a.txt", "txt", text.encode()), text, tuple(blocks)))


def found(text: str) -> list[tuple[str, str]]:
    """Kind and printed text of every finding."""
    return [(f.kind.value, text[f.span.start : f.span.stop]) for f in findings(text)]


def findings(text: str) -> list[Finding]:
    """The findings of the detector."""
    return list(language.DETECTOR.find(reading(text)))


CASES = [
    (
        "身份证号11010519491231002X，手机13800138000。",
        [("pi.resident_id", "11010519491231002X"), ("pi.mobile", "13800138000")],
    ),
    (
        "编号 12 11010519491231002X 13812345678",
        [("pi.resident_id", "11010519491231002X"), ("pi.mobile", "13812345678")],
    ),
    ("电话：0478-8655123转802", [("org.identifier", "0478-8655123转802")]),
    ("家庭电话：0478-8655123", [("pi.landline", "0478-8655123")]),
    ("请联系zhangsan@example.cn获取", [("pi.email", "zhangsan@example.cn")]),
    ("邮箱xxgk@bynr.gov.cn", [("org.identifier", "xxgk@bynr.gov.cn")]),
    ("卡号6222021234567890128请核对", [("pi.bank_card", "6222021234567890128")]),
    ("统一社会信用代码91350100M000100Y43", [("org.identifier", "91350100M000100Y43")]),
    ("①13812345678", [("pi.mobile", "13812345678")]),
    ("电话一三八一二三四五六七八", [("pi.mobile", "一三八一二三四五六七八")]),
    ("1101051949\n1231002X", [("pi.resident_id", "1101051949\n1231002X")]),
    ("138****1234 110105********002X", []),
    ("巴政办发〔2018〕51号 2018年6月12日 项目代码2020-150222-48-03-012345", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_finds_exactly(text: str, expected: list[tuple[str, str]]) -> None:
    """Each text gives these findings and no other."""
    assert found(text) == expected


def test_a_restored_line_is_read_as_well() -> None:
    """A number in the reading of a damaged line is a finding on the line as printed."""
    text = "乱码乱码乱码\n"
    span = Span(0, 6)
    document = Document(
        Source.of("a.txt", "txt", text.encode()),
        text,
        (Block(span, Layer.BODY, "第1行"),),
        repaired=((span, "身份证11010519491231002X"),),
    )
    (seen,) = language.DETECTOR.find(Reading.of(document))
    assert (seen.kind.value, seen.span, seen.certainty.value) == ("pi.resident_id", span, "likely")


def test_digits_that_end_another_number_are_no_prefix() -> None:
    """An id that ends in 86 and a mobile behind it stay two numbers."""
    expected = [("pi.resident_id", "810000196412264386"), ("pi.mobile", "13000000000")]
    assert found("810000196412264386 13000000000") == expected
    assert found("+86 13000000000、86-13000000000") == [
        ("pi.mobile", "+86 13000000000"),
        ("pi.mobile", "86-13000000000"),
    ]
