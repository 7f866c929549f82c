"""Cutting plain text, the five ways: removes, spares the look-alike, repeats, ignores clean, survives reopening."""

from __future__ import annotations

import pytest

import redaction
from pipeline.document import Span
from pipeline.errors import RedactionRefused
from pipeline.readers import read

MARK = "【已删减】"
SECRET = "11010519491231002X"
TEXT = f"通知\r\n当事人身份证号{SECRET}，编号110105。\r\n联系电话12345\r\n"
ENCODINGS = ("utf-8", "gb18030", "utf-16-le")


def encoded(encoding: str) -> bytes:
    """The draft as a file in one encoding."""
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    return mark + TEXT.encode(encoding)


def cut(data: bytes, secret: str = SECRET) -> bytes:
    """The file with every occurrence of `secret` cut."""
    document = read(data, "a.txt")
    spans = []
    at = document.text.find(secret)
    while at >= 0:
        spans.append((Span(at, at + len(secret)), MARK))
        at = document.text.find(secret, at + 1)
    return redaction.apply(data, document, spans)[0]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_removes(encoding: str) -> None:
    """The characters were there and are gone in every encoding."""
    data = encoded(encoding)
    assert SECRET.encode(encoding) in data
    assert SECRET.encode(encoding) not in cut(data)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_spares_the_look_alike(encoding: str) -> None:
    """Everything else, line ends and mark included, is as it was."""
    data = encoded(encoding)
    expected = TEXT.replace(SECRET, MARK)
    head = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert cut(data) == head + expected.encode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_repeats(encoding: str) -> None:
    """A second run changes nothing."""
    once = cut(encoded(encoding))
    assert cut(once) == once


def test_ignores_clean() -> None:
    """Without cuts the bytes come back untouched."""
    data = encoded("utf-8")
    made, proof = redaction.apply(data, read(data, "a.txt"), [])
    assert made == data
    assert proof.holds


def test_five_hits_on_one_line_all_go() -> None:
    """Every one of several cuts on a line is made."""
    data = "、".join(["13812345678"] * 5).encode()
    assert b"13812345678" not in cut(data, "13812345678")


def test_the_same_text_left_elsewhere_is_refused() -> None:
    """A value that is cut here and stays readable there is no redaction."""
    data = f"甲{SECRET}乙{SECRET}".encode()
    document = read(data, "a.txt")
    with pytest.raises(RedactionRefused):
        redaction.apply(data, document, [(Span(1, 19), MARK)])


def test_other_bytes_than_reviewed_are_refused() -> None:
    """Offsets hold for the reviewed bytes only."""
    document = read(b"abc", "a.txt")
    with pytest.raises(RedactionRefused):
        redaction.apply(b"abd", document, [])


def test_the_length_of_what_was_cut_is_hidden_by_a_mark() -> None:
    """The proof says of each cut whether its length can be told."""
    data = encoded("utf-8")
    document = read(data, "a.txt")
    at = document.text.index(SECRET)
    _, proof = redaction.apply(data, document, [(Span(at, at + 18), MARK)])
    assert proof.length_hidden == (True,)


@pytest.mark.parametrize(
    "line", ["住户王　五", "见王五", "http://a.example/?n=%E7%8E%8B%E4%BA%94", "&#29579;&#20116;"]
)
def test_refuses_the_same_name_in_another_spelling(line: str) -> None:
    """A name of two characters that also stands elsewhere, blanks or escapes inside it, is no output."""
    data = f"申请人王五。\n{line}\n".encode()
    document = read(data, "a.txt")
    with pytest.raises(RedactionRefused) as refused:
        redaction.apply(data, document, [(Span(3, 5), MARK)])
    assert any("第2行" in reason for reason in refused.value.reasons)


@pytest.mark.parametrize("text", ["欧\n阳\n志\n远", "欧阳\n志远", "1101051949\n1231002X"])
def test_refuses_what_stands_over_several_lines(text: str) -> None:
    """A name written downwards, a number broken by a line end."""
    data = f"欧阳志远，{SECRET}。\n{text}\n".encode()
    document = read(data, "a.txt")
    with pytest.raises(RedactionRefused):
        redaction.apply(data, document, [(Span(0, 4), MARK), (Span(5, 23), MARK)])
