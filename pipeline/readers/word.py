"""Reads .docx: every text-bearing part of the package, and a gap for whatever cannot be read.

The visible page comes first (paragraphs and tables in order), then text boxes, headers and footers, notes,
comments, deleted revisions, hidden text, and everything that is not page text: field codes, link targets,
properties, custom XML. Parts known to hold no text (themes, fonts, layout) are left out by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.builder import DocumentBuilder
from pipeline.contracts import Limits
from pipeline.document import Document, GapReason, Layer, ObjectAnchor, Source
from pipeline.readers import word_parts as parts
from pipeline.readers.package import PartDamaged, open_package
from pipeline.readers.picture_blank import blank_members
from pipeline.readers.word_gather import Gathered, Mirror, Part
from pipeline.readers.word_long import LongBody, survey
from pipeline.readers.word_names import child, kind, own_attribute, relation_ids, value
from pipeline.readers.word_rest import Leftovers
from pipeline.readers.word_styles import Styles

FORMATS = ("docx",)
_SORTS = {"default": "", "first": "首页", "even": "偶数页"}


@dataclass(frozen=True, slots=True)
class WordReading:
    """The document, and the second copies of its text that a cut must reach as well."""

    document: Document
    mirrors: tuple[Mirror, ...] = field(repr=False)


class WordReader:
    """Reader of Word packages."""

    formats: Sequence[str] = FORMATS

    def read(self, data: bytes, source: Source, limits: Limits) -> Document:
        """The document in `data`. Raises UnreadableSource when the package cannot be opened at all."""
        return read_word(data, source, limits).document


def read_word(data: bytes, source: Source, limits: Limits) -> WordReading:
    """The document with its mirrors, for the redactor."""
    package = open_package(data, limits)
    reading = _Reading(package, Gathered(limits, blank=blank_members(package)))
    try:
        reading.all()
    except RecursionError:
        reading.gathered.gap(GapReason.LIMIT, "嵌套层数")
    builder = DocumentBuilder(source)
    for gap in package.gaps:
        builder.gap(gap.reason, gap.place)
    reading.gathered.write(builder)
    return WordReading(builder.build(), tuple(reading.gathered.mirrors))


@dataclass(slots=True)
class _Reading(Leftovers):
    """The pass, in the order of the flat text."""

    long: LongBody | None = None

    def all(self) -> None:
        """Read every part, the page first."""
        self.main = self.main_name()
        folder = self.main.rpartition("/")[0]
        styles = self.part(self.related("styles", f"{folder}/styles.xml"), "样式")
        self.styles = Styles(styles.root if styles else None)
        self._body()
        self._notes("footnotes", "脚注")
        self._notes("endnotes", "尾注")
        self._comments()
        self._drawings()
        self._side_parts()
        self.links()
        self.rest()
        for number, comment in enumerate(self.package.comments):
            text = comment.decode("utf-8", "replace")
            self.gathered.property(text, ObjectAnchor(f"zip/comment/{number}", 0), "压缩包注释")

    def _body(self) -> None:
        part = self._long_body() or self.part(self.main, "正文")
        if part is None:
            return
        if self.long is not None:
            self.long.read(self.story(part, Layer.BODY, ""))
        else:
            body = child(part.root, "w:body")
            self.story(part, Layer.BODY, "").walk(body if body is not None else part.root)
        background = child(part.root, "w:background")
        for element in background.iter("*") if background is not None else ():
            for _, identity in relation_ids(element):
                if identity in part.relations:
                    self.gathered.picture(part.relations[identity].target, "（页面背景）")
        self._headers(part)

    def _long_body(self) -> Part | None:
        """The main part without its tree, when it is long and has a body; a damaged one is left to `part`."""
        if not self.is_long(self.main):
            return None
        part = Part(self.main, etree.Element("none"), self.relations(self.main, "正文"))
        try:
            long = survey(self.package, part, self.gathered)
        except PartDamaged:
            return None
        if not long.has_body:
            return None
        self.done.add(self.main)
        self.long = long
        return part

    def _headers(self, part: Part) -> None:
        sections = [element for element in part.root.iter("*") if kind(element) == "w:sectPr"]
        for number, section in enumerate(sections, 1):
            prefix = f"第{number}节" if len(sections) > 1 else ""
            for reference in section:
                name = kind(reference)
                if name not in ("w:headerReference", "w:footerReference"):
                    continue
                is_header = name == "w:headerReference"
                for _, identity in relation_ids(reference):
                    relation = part.relations.get(identity)
                    if relation is not None:
                        sort = _SORTS.get(value(reference, "type"), "")
                        self.header(
                            relation.target,
                            is_header,
                            f"{prefix}{sort}{'页眉' if is_header else '页脚'}",
                        )

    def _notes(self, sort: str, words: str) -> None:
        part = self.part(self.related(sort, f"word/{sort}.xml"), words)
        number = 0
        for note in part.root if part is not None else ():
            number += value(note, "type") in ("", "normal")
            if part is not None:
                self.story(part, Layer.NOTE, f"{words}{number or ''}").walk(note)

    def _comments(self) -> None:
        part = self.part(self.related("comments", "word/comments.xml"), "批注")
        for number, comment in enumerate(part.root if part is not None else (), 1):
            if part is None:
                continue
            self.story(part, Layer.COMMENT, f"批注{number}").walk(comment)
            slot = own_attribute(comment, "author")
            self.gathered.property(
                comment.get(slot),
                part.text(comment, "@" + slot),
                f"批注{number}作者",
                Layer.COMMENT,
            )

    def _drawings(self) -> None:
        for name in list(self.gathered.charts):
            if part := self.part(name, "图表"):
                parts.chart(part, self.gathered)
        copies = [n for n in self.package.names if n.startswith("word/diagrams/drawing")]
        drawn = [part for name in copies if (part := self.part(name, "智能图形"))]
        for name in list(self.gathered.diagrams):
            if part := self.part(name, "智能图形"):
                parts.diagram(part, drawn, self.gathered)
                drawn_relations = [part, *drawn]
                for owner in drawn_relations:
                    for relation in owner.relations.values():
                        if relation.kind == "image":
                            self.gathered.picture(relation.target)

    def _side_parts(self) -> None:
        if part := self.part(self.related("settings", "word/settings.xml"), "设置"):
            parts.settings(part, self.gathered)
        if part := self.part(self.related("people", "word/people.xml"), "审阅人"):
            parts.people(part, self.gathered)
        if part := self.part(self.related("numbering", "word/numbering.xml"), "编号"):
            parts.numbering(part, self.gathered)
            for relation in part.relations.values():
                if relation.kind == "image":
                    self.gathered.picture(relation.target)
        if part := self.part(
            self.related("glossaryDocument", "word/glossary/document.xml"), "构建基块"
        ):
            self.story(part, Layer.METADATA, "构建基块").walk(part.root)
        for name in self.package.names:
            inside = name.startswith("docProps/") and name.endswith(".xml")
            if inside and (part := self.part(name, "文件属性")):
                parts.properties(part, self.gathered)


READER = WordReader()
