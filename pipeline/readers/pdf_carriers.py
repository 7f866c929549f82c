"""Strings of a PDF that are not drawn: properties, outline, annotations, form fields, scripts, tags, names.

Each has a path on which reader and redactor agree, and its holder, so that it can be replaced in place. The
walk visits every object once, so cycles end; ISO 32000-1 §12.3-§12.7, §14.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from lxml import etree

from pipeline.document import Layer
from pipeline.readers.pdf_objects import array, dictionary, key_of, name_of, stream_bytes, text_of

MAX_NODES = 100_000
MAX_XMP = 8 * 2**20
_DATES = frozenset(("/CreationDate", "/ModDate", "/Trapped", "/M"))
_ANNOTATION = {
    "/Contents": "内容", "/T": "名称", "/Subj": "主题", "/RC": "格式文本", "/TU": "提示", "/TM": "映射名", "/V": "值",
    "/DV": "默认值", "/OverlayText": "覆盖文字", "/NM": "", "/DA": "", "/DS": "",
}
_STRUCTURE = {"/ActualText": "实际文字", "/Alt": "替代文字", "/E": "展开文字", "/T": "标题"}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A string, where it stands, and the object that holds it (`key` a name or an index)."""

    path: str
    text: str = field(repr=False)
    layer: Layer
    place: str
    page: int | None
    holder: Any = field(repr=False, default=None)
    key: Any = None


def carriers(pdf: pikepdf.Pdf) -> Iterator[Carrier]:
    """Every string outside the pages' drawing, in a fixed order."""
    yield from _info(pdf)
    yield from _xmp(pdf)
    yield from _outline(pdf)
    for index, page in enumerate(pdf.pages):
        yield from _annotations(page, index)
    yield from _fields(pdf)
    yield from _structure(pdf)
    yield from _names(pdf)
    yield from _layers(pdf)


def _info(pdf: pikepdf.Pdf) -> Iterator[Carrier]:
    info = pdf.trailer.get("/Info")
    if not isinstance(info, pikepdf.Dictionary):
        return
    for key in sorted(info.keys()):
        if key not in _DATES and (text := text_of(info.get(key))):
            yield Carrier(f"info{key}", text, Layer.METADATA, "文件属性", None, info, key)


def _xmp(pdf: pikepdf.Pdf) -> Iterator[Carrier]:
    for number, text in enumerate(xmp_texts(stream_bytes(pdf.Root.get("/Metadata"), MAX_XMP) or b"")):
        yield Carrier(f"xmp/{number}", text, Layer.METADATA, "XMP属性", None)


def xmp_texts(data: bytes) -> list[str]:
    """The texts and attribute values of an XMP packet other than dates, identifiers and versions."""
    if not data.strip():
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return [data.decode("utf-8", "replace")]
    if root is None:
        return []
    found: list[str] = []
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        values = [node.text or "", *(str(value) for key, value in node.attrib.items() if not str(key).startswith("{http://www.w3"))]
        found.extend(value.strip() for value in values if value.strip())
    return found


def _outline(pdf: pikepdf.Pdf) -> Iterator[Carrier]:
    root = pdf.Root.get("/Outlines")
    if not isinstance(root, pikepdf.Dictionary):
        return
    seen: set[tuple[int, int]] = set()
    waiting = [root.get("/First")]
    number = 0
    while waiting and number < MAX_NODES:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or (key_of(item) != (0, 0) and key_of(item) in seen):
            continue
        seen.add(key_of(item))
        waiting.extend((item.get("/Next"), item.get("/First")))
        if text := text_of(item.get("/Title")):
            yield Carrier(f"outline/{number}", text, Layer.METADATA, "书签", None, item, "/Title")
        number += 1


def _annotations(page: pikepdf.Page, index: int) -> Iterator[Carrier]:
    for number, annotation in enumerate(array(page.obj.get("/Annots"))):
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        kind = name_of(annotation.get("/Subtype"))
        base = f"page/{index}/annot/{number}"
        place = f"第{index + 1}页{'表单域' if kind == 'Widget' else '批注'}"
        yield from _strings(annotation, base, Layer.ANNOTATION, place, index, _ANNOTATION)
        action = annotation.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            yield from _action(action, f"{base}/A", f"第{index + 1}页链接", index)
        caption = annotation.get("/MK")
        if isinstance(caption, pikepdf.Dictionary):
            yield from _strings(caption, f"{base}/MK", Layer.ANNOTATION, place, index, {"/CA": "", "/RC": "", "/AC": ""})
        specification = annotation.get("/FS")
        if isinstance(specification, pikepdf.Dictionary):
            yield from _file(specification, f"{base}/FS", f"第{index + 1}页附件", index)


def _strings(
    holder: Any, base: str, layer: Layer, place: str, page: int | None, keys: dict[str, str]
) -> Iterator[Carrier]:
    for key in keys:
        value = holder.get(key)
        if isinstance(value, pikepdf.Stream):
            data = stream_bytes(value, MAX_XMP) or b""
            if text := (data.decode("utf-8", "replace").strip()):
                yield Carrier(f"{base}{key}", text, layer, place, page, holder, key)
        elif isinstance(value, pikepdf.Array):
            for at, item in enumerate(array(value)):
                if text := text_of(item):
                    yield Carrier(f"{base}{key}/{at}", text, layer, place, page, value, at)
        elif key not in ("/DA", "/DS", "/NM") and (text := text_of(value)):
            yield Carrier(f"{base}{key}", text, layer, place, page, holder, key)
    for at, option in enumerate(array(holder.get("/Opt"))):
        pair = array(option)
        for inner, item in enumerate(pair):
            if text := text_of(item):
                yield Carrier(f"{base}/Opt/{at}/{inner}", text, layer, place, page, option, inner)
        if text := text_of(option):
            yield Carrier(f"{base}/Opt/{at}", text, layer, place, page, holder.get("/Opt"), at)


def _action(action: Any, base: str, place: str, page: int | None) -> Iterator[Carrier]:
    for key in ("/URI", "/F", "/D", "/JS"):
        value = action.get(key)
        if text := text_of(value):
            layer = Layer.HIDDEN if key == "/JS" else Layer.ANNOTATION
            yield Carrier(f"{base}{key}", text, layer, "脚本" if key == "/JS" else place, page, action, key)
        elif key == "/JS" and isinstance(value, pikepdf.Stream):
            text = (stream_bytes(value, MAX_XMP) or b"").decode("utf-8", "replace")
            if text.strip():
                yield Carrier(f"{base}{key}", text, Layer.HIDDEN, "脚本", page, action, key)
        elif isinstance(value, pikepdf.Dictionary):
            yield from _file(value, f"{base}{key}", place, page)


def _file(specification: Any, base: str, place: str, page: int | None) -> Iterator[Carrier]:
    yield from _strings(specification, base, Layer.ATTACHMENT, place, page, {"/UF": "", "/F": "", "/Desc": ""})


def _fields(pdf: pikepdf.Pdf) -> Iterator[Carrier]:
    """Fields that are not themselves widgets on a page, and the XFA parts."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    seen: set[tuple[int, int]] = set()
    waiting = list(reversed(array(form.get("/Fields"))))
    number = 0
    while waiting and number < MAX_NODES:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or (key_of(item) != (0, 0) and key_of(item) in seen):
            continue
        seen.add(key_of(item))
        waiting.extend(reversed(array(item.get("/Kids"))))
        if item.get("/Subtype") is None:
            yield from _strings(item, f"field/{number}", Layer.ANNOTATION, "表单域", None, _ANNOTATION)
        number += 1
    xfa = form.get("/XFA")
    parts = array(xfa) if isinstance(xfa, pikepdf.Array) else [xfa]
    for number, part in enumerate(parts):
        for at, text in enumerate(xmp_texts(stream_bytes(part, MAX_XMP) or b"")):
            yield Carrier(f"xfa/{number}/{at}", text, Layer.HIDDEN, "XFA表单", None)


def _structure(pdf: pikepdf.Pdf) -> Iterator[Carrier]:
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return
    for number, node in enumerate(structure_nodes(root)):
        yield from _strings(node, f"structure/{number}", Layer.METADATA, "结构标签", None, _STRUCTURE)


def structure_nodes(root: Any) -> Iterator[Any]:
    """The elements of the structure tree, each once."""
    seen: set[tuple[int, int]] = set()
    waiting = [root.get("/K")]
    number = 0
    while waiting and number < MAX_NODES:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting.extend(reversed(array(item)))
            continue
        if not isinstance(item, pikepdf.Dictionary) or (key_of(item) != (0, 0) and key_of(item) in seen):
            continue
        seen.add(key_of(item))
        number += 1
        if item.get("/S") is not None:
            yield item
        waiting.append(item.get("/K"))


def _names(pdf: pikepdf.Pdf) -> Iterator[Carrier]:
    names = dictionary(pdf.Root.get("/Names"))
    for number, (holder, at, value) in enumerate(name_tree(names.get("/EmbeddedFiles"))):
        if text := text_of(holder[at]):
            yield Carrier(f"attachment/{number}", text, Layer.ATTACHMENT, "附件名", None, holder, at)
        if isinstance(value, pikepdf.Dictionary):
            yield from _file(value, f"attachment/{number}", f"附件{number + 1}", None)
    for number, (holder, at, _) in enumerate(name_tree(names.get("/Dests"))):
        if text := text_of(holder[at]):
            yield Carrier(f"destination/{number}", text, Layer.METADATA, "命名目标", None, holder, at)
    for number, key in enumerate(sorted(dictionary(pdf.Root.get("/Dests")).keys())):
        yield Carrier(f"dests/{number}", key[1:], Layer.METADATA, "命名目标", None)
    for number, (_, _, value) in enumerate(name_tree(names.get("/JavaScript"))):
        if isinstance(value, pikepdf.Dictionary):
            yield from _action(value, f"script/{number}", "脚本", None)
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary):
        yield from _action(opening, "open", "打开动作", None)


def name_tree(root: Any) -> Iterator[tuple[Any, int, Any]]:
    """(array, index of the key, value) of every entry of a name tree."""
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting and len(seen) < MAX_NODES:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or (key_of(node) != (0, 0) and key_of(node) in seen):
            continue
        seen.add(key_of(node))
        listed = node.get("/Names")
        items = array(listed)
        for at in range(0, len(items) - 1, 2):
            yield listed, at, items[at + 1]
        waiting.extend(reversed(array(node.get("/Kids"))))


def _layers(pdf: pikepdf.Pdf) -> Iterator[Carrier]:
    properties = dictionary(pdf.Root.get("/OCProperties"))
    for number, group in enumerate(array(properties.get("/OCGs"))):
        if isinstance(group, pikepdf.Dictionary) and (text := text_of(group.get("/Name"))):
            yield Carrier(f"layer/{number}", text, Layer.METADATA, "图层名", None, group, "/Name")
    labels = dictionary(pdf.Root.get("/PageLabels"))
    items = array(labels.get("/Nums"))
    for at in range(1, len(items), 2):
        if isinstance(items[at], pikepdf.Dictionary) and (text := text_of(items[at].get("/P"))):
            yield Carrier(f"label/{at}", text, Layer.METADATA, "页码标签", None, items[at], "/P")
