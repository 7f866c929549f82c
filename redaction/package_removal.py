"""Taking pictures and objects out of packages, whole: on a person's decision, where nobody read what they show.

A picture gives way to a grey one in the same frame; its file goes, with every file of the same content, its twin
renderings (fallback, SVG, original before effects, preview of an object), its name and alternative text, the links
to where it came from. An object goes with what only it used. The thumbnail of the file and its signatures go too.
Leaves every other picture and part as it was. Idempotent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.contracts import Limits, Redacted
from pipeline.document import Document, Gap
from pipeline.errors import RedactionRefused, UnreadableSource
from pipeline.readers.package import (
    Package,
    PartDamaged,
    Relation,
    open_package,
    relations,
    relations_name,
)
from pipeline.readers.picture_blank import BLANK
from redaction import package_zip
from redaction.package_edit import serialised
from redaction.package_twins import leads, pictures_beside, take_out
from redaction.picture_text import pixels
from redaction.word_scrub import STALE, dropped, scrub_part

_TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_WITH_MACROS = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": f"{_OFFICE}.wordprocessingml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": f"{_OFFICE}.spreadsheetml.template.main+xml",
}
"""Main parts as they are stated with macros, and without."""


class PackageRemover:
    """Remover of Word and Excel packages."""

    formats: Sequence[str] = ("docx", "xlsx")

    def remove(self, data: bytes, document: Document, gaps: Sequence[Gap]) -> Redacted:
        """The package without what these gaps stand for.

        Raises RedactionRefused when one of them has no carrier, or when a part that leads to it is damaged.
        """
        wanted = targets(document, gaps)
        try:
            return _Removal(open_package(data, Limits()), wanted).run(tuple(gaps))
        except (UnreadableSource, PartDamaged):
            raise RedactionRefused("文件包中有损坏的部件，不能保证移除完整。") from None


def targets(document: Document, gaps: Sequence[Gap]) -> frozenset[str]:
    """What these gaps stand for. Raises RedactionRefused for a gap that stands for nothing removable."""
    lost = [gap.place for gap in gaps if all(unread.gap != gap for unread in document.unread)]
    if lost:
        raise RedactionRefused("这些内容不能移除：" + "、".join(lost) + "。")
    return frozenset(unread.target for unread in document.unread if unread.gap in gaps)


@dataclass(slots=True)
class _Removal:
    """One removal: which members and outer addresses go, and what led to them."""

    package: Package
    gone: frozenset[str]
    tables: dict[str, tuple[Relation, ...]] = field(default_factory=dict)
    roots: dict[str, etree._Element] = field(default_factory=dict)

    def run(self, gaps: tuple[Gap, ...]) -> Redacted:
        """Find every copy, rewrite what led to them, and pack."""
        for name in self.package.names:
            if name.endswith(".rels"):
                folder, _, file = name.rpartition("_rels/")
                owner = folder + file.removesuffix(".rels")
                self.tables[owner] = relations(self.package.parse(name), owner)
        self._find_copies()
        blank = self._blank_name()
        retargeted: set[str] = set()
        for owner, table in self.tables.items():
            led = {r.id: r for r in table if leads(r, self.gone)}
            if led and owner in self.package.names:
                kept = take_out(self._root(owner), led)
                self._retarget(owner, kept, blank)
                retargeted |= {blank} if kept else set()
        return Redacted(self._packed(retargeted), self._notes(), removed=gaps)

    # ---- what goes

    def _find_copies(self) -> None:
        """Twins lead to files, files to equal files, and all that only a removed part used goes with it."""
        before: frozenset[str] = frozenset()
        while before != self.gone:
            before = self.gone
            for owner, table in self.tables.items():
                if any(leads(r, self.gone) for r in table) and owner in self.package.names:
                    self.gone |= pictures_beside(self._root(owner), table, self.gone)
            self.gone |= self._equal()
            self.gone |= self._orphans()
        thumbnails = [r.target for r in self.tables.get("", ()) if r.kind == "thumbnail"]
        self.gone |= dropped(self.package.names, thumbnails, STALE)
        self.gone |= {relations_name(name) for name in self.gone} & set(self.package.names)

    def _equal(self) -> frozenset[str]:
        """Members that hold the same picture or the same bytes."""
        contents = {
            pixels(self.package.read(name)) for name in self.gone if name in self.package.names
        } - {b""}
        return frozenset(
            name
            for name in self.package.names
            if contents
            and not name.endswith((".xml", ".rels"))
            and pixels(self.package.read(name)) in contents
        )

    def _orphans(self) -> frozenset[str]:
        """Members to which only removed members lead."""
        led = {
            r.target for owner, table in self.tables.items() if owner in self.gone for r in table
        }
        kept = {
            r.target
            for owner, table in self.tables.items()
            if owner not in self.gone
            for r in table
        }
        return frozenset((led - kept) & set(self.package.names))

    # ---- what leads to it

    def _root(self, name: str) -> etree._Element:
        if name not in self.roots:
            self.roots[name] = self.package.parse(name)
        return self.roots[name]

    def _blank_name(self) -> str:
        """A member for the grey picture: the one that is there, or a name that is free."""
        folder = "xl" if "xl/workbook.xml" in self.package.names else "word"
        number = 0
        while True:
            name = f"{folder}/media/removed{number or ''}.png"
            if name not in self.package.names or self.package.read(name) == BLANK:
                return name
            number += 1

    def _retarget(self, owner: str, kept: frozenset[str], blank: str) -> None:
        """Picture relationships lead to the grey picture, all others that led to what goes, nowhere."""
        root = self._root(relations_name(owner))
        for element in root:
            identity = element.get("Id", "")
            relation = next((r for r in self.tables[owner] if r.id == identity), None)
            if relation is None or not leads(relation, self.gone):
                continue
            if identity in kept:
                element.set("Target", f"/{blank}")
                element.attrib.pop("TargetMode", "")
            else:
                root.remove(element)

    # ---- the new package

    def _packed(self, blanks: set[str]) -> bytes:
        members: dict[str, bytes] = {}
        for name in self.package.names:
            if name in self.gone:
                continue
            if name == _TYPES or name.endswith(".rels"):
                root = self._root(name)
                scrub_part(name, root, self.gone)
                if name == _TYPES:
                    self._state_types(root)
            members[name] = (
                serialised(self.roots[name]) if name in self.roots else self.package.read(name)
            )
        members.update(dict.fromkeys(blanks, BLANK))
        return package_zip.build(members)

    def _state_types(self, types: etree._Element) -> None:
        """PNG files get a content type; a main part that lost its macros is stated as one without."""
        bare = any(name.lower().endswith("vbaproject.bin") for name in self.gone)
        for element in types:
            stated = element.get("ContentType", "")
            if bare and stated in _WITH_MACROS:
                element.set("ContentType", _WITH_MACROS[stated])
        if all(element.get("Extension", "").lower() != "png" for element in types):
            namespace = str(types.tag).rpartition("}")[0]
            made = etree.Element(f"{namespace}}}Default", Extension="png", ContentType="image/png")
            types.insert(0, made)

    def _notes(self) -> tuple[str, ...]:
        void = any(name.startswith("_xmlsignatures/") for name in self.gone)
        return ("原电子签名因移除内容失效，已移除。",) if void else ()


REMOVER = PackageRemover()
