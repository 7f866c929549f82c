"""What hangs on a run: pictures, text boxes, charts, objects, and the two copies of `mc:AlternateContent`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.document import GapReason, Layer, Trait
from pipeline.readers.word_gather import Fragment, Gathered, Mirror, Passage, flat
from pipeline.readers.word_line import Line, Mode
from pipeline.readers.word_names import kind, relation_ids

if TYPE_CHECKING:
    from pipeline.readers.word_inline import Inline
    from pipeline.readers.word_styles import Look

_GENERIC_NAME = re.compile(
    r"(图片|图像|图形|图表|文本框|矩形|圆角矩形|椭圆|直线|直接连接符|直接箭头连接符|组合|形状|自选图形|任意多边形|对象|画布|横排文字框|矩形标注"
    r"|Picture|Image|Graphic|Chart|Text ?Box|Rectangle|Oval|Line|Straight (Arrow )?Connector|Group|Shape|AutoShape|Freeform|Object|Canvas|Diagram|Content Placeholder)?[ _]?\d*",
    re.IGNORECASE,
)
_TEXT_LAYERS = (
    Layer.TEXTBOX,
    Layer.HIDDEN,
    Layer.REVISION,
    Layer.HEADER,
    Layer.FOOTER,
    Layer.BODY,
    Layer.NOTE,
)
_PICTURE_RELATIONS = frozenset({"image", "hdphoto"})


@dataclass(slots=True)
class Shapes:
    """Reads one drawing, picture or object that stands in `story`."""

    story: Inline
    mode: Mode

    def read(self, element: etree._Element) -> None:
        """Read the element and all that it holds."""
        self._visit(element)

    def _visit(self, element: etree._Element) -> None:
        name = kind(element)
        self._names(name, element)
        self._relations(name, element)
        match name:
            case "w:txbxContent":
                self._text_box(element)
            case "mc:AlternateContent":
                alternate_shape(self, element)
            case "v:textpath":
                self._watermark(element)
            case "a:p":
                self._drawn_text(element)
            case _:
                outside = self.mode
                if "visibility:hidden" in (element.get("style") or "").replace(" ", ""):
                    self.mode = Mode.HIDDEN
                for sub in element:
                    self._visit(sub)
                    if kind(sub) == "wp:docPr" and sub.get("hidden") in ("1", "true"):
                        self.mode = Mode.HIDDEN
                self.mode = outside

    def _layer(self) -> Layer:
        return {"SHOWN": Layer.TEXTBOX, "DELETED": Layer.REVISION}.get(
            self.mode.name, Layer.HIDDEN
        )

    def _text_box(self, element: etree._Element) -> None:
        story = self.story
        number = story.gathered.count("文本框")
        traits = frozenset({Trait.HIDDEN}) if self._layer() is Layer.HIDDEN else frozenset()
        inner = replace(
            story,
            layer=self._layer(),
            name=f"文本框{number}",
            traits=traits,
            mode=Mode.SHOWN,
            fields=[],
            depth=story.depth + 1,
        )
        if inner.depth < 20:
            inner.walk(element)
        else:
            story.gathered.gap(GapReason.LIMIT, "文本框嵌套层数")

    def _watermark(self, element: etree._Element) -> None:
        text = element.get("string")
        if not text or not text.strip():
            return
        story = self.story
        layer = story.layer if story.layer is not Layer.BODY else Layer.TEXTBOX
        fragment = Fragment(
            flat(text), story.part.text(element, "@string"), frozenset({Trait.WATERMARK})
        )
        place = f"{story.name}水印" if story.name else "水印"
        story.gathered.add(Passage(layer, place, [fragment]))

    def _drawn_text(self, paragraph: etree._Element) -> None:
        story = self.story
        fragments = [
            Fragment(flat(item.text or ""), story.part.text(item))
            for item in paragraph.iter("*")
            if kind(item) == "a:t" and item.text
        ]
        if fragments:
            story.gathered.add(Passage(self._layer(), "图形文字", fragments))

    def _names(self, name: str, element: etree._Element) -> None:
        local = name.partition(":")[2]
        if local in ("docPr", "cNvPr"):
            for slot in ("descr", "title"):
                self.story.attribute(element, slot, "图形替代文字")
            if not _GENERIC_NAME.fullmatch(element.get("name") or ""):
                self.story.attribute(element, "name", "图形名称")
        elif name.startswith("v:"):
            for slot in ("alt", "title", "href", "{urn:schemas-microsoft-com:office:office}title"):
                self.story.attribute(element, slot, "图形替代文字")
        elif local in ("hlinkClick", "hlinkHover"):
            self.story.attribute(element, "tooltip", "链接提示")

    def _relations(self, name: str, element: etree._Element) -> None:
        gathered, known = self.story.gathered, self.story.part.relations
        for slot, identity in relation_ids(element):
            relation = known.get(identity)
            if relation is None:
                continue
            if name == "c:chart" or name == "?:chart":
                gathered.charts[relation.target] = None
            elif name == "dgm:relIds":
                if slot == "dm":
                    gathered.diagrams[relation.target] = None
            elif relation.kind in _PICTURE_RELATIONS:
                gathered.picture(relation.target, "（外部链接）" if relation.external else "")
            elif name in ("o:OLEObject", "w:objectEmbed", "w:objectLink"):
                gathered.embedded(relation.target, "嵌入对象")
            elif name == "w:control":
                gathered.embedded(relation.target, "控件")
            elif relation.kind != "hyperlink":
                gathered.embedded(relation.target, "嵌入对象")


def alternate(
    story: Inline,
    element: etree._Element,
    line: Line,
    look: Look,
    traits: frozenset[Trait],
    mode: Mode,
) -> None:
    """The shown branch of `mc:AlternateContent`; a copy with the same text is kept as a mirror of it."""
    parent = element.getparent()
    in_run = parent is not None and kind(parent) == "w:r"

    def read(branch: etree._Element, gathered: Gathered) -> Line:
        inner = replace(story, gathered=gathered)
        found = Line()
        if in_run:
            for item in branch:
                inner.item(item, found, traits, mode, look)
        else:
            inner.inline(branch, found, look, traits, mode)
        return found

    lines: list[tuple[Line, Gathered]] = []
    for branch in element:
        scratch = _scratch(story.gathered, first=not lines)
        lines.append((read(branch, scratch), scratch))
    if not lines:
        return
    shown = _choose(
        [(found.shown + found.hidden + found.deleted, scratch) for found, scratch in lines]
    )
    found, scratch = lines[shown]
    line.shown += found.shown
    line.deleted += found.deleted
    line.hidden += found.hidden
    line.codes += found.codes
    _settle(story, [(f.shown + f.hidden + f.deleted, g) for f, g in lines], shown)


def alternate_shape(shapes: Shapes, element: etree._Element) -> None:
    """The same inside a drawing."""
    branches: list[tuple[list[Fragment], Gathered]] = []
    for branch in element:
        scratch = _scratch(shapes.story.gathered, first=not branches)
        inner = Shapes(replace(shapes.story, gathered=scratch), shapes.mode)
        for sub in branch:
            inner.read(sub)
        branches.append(([], scratch))
    if branches:
        _settle(shapes.story, branches, _choose(branches))


def _scratch(gathered: Gathered, *, first: bool) -> Gathered:
    scratch = gathered.scratch()
    if not first:  # copies must not move the numbers of what comes after
        scratch.counts = dict(gathered.counts)
    return scratch


def _fragments(inline: list[Fragment], gathered: Gathered) -> tuple[Fragment, ...]:
    passages = (p for layer in _TEXT_LAYERS for p in gathered.passages.get(layer, ()))
    return tuple(inline) + tuple(
        fragment for passage in passages for fragment in passage.fragments
    )


def squeezed(fragments: tuple[Fragment, ...]) -> str:
    """Their text without white space: what makes two copies the same."""
    return "".join("".join(fragment.text for fragment in fragments).split())


def _choose(branches: list[tuple[list[Fragment], Gathered]]) -> int:
    """The first branch with text; the first one when none has any."""
    return next((i for i, branch in enumerate(branches) if squeezed(_fragments(*branch))), 0)


def _settle(story: Inline, branches: list[tuple[list[Fragment], Gathered]], shown: int) -> None:
    inline, gathered = branches[shown]
    story.gathered.take(gathered)
    mine = _fragments(inline, gathered)
    for number, (other_inline, other) in enumerate(branches):
        if number == shown:
            continue
        copy = _fragments(other_inline, other)
        story.gathered.take(
            replace(other, passages={Layer.METADATA: other.passages.get(Layer.METADATA, [])})
        )
        if not squeezed(copy):
            continue
        if squeezed(copy) == squeezed(mine):
            story.gathered.mirrors.append(Mirror(mine, copy))
        else:
            place = f"{story.name or '图形'}（备用副本）"
            story.gathered.add(Passage(Layer.HIDDEN, place, list(copy)))
