"""Packages that are cut off, padded or patched together: damaged, and never taken for something else."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from pipeline.document import Gap, GapReason
from pipeline.readers import read
from tests.redaction.sheet_making import Book, row, text
from tests.redaction.word_making import SECRET, p, r, shown, zipped

WORD = shown(p(r(SECRET))).bytes()
SHEET = Book(rows=row(2, text("A2", SECRET))).bytes()
STRAY = Gap(GapReason.DAMAGED, "压缩包中有不属于任何部件的数据")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.zip", "a.txt", "a"])
@pytest.mark.parametrize("data", [WORD, SHEET], ids=["docx", "xlsx"])
def test_cut_off_anywhere_is_damaged(data: bytes, name: str) -> None:
    """However much of a package is left and whatever it is called, it is damaged and nothing of it counts as read."""
    for stop in (4, 5, 11, 30, 31, 64, 200, len(data) // 2, len(data) - 22, len(data) - 1):
        document = read(data[:stop], name)
        assert [gap.reason for gap in document.gaps] == [GapReason.DAMAGED]
        assert not document.text


def test_a_package_inside_does_not_stand_for_the_outer_one() -> None:
    """What is left of a document whose end is gone may hold a whole workbook: still damaged."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("word/embeddings/book.xlsx", SHEET)
        archive.writestr("word/styles.xml", "<a/>")
    whole = buffer.getvalue()
    cut_off = whole[: whole.index(SHEET) + len(SHEET)]
    assert any(gap.reason is GapReason.DAMAGED for gap in read(cut_off, "a.docx").gaps)


def _deleted(data: bytes) -> bytes:
    """The package with one more member whose entry was taken out of the list of contents."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    longer = zipped({**members, "word/old.xml": f"<a>{SECRET}</a>"})
    start = longer.index(b"PK\x01\x02")
    last = longer.rindex(b"PK\x01\x02")
    tail = longer[longer.rindex(b"PK\x05\x06") :]
    count, size = len(members), last - start
    end = tail[:8] + struct.pack("<HHI", count, count, size) + tail[16:]
    return longer[:last] + end


@pytest.mark.parametrize(
    "made",
    [
        lambda data: b"PK\x03\x04" + b"\0" * 40 + data,
        lambda data: data + SECRET.encode(),
        lambda data: WORD + data,
        _deleted,
    ],
    ids=["before", "after", "two", "deleted"],
)
def test_bytes_of_no_member_are_a_gap(made: Callable[[bytes], bytes]) -> None:
    """Bytes before, behind and between the members were not examined."""
    assert STRAY in read(made(WORD), "a.docx").gaps


def test_sizes_behind_a_member_are_no_stray() -> None:
    """A writer that does not know the sizes beforehand puts them behind each member."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(bytes(data))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(io.BytesIO(WORD)) as old, zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[arg-type]
        for name in old.namelist():
            archive.writestr(name, old.read(name))
    assert not read(pipe.data, "a.docx").gaps
