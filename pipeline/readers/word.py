"""Reads .docx: every text-bearing part of the package, and a gap for whatever cannot be read.

The visible page comes first (paragraphs and tables in order), then text boxes, headers and footers, notes,
comments, deleted revisions, hidden text, and everything that is not page text: field codes, link targets,
properties, custom XML. Parts known to hold no text (themes, fonts, layout) are left out by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.builder import DocumentBuilder
from pipeline.contracts import Limits
from pipeline.document import Document, GapReason, Layer, ObjectAnchor, Source
from pipeline.errors import UnreadableSource
from pipeline.readers import word_parts as parts
from pipeline.readers.package import (
    Package,
    PartDamaged,
    Relation,
    open_package,
    relations,
    relations_name,
    resolve,
)
from pipeline.readers.word_gather import Fragment, Gathered, Mirror, Part, Passage
from pipeline.readers.word_names import child, kind, own_attribute, relation_ids, value
from pipeline.readers.word_story import Story
from pipeline.readers.word_styles import Styles

FORMATS = ("docx",)
_SORTS = {"default": "", "first": "首页", "even": "偶数页"}
_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".svg",
    ".wdp",
    ".webp",
    ".pcx",
    ".pict",
)
_INERT_NAMES = (
    "word/theme/",
    "word/fonts/",
    "word/printerSettings/",
    "word/webSettings",
    "word/fontTable",
    "word/stylesWithEffects",
    "word/commentsExtended",
    "word/commentsIds",
    "word/commentsExtensible",
    "word/glossary/",
    "word/keyMap",
    "word/charts/style",
    "word/charts/colors",
    "word/diagrams/layout",
    "word/diagrams/quickStyle",
    "word/diagrams/colors",
    "docProps/thumbnail",
)
_BINARY_INERT = ("word/fonts/", "word/printerSettings/", "docProps/thumbnail")


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
    reading = _Reading(package, Gathered(limits))
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
class _Reading:
    """One pass over one package."""

    package: Package
    gathered: Gathered
    done: set[str] = field(default_factory=set)
    styles: Styles = field(default_factory=lambda: Styles(None))
    main: str = ""

    def all(self) -> None:
        """Read every part, the page first."""
        self.main = self._main_name()
        folder = self.main.rpartition("/")[0]
        styles = self.part(self._related("styles", f"{folder}/styles.xml"), "样式")
        self.styles = Styles(styles.root if styles else None)
        self._body()
        self._notes("footnotes", "脚注")
        self._notes("endnotes", "尾注")
        self._comments()
        self._drawings()
        self._side_parts()
        self._links()
        self._rest()
        for number, comment in enumerate(self.package.comments):
            text = comment.decode("utf-8", "replace")
            self.gathered.property(text, ObjectAnchor(f"zip/comment/{number}", 0), "压缩包注释")

    # ---- parts

    def part(self, name: str, place: str) -> Part | None:
        """A parsed part; a gap and None when it is damaged, None when there is none."""
        if name not in self.package.names or name in self.done:
            return None
        self.done.add(name)
        try:
            root = self.package.parse(name)
        except PartDamaged as lost:
            self.gathered.gap(lost.reason, place)
            return None
        if not parts.entity_free(root):
            self.gathered.gap(GapReason.DAMAGED, place)
        return Part(name, root, self._relations(name, place))

    def _relations(self, owner: str, place: str) -> dict[str, Relation]:
        name = relations_name(owner)
        if name not in self.package.names:
            return {}
        try:
            return {
                relation.id: relation for relation in relations(self.package.parse(name), owner)
            }
        except PartDamaged as lost:
            self.gathered.gap(lost.reason, f"{place}的关系表")
            return {}

    def _main_name(self) -> str:
        for relation in self._relations("", "文件包").values():
            if relation.kind == "officeDocument" and relation.target in self.package.names:
                return relation.target
        if "word/document.xml" in self.package.names:
            return "word/document.xml"
        raise UnreadableSource(GapReason.DAMAGED.value, "正文")

    def _related(self, sort: str, usual: str) -> str:
        for relation in self._relations(self.main, "正文").values():
            if (
                relation.kind == sort
                and not relation.external
                and relation.target in self.package.names
            ):
                return relation.target
        return usual

    # ---- stories

    def _story(self, part: Part, layer: Layer, name: str) -> Story:
        return Story(part, self.gathered, self.styles, layer, name)

    def _body(self) -> None:
        part = self.part(self.main, "正文")
        if part is None:
            return
        body = child(part.root, "w:body")
        story = self._story(part, Layer.BODY, "")
        story.walk(body if body is not None else part.root)
        background = child(part.root, "w:background")
        for element in background.iter("*") if background is not None else ():
            for _, identity in relation_ids(element):
                if identity in part.relations:
                    self.gathered.picture(part.relations[identity].target, "（页面背景）")
        self._headers(part)

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
                        self._header(
                            relation.target,
                            is_header,
                            f"{prefix}{sort}{'页眉' if is_header else '页脚'}",
                        )

    def _header(self, name: str, is_header: bool, place: str, layer: Layer | None = None) -> None:
        part = self.part(name, place)
        if part is not None:
            shown = Layer.HEADER if is_header else Layer.FOOTER
            self._story(part, layer or shown, place).walk(part.root)

    def _notes(self, sort: str, words: str) -> None:
        part = self.part(self._related(sort, f"word/{sort}.xml"), words)
        number = 0
        for note in part.root if part is not None else ():
            number += value(note, "type") in ("", "normal")
            if part is not None:
                self._story(part, Layer.NOTE, f"{words}{number or ''}").walk(note)

    def _comments(self) -> None:
        part = self.part(self._related("comments", "word/comments.xml"), "批注")
        for number, comment in enumerate(part.root if part is not None else (), 1):
            if part is None:
                continue
            self._story(part, Layer.COMMENT, f"批注{number}").walk(comment)
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
        if part := self.part(self._related("settings", "word/settings.xml"), "设置"):
            parts.settings(part, self.gathered)
        if part := self.part(self._related("people", "word/people.xml"), "审阅人"):
            parts.people(part, self.gathered)
        if part := self.part(self._related("numbering", "word/numbering.xml"), "编号"):
            parts.numbering(part, self.gathered)
            for relation in part.relations.values():
                if relation.kind == "image":
                    self.gathered.picture(relation.target)
        if part := self.part(
            self._related("glossaryDocument", "word/glossary/document.xml"), "构建基块"
        ):
            self._story(part, Layer.METADATA, "构建基块").walk(part.root)
        for name in self.package.names:
            inside = name.startswith("docProps/") and name.endswith(".xml")
            if inside and (part := self.part(name, "文件属性")):
                parts.properties(part, self.gathered)

    def _links(self) -> None:
        for name in self.package.names:
            if not name.lower().endswith(".rels"):
                continue
            self.done.add(name)
            folder, _, file = name.rpartition("_rels/")
            try:
                root = self.package.parse(name)
            except PartDamaged as lost:
                self.gathered.gap(lost.reason, "关系表")
                continue
            owner = folder + file.removesuffix(".rels")
            known = {str(r.node): r for r in relations(root, owner)}
            parts.links(Part(name, root, known), self.gathered)

    # ---- what is left

    def _rest(self) -> None:
        for name in self.package.names:
            if name in self.done or name in self.gathered.used or name == "[Content_Types].xml":
                continue
            self._leftover(name)

    def _leftover(self, name: str) -> None:
        lower = name.lower()
        if lower.startswith(("word/header", "word/footer")) and lower.endswith(".xml"):
            is_header = lower.startswith("word/header")
            self._header(
                name, is_header, "未使用的页眉" if is_header else "未使用的页脚", Layer.HIDDEN
            )
        elif lower.startswith("_xmlsignatures/"):
            self.gathered.notes["文件带有电子签名；删减后签名失效。"] = None
            if lower.endswith(".xml"):
                self._generic(name, "电子签名", attributes=False)
        elif name.startswith(_BINARY_INERT) or lower.startswith("docprops/thumbnail"):
            return
        elif lower.endswith(_PICTURES):
            if not name.startswith("word/glossary/"):
                self.gathered.picture(name)
        elif lower.endswith(".xml"):
            self._generic(name, *_words(name), attributes=not name.startswith(_INERT_NAMES))
        elif lower.endswith("vbaproject.bin"):
            self.gathered.embedded(name, "宏")
        else:
            self.gathered.embedded(name, "嵌入对象" if "/embeddings/" in lower else "未知部件")

    def _generic(self, name: str, place: str, *, attributes: bool) -> None:
        part = self.part(name, place)
        if part is None:
            return
        if name.startswith("word/charts/") and kind(part.root).endswith(":chartSpace"):
            parts.chart(part, self.gathered)
            return
        if kind(part.root) in (
            "w:document",
            "w:hdr",
            "w:ftr",
            "w:comments",
            "w:footnotes",
            "w:endnotes",
        ):
            layer = Layer.METADATA if place == "构建基块" else Layer.HIDDEN
            self._story(part, layer, "未引用的部件" if layer is Layer.HIDDEN else place).walk(
                part.root
            )
            return
        if part.root.tag and kind(part.root) in (
            "w:styles",
            "w:settings",
            "w:fonts",
            "w:webSettings",
            "w:numbering",
        ):
            attributes = False
        if _is_item_properties(name):
            attributes = False
        parts.anything(part, self.gathered, place, attributes=attributes)


def _words(name: str) -> tuple[str]:
    if name.startswith("word/glossary/"):
        return ("构建基块",)
    return ("自定义 XML",) if name.startswith("customXml/") else ("其他部件",)


def _is_item_properties(name: str) -> bool:
    return name.startswith("customXml/itemProps")


READER = WordReader()
__all__ = [
    "FORMATS",
    "READER",
    "Fragment",
    "Passage",
    "WordReader",
    "WordReading",
    "read_word",
    "resolve",
]
