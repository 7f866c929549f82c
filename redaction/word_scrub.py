"""What a Word package tells beside its text, taken away whenever something is cut.

Removes: thumbnail, the list of people, embedded fonts (a subset has the characters of the text), settings of
printers, rsids, revision and comment authors of what was cut, creator and last
editor, manager, template path, cached form data, drawing copies (`o:gfxdata`), electronic signatures (void
after a cut), properties of smart tags, counts of characters and words (they tell the length of what was cut).
Around a cut: bindings of content controls and what they are bound to, the day behind a date control, phonetic
guides, fitted widths, runs that were emptied (their number tells the length). Leaves: titles, dates, custom
properties (cut texts in them are replaced), styles, fonts. Idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import etree

from pipeline.readers.package import Package, relations, relations_name
from pipeline.readers.word_names import child, kind, relation_ids
from redaction.package_edit import drop

STALE = ("_xmlsignatures/", "docprops/thumbnail")
"""Beginnings of members that no change to a package leaves true."""
TELLING = (*STALE, "word/people", "word/fonts/", "word/printersettings/", "xl/printersettings/")
"""Those, and members that a package with cuts must not have."""
FONTS_GONE = "内嵌字体已移除：其中的字符会透露被删文字。"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_PERSONAL = frozenset({"creator", "lastModifiedBy", "Manager", "HyperlinkBase"})
_COUNTS = frozenset({"Characters", "CharactersWithSpaces", "Words", "Lines"})
_STEP = re.compile(r"(?:^|[/@:])([^/@:\[\]]+)(?:\[[0-9]+\])?$")
_AUTHORED = frozenset(
    {"w:comment", "w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange", "w:pPrChange"}
)


def dropped(
    names: Iterable[str], thumbnails: Iterable[str], prefixes: tuple[str, ...] = TELLING
) -> frozenset[str]:
    """The members that do not come along."""
    always = {name for name in names if name.lower().startswith(prefixes)}
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
            local = kind(element).partition(":")[2]
            if local in _PERSONAL:
                element.text = None
            elif local in _COUNTS:
                drop(element)
            elif (
                kind(element) == "?:Template"
                and element.text
                and element.text.lower() != "normal.dotm"
            ):
                element.text = "Normal.dotm"
    else:
        _scrub_content(root)
        for element in list(root.iter("*")) if lost else ():
            _unlink(element, lost)


def lost_ids(package: Package, name: str, gone: frozenset[str]) -> frozenset[str]:
    """The relationship ids of a part that lead to members that are gone. Raises PartDamaged."""
    table = relations_name(name)
    if table not in package.names:
        return frozenset()
    return frozenset(r.id for r in relations(package.parse(table), name) if r.target in gone)


def _unlink(element: etree._Element, lost: frozenset[str]) -> None:
    """Remove what refers to a member that is gone; the set-up of a page stays without its printer."""
    for attribute, identity in relation_ids(element):
        if identity in lost and kind(element).endswith(":pageSetup"):
            element.attrib.pop(
                next(n for n in element.attrib if str(n).endswith(f"}}{attribute}")), ""
            )
        elif identity in lost:
            drop(element)


def _scrub_content(root: etree._Element) -> None:
    for element in list(root.iter("*")):
        for attribute in list(element.attrib):
            if attribute == _OFFICE + "gfxdata" or "}rsid" in str(attribute):
                del element.attrib[attribute]
        match kind(element):
            case "w:rsids" | "w:attachedTemplate" | "w:fldData" | "w:smartTagPr":
                drop(element)


def _scrub_relations(name: str, root: etree._Element, gone: frozenset[str]) -> None:
    folder, _, file = name.rpartition("_rels/")
    owner = folder + file.removesuffix(".rels")
    nodes = list(root.iter("*"))
    for relation in relations(root, owner):
        if relation.target in gone or relation.kind == "attachedTemplate":
            drop(nodes[relation.node])


def scrub_around(element: etree._Element) -> frozenset[str]:
    """Take away who wrote what was cut here, what tells it in another form, and what would fill it in again.

    Returns the local names of the nodes that a content control around it was bound to.
    """
    bound: set[str] = set()
    for above in (element, *element.iterancestors()):
        name = kind(above)
        if name in _AUTHORED:
            for attribute in list(above.attrib):
                if str(attribute).endswith(("}author", "}initials")):
                    above.set(attribute, "")
        elif name == "w:sdt":
            bound |= _scrub_control(above)
        elif name == "w:ruby":
            for guide in [part for part in above.iter("*") if kind(part) == "w:rt"]:
                for text in list(guide):
                    guide.remove(text)
        elif name == "w:r":
            properties = child(above, "w:rPr")
            for item in list(properties) if properties is not None else ():
                if kind(item) == "w:fitText":
                    drop(item)
    _drop_emptied(element)
    return frozenset(bound)


def _scrub_control(control: etree._Element) -> set[str]:
    bound: set[str] = set()
    properties = child(control, "w:sdtPr")
    for item in list(properties) if properties is not None else ():
        if kind(item) in ("w:dataBinding", "w15:dataBinding"):
            for attribute, path in item.attrib.items():
                if str(attribute).endswith("}xpath") and (step := _STEP.search(str(path).strip())):
                    bound.add(step[1])
            drop(item)
        elif kind(item) == "w:date":
            for attribute in list(item.attrib):
                if str(attribute).endswith("}fullDate"):
                    del item.attrib[attribute]
    return bound


def _drop_emptied(element: etree._Element) -> None:
    """A text that was cut whole goes with its run, so that the number of runs tells nothing."""
    run = element.getparent()
    if kind(element) not in ("w:t", "w:delText") or element.text or len(element) or run is None:
        return
    drop(element)
    if kind(run) == "w:r" and all(kind(part) == "w:rPr" for part in run):
        drop(run)


def empty_bound(root: etree._Element, names: frozenset[str]) -> None:
    """Empty the nodes of a store that a cut content control showed; idempotent."""
    for element in root.iter("*"):
        if kind(element).partition(":")[2] in names:
            for inner in element.iter("*"):
                inner.text = None
                if inner is not element:
                    inner.tail = None
        for attribute in list(element.attrib):
            if str(attribute).rpartition("}")[2] in names:
                element.set(attribute, "")


def _drop_where(root: etree._Element, unwanted: Callable[[etree._Element], object]) -> None:
    for element in list(root.iter("*")):
        if unwanted(element):
            drop(element)
