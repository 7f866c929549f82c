"""Plain text: what is printed is what is counted, and what cannot be read is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.document import Document, GapReason, Layer, Span, TextAnchor, Trait
from pipeline.readers import read
from pipeline.readers.plain import restore

TEXT = "关于开展检查的通知\n各区县：\n现将有关事项通知如下。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8 with mark"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16 with mark"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be with mark"),
        (TEXT.replace("\n", "\r\n").encode(), "crlf"),
        (TEXT.replace("\n", "\r").encode(), "cr"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_encoding_gives_the_same_flat_text(data: bytes, encoding: str) -> None:
    """The flat text has no mark and `\\n` line ends, however the file was written."""
    document = read(data, "a.txt")
    assert document.text == TEXT
    assert not document.gaps


def test_every_character_has_its_anchor() -> None:
    """A span leads back to its characters."""
    document = read(TEXT.encode(), "a.txt")
    (place,) = document.locate(Span(2, 5))
    assert place.anchor == TextAnchor(2)
    assert place.units == 3


def test_bytes_that_are_no_text_are_a_gap_at_their_line() -> None:
    """A broken byte is never passed over in silence."""
    document = read("第一行\n第".encode() + b"\xff\xfe\xfd" + "行\n".encode(), "a.txt")
    assert [(gap.reason, gap.place) for gap in document.gaps] == [(GapReason.GARBLED_TEXT, "第2行")]



def test_shifted_text_is_a_gap_and_its_reading_is_kept() -> None:
    """A one-byte shift is named, and most of the line is restored beside the printed text."""
    line = "?" + "。ㄒ唬┚咛宄邪毂拘姓\ue482\ue308氐恼\ue47f\ue1a7畔⒐\ue07c\ue029乱"
    document = read(f"前言\n{line}\n".encode(), "a.txt")
    assert document.gaps[0].reason is GapReason.GARBLED_TEXT
    assert document.text == f"前言\n{line}\n"
    ((span, reading),) = document.repaired
    assert document.text[span.start : span.stop] == line
    assert "具体承办本行政机关的政府信息公开事" in reading


def test_ordinary_text_is_not_repaired() -> None:
    """A line without a trace of the shift is left alone."""
    assert restore("是否公开?请示领导") is None


@pytest.mark.parametrize("data", [b"", b"  \n ", "\ufeff".encode()])
def test_an_empty_file_is_a_gap(data: bytes) -> None:
    """Nothing to read is not the same as nothing found."""
    assert read(data, "a.txt").gaps[0].reason is GapReason.UNREADABLE_TEXT


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 100, b"\x7fELF" + b"\x00" * 99])
def test_binary_data_is_never_clean(data: bytes) -> None:
    """Bytes of no known format end in a gap, whatever the name says."""
    assert read(data, "a.txt").gaps


def test_a_wrapped_paragraph_is_one_block() -> None:
    """In a hard-wrapped file the line break inside a paragraph is soft; headings stay apart."""
    line = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八"
    body = "\n\n".join([line] * 12 + ["到此为止。", "二、下一部分", *[line] * 3, "完。"])
    document = read(body.encode(), "a.txt")
    places = [document.text[b.span.start : b.span.stop] for b in document.blocks]
    assert len(places) == 3
    assert places[1] == "二、下一部分"


def test_csv_cells_have_row_and_column() -> None:
    """A comma-separated file is a table, quotes and all."""
    document = read('姓名,电话\n"张,三",13800000000\n'.encode(), "a.csv")
    cells = [(b.cell.row, b.cell.column, document.text[b.span.start : b.span.stop]) for b in document.blocks if b.cell]
    assert cells == [(0, 0, "姓名"), (0, 1, "电话"), (1, 0, "张,三"), (1, 1, "13800000000")]
    assert all(block.layer is Layer.TABLE for block in document.blocks)


def test_tabs_make_a_table() -> None:
    """Neighbouring lines with the same number of tabs are rows."""
    document = read("名单\n姓名\t电话\n张三\t1380\n".encode(), "a.txt")
    assert [b.cell is not None for b in document.blocks] == [False, True, True, True, True]


def test_seeds_have_the_known_damage(samples: Callable[..., Path]) -> None:
    """Of the five real documents one has 53 shifted lines, the others none."""
    gaps = {path.name[:3]: len(_read(path).gaps) for path in sorted(samples("seeds").glob("*.txt"))}
    assert gaps == {"000": 0, "001": 0, "002": 0, "003": 53, "004": 0}


def _read(path: Path) -> Document:
    return read(path.read_bytes(), path.name)


@pytest.mark.parametrize("codec", ["hz", "utf-7"])
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_chinese_in_seven_bits_is_a_gap(codec: str, name: str) -> None:
    """What shows as ASCII and is Chinese was not read: it is never clean."""
    written = b"<p>ok</p>\n" + "关于张三的身份证".encode(codec) + b"\n"
    assert read(written, name).gaps[0].reason is GapReason.GARBLED_TEXT


@pytest.mark.parametrize("line", ["+8613812345678", "a ~{x~} b", "1+1=2", "+AbCdEf0123456789/x"])
def test_ordinary_ascii_hides_nothing(line: str) -> None:
    """Telephone numbers, braces and sums are what they show."""
    assert not read(f"{line}\n".encode(), "a.txt").gaps


def test_the_signs_of_a_markdown_heading_are_none_of_its_text() -> None:
    """`#` stays in the flat text and stands outside the block, which is a heading."""
    document = read("# 关于检查的通知\n\n各区县：\n".encode(), "a.md")
    block = document.blocks[0]
    assert document.text[block.span.start : block.span.stop] == "关于检查的通知"
    assert document.traits(block.span) == {Trait.HEADING}
