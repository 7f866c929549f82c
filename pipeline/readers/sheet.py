"""Reads .xlsx: every cell as it shows, hidden ones in their own layer, and every other text of the package.

Cells are anchored by sheet part, row and column; everything else by node. Charts, text boxes, headers, comments,
formulas with words in them, names, lists of choices, pivot caches, external values, unused shared strings and
properties are all read. Pictures and embedded objects are gaps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.builder import DocumentBuilder
from pipeline.contracts import Limits
from pipeline.document import Document, GapReason, Layer, ObjectAnchor, Source
from pipeline.errors import UnreadableSource
from pipeline.readers import word_parts as parts
from pipeline.readers.package import open_package
from pipeline.readers.picture_blank import blank_members
from pipeline.readers.sheet_cells import Sheet, local, string_text
from pipeline.readers.sheet_rows import covered_cells, header_passages, row_passages
from pipeline.readers.sheet_values import Formats
from pipeline.readers.word_gather import Fragment, Gathered, Part, Passage, flat
from pipeline.readers.word_names import kind, relation_ids
from pipeline.readers.word_rest import Leftovers

FORMATS = ("xlsx",)
_WORDS_IN_FORMULA = re.compile(r'"[^"]{2,}"|[\u3400-\u9fff]')
_TEXT_IN_FORMAT = re.compile(r'"([^"]*[\u3400-\u9fffA-Za-z]{2}[^"]*)"')


class SheetReader:
    """Reader of Excel packages."""

    formats: Sequence[str] = FORMATS

    def read(self, data: bytes, source: Source, limits: Limits) -> Document:
        """The document in `data`. Raises UnreadableSource when the package cannot be opened at all."""
        package = open_package(data, limits)
        if "xl/workbook.bin" in package.names:
            raise UnreadableSource(GapReason.UNSUPPORTED_FORMAT.value)
        gathered = Gathered(limits, blank=blank_members(package))
        reading = _Workbook(package, gathered, usual="xl/workbook.xml")
        try:
            reading.all()
        except RecursionError:
            reading.gathered.gap(GapReason.LIMIT, "嵌套层数")
        builder = DocumentBuilder(source)
        for gap in package.gaps:
            builder.gap(gap.reason, gap.place)
        reading.gathered.write(builder)
        return builder.build()


@dataclass(slots=True)
class _Workbook(Leftovers):
    """The pass over one workbook."""

    strings: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    formats: Formats = field(default_factory=lambda: Formats(None))
    since_1904: bool = False

    def all(self) -> None:
        """Read every part, the visible sheets first."""
        self.main = self.main_name()
        book = self.part(self.main, "工作簿")
        styles = self.part(self.related("styles", "xl/styles.xml"), "样式")
        self.formats = Formats(styles.root if styles else None)
        table = self.part(self.related("sharedStrings", "xl/sharedStrings.xml"), "共享字符串")
        items = [e for e in table.root if local(e) == "si"] if table else []
        self.strings = ["".join(e.text or "" for e in string_text(item)) for item in items]
        if book is not None:
            self._book(book)
        if table is not None:
            self._unused(table, items)
        if styles is not None:
            self._number_texts(styles)
        for name in self.package.names:
            if (
                name.startswith("docProps/")
                and name.endswith(".xml")
                and (part := self.part(name, "文件属性"))
            ):
                parts.properties(part, self.gathered)
        self.links()
        self.rest()
        for number, comment in enumerate(self.package.comments):
            text = comment.decode("utf-8", "replace")
            self.gathered.property(text, ObjectAnchor(f"zip/comment/{number}", 0), "压缩包注释")

    def _book(self, book: Part) -> None:
        self.since_1904 = any(e.get("date1904") in ("1", "true") for e in book.root.iter("*"))
        number = 0
        for element in book.root.iter("*"):
            if local(element) == "definedName":
                name = element.get("name") or ""
                if not name.startswith("_xlnm"):
                    self.gathered.property(name, book.text(element, "@name"), "定义的名称")
                self.gathered.property(element.text, book.text(element), "定义的名称")
            elif local(element) in ("fileSharing", "workbookProtection"):
                self.gathered.property(
                    element.get("userName"), book.text(element, "@userName"), "工作簿用户"
                )
            elif local(element) == "sheet":
                number += 1
                self._named_sheet(book, element, number)

    def _named_sheet(self, book: Part, element: etree._Element, number: int) -> None:
        hidden = element.get("state", "visible") != "visible"
        layer = Layer.HIDDEN if hidden else Layer.BODY
        title = Fragment(flat(element.get("name") or ""), book.text(element, "@name"))
        self.gathered.add(Passage(layer, f"工作表{number}名称", [title]))
        for _, identity in relation_ids(element):
            relation = book.relations.get(identity)
            part = self.part(relation.target, f"工作表{number}") if relation else None
            if part is not None:
                self._sheet(part, number, hidden=hidden)
            elif relation is None or relation.target not in self.done:
                self.gathered.gap(GapReason.DAMAGED, f"工作表{number}")

    def _sheet(self, part: Part, number: int, *, hidden: bool) -> None:
        sheet = Sheet(part.root, self.strings, self.formats, self.since_1904)
        merges = sheet.merges()
        covered = covered_cells(merges)
        for row in sheet.rows():
            self.used.update(cell.string for cell in row if cell.string is not None)
            under = [
                hidden or cell.is_hidden or (cell.row, cell.column) in covered for cell in row
            ]
            shown = [cell for cell, away in zip(row, under, strict=True) if not away]
            concealed = [cell for cell, away in zip(row, under, strict=True) if away]
            for cells, layer in ((shown, Layer.TABLE), (concealed, Layer.HIDDEN)):
                for passage in row_passages(part.name, number, cells, merges, layer):
                    self.gathered.add(passage, Layer.BODY if layer is Layer.TABLE else layer)
        self._around(part, f"工作表{number}")
        for relation in part.relations.values():
            if relation.external or not relation.target.lower().endswith((".xml", ".vml")):
                continue
            inner = self.part(relation.target, f"工作表{number}的附属部件")
            if inner is not None:
                self._beside(inner, relation.kind, number)

    def _around(self, part: Part, place: str) -> None:
        for element in part.root.iter("*"):
            name = local(element)
            if name in (
                "oddHeader",
                "evenHeader",
                "firstHeader",
                "oddFooter",
                "evenFooter",
                "firstFooter",
            ):
                layer = Layer.HEADER if name.endswith("Header") else Layer.FOOTER
                side = "页眉" if layer is Layer.HEADER else "页脚"
                for passage in header_passages(
                    element.text or "", part.text(element), layer, place + side
                ):
                    self.gathered.add(passage)
            elif name == "f" and element.text and _WORDS_IN_FORMULA.search(element.text):
                self.gathered.property(element.text, part.text(element), f"{place}公式")
            elif name in ("formula1", "formula2", "formula") and element.text:
                if _WORDS_IN_FORMULA.search(element.text):
                    self.gathered.property(element.text, part.text(element), f"{place}数据规则")
            elif name in (
                "dataValidation",
                "hyperlink",
                "protectedRange",
                "cfRule",
                "sheetPr",
                "filter",
                "customFilter",
                "inputCells",
            ):
                slots = (
                    "error",
                    "errorTitle",
                    "prompt",
                    "promptTitle",
                    "display",
                    "tooltip",
                    "location",
                    "name",
                    "text",
                    "codeName",
                    "val",
                )
                for slot in slots:
                    if not (element.get(slot) or "1").isascii() or slot in (
                        "tooltip",
                        "display",
                        "prompt",
                        "error",
                    ):
                        self.gathered.property(
                            element.get(slot),
                            part.text(element, "@" + slot),
                            f"{place}{'链接' if name == 'hyperlink' else '数据规则'}",
                        )
            elif name == "rPh":
                for reading in element:
                    self.gathered.property(reading.text, part.text(reading), f"{place}注音")

    def _beside(self, part: Part, sort: str, number: int) -> None:
        """A part that hangs on a sheet: comments, drawings, tables, pivots, whatever."""
        if sort == "comments":
            self._comments(part, number)
        elif sort == "threadedComment":
            self._texts(part, Layer.COMMENT, f"工作表{number}批注", frozenset({"text"}))
        elif sort == "drawing":
            self._drawing(part)
        elif sort == "vmlDrawing":
            parts.anything(part, self.gathered, "批注图形", attributes=False)
            self._pictures(part)
        elif sort == "table":
            for element in part.root.iter("*"):
                for slot in ("name", "displayName", "totalsRowLabel", "comment"):
                    if not (element.get(slot) or "1").isascii():
                        self.gathered.property(
                            element.get(slot), part.text(element, "@" + slot), "表格名称"
                        )
        else:
            parts.anything(part, self.gathered, f"工作表{number}附属部件")

    def _comments(self, part: Part, number: int) -> None:
        for element in part.root.iter("*"):
            if local(element) == "author":
                self.gathered.property(
                    element.text, part.text(element), f"工作表{number}批注作者", Layer.COMMENT
                )
            elif local(element) == "comment":
                texts = [
                    Fragment(flat(e.text or ""), part.text(e))
                    for e in string_text(element)
                    if e.text
                ]
                self.gathered.add(
                    Passage(
                        Layer.COMMENT, f"工作表{number}批注{self.gathered.count('批注')}", texts
                    )
                )

    def _texts(self, part: Part, layer: Layer, place: str, names: frozenset[str]) -> None:
        for element in part.root.iter("*"):
            if local(element) in names and element.text:
                self.gathered.add(
                    Passage(layer, place, [Fragment(flat(element.text), part.text(element))])
                )

    def _drawing(self, part: Part) -> None:
        for fragments in parts.drawn_paragraphs(part):
            self.gathered.add(Passage(Layer.TEXTBOX, "文本框", list(fragments)))
        parts.alternative_texts(part, self.gathered)
        self._pictures(part)
        for relation in part.relations.values():
            if relation.external or not relation.target.lower().endswith(".xml"):
                continue
            inner = self.part(relation.target, "图形")
            if inner is not None and kind(inner.root).endswith(":chartSpace"):
                parts.chart(inner, self.gathered)
            elif inner is not None:
                for fragments in parts.drawn_paragraphs(inner):
                    self.gathered.add(Passage(Layer.TEXTBOX, "图形", list(fragments)))

    def _pictures(self, part: Part) -> None:
        for relation in part.relations.values():
            if relation.kind == "image":
                self.gathered.picture(relation.target, "（外部链接）" if relation.external else "")

    def _unused(self, table: Part, items: list[etree._Element]) -> None:
        for index, item in enumerate(items):
            for element in item.iter("*"):
                if local(element) != "t" or not (element.text or "").strip():
                    continue
                if any(local(above) == "rPh" for above in element.iterancestors()):
                    self.gathered.property(element.text, table.text(element), "注音")
                elif index not in self.used:
                    passage = Passage(
                        Layer.HIDDEN,
                        "未使用的共享字符串",
                        [Fragment(flat(element.text or ""), table.text(element))],
                    )
                    self.gathered.add(passage)

    def _number_texts(self, styles: Part) -> None:
        for element in styles.root.iter("*"):
            if local(element) == "numFmt" and _TEXT_IN_FORMAT.search(
                element.get("formatCode") or ""
            ):
                self.gathered.property(
                    element.get("formatCode"), styles.text(element, "@formatCode"), "数字格式"
                )


READER = SheetReader()
