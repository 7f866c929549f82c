"""Checking a redaction made elsewhere."""

from __future__ import annotations

import pytest

import redaction
from pipeline import readers
from pipeline.document import Span
from redaction.verify import verify
from tests.redaction import pdf_making as making

SECRET = making.SECRET
SHOWN = f"0 -40 Td (id {SECRET} end) Tj"


def failed(original: bytes, output: bytes) -> set[str]:
    """Names of the checks that failed."""
    return {check.name for check in verify(original, output).checks if not check.holds}


def test_real_cut_holds() -> None:
    """Our own output passes."""
    data = making.show(SHOWN)
    document = readers.read(data, "a.pdf")
    at = document.text.index(SECRET)
    made, _ = redaction.apply(data, document, [(Span(at, at + len(SECRET)), "【已删减】")])
    assert verify(data, made).holds


@pytest.mark.parametrize(
    "cover",
    ["q 0 g 55 695 200 20 re f Q", "q 1 g 55 695 200 20 re f Q", "q 18 w 0 G 55 704 m 300 704 l S Q"],
)
def test_black_box_over_live_text_fails(cover: str) -> None:
    """A box painted over the text is no redaction."""
    data = making.show(SHOWN)
    made = making.saved(making.new(SHOWN + " ET " + cover + " BT"))
    names = failed(data, made)
    assert "没有隐藏文字" in names
    assert "各层文字" in names


@pytest.mark.parametrize("how", ["white", "invisible", "outside", "layer"])
def test_text_made_unseen_fails(how: str) -> None:
    """White, invisible, off-page and switched-off text is still text."""
    data = making.show(f"0 -40 Td (under {SECRET} text) Tj")
    assert failed(data, making.hidden(how))


def test_nothing_taken_out_fails() -> None:
    """The same file twice is no redaction."""
    data = making.show(SHOWN)
    assert failed(data, data) == {"有内容被删减"}


def test_property_left_fails() -> None:
    """A title that repeats what the page lost."""
    data = making.show(SHOWN)
    pdf = making.new()
    pdf.docinfo["/Title"] = f"on {SECRET}"
    assert {"各层文字", "解压后的字节"} & failed(data, making.saved(pdf))


def test_plain_text() -> None:
    """Any format that can be read can be verified."""
    original = "姓名：欧阳志远，电话13812345678。\n联系人：欧阳志远。".encode()
    assert verify(original, "姓名：【已删减】，电话【已删减】。\n联系人：【已删减】。".encode()).holds
    assert failed(original, "姓名：【已删减】，电话【已删减】。\n联系人：欧阳志远。".encode()) == set()


@pytest.mark.parametrize("bad", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_bad_files_fail_quietly(bad: bytes) -> None:
    """A file that cannot be read is no proof and no traceback."""
    assert not verify(making.show(SHOWN), bad).holds
    assert not verify(bad, making.show(SHOWN)).holds
