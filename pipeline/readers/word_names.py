"""Names of WordprocessingML and its neighbours: transitional and strict namespaces read as one."""

from __future__ import annotations

from lxml import etree

_PREFIXES: dict[str, str] = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
}


class _Kinds(dict[str, str]):
    """Qualified tag → `w:t`; tags of other namespaces are `?:local`."""

    def __missing__(self, tag: str) -> str:
        namespace, _, local = tag.rpartition("}")
        prefix = _PREFIXES.get(namespace.lstrip("{"), "?" if namespace else "")
        name = f"{prefix}:{local}"
        if len(self) < 20_000:  # a hostile file must not fill the memory with names
            self[tag] = name
        return name


KIND = _Kinds()


def kind(element: etree._Element) -> str:
    """`w:t` for a text, whatever edition of the standard; `?:local` for a namespace that is not known."""
    tag: object = element.tag  # a function for what is no element
    return KIND[tag] if isinstance(tag, str) else "!:entity"


def value(element: etree._Element, name: str = "val") -> str:
    """The attribute `name` in the element's own namespace, or without one; empty when absent."""
    tag = str(element.tag)
    stated = element.get(f"{tag[: tag.rfind('}') + 1]}{name}")
    return stated if stated is not None else element.get(name, "")


def own_attribute(element: etree._Element, name: str) -> str:
    """The qualified name under which `value` finds `name`."""
    tag = str(element.tag)
    qualified = f"{tag[: tag.rfind('}') + 1]}{name}"
    return qualified if element.get(qualified) is not None else name


def is_on(element: etree._Element) -> bool:
    """A switch such as `w:b`: on unless it says otherwise."""
    return value(element).lower() not in ("0", "false", "off", "none")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that kind."""
    for sub in element:
        if kind(sub) == name:
            return sub
    return None


def relation_ids(element: etree._Element) -> list[tuple[str, str]]:
    """(local name, id) of the relationship attributes of an element: `r:id`, `r:embed`, `r:link` …."""
    return [
        (str(name).rpartition("}")[2], str(stated))
        for name, stated in element.attrib.items()
        if KIND[str(name)].startswith("r:")
    ]
