"""Strings that stand in attributes of a story: authors, names, lists of choices, values of tags."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from pipeline.document import Layer, NodeAnchor
from pipeline.readers.word_gather import Gathered, Part
from pipeline.readers.word_names import child, kind, own_attribute, relation_ids, value


@dataclass(slots=True)
class Strings:
    """The attributes of one part."""

    part: Part
    gathered: Gathered

    def at(self, element: etree._Element, slot: str) -> NodeAnchor:
        """The anchor of a string of this part."""
        return self.part.text(element, slot)

    def attribute(
        self, element: etree._Element, name: str, words: str, layer: Layer = Layer.METADATA
    ) -> None:
        """A text that stands in an attribute, under the words that name its sort."""
        self.gathered.property(element.get(name), self.at(element, "@" + name), words, layer)

    def author(self, element: etree._Element | None) -> None:
        """The author of a revision, once a name."""
        if element is not None and value(element, "author"):
            self.attribute(element, own_attribute(element, "author"), "修订人")

    def bookmark(self, element: etree._Element) -> None:
        """The name of a bookmark that a person gave."""
        if value(element, "name") and not value(element, "name").startswith("_"):
            self.attribute(element, own_attribute(element, "name"), "书签名称")

    def control(self, element: etree._Element) -> None:
        """The names and lists of a content control."""
        properties = child(element, "w:sdtPr")
        for item in properties.iter("*") if properties is not None else ():
            match kind(item):
                case "w:alias" | "w:tag":
                    self.attribute(item, own_attribute(item, "val"), "内容控件")
                case "w:listItem":
                    self.attribute(item, own_attribute(item, "displayText"), "内容控件选项")
                    self.attribute(item, own_attribute(item, "value"), "内容控件选项")
                case "w:date" if value(item, "fullDate"):
                    self.attribute(item, own_attribute(item, "fullDate"), "内容控件日期")

    def loose_attributes(self, name: str, element: etree._Element) -> None:
        """Smart tags and custom XML in the page carry values in attributes."""
        if name in ("w:smartTagPr", "w:customXmlPr", "w:smartTag", "w:customXml"):
            for item in element.iter("*"):
                if kind(item) == "w:attr":
                    self.attribute(item, own_attribute(item, "val"), "标记属性")

    def embed(self, element: etree._Element, what: str) -> None:
        """Record every object that `element` refers to as embedded; `what` names it for the place."""
        for _, identity in relation_ids(element):
            relation = self.part.relations.get(identity)
            self.gathered.embedded(relation.target if relation else identity, what)
