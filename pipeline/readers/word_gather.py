"""What the walk over a package collects before it becomes a document: passages by layer, gaps, mirrored copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from pipeline.builder import DocumentBuilder, Section
from pipeline.contracts import Limits
from pipeline.document import Anchor, Cell, Gap, GapReason, Layer, NodeAnchor, Span, Trait, Unread
from pipeline.readers.package import Package, Relation
from pipeline.readers.package_stream import Step, Turn, turns

_FLAT = {ord(c): " " for c in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
ORDER: tuple[Layer, ...] = (
    Layer.BODY,
    Layer.TEXTBOX,
    Layer.HEADER,
    Layer.FOOTER,
    Layer.NOTE,
    Layer.COMMENT,
    Layer.REVISION,
    Layer.HIDDEN,
    Layer.METADATA,
)
"""The order of the layers in the flat text; tables stand in the body."""


class Fragment(NamedTuple):
    """A string of one node, with the look of its run."""

    text: str
    anchor: Anchor | None
    traits: frozenset[Trait] = frozenset()
    width: int | None = None
    """Source characters that it covers, when they are not as many as its text has."""


@dataclass(slots=True)
class Passage:
    """A block to be: paragraph, cell, property."""

    layer: Layer
    place: str
    fragments: list[Fragment]
    cell: Cell | None = None
    end: str = "\n"
    traits: frozenset[Trait] = frozenset()

    @property
    def text(self) -> str:
        """What the passage shows."""
        return "".join(fragment.text for fragment in self.fragments)


class Mirror(NamedTuple):
    """Two copies of one text: the one that is read, and one that must be cut along with it."""

    shown: tuple[Fragment, ...]
    copy: tuple[Fragment, ...]


@dataclass(slots=True)
class Part:
    """An XML part with the numbers of its elements and its relationships.

    Of a part that is read piece by piece the root holds only what is kept of it, and the numbers are of one piece.
    """

    name: str
    root: etree._Element
    relations: dict[str, Relation] = field(default_factory=dict)
    numbers: dict[etree._Element, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.turn(self.root, 0)

    def turn(self, element: etree._Element, number: int) -> None:
        """From now on anchors are asked for in `element`, which has this number, and in what it holds."""
        self.numbers = {inner: at for at, inner in enumerate(element.iter("*"), number)}

    def steps(self, package: Package, containers: Sequence[str]) -> Iterator[Turn]:
        """Go through a long part piece by piece (see `package_stream.turns`); its anchors are those of the step."""
        for turn in turns(package, self.name, containers):
            if turn.step is Step.ITEM:
                self.turn(turn.element, turn.number)
            elif turn.step is Step.OPEN:
                self.numbers = {turn.element: turn.number}
            yield turn

    def text(self, element: etree._Element, slot: str = "text") -> NodeAnchor:
        """The anchor of a string of this element."""
        return NodeAnchor(self.name, self.numbers[element], slot, 0)


def flat(text: str) -> str:
    """The string as it shows: white space in the XML is a blank; length unchanged."""
    return text.translate(_FLAT)


@dataclass(slots=True)
class Gathered:
    """Passages by layer, in order, with what a reader must report beside the text."""

    limits: Limits
    sections: dict[Layer, Section] = field(default_factory=dict)
    is_scratch: bool = False
    passages: dict[Layer, list[Passage]] = field(default_factory=dict)
    """What a scratch collector holds, until it is known where it goes."""
    gaps: dict[Gap, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    mirrors: list[Mirror] = field(default_factory=list)
    blank: frozenset[str] = frozenset()
    """Pictures that stand in the place of removed ones: they show nothing and are no gap."""
    pictures: dict[str, str] = field(default_factory=dict)
    objects: dict[str, str] = field(default_factory=dict)
    unread: dict[Unread, None] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    charts: dict[str, None] = field(default_factory=dict)
    diagrams: dict[str, None] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    characters: int = 0

    def count(self, what: str) -> int:
        """The next number of its sort, from 1."""
        self.counts[what] = self.counts.get(what, 0) + 1
        return self.counts[what]

    def add(self, passage: Passage, layer: Layer | None = None) -> None:
        """Put a passage at the end of its layer."""
        if self.characters > self.limits.text_characters:
            self.gap(GapReason.LIMIT, "文字数量")
            return
        self.characters += sum(len(fragment.text) for fragment in passage.fragments)
        layer = layer or passage.layer
        if self.is_scratch:
            self.passages.setdefault(layer, []).append(passage)
            return
        section = self.sections.get(layer)
        if section is None:
            section = self.sections[layer] = Section()
        _write(section, passage)

    def property(
        self, text: str | None, anchor: Anchor, place: str, layer: Layer = Layer.METADATA
    ) -> None:
        """A string that is not page text: emitted once for each place and value."""
        if text and text.strip() and (place, text) not in self.seen:
            self.seen.add((place, text))
            self.add(Passage(layer, place, [Fragment(flat(text), anchor)]))

    def gap(self, reason: GapReason, place: str) -> None:
        """Something that was not examined."""
        self.gaps[Gap(reason, place)] = None

    def picture(self, target: str, remark: str = "", at: str = "") -> None:
        """A picture in the page: a gap, once for each picture file. `at` is where it stands, if not in `target`."""
        self.used.add(target)
        if target in self.blank:
            return
        if target not in self.pictures:
            self.pictures[target] = f"图片{len(self.pictures) + 1}{remark}"
        self._unread(GapReason.PICTURE_NOT_READ, self.pictures[target], at or target)

    def embedded(self, target: str, what: str, at: str = "") -> None:
        """An object that no reader looks into: a gap, once for each."""
        if target not in self.objects and target not in self.used:
            self.objects[target] = f"{what}{self.count(what)}"
        self.used.add(target)
        if target in self.objects:
            self._unread(GapReason.EMBEDDED_OBJECT, self.objects[target], at or target)

    def _unread(self, reason: GapReason, place: str, target: str) -> None:
        self.gap(reason, place)
        self.unread[Unread(Gap(reason, place), target)] = None

    def scratch(self) -> Gathered:
        """A collector of its own for a part of the walk; pictures, gaps and counts are shared."""
        return replace(self, is_scratch=True, passages={}, mirrors=self.mirrors, characters=0)

    def take(self, other: Gathered) -> None:
        """Append what a scratch collector found."""
        for layer, passages in other.passages.items():
            for passage in passages:
                self.add(passage, layer)

    def write(self, builder: DocumentBuilder) -> None:
        """Hand everything to the builder, layer by layer; once."""
        for layer in ORDER:
            if layer in self.sections:
                builder.join(self.sections.pop(layer))
        for gap in self.gaps:
            builder.gap(gap.reason, gap.place)
        for unread in self.unread:
            builder.unread(unread)
        for note in self.notes:
            builder.note(note)


def _write(section: Section, passage: Passage) -> None:
    start = section.length
    for text, anchor, traits, width in passage.fragments:
        section.add(text, anchor, sorted(traits), width)
    stop = section.length
    section.close(start, passage.layer, passage.place, passage.cell, None, passage.end)
    for trait in sorted(passage.traits):
        section.style(Span(start, stop), trait)
