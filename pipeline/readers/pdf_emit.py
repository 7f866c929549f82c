"""Writes lines, paragraphs and tables into the flat text, each character with the glyph it stands for."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.builder import DocumentBuilder
from pipeline.document import Cell, GlyphAnchor, Layer, Trait
from pipeline.readers.pdf_cells import cell_parts
from pipeline.readers.pdf_columns import Column
from pipeline.readers.pdf_flow import Margins, Paragraph, glue, margins, paragraphs
from pipeline.readers.pdf_lines import Line
from pipeline.readers.pdf_order import append, continues, ordered
from pipeline.readers.pdf_page import HIDDEN_NAMES, PageText
from pipeline.readers.pdf_tables import Slot, Table


class Emitter:
    """Fills the builder. Tables are numbered over the whole file, paragraphs by page."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self.builder = builder
        self.tables = 0
        self._counts: dict[int, int] = {}

    # ---- the visible page --------------------------------------------------------------------------

    def body(self, pages: list[PageText], heads: dict[int, str]) -> None:
        """Paragraphs and tables of all pages in reading order; both go on over a page break."""
        pending: Paragraph | None = None
        for item, area in self._items(pages, heads):
            if isinstance(item, Table):
                self._flush(pending)
                pending = None
                self._table(item)
                continue
            for paragraph in paragraphs([*(pending.lines[-1:] if pending else []), *item], area):
                pending = self._carry(pending, paragraph)
        self._flush(pending)

    def _items(self, pages: list[PageText], heads: dict[int, str]) -> list[tuple[Table | list[Line], Margins]]:
        """Everything in order; a table at the top of a page joins the one that ends the page before."""
        found: list[tuple[Table | list[Line], Margins]] = []
        for page in pages:
            lines = [line for line in page.lines if id(line) not in heads]
            area = margins(lines, page.width)
            before = found[-1][0] if found else None
            last = before if isinstance(before, Table) and before.last_page == page.number - 1 else None
            for item in ordered(lines, page.tables, last):
                if last is not None and isinstance(item, Table) and continues(last, item):
                    append(last, item)
                else:
                    own = margins(item, page.width) if isinstance(item, Column) else area
                    found.append((item, own))
                last = None
        return found

    def _carry(self, pending: Paragraph | None, paragraph: Paragraph) -> Paragraph:
        """Put a paragraph behind the pending one; the same first line means that it goes on."""
        if pending is not None and paragraph.lines[0] is pending.lines[-1]:
            pending.lines.extend(paragraph.lines[1:])
            return pending
        self._flush(pending)
        return paragraph

    def _flush(self, paragraph: Paragraph | None) -> None:
        if paragraph is None:
            return
        page = paragraph.lines[0].page
        self._counts[page] = number = self._counts.get(page, 0) + 1
        with self.builder.block(Layer.BODY, f"第{page + 1}页第{number}段", page=page):
            self.write(paragraph.lines, paragraph.traits, soft=Trait.HEADING in paragraph.traits)

    def _table(self, table: Table) -> None:
        self.tables += 1
        capacities = table.widths()
        for number, slot in enumerate(table.slots):
            following = table.slots[number + 1] if number + 1 < len(table.slots) else None
            end = "\t" if following is not None and following.row == slot.row else "\n"
            self._slot(table, slot, end, capacities.get(slot.column, 0.0) if slot.columns == 1 else 0.0)

    def _slot(self, table: Table, slot: Slot, end: str, capacity: float) -> None:
        cell = Cell(self.tables - 1, slot.row, slot.column, slot.rows, slot.columns)
        page = slot.lines[0].page if slot.lines else slot.page
        place = f"第{page + 1}页表{self.tables}第{slot.row + 1}行第{slot.column + 1}列"
        parts = cell_parts(slot, table.ruled, capacity)
        for number, lines in enumerate(parts):
            last = number == len(parts) - 1
            with self.builder.block(Layer.TABLE, place, cell=cell, page=page, end=end if last else "\n"):
                self.write(lines)
        if not parts:
            with self.builder.block(Layer.TABLE, place, cell=cell, page=page, end=end):
                pass

    # ---- the other layers --------------------------------------------------------------------------

    def furniture(self, pages: list[PageText], heads: dict[int, str]) -> None:
        """Running heads and feet."""
        for page in pages:
            for line in page.lines:
                zone = heads.get(id(line))
                if zone is not None:
                    layer = Layer.HEADER if zone == "header" else Layer.FOOTER
                    name = "页眉" if zone == "header" else "页脚"
                    with self.builder.block(layer, f"第{page.number + 1}页{name}", page=page.number):
                        self.write([line])

    def turned(self, pages: list[PageText]) -> None:
        """Text in another direction than the page's: text boxes, and slanted watermarks."""
        for page in pages:
            for angle, lines in page.turned:
                traits = {Trait.WATERMARK} if angle % 90 else set()
                name = "水印" if angle % 90 else "旋转文字"
                for line in lines:
                    with self.builder.block(Layer.TEXTBOX, f"第{page.number + 1}页{name}", page=page.number):
                        self.write([line], traits)

    def hidden(self, pages: list[PageText]) -> None:
        """Text that the page does not show, by the reason."""
        for page in pages:
            for why, lines in page.hidden:
                place = f"第{page.number + 1}页{HIDDEN_NAMES.get(why, '隐藏文字')}"
                for paragraph in paragraphs(lines, margins(lines, page.width)):
                    with self.builder.block(Layer.HIDDEN, place, page=page.number):
                        self.write(paragraph.lines, {Trait.HIDDEN})

    # ---- characters --------------------------------------------------------------------------------

    def write(self, lines: list[Line], traits: Iterable[Trait] = (), *, soft: bool = False) -> None:
        """The characters of lines, joined; runs of glyphs drawn one after the other are one piece."""
        kept = tuple(traits)
        before = ""
        for line in lines:
            if before:
                self.builder.add("\n" if soft else glue(before, line.text), None)
            self._characters(line, kept)
            before = line.text

    def _characters(self, line: Line, traits: tuple[Trait, ...]) -> None:
        run: list[str] = []
        start = -2
        for char in line.chars:
            if run and char.ordinal == start + len(run) and len(char.text) == 1 and start >= 0:
                run.append(char.text)
                continue
            self._run(run, start, line.page, traits)
            run, start = [], -2
            if char.ordinal < 0:
                self.builder.add(char.text, None)
            elif len(char.text) == 1:
                run, start = [char.text], char.ordinal
            else:
                self.builder.add(char.text, GlyphAnchor(line.page, char.ordinal), traits, width=1)
        self._run(run, start, line.page, traits)

    def _run(self, run: list[str], start: int, page: int, traits: tuple[Trait, ...]) -> None:
        if run:
            self.builder.add("".join(run), GlyphAnchor(page, start), traits)
