"""Editing strings of XML parts by their anchors, character by character, and serialising what was touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.contracts import Excision
from pipeline.document import NodeAnchor, ObjectAnchor
from pipeline.errors import RedactionRefused

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FORBIDDEN = {code: None for code in range(0x20) if code not in (9, 10, 13)}

Slot = tuple[str, int, str]
"""Part, element number, slot."""


@dataclass(slots=True)
class Edits:
    """Characters to take out, and what to put in their place: slot → {index: replacement or nothing}."""

    slots: dict[Slot, dict[int, str]] = field(default_factory=dict)

    def cut(self, excision: Excision) -> None:
        """Take out the characters of one excision; the replacement stands where its first character stood.

        Raises RedactionRefused when the excision stands in no node.
        """
        mark = excision.replacement.translate(_FORBIDDEN)
        for located in excision.located:
            anchor = located.anchor
            if isinstance(
                anchor, ObjectAnchor
            ):  # remarks of the archive itself are never written again
                mark = ""
                continue
            if not isinstance(anchor, NodeAnchor):
                raise RedactionRefused("删减位置不在文件包的文字节点中。")
            for index in range(anchor.start, anchor.start + located.units):
                self.take((anchor.part, anchor.node, anchor.slot), index, mark)
                mark = ""
        if not excision.located:
            raise RedactionRefused("删减位置没有对应的文字。")

    def take(self, slot: Slot, index: int, mark: str) -> None:
        """Take out one character; the first mark put at a place stays."""
        self.slots.setdefault(slot, {}).setdefault(index, mark)

    def parts(self) -> frozenset[str]:
        """The names of the parts that are touched."""
        return frozenset(part for part, _, _ in self.slots)

    def of(self, part: str) -> dict[tuple[int, str], dict[int, str]]:
        """The edits of one part by (element number, slot)."""
        return {
            (node, slot): found for (name, node, slot), found in self.slots.items() if name == part
        }


def edited(text: str, changes: dict[int, str]) -> str:
    """`text` without the characters of `changes`. Raises RedactionRefused when it is too short for them."""
    if max(changes) >= len(text):
        raise RedactionRefused("删减位置与文件内容不符。")
    return "".join(changes.get(index, character) for index, character in enumerate(text))


def apply_edits(
    nodes: Sequence[etree._Element],
    changes: dict[tuple[int, str], dict[int, str]],
    rewrite: Callable[[etree._Element, str, str], str],
    as_element: Callable[[etree._Element, str], None],
) -> list[etree._Element]:
    """Apply the edits of one part to its elements; returns the elements that were touched.

    `rewrite(element, slot, new)` may change what is written (an address, a name that others refer to);
    `as_element(element, mark)` replaces an element that itself stands for a character.
    """
    touched = []
    for (number, slot), change in changes.items():
        if number >= len(nodes):
            raise RedactionRefused("删减位置与文件内容不符。")
        element = nodes[number]
        touched.append(element)
        if slot == "element":
            as_element(element, change[0])
        elif slot == "text":
            element.text = rewrite(element, slot, edited(element.text or "", change))
        elif slot == "tail":
            element.tail = rewrite(element, slot, edited(element.tail or "", change))
        else:
            name = slot.removeprefix("@")
            element.set(name, rewrite(element, slot, edited(element.get(name) or "", change)))
    return touched


def drop(element: etree._Element) -> None:
    """Remove an element and keep what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def serialised(root: etree._Element) -> bytes:
    """The part as bytes, UTF-8, without comments and processing instructions."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def strings(element: etree._Element) -> Iterable[tuple[str, str]]:
    """(slot, string) of every non-empty string of an element."""
    if element.text:
        yield "text", element.text
    if element.tail:
        yield "tail", element.tail
    for name, value in element.attrib.items():
        if value:
            yield "@" + str(name), str(value)


def is_free(element: etree._Element, slot: str) -> bool:
    """False for the words by which a package holds together: content types, relationship types, inner targets."""
    local = str(element.tag).rpartition("}")[2]
    if local == "Relationship":
        return slot == "@Target" and element.get("TargetMode", "").lower() == "external"
    return local not in ("Types", "Default", "Override")
