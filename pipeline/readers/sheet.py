"""Reads .xlsx: every cell as it shows, hidden ones in their own layer, and every other text of the package.

Cells are anchored by sheet part, row and column; everything else by node. Charts, text boxes, headers, comments,
formulas with words in them, names, lists of choices, pivot caches, external values, unused shared strings and
properties are all read. Pictures and embedded objects are gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.builder import DocumentBuilder
from pipeline.contracts import Limits
from pipeline.document import Document, GapReason, Layer, ObjectAnchor, Source
from pipeline.errors import UnreadableSource
from pipeline.readers import sheet_around as around
from pipeline.readers import word_parts as parts
from pipeline.readers.package import PartDamaged, open_package
from pipeline.readers.picture_blank import blank_members
from pipeline.readers.sheet_cells import Sheet, local
from pipeline.readers.sheet_long import LongSheet, SharedStrings, survey
from pipeline.readers.sheet_rows import covered_cells, row_passages
from pipeline.readers.sheet_values import Formats
from pipeline.readers.word_gather import Fragment, Gathered, Part, Passage, flat
from pipeline.readers.word_names import kind, relation_ids
from pipeline.readers.word_rest import Leftovers
from pipeline.texts import Texts

FORMATS = ("xlsx",)


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

    strings: SharedStrings | None = None
    formats: Formats = field(default_factory=lambda: Formats(None))
    since_1904: bool = False

    def all(self) -> None:
        """Read every part, the visible sheets first."""
        self.main = self.main_name()
        book = self.part(self.main, "工作簿")
        styles = self.part(self.related("styles", "xl/styles.xml"), "样式")
        self.formats = Formats(styles.root if styles else None)
        self.strings = self._strings(self.related("sharedStrings", "xl/sharedStrings.xml"))
        if book is not None:
            self._book(book)
        if self.strings is not None:
            self._unused(self.strings)
        if styles is not None:
            around.style_strings(styles, self.gathered)
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

    def _strings(self, name: str) -> SharedStrings | None:
        if self.is_long(name):
            try:
                strings = SharedStrings(Part(name, etree.Element("none")), self.package)
            except PartDamaged:
                pass  # as below, with its gap
            else:
                self.done.add(name)
                return strings
        table = self.part(name, "共享字符串")
        return None if table is None else SharedStrings(table)

    def _book(self, book: Part) -> None:
        self.since_1904 = any(e.get("date1904") in ("1", "true") for e in book.root.iter("*"))
        around.book_strings(book, self.gathered)
        number = 0
        for element in book.root.iter("*"):
            if local(element) == "sheet":
                number += 1
                self._named_sheet(book, element, number)

    def _named_sheet(self, book: Part, element: etree._Element, number: int) -> None:
        hidden = element.get("state", "visible") != "visible"
        layer = Layer.HIDDEN if hidden else Layer.BODY
        title = Fragment(flat(element.get("name") or ""), book.text(element, "@name"))
        self.gathered.add(Passage(layer, f"工作表{number}名称", [title]))
        for _, identity in relation_ids(element):
            relation = book.relations.get(identity)
            long = self._long_sheet(relation.target, number) if relation else None
            part = self.part(relation.target, f"工作表{number}") if relation and not long else None
            if long is not None:
                self._sheet(long.part, number, long, hidden=hidden)
            elif part is not None:
                self._sheet(part, number, hidden=hidden)
            elif relation is None or relation.target not in self.done:
                self.gathered.gap(GapReason.DAMAGED, f"工作表{number}")

    def _long_sheet(self, name: str, number: int) -> LongSheet | None:
        """A sheet without its tree, when it is long; a damaged one is left to `part`."""
        if not self.is_long(name):
            return None
        place = f"工作表{number}"
        long = LongSheet(self.package, Part(name, etree.Element("none"), self.relations(name, place)))
        try:
            survey(long, self.gathered, place)
        except PartDamaged:
            return None
        self.done.add(name)
        return long

    def _sheet(
        self, part: Part, number: int, long: LongSheet | None = None, *, hidden: bool
    ) -> None:
        texts = self.strings.texts if self.strings else Texts()
        used = self.strings.used if self.strings else bytearray()
        sheet = Sheet(part.root, texts, self.formats, self.since_1904)
        merges = sheet.merges()
        covered = covered_cells(merges)
        for row in sheet.rows(long.rows() if long else None):
            for cell in row:
                if cell.string is not None:
                    used[cell.string] = 1
            under = [
                hidden or cell.is_hidden or (cell.row, cell.column) in covered for cell in row
            ]
            shown = [cell for cell, away in zip(row, under, strict=True) if not away]
            concealed = [cell for cell, away in zip(row, under, strict=True) if away]
            for cells, layer in ((shown, Layer.TABLE), (concealed, Layer.HIDDEN)):
                for passage in row_passages(part.name, number, cells, merges, layer):
                    self.gathered.add(passage, Layer.BODY if layer is Layer.TABLE else layer)
        if long is None:
            around.around_cells(part, self.gathered, f"工作表{number}")
        for relation in part.relations.values():
            if relation.external or not relation.target.lower().endswith((".xml", ".vml")):
                continue
            inner = self.part(relation.target, f"工作表{number}的附属部件")
            if inner is not None:
                self._beside(inner, relation.kind, number)

    def _beside(self, part: Part, sort: str, number: int) -> None:
        """A part that hangs on a sheet: comments, drawings, tables, pivots, whatever."""
        if sort == "comments":
            around.comments(part, self.gathered, number)
        elif sort == "threadedComment":
            around.threads(part, self.gathered, number)
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

    def _unused(self, strings: SharedStrings) -> None:
        table = strings.part
        for index, item in enumerate(strings.items()):
            for element in item.iter("*"):
                if local(element) != "t" or not (element.text or "").strip():
                    continue
                if any(local(above) == "rPh" for above in element.iterancestors()):
                    self.gathered.property(element.text, table.text(element), "注音")
                elif not strings.used[index]:
                    passage = Passage(
                        Layer.HIDDEN,
                        "未使用的共享字符串",
                        [Fragment(flat(element.text or ""), table.text(element))],
                    )
                    self.gathered.add(passage)


READER = SheetReader()
