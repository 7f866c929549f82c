"""Long parts and pages read piece by piece give the very document that their whole tree gives."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.contracts import Limits
from pipeline.document import Document, Gap, GapReason, Source
from pipeline.readers import package_stream, webpage
from pipeline.readers.package import PartDamaged, open_package
from pipeline.readers.package_stream import Step, turns
from pipeline.readers.sheet import READER as SHEET
from pipeline.readers.webpage import READER as PAGE
from pipeline.readers.word import READER as WORD
from tests.redaction import sheet_making, word_making
from tests.redaction.word_making import Made, p, r

_MERGED = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="a"/></w:tblPr><w:tblGrid/>'
    '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    "<w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>藏</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:tc></w:tr>"
    '<w:sdt><w:sdtContent><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>丁</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:sdtContent></w:sdt>"
    "</w:tbl>"
)
_WORD = {
    **word_making.SHOWN,
    "合并单元格": lambda: Made(p(r("文首")) + _MERGED + _MERGED + p(r("文末")) + "<w:sectPr/>"),
    "修订": lambda: Made('<w:p><w:ins w:author="王五"><w:r><w:t>新</w:t></w:r></w:ins></w:p>' * 3),
    "没有内容": lambda: Made(""),
}
_PAGES = (
    "<table><tr><td>甲<td rowspan=2>乙<tr><td>丙</table><p>文末<table><tr><td>丁</table>",
    "<table><tr><td>甲</td><td>乙</td></tr><tr><td><table><tr><td>丙</td><td>丁</td></tr></table></table>",
    "<table><tr><td>甲</td></tr></table><table><tr><th>乙<th>丙<tr>丁<td>戊",
    "<style>.a{display:none}</style><table><tr><td class=a>藏</td><td>乙</td><td>丙</td></tr></table>",
)


@pytest.mark.parametrize("name", _WORD)
def test_word(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Word body read row by row: text, places, anchors and gaps are the same."""
    data = _WORD[name]().bytes()
    source = Source.of("a.docx", "docx", data)
    whole = WORD.read(data, source, Limits())
    monkeypatch.setattr(package_stream, "LONG", 1)
    assert WORD.read(data, source, Limits()) == whole


@pytest.mark.parametrize("name", [*sheet_making.SHOWN, *sheet_making.HIDDEN])
def test_sheet(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worksheet and its shared strings read row by row are the same."""
    data = (sheet_making.SHOWN | sheet_making.HIDDEN)[name]().bytes()
    source = Source.of("a.xlsx", "xlsx", data)
    whole = SHEET.read(data, source, Limits())
    monkeypatch.setattr(package_stream, "LONG", 1)
    assert SHEET.read(data, source, Limits()) == whole


@pytest.mark.parametrize("page", _PAGES)
def test_page(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose tables are handed on row by row is the same."""
    data = f"<html><body>{page}</body></html>".encode()
    source = Source.of("a.html", "html", data)
    whole = PAGE.read(data, source, Limits())
    monkeypatch.setattr(webpage, "_LONG", 1)
    assert PAGE.read(data, source, Limits()) == whole


def _packed(xml: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.xml", xml)
    return stream.getvalue()


def test_turns() -> None:
    """Containers open and close around what they hold; every element has its number in the part."""
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(50_000))
    package = open_package(_packed(f"<s><a/><data>{rows}</data><b><c/></b></s>"), Limits())
    found = [
        (turn.step, str(turn.element.tag), turn.number)
        for turn in turns(package, "a.xml", (":data",))
    ]
    assert found[:4] == [
        (Step.OPEN, "s", 0),
        (Step.ITEM, "a", 1),
        (Step.OPEN, "data", 2),
        (Step.ITEM, "row", 3),
    ]
    assert found[4] == (Step.ITEM, "row", 6)
    assert found[-3:] == [
        (Step.CLOSE, "data", 2),
        (Step.ITEM, "b", 3 + 150_000),
        (Step.CLOSE, "s", 0),
    ]
    assert len(found) == 50_000 + 6


@pytest.mark.parametrize(
    "xml", ["", "text", "<a><b>", "<a></b>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "<a>&e;</a>"]
)
def test_damaged_part(xml: str) -> None:
    """What `parse` calls damaged is damaged here, at the latest at its end."""
    package = open_package(_packed(xml), Limits())
    with pytest.raises(PartDamaged):
        package.parse("a.xml")
    with pytest.raises(PartDamaged):
        list(turns(package, "a.xml", ()))


@pytest.mark.parametrize("spoilt", ["word/document.xml", "xl/worksheets/sheet1.xml"])
def test_damaged_long_part_is_a_gap(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long part that breaks off is the gap that a short one is."""
    is_word = spoilt.startswith("word")
    data = (Made(p(r("甲") * 9)) if is_word else sheet_making.beside()).bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[spoilt] = members[spoilt][:-40]
    data = word_making.zipped(members)

    def read() -> Document:
        if is_word:
            return WORD.read(data, Source.of("a.docx", "docx", data), Limits())
        return SHEET.read(data, Source.of("a.xlsx", "xlsx", data), Limits())

    whole = read()
    assert {gap.reason for gap in whole.gaps} == {GapReason.DAMAGED}
    monkeypatch.setattr(package_stream, "LONG", 1)
    assert read().gaps == whole.gaps
    assert all(isinstance(gap, Gap) for gap in whole.gaps)
