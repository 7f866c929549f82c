"""What stands around a picture or object in the markup of a package: its twins, its frame, its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pipeline.readers.package import Relation
from pipeline.readers.picture_blank import WORDS
from pipeline.readers.word_names import KIND, kind
from redaction.package_edit import drop

_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_OBJECTS = frozenset({"OLEObject", "objectEmbed", "objectLink", "control"})
_SECOND = frozenset({"svgBlip", "imgLayer"})
"""Further renderings of a picture, in an extension of it."""
_SHELLS = frozenset(
    {
        "oleObjects",
        "controls",
        "Choice",
        "Fallback",
        "AlternateContent",
        "extLst",
        "ext",
        "imgProps",
    }
)
"""Elements that must not stay empty."""
_REFERRED = re.compile("ID_[0-9A-F]{32}")
"""Names by which the formula of a cell calls its picture (`DISPIMG`); made by a program, and they must stay."""
_NAMES = ("title", "alt", "href", _OFFICE + "title", _OFFICE + "href", _OFFICE + "gfxdata")


def leads(relation: Relation, gone: frozenset[str]) -> bool:
    """True when a relationship makes its part show what goes; a link beside the text to the same address does not."""
    return relation.target in gone and relation.kind != "hyperlink"


def pictures_beside(
    root: etree._Element, table: Sequence[Relation], gone: frozenset[str]
) -> frozenset[str]:
    """The twins of what goes: other renderings of a picture, previews of an object, pictures of the fallback."""
    known = {relation.id: relation for relation in table}
    found: set[str] = set()
    for element in root.iter("*"):
        if not any(leads(known[i], gone) for _, i in _ids(element) if i in known):
            continue
        found |= _shown(element, known)
        for above in element.iterancestors():
            if kind(above) == "w:object" and _local(element) in _OBJECTS:
                found |= _shown(above, known)
            elif kind(above) == "mc:Choice":
                staying = _shown(above, known) - gone
                for branch in above.itersiblings("*"):
                    found |= _shown(branch, known) - staying
    return frozenset(found)


def _shown(element: etree._Element, known: Mapping[str, Relation]) -> frozenset[str]:
    """The pictures to which an element and what it holds refer."""
    return frozenset(
        known[i].target
        for inner in element.iter("*")
        for _, i in _ids(inner)
        if i in known and known[i].kind in ("image", "hdphoto")
    )


def take_out(root: etree._Element, led: Mapping[str, Relation]) -> frozenset[str]:
    """Remove what the relationships of `led` show from a part; gives the ids of those that keep their frame."""
    kept: set[str] = set()
    for element in list(root.iter("*")):
        lost = [(name, i) for name, i in _ids(element) if i in led]
        if not lost or not _stands(element, root):
            continue
        if _keeps_frame(element, [led[i] for _, i in lost]):
            kept.add(_one_left(element, lost))
            _unname(element, led)
        elif _local(element) in _SECOND:
            above = (a for a in element.iterancestors() if _local(a) == "ext")
            _drop_with_shells(next(above, element))
        elif "".join(str(text) for text in element.itertext()).strip():
            for name, _ in lost:
                del element.attrib[name]
        else:
            _drop_with_shells(_whole(element))
    for element in root.iter("*"):
        element.attrib.pop(_OFFICE + "gfxdata", "")
    return frozenset(kept)


def _keeps_frame(element: etree._Element, relations: Sequence[Relation]) -> bool:
    """Pictures keep their frame; backgrounds of pages and sheets go, and so does everything else."""
    background = _local(element) == "picture" or _whole(element) is not element
    return (
        not background
        and _local(element) not in _SECOND
        and all(relation.kind == "image" for relation in relations)
    )


def _whole(element: etree._Element) -> etree._Element:
    """The element that goes when this one does."""
    return next((a for a in element.iterancestors() if kind(a) == "w:background"), element)


def _one_left(element: etree._Element, lost: Sequence[tuple[str, str]]) -> str:
    """Leave one reference of a picture, to a file inside the package; gives its id."""
    names = sorted(lost, key=lambda pair: pair[0].endswith(("}link", "}href")))
    (name, identity), rest = names[0], names[1:]
    for other in (*(n for n, _ in rest), *_links(element)):
        element.attrib.pop(other, "")
    if name.endswith("}link"):
        element.attrib.pop(name, "")
        element.set(name.removesuffix("link") + "embed", identity)
    elif name.endswith("}href"):
        element.attrib.pop(name, "")
        element.set(name.removesuffix("href") + "id", identity)
    return identity


def _links(element: etree._Element) -> list[str]:
    """Attributes by which a picture also names the file that it came from."""
    return [name for name, _ in _ids(element) if name.endswith(("}link", "}href"))]


def _unname(element: etree._Element, led: Mapping[str, Relation]) -> None:
    """Take away the names and descriptions of a removed picture; those of a group stay while others are in it."""
    for above in (element, *element.iterancestors()):
        if kind(above).startswith("v:"):
            for name in _NAMES:
                above.attrib.pop(name, "")
        elif _local(above) in ("pic", "inline", "anchor"):
            pictures = [inner for inner in above.iter("*") if _local(inner) == "blip"]
            if all(any(i in led for _, i in _ids(inner)) for inner in pictures):
                for names in _own_names(above):
                    if not _REFERRED.fullmatch(names.get("name", "")):
                        names.set("name", "")
                    names.set("descr", WORDS)
                    names.attrib.pop("title", "")


def _own_names(frame: etree._Element) -> Iterator[etree._Element]:
    """The naming elements that stand in a frame itself: one level or two below it."""
    for element in frame:
        if _local(element) in ("docPr", "cNvPr"):
            yield element
        elif _local(element) == "nvPicPr":
            yield from (inner for inner in element if _local(inner) == "cNvPr")


def _drop_with_shells(element: etree._Element) -> None:
    """Remove an element, and what must not stay empty around it."""
    above = element.getparent()
    drop(element)
    while above is not None and not len(above) and _local(above) in _SHELLS:
        element, above = above, above.getparent()
        drop(element)


def _stands(element: etree._Element, root: etree._Element) -> bool:
    """False when the element went with something around it."""
    return element is root or any(above is root for above in element.iterancestors())


def _ids(element: etree._Element) -> list[tuple[str, str]]:
    """(attribute, id) of the relationships that an element names, those of drawings in the old form too."""
    return [
        (str(name), str(stated))
        for name, stated in element.attrib.items()
        if KIND[str(name)].startswith("r:") or str(name) == _OFFICE + "relid"
    ]


def _local(element: etree._Element) -> str:
    return kind(element).rpartition(":")[2]
