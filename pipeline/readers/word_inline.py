"""The walk inside one paragraph: runs, what wraps them, fields, symbols, drawings."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from pipeline.document import GapReason, Layer, Trait
from pipeline.readers.word_gather import Fragment, Passage, flat
from pipeline.readers.word_line import CONTROLS, SKIPPED, Line, Mode
from pipeline.readers.word_names import child, kind, own_attribute, value
from pipeline.readers.word_shapes import Shapes, alternate
from pipeline.readers.word_strings import Strings
from pipeline.readers.word_styles import Look, Styles, run_look
from pipeline.readers.word_symbols import symbol


@dataclass(slots=True)
class Inline(Strings):
    """What a paragraph needs to be read: styles, layer, and the fields that are open."""

    styles: Styles
    layer: Layer
    name: str = ""
    traits: frozenset[Trait] = frozenset()
    mode: Mode = Mode.SHOWN
    paragraphs: int = 0
    depth: int = 0
    shaded: bool = False
    fields: list[tuple[list[Fragment], list[bool]]] = field(default_factory=list)

    def walk(self, container: etree._Element) -> None:
        """Read every block in `container`: what a story does."""

    def stray_block(self, element: etree._Element) -> None:
        """A block inside a paragraph: not allowed; a story reads it all the same."""

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
            elif name in SKIPPED:
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
                    self.at(element, "@" + own_attribute(element, "instr")),
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
                self.embed(element, "子文档")
            case "m:t" | "w:t":
                self._put(line, mode, element, traits)
            case "w:p" | "w:tbl":
                self.stray_block(element)
            case "!:entity":
                self.gathered.gap(GapReason.DAMAGED, self.name or "正文")
            case _:
                self.loose_attributes(name, element)
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
        elif name in SKIPPED:
            return
        elif name in CONTROLS:
            self._control(line, mode, item, CONTROLS[name], traits)
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
                self.loose_attributes(name, item)
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
