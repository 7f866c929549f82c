"""The walk over one story of a Word document: paragraphs, tables, and what hangs on them.

Visible text goes into the passages of the story; deleted, hidden and coded text into passages of its own with
the same place, so that it neither hides in the page nor breaks it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from lxml import etree

from pipeline.document import Cell, GapReason, Layer, NodeAnchor, Trait
from pipeline.readers.word_gather import Fragment, Gathered, Part, Passage, flat
from pipeline.readers.word_names import child, kind, own_attribute, relation_ids, value
from pipeline.readers.word_shapes import Shapes, alternate
from pipeline.readers.word_styles import Look, Styles, is_shaded, paragraph_look, run_look
from pipeline.readers.word_symbols import symbol
from pipeline.readers.word_tables import grid

_NESTING = 40
_BENIGN = re.compile(
    r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SECTION|NUMCHARS|NUMWORDS|TOC|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|DATE|TIME"
    r"|CREATEDATE|SAVEDATE|PRINTDATE|REVNUM|EDITTIME|AUTHOR|TITLE|SUBJECT|KEYWORDS|FILENAME|FILESIZE|NEXT|SEQ|REF|PAGEREF"
    r"|NOTEREF|STYLEREF|SHAPE|BIBLIOGRAPHY)\b[ -~]*",
    re.IGNORECASE | re.ASCII,
)
_TELLING_ARGUMENT = re.compile(r"[^\x00-\x7f]|@(?=[A-Za-z0-9])|\d{5}|://")
_METADATA_FIELDS = re.compile(
    r"\s*(HYPERLINK|MERGEFIELD|DOCPROPERTY|INCLUDEPICTURE|INCLUDETEXT|EMBED|LINK|ADDIN|EQ|SYMBOL|CITATION|AUTOTEXT|GLOSSARY)\b",
    re.IGNORECASE | re.ASCII,
)
_CONTROLS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\u00ad",
}
_SKIPPED = frozenset(
    {
        "w:rPr",
        "w:pPr",
        "w:tblPr",
        "w:tblGrid",
        "w:trPr",
        "w:tcPr",
        "w:sectPr",
        "w:proofErr",
        "w:lastRenderedPageBreak",
        "w:bookmarkEnd",
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "w:commentReference",
        "w:annotationRef",
        "w:footnoteReference",
        "w:endnoteReference",
        "w:footnoteRef",
        "w:endnoteRef",
        "w:separator",
        "w:continuationSeparator",
        "m:ctrlPr",
        "m:rPr",
    }
)


class Mode(Enum):
    """How the text that is being walked shows."""

    SHOWN = auto()
    DELETED = auto()
    HIDDEN = auto()


@dataclass(slots=True)
class Line:
    """One paragraph, split by how its text shows. `codes` has one list a field."""

    shown: list[Fragment] = field(default_factory=list)
    deleted: list[Fragment] = field(default_factory=list)
    hidden: list[Fragment] = field(default_factory=list)
    codes: list[list[Fragment]] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """A walk with its part, its layer and the name of its place; the body numbers its paragraphs instead."""

    part: Part
    gathered: Gathered
    styles: Styles
    layer: Layer
    name: str = ""
    traits: frozenset[Trait] = frozenset()
    mode: Mode = Mode.SHOWN
    paragraphs: int = 0
    depth: int = 0
    in_cell: bool = False
    shaded: bool = False
    fields: list[tuple[list[Fragment], list[bool]]] = field(default_factory=list)

    # ---- blocks

    def walk(self, container: etree._Element) -> None:
        """Read every block in `container` and put it into its layer."""
        for passage in self.blocks(container, None):
            self.gathered.add(passage, self.layer)

    def blocks(self, container: etree._Element, cell: Cell | None) -> list[Passage]:
        """The passages of the blocks in `container`, in order."""
        found: list[Passage] = []
        for element in container:
            match kind(element):
                case "w:p":
                    found.extend(self.paragraph(element, cell))
                case "w:tbl":
                    found.extend(self.table(element))
                case "w:altChunk":
                    self._embed(element, "导入内容")
                case "w:sdt":
                    self.control(element)
                    content = child(element, "w:sdtContent")
                    found.extend(self.blocks(content, cell) if content is not None else ())
                case "mc:AlternateContent":
                    for branch in element:
                        found.extend(self.blocks(branch, cell))
                case "w:r" | "w:hyperlink" | "w:fldSimple":
                    found.extend(self._stray(element, cell))
                case "w:bookmarkStart":
                    self.bookmark(element)
                case "!:entity":
                    self.gathered.gap(GapReason.DAMAGED, self.name or "正文")
                case name if name not in _SKIPPED:
                    self.author(element)
                    found.extend(self.blocks(element, cell))
        return found

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
            text = "".join(fragment.text for fragment in code)
            if not text.strip() or (
                _BENIGN.fullmatch(text) and not _TELLING_ARGUMENT.search(text)
            ):
                continue
            benign = _METADATA_FIELDS.match(text) or _BENIGN.match(text)
            self.gathered.add(
                Passage(Layer.METADATA if benign else Layer.HIDDEN, f"{place}（域代码）", code)
            )

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
        outside, self.shaded = self.shaded, self.shaded or _has_style(element)
        for row in grid(element):
            for position, slot in enumerate(row):
                cell = Cell(number, slot.row, slot.column, slot.rows, slot.columns)
                found.extend(
                    self._cell(slot.element, cell, slot.is_merged, position == len(row) - 1)
                )
        self.shaded = outside
        self.depth -= 1
        return found

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

    # ---- inline content

    def inline(
        self,
        container: etree._Element,
        line: Line,
        look: Look,
        traits: frozenset[Trait],
        mode: Mode,
    ) -> None:
        """Read runs and what wraps them into `line`."""
        for element in container:
            name = kind(element)
            if name == "w:r":
                self.run(element, line, look, traits, mode)
            elif name in _SKIPPED:
                continue
            else:
                self._wrapper(name, element, line, look, traits, mode)

    def _wrapper(
        self,
        name: str,
        element: etree._Element,
        line: Line,
        look: Look,
        traits: frozenset[Trait],
        mode: Mode,
    ) -> None:
        match name:
            case "w:ins" | "w:moveTo":
                self.author(element)
                self.inline(element, line, look, traits | {Trait.INSERTED}, mode)
            case "w:del" | "w:moveFrom":
                self.author(element)
                self.inline(element, line, look, traits | {Trait.DELETED}, Mode.DELETED)
            case "w:hyperlink":
                for slot, words in (("tooltip", "链接提示"), ("anchor", "")):
                    if words and value(element, slot):
                        self.attribute(element, own_attribute(element, slot), words)
                self.inline(element, line, look, traits, mode)
            case "w:fldSimple":
                code = Fragment(
                    flat(value(element, "instr")),
                    self._at(element, "@" + own_attribute(element, "instr")),
                )
                line.codes.append([code])
                self.inline(element, line, look, traits, mode)
            case "w:sdt":
                self.control(element)
                content = child(element, "w:sdtContent")
                if content is not None:
                    self.inline(content, line, look, traits, mode)
            case "mc:AlternateContent":
                alternate(self, element, line, look, traits, mode)
            case "w:bookmarkStart":
                self.bookmark(element)
            case "w:subDoc":
                self._embed(element, "子文档")
            case "m:t" | "w:t":
                self._put(line, mode, element, traits)
            case "w:p" | "w:tbl":
                for passage in (
                    self.paragraph(element, None) if name == "w:p" else self.table(element)
                ):
                    self.gathered.add(passage, self.layer)
            case "!:entity":
                self.gathered.gap(GapReason.DAMAGED, self.name or "正文")
            case _:
                self._loose_attributes(name, element)
                self.inline(element, line, look, traits, mode)

    def run(
        self, element: etree._Element, line: Line, look: Look, traits: frozenset[Trait], mode: Mode
    ) -> None:
        """Read one run."""
        properties = child(element, "w:rPr")
        whole = look
        if properties is not None:
            style = child(properties, "w:rStyle")
            whole = self.styles.of(value(style)).over(look) if style is not None else look
            whole = run_look(properties).over(whole)
            for change in properties:
                if kind(change) in ("w:ins", "w:del", "w:rPrChange"):
                    self.author(change)
        traits = traits | whole.traits()
        if mode is Mode.SHOWN and (
            whole.vanish or whole.tiny or (whole.white and self._on_white(whole))
        ):
            mode, traits = Mode.HIDDEN, traits | {Trait.HIDDEN}
        for item in element:
            self.item(item, line, traits, mode, look)

    def _on_white(self, look: Look) -> bool:
        return not look.shaded and not self.shaded and self.layer is not Layer.TEXTBOX

    def item(
        self, item: etree._Element, line: Line, traits: frozenset[Trait], mode: Mode, look: Look
    ) -> None:
        """Read one thing that stands in a run."""
        name = kind(item)
        if name == "w:t":
            self._put(line, mode, item, traits)
        elif name in _SKIPPED:
            return
        elif name in _CONTROLS:
            self._control(line, mode, item, _CONTROLS[name], traits)
        else:
            self._rare_item(name, item, line, traits, mode, look)

    def _rare_item(
        self,
        name: str,
        item: etree._Element,
        line: Line,
        traits: frozenset[Trait],
        mode: Mode,
        look: Look,
    ) -> None:
        match name:
            case "w:delText":
                self._put(line, Mode.DELETED, item, traits | {Trait.DELETED})
            case "w:instrText" | "w:delInstrText":
                code = Fragment(flat(item.text or ""), self.part.text(item))
                if self.fields:
                    self.fields[-1][0].append(code)
                else:
                    line.codes.append([code])
            case "w:fldChar":
                self._field(item, line)
            case "w:sym":
                self._control(
                    line, mode, item, symbol(value(item, "font"), value(item, "char")), traits
                )
            case "w:ruby":
                self._ruby(item, line, traits, mode, look)
            case "w:drawing" | "w:pict" | "w:object":
                Shapes(self, mode).read(item)
            case "mc:AlternateContent":
                alternate(self, item, line, look, traits, mode)
            case "!:entity":
                self.gathered.gap(GapReason.DAMAGED, self.name or "正文")
            case _:
                self._loose_attributes(name, item)
                if item.text and item.text.strip():
                    self._put(line, mode, item, traits)
                for sub in item:
                    self.item(sub, line, traits, mode, look)

    def _field(self, item: etree._Element, line: Line) -> None:
        match value(item, "fldCharType"):
            case "begin":
                code: list[Fragment] = []
                line.codes.append(code)
                self.fields.append((code, [True]))
            case "separate" if self.fields:
                self.fields[-1][1][0] = False
            case "end" if self.fields:
                self.fields.pop()
        for element in item.iter("*"):
            name = kind(element)
            if name in ("w:name", "w:helpText", "w:statusText", "w:listEntry") or (
                name == "w:default" and not value(element).isdecimal()
            ):
                self.attribute(element, own_attribute(element, "val"), "窗体域")

    def _ruby(
        self, item: etree._Element, line: Line, traits: frozenset[Trait], mode: Mode, look: Look
    ) -> None:
        for part in item:
            if kind(part) == "w:rubyBase":
                self.inline(part, line, look, traits, mode)
            elif kind(part) == "w:rt":
                above = Line()
                self.inline(part, above, look, traits, mode)
                place = f"{self.name or f'第{self.paragraphs + 1}段'}（注音）"
                self.gathered.add(
                    Passage(Layer.METADATA, place, above.shown + above.hidden + above.deleted)
                )

    # ---- the parts of a line

    def _at(self, element: etree._Element, slot: str) -> NodeAnchor:
        return self.part.text(element, slot)

    def _put(
        self, line: Line, mode: Mode, element: etree._Element, traits: frozenset[Trait]
    ) -> None:
        if element.text:
            self._emit(line, mode, Fragment(flat(element.text), self.part.text(element), traits))
        for sub in (
            element
        ):  # nothing belongs inside a text; what stands there all the same is shown as well
            self._emit(line, mode, Fragment(flat(sub.text or ""), self.part.text(sub), traits))
            self._emit(
                line, mode, Fragment(flat(sub.tail or ""), self.part.text(sub, "tail"), traits)
            )

    def _control(
        self, line: Line, mode: Mode, element: etree._Element, shown: str, traits: frozenset[Trait]
    ) -> None:
        self._emit(line, mode, Fragment(shown, self.part.text(element, "element"), traits))

    def _emit(self, line: Line, mode: Mode, fragment: Fragment) -> None:
        if not fragment.text:
            return
        for code, (waiting,) in reversed(self.fields):
            if waiting:
                code.append(fragment)
                return
        match mode:
            case Mode.SHOWN:
                line.shown.append(fragment)
            case Mode.DELETED:
                line.deleted.append(fragment)
            case Mode.HIDDEN:
                line.hidden.append(fragment)

    # ---- strings in attributes

    def attribute(
        self, element: etree._Element, name: str, words: str, layer: Layer = Layer.METADATA
    ) -> None:
        """A text that stands in an attribute, under the words that name its sort."""
        self.gathered.property(element.get(name), self._at(element, "@" + name), words, layer)

    def author(self, element: etree._Element | None) -> None:
        """The author of a revision, once a name."""
        if element is not None and value(element, "author"):
            self.attribute(element, own_attribute(element, "author"), "修订人")

    def bookmark(self, element: etree._Element) -> None:
        """The name of a bookmark that a person gave."""
        if value(element, "name") and not value(element, "name").startswith("_"):
            self.attribute(element, own_attribute(element, "name"), "书签名称")

    def control(self, element: etree._Element) -> None:
        """The names and lists of a content control."""
        properties = child(element, "w:sdtPr")
        for item in properties.iter("*") if properties is not None else ():
            match kind(item):
                case "w:alias" | "w:tag":
                    self.attribute(item, own_attribute(item, "val"), "内容控件")
                case "w:listItem":
                    self.attribute(item, own_attribute(item, "displayText"), "内容控件选项")
                    self.attribute(item, own_attribute(item, "value"), "内容控件选项")
                case "w:date" if value(item, "fullDate"):
                    self.attribute(item, own_attribute(item, "fullDate"), "内容控件日期")

    def _loose_attributes(self, name: str, element: etree._Element) -> None:
        """Smart tags and custom XML in the page carry values in attributes."""
        if name in ("w:smartTagPr", "w:customXmlPr", "w:smartTag", "w:customXml"):
            for item in element.iter("*"):
                if kind(item) == "w:attr":
                    self.attribute(item, own_attribute(item, "val"), "标记属性")

    def _embed(self, element: etree._Element, what: str) -> None:
        for _, identity in relation_ids(element):
            relation = self.part.relations.get(identity)
            self.gathered.embedded(relation.target if relation else identity, what)


def _has_style(table: etree._Element) -> bool:
    properties = child(table, "w:tblPr")
    return properties is not None and child(properties, "w:tblStyle") is not None
