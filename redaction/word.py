"""Cutting Word packages: exact removal in the nodes where the text stands, in every copy, and a clean package.

Formatting around a cut stays. What was cut on the page is also taken out of comments, deleted revisions, hidden
text, field codes, link targets, properties, custom XML, alternative texts and names. A place on the page that
shows the same text and was not among the cuts is left, and the proof refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.contracts import Excision, Limits, Redacted
from pipeline.document import Document, NodeAnchor
from pipeline.errors import RedactionRefused, UnreadableSource
from pipeline.readers.package import Package, PartDamaged, open_package, relations
from pipeline.readers.word import WordReading, read_word
from pipeline.readers.word_names import kind
from redaction import package_zip
from redaction.needles import UNSEEN, Needles, unseen_cuts
from redaction.package_edit import (
    SPACE,
    Edits,
    Slot,
    apply_edits,
    drop,
    is_free,
    serialised,
    strings,
)
from redaction.package_search import in_bytes, leaks
from redaction.picture_text import loose_bytes, without_text
from redaction.word_mirror import mirrored
from redaction.word_scrub import (
    FONTS_GONE,
    dropped,
    empty_bound,
    lost_ids,
    scrub_around,
    scrub_part,
)

_SPACED = frozenset({"w:t", "w:delText", "w:instrText", "w:delInstrText", "m:t"})
_NAMES = frozenset(
    {"w:bookmarkStart", "w:hyperlink", "w:instrText", "w:fldSimple", "w:delInstrText"}
)
NOWHERE = "about:blank"


class WordRedactor:
    """Redactor of Word packages."""

    formats: Sequence[str] = ("docx",)

    def redact(self, data: bytes, document: Document, excisions: Sequence[Excision]) -> Redacted:
        """The package with every excision made and every hidden carrier cleaned.

        Raises RedactionRefused when a part that must be searched cannot be read.
        """
        if not excisions:
            return Redacted(data)
        try:
            reading = read_word(data, document.source, Limits())
            package = open_package(data, Limits())
        except UnreadableSource:
            raise RedactionRefused("文件包无法打开，不能删减。") from None
        if reading.document.text != document.text:
            raise RedactionRefused("文件内容与审查时不同。", advice="请重新审查后再删减。")
        return _Work(package, reading, excisions).run()


@dataclass(slots=True)
class _Work:
    """One redaction."""

    package: Package
    reading: WordReading
    excisions: Sequence[Excision]
    edits: Edits = field(default_factory=Edits)
    notes: dict[str, None] = field(default_factory=dict)
    bound: frozenset[str] = frozenset()

    def run(self) -> Redacted:
        """Cut, mirror, sweep, scrub, and pack."""
        document = self.reading.document
        needles = Needles.of(document, self.excisions)
        every = (*self.excisions, *unseen_cuts(document, needles, self.excisions))
        for excision in every:
            self.edits.cut(excision)
        mirrored(self.edits, self.reading.mirrors)
        seen = _seen(document)
        gone = dropped(self.package.names, [*self._thumbnails(), *self._workbooks(needles)])
        if any(name.startswith("_xmlsignatures/") for name in gone):
            self.notes["原电子签名因删减失效，已移除。"] = None
        if any(name.lower().startswith("word/fonts/") for name in gone):
            self.notes[FONTS_GONE] = None
        members: dict[str, bytes] = {}
        for name in self.package.names:
            if name not in gone:
                members[name] = self._member(name, needles, seen, gone)
        self._empty_stores(members)
        hidden = tuple(len(e.replacement) != e.span.stop - e.span.start for e in self.excisions)
        return Redacted(package_zip.build(members), tuple(self.notes), hidden)

    def _empty_stores(self, members: dict[str, bytes]) -> None:
        """What a cut content control was bound to may hold the text in another form: it goes."""
        if not self.bound:
            return
        self.notes["被删减的内容控件所绑定的数据已清空。"] = None
        for name in members:
            if name.lower().startswith(("customxml/item", "docprops/")) and name.endswith(".xml"):
                root = etree.fromstring(members[name])
                empty_bound(root, self.bound)
                members[name] = serialised(root)

    def _thumbnails(self) -> list[str]:
        if "_rels/.rels" not in self.package.names:
            return []
        root = self._parse("_rels/.rels")
        return [r.target for r in relations(root, "") if r.kind == "thumbnail" and not r.external]

    def _workbooks(self, needles: Needles) -> list[str]:
        """Workbooks behind charts that hold what was cut: the chart keeps its drawn values and loses its source."""
        found: list[str] = []
        for name in self.package.names:
            if not name.startswith("word/charts/_rels/"):
                continue
            owner = name.replace("_rels/", "").removesuffix(".rels")
            for relation in relations(self._parse(name), owner):
                if (
                    relation.kind == "package"
                    and relation.target in self.package.names
                    and any(leaks(self._bytes(relation.target), needles))
                ):
                    found.append(relation.target)
                    self.notes["图表的内嵌数据表含有被删文字，已移除。"] = None
        return found

    def _lost(self, name: str, gone: frozenset[str]) -> frozenset[str]:
        try:
            return lost_ids(self.package, name, gone)
        except PartDamaged:
            raise RedactionRefused("文件包中有损坏的部件，不能保证删减完整。") from None

    def _bytes(self, name: str) -> bytes:
        try:
            return self.package.read(name)
        except PartDamaged:
            raise RedactionRefused("文件包中有损坏的部件，不能保证删减完整。") from None

    def _parse(self, name: str) -> etree._Element:
        try:
            return self.package.parse(name)
        except PartDamaged:
            raise RedactionRefused("文件包中有损坏的部件，不能保证删减完整。") from None

    def _member(self, name: str, needles: Needles, seen: set[Slot], gone: frozenset[str]) -> bytes:
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            data = self._bytes(name)
            return without_text(data) if in_bytes(loose_bytes(data), needles, short=True) else data
        root = self._parse(name)
        nodes = list(root.iter("*"))
        touched = apply_edits(nodes, self.edits.of(name), self._rewrite, as_element)
        self._sweep(name, nodes, needles, seen)
        for element in touched:
            self.bound |= scrub_around(element)
        scrub_part(name, root, gone, self._lost(name, gone))
        return serialised(root)

    def _rewrite(self, element: etree._Element, slot: str, new: str) -> str:
        if slot == "@Target":
            return NOWHERE
        if slot == "text" and kind(element) in _SPACED:
            element.set(SPACE, "preserve")
        return new

    def _sweep(
        self, name: str, nodes: list[etree._Element], needles: Needles, seen: set[Slot]
    ) -> None:
        """Strings that no reader shows: attributes of all sorts, and whatever was not split over nodes."""
        for number, element in enumerate(nodes):
            for slot, text in list(strings(element)):
                if (
                    (name, number, slot) in seen
                    or not is_free(element, slot)
                    or not needles.stands_meant(text)
                ):
                    continue
                new = (
                    NOWHERE if slot == "@Target" else needles.cleaned(text, _token(element, slot))
                )
                if slot == "text":
                    element.text = new
                elif slot == "tail":
                    element.tail = new
                else:
                    element.set(slot.removeprefix("@"), new)


def _token(element: etree._Element, slot: str) -> str | None:
    """Names that others refer to get a name again, the same one everywhere; other strings the mark."""
    return "_x" if kind(element) in _NAMES and slot != "@tooltip" else None


def _seen(document: Document) -> set[Slot]:
    """The slots that show on the page: never swept, so that nothing there changes unasked."""
    found: set[Slot] = set()
    blocks = iter(document.blocks)
    block = next(blocks, None)
    for piece in document.pieces:
        while block is not None and piece.span.start >= block.span.stop:
            block = next(blocks, None)
        if block is None:
            break
        anchor = piece.anchor
        if (
            isinstance(anchor, NodeAnchor)
            and piece.span.start >= block.span.start
            and block.layer not in UNSEEN
        ):
            found.add((anchor.part, anchor.node, anchor.slot))
    return found


def as_element(element: etree._Element, mark: str) -> None:
    """An element that stands for a character gives way to the mark, or goes."""
    if mark:
        text = etree.SubElement(element, f"{{{etree.QName(element).namespace}}}t")
        text.text = mark
        text.set(SPACE, "preserve")
        element.addprevious(text)
        text.tail = None
    drop(element)


REDACTOR = WordRedactor()
