"""The walk over one story of a Word document: paragraphs, tables, and what hangs on them.

Visible text goes into the passages of the story; deleted, hidden and coded text into passages of its own with
the same place, so that it neither hides in the page nor breaks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.document import Cell, GapReason, Layer, Trait
from pipeline.readers.word_gather import Passage
from pipeline.readers.word_inline import Inline
from pipeline.readers.word_line import SKIPPED, Line, code_layer
from pipeline.readers.word_names import child, kind, value
from pipeline.readers.word_styles import Look, is_shaded, paragraph_look
from pipeline.readers.word_tables import Slot, grid

_NESTING = 40


@dataclass(slots=True)
class Story(Inline):
    """A walk with its part, its layer and the name of its place; the body numbers its paragraphs instead."""

    def walk(self, container: etree._Element) -> None:
        """Read every block in `container` and put it into its layer."""
        for passage in self.blocks(container, None):
            self.gathered.add(passage, self.layer)

    def blocks(self, container: etree._Element, cell: Cell | None) -> list[Passage]:
        """The passages of the blocks in `container`, in order."""
        return [passage for element in container for passage in self.block(element, cell)]

    def block(self, element: etree._Element, cell: Cell | None) -> list[Passage]:
        """The passages of one block: a paragraph, a table, or what holds such."""
        match kind(element):
            case "w:p":
                return self.paragraph(element, cell)
            case "w:tbl":
                return self.table(element)
            case "w:altChunk":
                self.embed(element, "导入内容")
            case "w:sdt":
                self.control(element)
                content = child(element, "w:sdtContent")
                return self.blocks(content, cell) if content is not None else []
            case "mc:AlternateContent":
                return [passage for branch in element for passage in self.blocks(branch, cell)]
            case "w:r" | "w:hyperlink" | "w:fldSimple":
                return self._stray(element, cell)
            case "w:bookmarkStart":
                self.bookmark(element)
            case "!:entity":
                self.gathered.gap(GapReason.DAMAGED, self.name or "正文")
            case name if name not in SKIPPED:
                self.author(element)
                return self.blocks(element, cell)
        return []

    def stray_block(self, element: etree._Element) -> None:
        """A block inside a paragraph: not allowed, read all the same."""
        found = self.paragraph(element, None) if kind(element) == "w:p" else self.table(element)
        for passage in found:
            self.gathered.add(passage, self.layer)

    def paragraph(self, element: etree._Element, cell: Cell | None) -> list[Passage]:
        """The passages of one paragraph: what shows; what does not goes to its own layer."""
        look = self._paragraph_look(child(element, "w:pPr"))
        line = Line()
        self.inline(element, line, look, self.traits, self.mode)
        return self._finish(line, look, cell)

    def _stray(self, element: etree._Element, cell: Cell | None) -> list[Passage]:
        """A run outside any paragraph: not allowed, read all the same."""
        line = Line()
        if kind(element) == "w:r":
            self.run(element, line, self.styles.default, self.traits, self.mode)
        else:
            self._wrapper(
                kind(element), element, line, self.styles.default, self.traits, self.mode
            )
        return self._finish(line, self.styles.default, cell)

    def _finish(self, line: Line, look: Look, cell: Cell | None) -> list[Passage]:
        place = self.place(cell, new=any(fragment.text.strip() for fragment in line.shown))
        self._aside(line, place)
        if not line.shown or (cell is None and not any(f.text.strip() for f in line.shown)):
            return []
        marks = {trait for trait in (look.side, Trait.HEADING if look.heading else None) if trait}
        layer = Layer.TABLE if cell is not None and self.layer is Layer.BODY else self.layer
        return [Passage(layer, place, line.shown, cell, traits=frozenset(marks))]

    def _paragraph_look(self, properties: etree._Element | None) -> Look:
        identity = self.styles.normal
        if properties is not None:
            stated = child(properties, "w:pStyle")
            identity = value(stated) if stated is not None else identity
            marks = child(properties, "w:rPr")
            for mark in marks if marks is not None else ():
                self.author(mark)
            self.author(child(properties, "w:pPrChange"))
        return paragraph_look(properties).over(self.styles.of(identity)).over(self.styles.default)

    def _aside(self, line: Line, place: str) -> None:
        if line.deleted:
            passage = Passage(Layer.REVISION, f"{place}（修订删除）", line.deleted)
            passage.traits = frozenset({Trait.DELETED})
            self.gathered.add(passage)
        if line.hidden:
            passage = Passage(Layer.HIDDEN, f"{place}（隐藏文字）", line.hidden)
            passage.traits = frozenset({Trait.HIDDEN})
            self.gathered.add(passage)
        for code in line.codes:
            layer = code_layer("".join(fragment.text for fragment in code))
            if layer is not None:
                self.gathered.add(Passage(layer, f"{place}（域代码）", code))

    def place(self, cell: Cell | None, *, new: bool) -> str:
        """The place of the paragraph being read, as shown to people."""
        if cell is not None:
            return f"{self.name}表{cell.table + 1}第{cell.row + 1}行第{cell.column + 1}列"
        if self.name:
            return self.name
        self.paragraphs += new
        return f"第{self.paragraphs}段" if new or self.paragraphs else "文首"

    # ---- tables

    def table(self, element: etree._Element) -> list[Passage]:
        """The passages of a table, cell by cell, every cell with its place in the grid."""
        if self.depth >= _NESTING:
            self.gathered.gap(GapReason.LIMIT, "表格嵌套层数")
            return []
        number = self.gathered.count("表") - 1
        found: list[Passage] = []
        self.depth += 1
        outside, self.shaded = self.shaded, self.shaded or has_style(child(element, "w:tblPr"))
        for row in grid(element):
            found.extend(self.row(row, number))
        self.shaded = outside
        self.depth -= 1
        return found

    def row(self, row: list[Slot], number: int) -> Iterator[Passage]:
        """The passages of one row of table `number`."""
        for position, slot in enumerate(row):
            cell = Cell(number, slot.row, slot.column, slot.rows, slot.columns)
            yield from self._cell(slot.element, cell, slot.is_merged, position == len(row) - 1)

    def _cell(
        self, element: etree._Element, cell: Cell, merged: bool, last: bool
    ) -> list[Passage]:
        end = "\n" if last else "\t"
        properties = child(element, "w:tcPr")
        shading = child(properties, "w:shd") if properties is not None else None
        outside = self.shaded
        self.shaded = outside or (shading is not None and is_shaded(shading))
        found = self.blocks(element, cell)
        self.shaded = outside
        if merged:
            for passage in found:
                self.gathered.add(
                    Passage(Layer.HIDDEN, f"{passage.place}（合并单元格内）", passage.fragments)
                )
            found = []
        if found and found[-1].cell == cell:
            found[-1].end = end
        else:
            found.append(Passage(Layer.TABLE, "", [], cell, end))
        return found


def has_style(properties: etree._Element | None) -> bool:
    """True when a table of these properties has a style, which may shade its cells."""
    return properties is not None and child(properties, "w:tblStyle") is not None
