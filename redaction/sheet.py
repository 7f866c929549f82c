"""Cutting Excel packages: cells become plain strings of their own, everything else is cut where it stands.

A cut cell keeps its style and loses its formula. Shared strings that no cell uses any more are emptied; the
calculation chain goes; formulas that spell out a cut text keep their result only. Hidden sheets, comments,
names, lists, pivot caches, charts, link targets and properties lose the text too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.contracts import Excision, Limits, Redacted
from pipeline.document import CellAnchor, Document, NodeAnchor
from pipeline.errors import RedactionRefused, UnreadableSource
from pipeline.readers.package import Package, PartDamaged, open_package, relations
from pipeline.readers.sheet_cells import local, position, string_text
from redaction import package_zip
from redaction.needles import UNSEEN, Needles, unseen_cuts
from redaction.package_edit import (
    SPACE,
    Edits,
    Slot,
    apply_edits,
    drop,
    edited,
    is_free,
    serialised,
    strings,
)
from redaction.package_search import in_bytes
from redaction.picture_text import loose_bytes, without_text
from redaction.word import NOWHERE, as_element
from redaction.word_scrub import dropped, lost_ids, scrub_part

_NUMBER_ITEMS = frozenset({"n", "d", "b", "e"})
Place = tuple[str, int, int]
"""Sheet part, row, column."""


class SheetRedactor:
    """Redactor of Excel packages."""

    formats: Sequence[str] = ("xlsx",)

    def redact(self, data: bytes, document: Document, excisions: Sequence[Excision]) -> Redacted:
        """The package with every excision made and every hidden carrier cleaned.

        Raises RedactionRefused when a part that must be searched cannot be read.
        """
        if not excisions:
            return Redacted(data)
        try:
            package = open_package(data, Limits())
        except UnreadableSource:
            raise RedactionRefused("文件包无法打开，不能删减。") from None
        return _Work(package, document, excisions).run()


@dataclass(slots=True)
class _Work:
    """One redaction."""

    package: Package
    document: Document
    excisions: Sequence[Excision]
    edits: Edits = field(default_factory=Edits)
    cells: dict[Place, dict[int, str]] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def run(self) -> Redacted:
        """Cut cells, then nodes, sweep, scrub and pack."""
        needles = Needles.of(self.document, self.excisions)
        for excision in (*self.excisions, *unseen_cuts(self.document, needles, self.excisions)):
            self._divide(excision)
        self._shown_texts()
        seen = self._seen()
        gone = dropped(self.package.names, self._thumbnails())
        gone |= {name for name in self.package.names if name.lower() == "xl/calcchain.xml"}
        if any(name.startswith("_xmlsignatures/") for name in gone):
            self.notes["原电子签名因删减失效，已移除。"] = None
        roots = {
            name: self._parse(name)
            for name in self.package.names
            if name not in gone and _is_markup(name)
        }
        nodes = {name: list(root.iter("*")) for name, root in roots.items()}
        items = next((_items(root) for root in roots.values() if local(root) == "sst"), [])
        for name, elements in nodes.items():
            apply_edits(elements, self.edits.of(name), _rewrite, as_element)
            if local(roots[name]) == "worksheet":
                self._sheet(name, roots[name], items, needles)
        for name, elements in nodes.items():
            if local(roots[name]) == "sst":
                self._empty_unused(items)
            else:
                _sweep(name, elements, needles, seen)
        members: dict[str, bytes] = {}
        for name in self.package.names:
            if name in roots:
                scrub_part(name, roots[name], gone, lost_ids(self.package, name, gone))
                members[name] = serialised(roots[name])
            elif name not in gone:
                members[name] = self._binary(name, needles)
        hidden = tuple(len(e.replacement) != e.span.stop - e.span.start for e in self.excisions)
        return Redacted(package_zip.build(members), tuple(self.notes), hidden)

    def _divide(self, excision: Excision) -> None:
        """Characters in cells here, characters in nodes to the common edits."""
        mark = excision.replacement
        for located in excision.located:
            anchor = located.anchor
            if isinstance(anchor, CellAnchor):
                change = self.cells.setdefault((anchor.sheet, anchor.row, anchor.column), {})
                for index in range(anchor.start, anchor.start + located.units):
                    change.setdefault(index, mark)
                    mark = ""
            else:
                self.edits.cut(Excision(excision.span, mark, (located,)))
                mark = ""
        if not excision.located:
            raise RedactionRefused("删减位置没有对应的文字。")

    def _shown_texts(self) -> None:
        """What each cut cell shows, from the reading; lines of one cell are joined again."""
        for piece in self.document.pieces:
            anchor = piece.anchor
            if isinstance(anchor, CellAnchor):
                place = (anchor.sheet, anchor.row, anchor.column)
                if place in self.cells:
                    text = self.document.text[piece.span.start : piece.span.stop]
                    before = self.texts.get(place, "")
                    self.texts[place] = before + "\n" * (anchor.start - len(before)) + text

    def _seen(self) -> set[Slot]:
        found: set[Slot] = set()
        for piece in self.document.pieces:
            block = self.document.block_at(piece.span.start)
            anchor = piece.anchor
            if isinstance(anchor, NodeAnchor) and block is not None and block.layer not in UNSEEN:
                found.add((anchor.part, anchor.node, anchor.slot))
        return found

    def _thumbnails(self) -> list[str]:
        if "_rels/.rels" not in self.package.names:
            return []
        root = self._parse("_rels/.rels")
        return [r.target for r in relations(root, "") if r.kind == "thumbnail" and not r.external]

    def _parse(self, name: str) -> etree._Element:
        try:
            return self.package.parse(name)
        except PartDamaged:
            raise RedactionRefused("文件包中有损坏的部件，不能保证删减完整。") from None

    def _binary(self, name: str, needles: Needles) -> bytes:
        try:
            data = self.package.read(name)
        except PartDamaged:
            raise RedactionRefused("文件包中有损坏的部件，不能保证删减完整。") from None
        return without_text(data) if in_bytes(loose_bytes(data), needles, short=True) else data

    # ---- cells

    def _sheet(
        self, name: str, root: etree._Element, items: list[etree._Element], needles: Needles
    ) -> None:
        row_number = -1
        for row in root.iter("*"):
            if local(row) != "row":
                continue
            stated = row.get("r", "")
            row_number = int(stated) - 1 if stated.isdecimal() else row_number + 1
            column = -1
            for cell in row:
                if local(cell) != "c":
                    continue
                place = position(cell.get("r", "")) or (row_number, column + 1)
                column = place[1]
                change = self.cells.pop((name, *place), None)
                if change is not None:
                    self._cut_cell(cell, change, self.texts.get((name, *place), ""), items)
                else:
                    self._keep_cell(cell, needles)
        if any(part == name for part, _, _ in self.cells):
            raise RedactionRefused("删减位置与文件内容不符。")

    def _cut_cell(
        self, cell: etree._Element, change: dict[int, str], text: str, items: list[etree._Element]
    ) -> None:
        namespace = str(cell.tag).rpartition("}")[0].lstrip("{")
        rich = _rich(cell, items)
        if any(local(element) == "f" for element in cell):
            self.notes["被删减的公式单元格已改为文字。"] = None
        for element in list(cell):
            cell.remove(element)
        cell.set("t", "inlineStr")
        inside = etree.SubElement(cell, f"{{{namespace}}}is" if namespace else "is")
        if rich is not None and "".join(e.text or "" for e in string_text(rich)) == text:
            _rich_cut(inside, rich, change)
            return
        shown = etree.SubElement(inside, f"{{{namespace}}}t" if namespace else "t")
        shown.text = edited(text, change)
        shown.set(SPACE, "preserve")

    def _keep_cell(self, cell: etree._Element, needles: Needles) -> None:
        stored = next((e for e in cell if local(e) == "v"), None)
        if cell.get("t") == "s" and stored is not None and (stored.text or "").strip().isdecimal():
            self.used.add(int(stored.text or "0"))
        for element in list(cell):
            if local(element) == "f" and needles.stands_in(element.text or ""):
                drop(element)
                self.notes["公式中含有被删文字的单元格已改为结果值。"] = None

    def _empty_unused(self, items: list[etree._Element]) -> None:
        for index, item in enumerate(items):
            if index in self.used:
                for element in list(item):
                    if local(element) in ("rPh", "phoneticPr"):
                        item.remove(element)
            else:
                for element in list(item):
                    item.remove(element)
                namespace = str(item.tag).rpartition("}")[0].lstrip("{")
                etree.SubElement(item, f"{{{namespace}}}t" if namespace else "t")


def _items(root: etree._Element) -> list[etree._Element]:
    return [element for element in root if local(element) == "si"]


def _rich(cell: etree._Element, items: list[etree._Element]) -> etree._Element | None:
    """The string item of a cell, with its formatted runs."""
    if cell.get("t") == "inlineStr":
        return next((e for e in cell if local(e) == "is"), None)
    stored = next((e for e in cell if local(e) == "v"), None)
    raw = (stored.text or "").strip() if stored is not None else ""
    if cell.get("t") != "s" or not raw.isdecimal() or int(raw) >= len(items):
        return None
    return items[int(raw)]


def _rich_cut(inside: etree._Element, rich: etree._Element, change: dict[int, str]) -> None:
    """Copy formatted runs, without the cut characters and without phonetic readings."""
    for element in rich:
        if local(element) in ("r", "t"):
            inside.append(etree.fromstring(etree.tostring(element, with_tail=False)))
    at = 0
    for text in string_text(inside):
        old = text.text or ""
        own = {index - at: mark for index, mark in change.items() if at <= index < at + len(old)}
        if own:
            text.text = edited(old, own)
            text.set(SPACE, "preserve")
        at += len(old)


def _sweep(name: str, nodes: list[etree._Element], needles: Needles, seen: set[Slot]) -> None:
    """Strings that no reader shows; the contents of cells are left to the proof."""
    for number, element in enumerate(nodes):
        above = element.getparent()
        in_cell = local(element) in ("v", "t", "is") and any(
            local(a) == "c" for a in element.iterancestors()
        )
        for slot, text in list(strings(element)):
            if (
                in_cell
                or (name, number, slot) in seen
                or not is_free(element, slot)
                or not needles.stands_meant(text)
            ):
                continue
            new = NOWHERE if slot == "@Target" else needles.cleaned(text)
            if slot == "text":
                element.text = new
            elif slot == "tail":
                element.tail = new
            else:
                element.set(slot.removeprefix("@"), new)
                if local(element) in _NUMBER_ITEMS and slot == "@v" and above is not None:
                    namespace = str(element.tag).rpartition("}")[0].lstrip("{")
                    element.tag = f"{{{namespace}}}s" if namespace else "s"


def _rewrite(element: etree._Element, slot: str, new: str) -> str:
    return NOWHERE if slot == "@Target" else new


def _is_markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


REDACTOR = SheetRedactor()
