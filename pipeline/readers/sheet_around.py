"""What stands around the cells of a workbook: headers, formulas, rules, links, names, views, styles, comments."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.document import Layer
from pipeline.readers.sheet_cells import local, string_text
from pipeline.readers.sheet_rows import header_passages
from pipeline.readers.word_gather import Fragment, Gathered, Part, Passage, flat
from pipeline.readers.word_parts import MACHINE, strings_of

_WORDS_IN_FORMULA = re.compile(r'"[^"]{2,}"|[\u3400-\u9fff]|(?<![0-9.])[0-9]{7}')
_TEXT_IN_FORMAT = re.compile(r'"([^"]*[\u3400-\u9fffA-Za-z]{2}[^"]*)"')
_TELLING = re.compile(r"[^\x00-\x7f]|[A-Za-z0-9]@[A-Za-z0-9]|(?<![0-9.])[0-9]{8}")
"""An attribute that says something: other than ASCII, an address, or a number too long for a position."""
_GENERIC_STYLE = re.compile(
    r"(?:常规|普通|标题|正文|样式|超链接|百分比|千位分隔|货币|强调文字颜色|好|差|适中|计算|输入|输出|注释|汇总|警告文本|解释性文本"
    r"|链接单元格|检查单元格|着色|已访问的超链接)[ _0-9%\[\]().（）]*"
)
_SHOWN_ALWAYS = frozenset({"prompt", "error", "tooltip", "display", "comment", "user", "userName"})
_WORDS = {
    "hyperlink": "链接",
    "definedName": "定义的名称",
    "fileSharing": "工作簿用户",
    "workbookProtection": "工作簿用户",
    "customWorkbookView": "自定义视图",
    "customSheetView": "自定义视图",
    "scenario": "方案",
    "inputCells": "方案",
}
_SIDES = ("Header", "Footer")


def around_cells(part: Part, gathered: Gathered, place: str) -> None:
    """Everything in a sheet part that is not the value of a cell."""
    for element in part.root.iter("*"):
        around_cell(part, element, gathered, place)


def around_cell(part: Part, element: etree._Element, gathered: Gathered, place: str) -> None:
    """The same of one element."""
    name = local(element)
    match name:
        case "row" | "c" | "v" | "is" | "t" | "r":
            return
        case "f" if element.text and _WORDS_IN_FORMULA.search(element.text):
            gathered.property(element.text, part.text(element), f"{place}公式")
        case "formula1" | "formula2" | "formula" if element.text:
            if _WORDS_IN_FORMULA.search(element.text):
                gathered.property(element.text, part.text(element), f"{place}数据规则")
        case "rPh":
            for reading in element:
                gathered.property(reading.text, part.text(reading), f"{place}注音")
        case _ if name.endswith(_SIDES) and (element.text or "").strip():
            layer = Layer.HEADER if name.endswith("Header") else Layer.FOOTER
            side = "页眉" if layer is Layer.HEADER else "页脚"
            anchor = part.text(element)
            for passage in header_passages(element.text or "", anchor, layer, place + side):
                gathered.add(passage)
        case _:
            attributes(part, element, gathered, place + _WORDS.get(name, "数据规则"))


def attributes(part: Part, element: etree._Element, gathered: Gathered, place: str) -> None:
    """The attributes of an element that say something to a reader."""
    for slot, text in strings_of(element):
        if slot in _SHOWN_ALWAYS or (_TELLING.search(text) and not MACHINE.fullmatch(text)):
            gathered.property(text, part.text(element, f"@{slot}"), place)


def book_strings(book: Part, gathered: Gathered) -> None:
    """Names, users and views of a workbook; the names of its sheets are read with them."""
    for element in book.root.iter("*"):
        name = local(element)
        if name == "definedName":
            stated = element.get("name") or ""
            if not stated.startswith("_xlnm"):
                gathered.property(stated, book.text(element, "@name"), "定义的名称")
            gathered.property(element.text, book.text(element), "定义的名称")
        elif name != "sheet":
            attributes(book, element, gathered, _WORDS.get(name, "工作簿设置"))


def style_strings(styles: Part, gathered: Gathered) -> None:
    """Words that number formats print, and names that a person gave to styles."""
    for element in styles.root.iter("*"):
        code, name = element.get("formatCode") or "", element.get("name") or ""
        if local(element) == "numFmt" and _TEXT_IN_FORMAT.search(code):
            gathered.property(code, styles.text(element, "@formatCode"), "数字格式")
        elif (
            local(element) == "cellStyle"
            and _TELLING.search(name)
            and not _GENERIC_STYLE.fullmatch(name)
        ):
            gathered.property(name, styles.text(element, "@name"), "样式名称")


def comments(part: Part, gathered: Gathered, number: int) -> None:
    """Comments and their authors; threads of comments are a part of their own."""
    for element in part.root.iter("*"):
        if local(element) == "author":
            place = f"工作表{number}批注作者"
            gathered.property(element.text, part.text(element), place, Layer.COMMENT)
        elif local(element) == "comment":
            texts = [
                Fragment(flat(e.text or ""), part.text(e)) for e in string_text(element) if e.text
            ]
            place = f"工作表{number}批注{gathered.count('批注')}"
            gathered.add(Passage(Layer.COMMENT, place, texts))


def threads(part: Part, gathered: Gathered, number: int) -> None:
    """The texts of a thread of comments."""
    for element in part.root.iter("*"):
        if local(element) == "text" and element.text:
            fragment = Fragment(flat(element.text), part.text(element))
            gathered.add(Passage(Layer.COMMENT, f"工作表{number}批注", [fragment]))
