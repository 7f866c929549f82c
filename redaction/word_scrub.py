"""What a Word package tells beside its text, taken away whenever something is cut.

Removes: thumbnail, the list of people, rsids, revision and comment authors of what was cut, creator and last
editor, manager, template path, cached form data, drawing copies (`o:gfxdata`), electronic signatures (void
after a cut), bindings of content controls that were cut. Leaves: titles, dates, custom properties (cut texts in
them are replaced), styles, fonts. Idempotent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from pipeline.readers.package import relations, relations_name
from pipeline.readers.word_names import child, kind
from redaction.package_edit import drop

_DROPPED_PREFIXES = ("_xmlsignatures/", "docprops/thumbnail", "word/people")
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_PERSONAL = frozenset({"creator", "lastModifiedBy", "Manager", "HyperlinkBase"})
_AUTHORED = frozenset(
    {"w:comment", "w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange", "w:pPrChange"}
)


def dropped(names: Iterable[str], thumbnails: Iterable[str]) -> frozenset[str]:
    """The members that do not come along."""
    always = {name for name in names if name.lower().startswith(_DROPPED_PREFIXES)}
    gone = always | set(thumbnails)
    return frozenset(gone | {relations_name(name) for name in gone})


def scrub_part(
    name: str, root: etree._Element, gone: frozenset[str], lost: frozenset[str] = frozenset()
) -> None:
    """Clean one part in place; `lost` are ids of its relationships to members that are gone."""
    if name == "[Content_Types].xml":
        _drop_where(root, lambda element: element.get("PartName", "").lstrip("/") in gone)
    elif name.endswith(".rels"):
        _scrub_relations(name, root, gone)
    elif name.startswith("docProps/"):
        for element in list(root.iter("*")):
            if kind(element).partition(":")[2] in _PERSONAL:
                element.text = None
            elif (
                kind(element) == "?:Template"
                and element.text
                and element.text.lower() != "normal.dotm"
            ):
                element.text = "Normal.dotm"
    else:
        _scrub_content(root)
        if lost:
            _drop_where(
                root, lambda e: kind(e) == "c:externalData" and set(e.attrib.values()) & lost
            )


def _scrub_content(root: etree._Element) -> None:
    for element in list(root.iter("*")):
        for attribute in list(element.attrib):
            if attribute == _OFFICE + "gfxdata" or "}rsid" in str(attribute):
                del element.attrib[attribute]
        match kind(element):
            case "w:rsids" | "w:attachedTemplate" | "w:fldData":
                drop(element)


def _scrub_relations(name: str, root: etree._Element, gone: frozenset[str]) -> None:
    folder, _, file = name.rpartition("_rels/")
    owner = folder + file.removesuffix(".rels")
    nodes = list(root.iter("*"))
    for relation in relations(root, owner):
        if relation.target in gone or relation.kind == "attachedTemplate":
            drop(nodes[relation.node])


def scrub_around(element: etree._Element) -> None:
    """Take away who wrote what was cut here, and what a content control would fill in again."""
    for above in (element, *element.iterancestors()):
        name = kind(above)
        if name in _AUTHORED:
            for attribute in list(above.attrib):
                if str(attribute).endswith(("}author", "}initials")):
                    above.set(attribute, "")
        elif name == "w:sdt":
            properties = child(above, "w:sdtPr")
            for item in list(properties) if properties is not None else ():
                if kind(item) in ("w:dataBinding", "w15:dataBinding"):
                    drop(item)


def _drop_where(root: etree._Element, unwanted: Callable[[etree._Element], object]) -> None:
    for element in list(root.iter("*")):
        if unwanted(element):
            drop(element)
