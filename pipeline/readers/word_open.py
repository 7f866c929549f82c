"""The parts of a Word package: found by their relationships, parsed once, with a gap for a damaged one."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document import GapReason, Layer
from pipeline.errors import UnreadableSource
from pipeline.readers import package_stream
from pipeline.readers import word_parts as parts
from pipeline.readers.package import Package, PartDamaged, Relation, relations, relations_name
from pipeline.readers.word_gather import Gathered, Part
from pipeline.readers.word_names import kind
from pipeline.readers.word_story import Story
from pipeline.readers.word_styles import Styles

_STORIES = frozenset(
    {
        "w:document",
        "w:hdr",
        "w:ftr",
        "w:footnotes",
        "w:endnotes",
        "w:comments",
        "w:glossaryDocument",
    }
)


@dataclass(slots=True)
class Opened:
    """One pass over one package: what has been read so far."""

    package: Package
    gathered: Gathered
    done: set[str] = field(default_factory=set)
    styles: Styles = field(default_factory=lambda: Styles(None))
    main: str = ""
    usual: str = "word/document.xml"

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
        part = Part(name, root, self.relations(name, place))
        if kind(root) in _STORIES:
            parts.attributions(part, self.gathered)
        return part

    def is_long(self, name: str) -> bool:
        """True for a part that nobody has read and that is too long for its tree."""
        is_new = name in self.package.names and name not in self.done
        return is_new and self.package.size(name) >= package_stream.LONG

    def relations(self, owner: str, place: str) -> dict[str, Relation]:
        """The relationships of a part by id; none and a gap when their table is damaged."""
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

    def main_name(self) -> str:
        """The main part. Raises UnreadableSource when there is none."""
        for relation in self.relations("", "文件包").values():
            if relation.kind == "officeDocument" and relation.target in self.package.names:
                return relation.target
        if self.usual in self.package.names:
            return self.usual
        raise UnreadableSource(GapReason.DAMAGED.value, "正文")

    def related(self, sort: str, usual: str) -> str:
        """The part that the main part relates to as `sort`, or the usual name."""
        for relation in self.relations(self.main, "正文").values():
            if (
                relation.kind == sort
                and not relation.external
                and relation.target in self.package.names
            ):
                return relation.target
        return usual

    def story(self, part: Part, layer: Layer, name: str) -> Story:
        """A walk over a part."""
        return Story(part, self.gathered, self.styles, layer, name)

    def header(self, name: str, is_header: bool, place: str, layer: Layer | None = None) -> None:
        """Read a header or footer, once."""
        part = self.part(name, place)
        if part is not None:
            shown = Layer.HEADER if is_header else Layer.FOOTER
            self.story(part, layer or shown, place).walk(part.root)

    def links(self) -> None:
        """Addresses outside the package, from every table of relationships."""
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
