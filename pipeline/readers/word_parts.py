"""The parts of a Word package beside its stories: charts, SmartArt, properties, settings, custom XML, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.document import GapReason, Layer, NodeAnchor
from pipeline.readers.word_gather import Fragment, Gathered, Mirror, Part, Passage, flat
from pipeline.readers.word_names import KIND, kind, own_attribute, relation_ids, value

_INERT_PROPERTIES = frozenset(
    {
        "created",
        "modified",
        "lastPrinted",
        "revision",
        "Application",
        "AppVersion",
        "DocSecurity",
        "version",
    }
)
_INERT_VALUES = frozenset(
    {
        "normal",
        "normal.dotm",
        "normal.dot",
        "general",
        "title",
        "titles",
        "标题",
        "主题",
        "题目",
        "true",
        "false",
        "en-us",
        "zh-cn",
    }
)
_NUMERIC = re.compile(r"[-+0-9.,:TZ%\s]*", re.ASCII)
MACHINE = re.compile(
    r"\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\}?|[-+]?[0-9]{0,7}(?:\.[0-9]*)?|https?://schemas\.[\x21-\x7e]*|[\\/][\x20-\x7e]*\.xsl",
    re.ASCII,
)
"""What only a program reads: identities, short numbers, names of schemas."""
_WORD = re.compile(r"[a-z]+[A-Za-z]{0,24}", re.ASCII)
"""A word of the format's own vocabulary (`ascending`), as attributes of Office parts hold it."""
_NAMING = frozenset({"name", "caption", "displayName", "userId", "userName", "author", "v"})
"""Attributes that hold a name or a value, be it one word."""
_LEVEL_NUMBER = re.compile(r"%[1-9]")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2}")
_CRYPTIC = frozenset(
    {"DigestValue", "SignatureValue", "X509Certificate", "Modulus", "Exponent", "X509SerialNumber"}
)
_REVISED = (("author", "修订人"),)
_ATTRIBUTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "w:comment": (),  # stands with its comment
    "w:permStart": (("ed", "可编辑人"),),
    "w:numberingChange": (*_REVISED, ("original", "修订前编号")),
}
_CHART_INERT = frozenset(
    {"c:formatCode", "c:f", "c:separator", "?:formatCode", "?:f", "?:formula"}
)


def drawn_paragraphs(part: Part) -> Iterator[tuple[Fragment, ...]]:
    """The texts of the DrawingML paragraphs of a part, one tuple a paragraph."""
    for paragraph in part.root.iter("*"):
        if kind(paragraph) == "a:p":
            texts = [item for item in paragraph.iter("*") if kind(item) == "a:t" and item.text]
            if texts:
                yield tuple(Fragment(flat(item.text or ""), part.text(item)) for item in texts)


def chart(part: Part, gathered: Gathered) -> None:
    """Titles, labels and the cached values of a chart; its workbook is an embedded object."""
    place = f"图表{gathered.count('图表')}"
    for fragments in drawn_paragraphs(part):
        gathered.add(Passage(Layer.TEXTBOX, place, list(fragments)))
    for element in part.root.iter("*"):
        name = kind(element)
        if name in ("c:f", "?:f"):
            gathered.property(element.text, part.text(element), "图表数据来源")
        elif name not in _CHART_INERT and name != "a:t" and (element.text or "").strip():
            gathered.add(
                Passage(
                    Layer.TEXTBOX, place, [Fragment(flat(element.text or ""), part.text(element))]
                )
            )
        for _, identity in relation_ids(element):
            relation = part.relations.get(identity)
            if relation is not None and not relation.external:
                if relation.kind == "image":
                    gathered.picture(relation.target)
                elif relation.kind in ("package", "oleObject"):
                    gathered.embedded(relation.target, "图表数据表")


def diagram(part: Part, copies: list[Part], gathered: Gathered) -> None:
    """The text of a SmartArt; the drawn copy of the same text is kept as a mirror of it."""
    place = f"智能图形{gathered.count('智能图形')}"
    shown: dict[str, list[tuple[Fragment, ...]]] = {}
    for fragments in drawn_paragraphs(part):
        gathered.add(Passage(Layer.TEXTBOX, place, list(fragments)))
        shown.setdefault(_squeezed(fragments), []).append(fragments)
    alternative_texts(part, gathered)
    for copy in copies:
        for fragments in drawn_paragraphs(copy):
            originals = shown.get(_squeezed(fragments))
            if originals:
                gathered.mirrors.extend(Mirror(original, fragments) for original in originals)
            else:
                gathered.add(Passage(Layer.HIDDEN, f"{place}（备用副本）", list(fragments)))
        alternative_texts(copy, gathered)


def _squeezed(fragments: tuple[Fragment, ...]) -> str:
    return "".join("".join(fragment.text for fragment in fragments).split())


def alternative_texts(part: Part, gathered: Gathered) -> None:
    """Alternative texts of the shapes of a part."""
    for element in part.root.iter("*"):
        if kind(element).endswith((":cNvPr", ":docPr")):
            for slot in ("descr", "title"):
                gathered.property(
                    element.get(slot), part.text(element, "@" + slot), "图形替代文字"
                )


def properties(part: Part, gathered: Gathered) -> None:
    """Document properties: whatever is not a count, a date or a version."""
    for element in part.root.iter("*"):
        local = kind(element).partition(":")[2]
        name = element.get("name")
        if local == "property" and name:
            gathered.property(name, part.text(element, "@name"), "文件属性名称")
        text = (element.text or "").strip()
        if (
            local in _INERT_PROPERTIES
            or not text
            or text.lower() in _INERT_VALUES
            or _NUMERIC.fullmatch(text)
        ):
            continue
        gathered.property(element.text, part.text(element), "文件属性")


def settings(part: Part, gathered: Gathered) -> None:
    """Document variables and mail-merge sources."""
    for element in part.root.iter("*"):
        name = kind(element)
        if name == "w:docVar":
            for slot in ("name", "val"):
                attribute = own_attribute(element, slot)
                gathered.property(
                    element.get(attribute), part.text(element, "@" + attribute), "文档变量"
                )
        elif name in (
            "w:query",
            "w:connectString",
            "w:udl",
            "w:mailSubject",
            "w:addressFieldName",
            "w:attachedSchema",
        ) or (name in ("w:name", "w:mappedName") and _is_field(element)):
            attribute = own_attribute(element, "val")
            gathered.property(
                element.get(attribute), part.text(element, "@" + attribute), "邮件合并设置"
            )


def _is_field(element: etree._Element) -> bool:
    above = element.getparent()
    return above is not None and kind(above) == "w:fieldMapData"


def attributions(part: Part, gathered: Gathered) -> None:
    """Who revised what in a story and who may edit it, wherever that is stated; numbers as they were before."""
    for element in part.root.iter("*"):
        attribution(part, element, gathered)


def attribution(part: Part, element: etree._Element, gathered: Gathered) -> None:
    """The same of one element."""
    for slot, words in _ATTRIBUTIONS.get(kind(element), _REVISED) if element.attrib else ():
        attribute = own_attribute(element, slot)
        text = element.get(attribute)
        if text is not None:
            gathered.property(text, part.text(element, f"@{attribute}"), words)


def people(part: Part, gathered: Gathered) -> None:
    """Names of the people who commented or revised."""
    for element in part.root.iter("*"):
        for attribute, text in strings_of(element):
            if KIND[attribute] in ("w15:author", "w15:userId"):
                gathered.property(text, part.text(element, f"@{attribute}"), "审阅人")


def numbering(part: Part, gathered: Gathered) -> None:
    """Words that automatic numbers print (第1条 is no word; a level name would be)."""
    for element in part.root.iter("*"):
        if kind(element) == "w:lvlText" and _HAN_WORD.search(
            _LEVEL_NUMBER.sub("", value(element))
        ):
            attribute = own_attribute(element, "val")
            gathered.property(
                element.get(attribute), part.text(element, "@" + attribute), "编号格式"
            )


def anything(part: Part, gathered: Gathered, place: str, *, attributes: bool = True) -> None:
    """Every string of a part that nobody knows: texts, and attributes that are not machine values."""
    custom = part.name.startswith("customXml/")
    for element in part.root.iter("*"):
        for slot, text in (("text", element.text), ("tail", element.tail)):
            if text and text.strip() and kind(element).partition(":")[2] not in _CRYPTIC:
                gathered.add(
                    Passage(
                        Layer.METADATA, place, [Fragment(flat(text), part.text(element, slot))]
                    )
                )
        for attribute, text in strings_of(element) if attributes else ():
            if (
                text.strip()
                and not MACHINE.fullmatch(text)
                and (custom or attribute in _NAMING or not _WORD.fullmatch(text))
            ):
                gathered.property(text, part.text(element, f"@{attribute}"), place)
    if any(kind(element) == "!:entity" for element in part.root.iter()):
        gathered.gap(GapReason.DAMAGED, place)


def strings_of(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Names and values of the attributes."""
    for name, text in element.attrib.items():
        yield str(name), str(text)


def links(part: Part, gathered: Gathered) -> None:
    """Addresses outside the package."""
    words = {"hyperlink": "链接地址", "attachedTemplate": "模板路径", "image": "外部图片地址"}
    for relation in part.relations.values():
        if relation.external:
            anchor = NodeAnchor(part.name, relation.node, "@Target", 0)
            gathered.property(relation.target, anchor, words.get(relation.kind, "外部地址"))


def entity_free(root: etree._Element) -> bool:
    """True when no unresolved entity stands in the part."""
    return not any(True for _ in root.iter(etree.Entity))
