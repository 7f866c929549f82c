"""Proof for zip packages (docx, xlsx): the saved bytes are read back by three ways that share no code.

Our reader, which must find every other text where it was; python-docx or openpyxl, which must open the file; and
a search of the raw parts, which must find nothing of what was cut.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from pipeline.contracts import Excision, Limits, Reader, Redacted
from pipeline.document import (
    CellAnchor,
    Document,
    Located,
    NodeAnchor,
    ObjectAnchor,
    Source,
)
from pipeline.errors import UnreadableSource
from pipeline.readers import sheet, sheet_cells, sheet_values, word
from pipeline.readers.package import Package, PartDamaged, open_package
from pipeline.readers.picture_blank import WORDS
from pipeline.readers.word_gather import flat
from redaction.compare import LOOSE, fresh_gaps, outside, shown, unequal
from redaction.needles import UNSEEN, Needles, unseen_cuts
from redaction.package_removal_proof import removal_checks
from redaction.package_search import leaks
from redaction.package_zip import untidy
from redaction.proof import Check
from redaction.word_scrub import TELLING

READERS: dict[str, Reader] = {"docx": word.READER, "xlsx": sheet.READER}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
    KeyError,
    OSError,
)


class PackageProver:
    """Prover of packages. Without cuts it proves that the bytes are the same."""

    formats: Sequence[str] = ("docx", "xlsx")

    def prove(
        self,
        original: bytes,
        redacted: Redacted,
        document: Document,
        excisions: Sequence[Excision],
    ) -> Iterable[Check]:
        """The checks; a check that cannot be run does not hold."""
        if not excisions and not redacted.removed:
            return [Check("没有删减，文件未改动", original == redacted.data)]
        return list(_checks(original, redacted, document, excisions))


def _checks(
    original: bytes, redacted: Redacted, document: Document, excisions: Sequence[Excision]
) -> Iterator[Check]:
    output, removed = redacted.data, redacted.removed
    needles = Needles.of(document, excisions)
    missing = list(_not_there(original, document, excisions))
    yield Check("删减前可读", not missing, f"逐字核对{len(excisions)}处，{len(missing)}处不符")
    try:
        found = sorted(set(leaks(output, needles)))
        remains = untidy(output)
    except _BROKEN:
        found, remains = ["文件包无法打开"], "文件包无法打开"
    yield Check("全部部件中已无被删文字", not found, "；".join(found) or "逐部件检索原始标记")
    yield Check("压缩包干净", not remains, remains)
    if excisions:
        told = sum(name.lower().startswith(TELLING) for name in _names(output))
        yield Check("没有内嵌字体、缩略图和打印机设置", not told, f"{told}个部件" if told else "")
    again = _reread(output, document)
    if again is None:
        yield Check("重新读取", False, "输出文件无法读取")
        return
    fresh = fresh_gaps(document, again, removed)
    yield Check("重新读取", not fresh, f"新出现{fresh}处未能读取的内容")
    if removed:
        yield from removal_checks(original, output, document, removed)
    yield from _compared(document, again, needles, excisions)
    yield Check("其他软件可以打开", _second_engine(output, original, document.source.format))


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except _BROKEN:
        return []


def _compared(
    document: Document, again: Document, needles: Needles, excisions: Sequence[Excision]
) -> Iterator[Check]:
    every = (*excisions, *unseen_cuts(document, needles, excisions))
    after = shown(again)
    different = list(unequal(document, again, every))
    words = "、".join(layer.value for layer in different) or f"{len(again.text)}字"
    yield Check("其余文字未变", not different, words)
    old = {text for layer in LOOSE for text in shown(document).get(layer, ())}
    marks = {excision.replacement for excision in every} | {"_x", "about:blank", WORDS}
    new = [text for layer in LOOSE for text in after.get(layer, ()) if text not in old]
    strange = sum(not any(mark in text for mark in marks) for text in new)
    yield Check("隐藏信息没有增加", not strange, f"{strange}项")
    rest = outside(document, excisions)
    standing = [
        block.place
        for block, text in rest
        if block.layer not in UNSEEN and needles.stands_in(text)
    ]
    if needles.stands_across(again.text):
        standing.append("相连的单元格或段落")
    yield Check("其他位置无相同文字", not standing, "、".join(dict.fromkeys(standing)))


def _not_there(
    original: bytes, document: Document, excisions: Sequence[Excision]
) -> Iterator[Excision]:
    """The excisions whose characters do not stand, one by one, at their anchors in the original."""
    try:
        package = open_package(original, Limits())
    except UnreadableSource:
        yield from excisions
        return
    source = _Original(package)
    for excision in excisions:
        if not excision.located or not all(
            _stands(source, located, document.text[located.span.start : located.span.stop])
            for located in excision.located
        ):
            yield excision


@dataclass(slots=True)
class _Original:
    """The original package, parsed part by part as the anchors ask for it."""

    package: Package
    _nodes: dict[str, list[etree._Element]] = field(default_factory=dict)
    _cells: dict[str, dict[tuple[int, int], sheet_cells.Shown]] = field(default_factory=dict)

    def string(self, anchor: NodeAnchor) -> str | None:
        """The string of a slot; None for an element that itself stands for a character."""
        element = self.nodes(anchor.part)[anchor.node]
        match anchor.slot:
            case "element":
                return None
            case "text":
                return element.text or ""
            case "tail":
                return element.tail or ""
        return str(element.get(anchor.slot.removeprefix("@")) or "")

    def nodes(self, name: str) -> list[etree._Element]:
        """The elements of a part; none when there is no such part."""
        if name not in self._nodes:
            there = name in self.package.names
            self._nodes[name] = list(self.package.parse(name).iter("*")) if there else []
        return self._nodes[name]

    def cell(self, anchor: CellAnchor) -> str | None:
        """The stored text of a cell; None for a number, whose look is not its text. Raises KeyError without one."""
        if anchor.sheet not in self._cells:
            table = [e for e in self.nodes("xl/sharedStrings.xml") if sheet_cells.local(e) == "si"]
            texts = [
                "".join(t.text or "" for t in sheet_cells.string_text(item)) for item in table
            ]
            sheet_ = sheet_cells.Sheet(
                self.nodes(anchor.sheet)[0], texts, sheet_values.Formats(None)
            )
            cells = (cell for row in sheet_.rows() for cell in row)
            self._cells[anchor.sheet] = {(cell.row, cell.column): cell for cell in cells}
        found = self._cells[anchor.sheet][anchor.row, anchor.column]
        return None if found.element.get("t", "n") in ("n", "b", "d") else found.text


def _stands(original: _Original, located: Located, cut: str) -> bool:
    """True when the characters of one place stand there in the original."""
    anchor = located.anchor
    try:
        match anchor:
            case ObjectAnchor():
                return True
            case NodeAnchor():
                text = original.string(anchor)
            case CellAnchor():
                text = original.cell(anchor)
            case _:
                return False
    except (PartDamaged, IndexError, KeyError):
        return False
    return text is None or flat(text[anchor.start : anchor.start + located.units]) == cut


def _reread(data: bytes, document: Document) -> Document | None:
    source = Source.of(document.source.name, document.source.format, data)
    try:
        return READERS[document.source.format].read(data, source, Limits())
    except UnreadableSource:
        return None


def _second_engine(output: bytes, original: bytes, form: str) -> bool:
    """True when the other software opens the output, or opens neither of the two."""
    opens = partial(_opens, form=form)
    return opens(output) or not opens(original)


def _opens(data: bytes, form: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if form == "docx":
                import docx

                docx.Document(io.BytesIO(data))
            else:
                import openpyxl

                openpyxl.load_workbook(io.BytesIO(data))
        except (
            *_BROKEN,
            etree.XMLSyntaxError,
            AttributeError,
            TypeError,
            IndexError,
            LookupError,
        ):
            return False
    return True


PROVER = PackageProver()
