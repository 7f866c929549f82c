"""Writes lines, paragraphs and tables into the flat text, each character with the glyph it stands for."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.builder import DocumentBuilder
from pipeline.document import Cell, GlyphAnchor, Layer, Trait
from pipeline.readers.pdf_flow import Margins, Paragraph, glue, margins, paragraphs
from pipeline.readers.pdf_lines import Line
from pipeline.readers.pdf_page import HIDDEN_NAMES, PageText
from pipeline.readers.pdf_tables import Slot, Table, unruled


class Emitter:
    """Fills the builder. Tables are numbered over the whole file, paragraphs by page."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self.builder = builder
        self.tables = 0
        self._last: Table | None = None
        self._row = 0
        self._counts: dict[int, int] = {}

    # ---- the visible page --------------------------------------------------------------------------

    def body(self, pages: list[PageText], heads: dict[int, str]) -> None:
        """Paragraphs and tables of all pages in reading order; both go on over a page break."""
        pending: Paragraph | None = None
        area: Margins | None = None
        for page in pages:
            lines = [line for line in page.lines if id(line) not in heads]
            area = margins(lines, page.width)
            for item in _ordered(lines, page.tables):
                if isinstance(item, Table):
                    self._flush(pending)
                    pending = None
                    self._table(item)
                    continue
                for paragraph in paragraphs([*(pending.lines[-1:] if pending else []), *item], area):
                    pending = self._carry(pending, paragraph)
        self._flush(pending)

    def _carry(self, pending: Paragraph | None, paragraph: Paragraph) -> Paragraph:
        """Put a paragraph behind the pending one; the same first line means that it goes on."""
        if pending is not None and paragraph.lines[0] is pending.lines[-1]:
            pending.lines.extend(paragraph.lines[1:])
            return pending
        self._flush(pending)
        self._last = None
        return paragraph

    def _flush(self, paragraph: Paragraph | None) -> None:
        if paragraph is None:
            return
        page = paragraph.lines[0].page
        self._counts[page] = number = self._counts.get(page, 0) + 1
        with self.builder.block(Layer.BODY, f"第{page + 1}页第{number}段", page=page):
            self.write(paragraph.lines, paragraph.traits, soft=Trait.HEADING in paragraph.traits)

    def _table(self, table: Table) -> None:
        goes_on = (
            self._last is not None
            and self._last.page == table.page - 1
            and len(self._last.xs) == len(table.xs)
            and all(abs(a - b) < 4 for a, b in zip(self._last.xs, table.xs, strict=True))
        )
        if not goes_on:
            self.tables += 1
            self._row = 0
        base = self._row
        rows = max(slot.row + slot.rows for slot in table.slots)
        for number, slot in enumerate(table.slots):
            row = base + slot.row
            following = table.slots[number + 1] if number + 1 < len(table.slots) else None
            end = "\t" if following is not None and following.row == slot.row else "\n"
            self._slot(table, slot, row, end)
        self._row = base + rows
        self._last = table

    def _slot(self, table: Table, slot: Slot, row: int, end: str) -> None:
        cell = Cell(self.tables - 1, row, slot.column, slot.rows, slot.columns)
        place = f"第{table.page + 1}页表{self.tables}第{row + 1}行第{slot.column + 1}列"
        parts = _cell_parts(slot, table.ruled)
        for number, lines in enumerate(parts):
            last = number == len(parts) - 1
            with self.builder.block(Layer.TABLE, place, cell=cell, page=table.page, end=end if last else "\n"):
                self.write(lines)
        if not parts:
            with self.builder.block(Layer.TABLE, place, cell=cell, page=table.page, end=end):
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


def _ordered(lines: list[Line], tables: list[Table]) -> list[Table | list[Line]]:
    """Tables and the groups of lines between them, from the top; unruled tables are found in the groups."""
    groups: list[Table | list[Line]] = []
    rest = list(lines)
    for table in tables:
        above = [line for line in rest if line.v < table.box[1]]
        rest = [line for line in rest if line.v >= table.box[1]]
        groups.extend((above, table))
    groups.append(rest)
    found: list[Table | list[Line]] = []
    for group in groups:
        if isinstance(group, Table):
            found.append(group)
            continue
        run: list[Line] = []
        for item in unruled(group):
            if isinstance(item, Table):
                found.extend((run, item))
                run = []
            else:
                run.append(item)
        found.append(run)
    return [item for item in found if item]


def _cell_parts(slot: Slot, is_ruled: bool) -> list[list[Line]]:
    """The paragraphs of a cell: a line that leaves room for the next word ends one."""
    if not slot.lines:
        return []
    pad = max(2.0, min(line.u0 for line in slot.lines) - slot.box[0]) if is_ruled else 0.0
    right = slot.box[2] - min(pad, 8.0)
    if not is_ruled:
        right = max(slot.box[2], max(line.u1 for line in slot.lines))
    parts = [[slot.lines[0]]]
    for before, line in zip(slot.lines, slot.lines[1:], strict=False):
        room = right - before.u1
        if room < first_word(line) + 0.5 * line.size + (3 if is_ruled else 0):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def first_word(line: Line) -> float:
    """Width of the first word of a line: a run of Latin characters, or one Han character."""
    width = 0.0
    for char in line.chars:
        if not char.text.strip() or (width and not char.text.isascii()):
            break
        width = char.u1 - line.u0
        if not char.text.isascii():
            break
    return width
