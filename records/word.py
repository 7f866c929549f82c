"""Paper values as a .docx that looks like an office's own form.

Written as XML directly, because python-docx walks a table again for each cell. The result opens in Word, WPS
and LibreOffice; bytes depend on the content alone (`records.package.settle`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import cast

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Twips

from records.package import settle
from records.paper import FANG, LATIN, SONG, Cell, Flow, Page, Para, Row, Run, Table


def paper(
    flow: Sequence[Flow], *, title: str, page: Page | None = None, footer: str = ""
) -> bytes:
    """The .docx. `footer` stands before the page number in the foot of each page."""
    layout = page or Page()
    document = docx.Document()
    body = document.element.body
    section = document.sections[0]
    width, height = (16838, 11906) if layout.landscape else (11906, 16838)
    section.page_width, section.page_height = Twips(width), Twips(height)
    for side in ("top", "right", "bottom", "left"):
        setattr(section, f"{side}_margin", Twips(round(getattr(layout, side) * 567)))
    section.header_distance, section.footer_distance = Twips(680), Twips(567)
    _set_defaults(document.styles.element)
    for number, item in enumerate(flow):
        body.insert(number, _paragraph(item) if isinstance(item, Para) else _table(item))
    _foot(section.footer._element, footer)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "", ""
    properties.comments, properties.language = "", "zh-CN"
    buffer = io.BytesIO()
    document.save(buffer)
    return settle(buffer.getvalue())


# ---- XML ---------------------------------------------------------------------------------------------


def _element(tag: str, **attributes: object) -> BaseOxmlElement:
    element = cast(BaseOxmlElement, OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _set_defaults(styles: BaseOxmlElement) -> None:
    """Faces and language of every style: without them Han characters fall to a Japanese face."""
    for properties in styles.iter(qn("w:rPr")):
        for fonts in properties.findall(qn("w:rFonts")):
            properties.remove(fonts)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.insert(0, _fonts(FANG))
        defaults.append(_element("lang", val="en-US", eastAsia="zh-CN"))
    spacing = styles.find(
        f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}"
    )
    if spacing is not None:
        for name in list(spacing.attrib):
            del spacing.attrib[name]


def _fonts(face: str) -> BaseOxmlElement:
    return _element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=face, cs=LATIN, hint="eastAsia")


def _paragraph(item: Para) -> BaseOxmlElement:
    element = _element("p")
    properties = _element("pPr")
    if item.keep_next:
        properties.append(_element("keepNext"))
    if item.page_break:
        properties.append(_element("pageBreakBefore"))
    for unwanted in ("autoSpaceDE", "autoSpaceDN", "snapToGrid"):
        properties.append(_element(unwanted, val="0"))
    spacing: dict[str, object] = {
        "before": round(item.before * 20),
        "after": round(item.after * 20),
    }
    if item.line is not None:
        spacing |= {"line": round(item.line * 20), "lineRule": "exact"}
    properties.append(_element("spacing", **spacing))
    if item.indent:
        properties.append(_element("ind", firstLine=round(item.indent * 20)))
    properties.append(_element("jc", val=item.align))
    element.append(properties)
    for run in item.runs:
        element.append(_run(run))
    return element


def _run(item: Run) -> BaseOxmlElement:
    element = _element("r")
    properties = _element("rPr")
    properties.append(_fonts(item.font))
    if item.bold:
        properties.append(_element("b"))
    if item.colour:
        properties.append(_element("color", val=item.colour))
    properties.append(_element("sz", val=round(item.size * 2)))
    properties.append(_element("szCs", val=round(item.size * 2)))
    if item.boxed:
        properties.append(
            _element("bdr", val="single", sz=8, space=2, color=item.colour or "000000")
        )
    element.append(properties)
    for number, line in enumerate(item.text.split("\n")):
        if number:
            element.append(_element("br"))
        text = _element("t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = line
        element.append(text)
    return element


def _table(item: Table) -> BaseOxmlElement:
    element = _element("tbl")
    properties = _element("tblPr")
    properties.append(_element("tblW", w=sum(item.widths), type="dxa"))
    properties.append(_element("jc", val="center"))
    if item.borders:
        borders = _element("tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            thickness = item.inner if side.startswith("inside") else item.outer
            borders.append(_element(side, val="single", sz=thickness, space=0, color="000000"))
        properties.append(borders)
    properties.append(_element("tblLayout", type="fixed"))
    margins = _element("tblCellMar")
    for side, space in (("top", 28), ("left", 85), ("bottom", 28), ("right", 85)):
        margins.append(_element(side, w=space, type="dxa"))
    properties.append(margins)
    element.append(properties)
    grid = _element("tblGrid")
    for width in item.widths:
        grid.append(_element("gridCol", w=width))
    element.append(grid)
    for row in item.rows:
        element.append(_row(row, item.widths))
    return element


def _row(item: Row, widths: Sequence[int]) -> BaseOxmlElement:
    element = _element("tr")
    properties = _element("trPr")
    if not item.splits:
        properties.append(_element("cantSplit"))
    if item.height:
        properties.append(_element("trHeight", val=round(item.height * 20), hRule="atLeast"))
    if item.head:
        properties.append(_element("tblHeader"))
    element.append(properties)
    column = 0
    for cell in item.cells:
        element.append(_cell(cell, sum(widths[column : column + cell.span])))
        column += cell.span
    return element


def _cell(item: Cell, width: int) -> BaseOxmlElement:
    element = _element("tc")
    properties = _element("tcPr")
    properties.append(_element("tcW", w=width, type="dxa"))
    if item.span > 1:
        properties.append(_element("gridSpan", val=item.span))
    if item.merge is not None:
        properties.append(
            _element("vMerge", val="restart") if item.merge == "start" else _element("vMerge")
        )
    if item.shade:
        properties.append(_element("shd", val="clear", color="auto", fill=item.shade))
    if item.upright:
        properties.append(_element("textDirection", val="tbRlV"))
    properties.append(_element("vAlign", val=item.valign))
    element.append(properties)
    for paragraph in item.paras or (Para(()),):
        element.append(_paragraph(paragraph))
    return element


def _foot(footer: BaseOxmlElement, words: str) -> None:
    """第 N 页 共 M 页 in the middle of the foot."""
    for old in list(footer):
        footer.remove(old)
    paragraph = _paragraph(
        Para((Run(f"{words}　第", SONG, 9),) if words else (Run("第", SONG, 9),), "center")
    )
    for field, words_after in (("PAGE", "页　共"), ("NUMPAGES", "页")):
        simple = _element("fldSimple", instr=field)
        simple.append(_run(Run("1", SONG, 9)))
        paragraph.append(simple)
        paragraph.append(_run(Run(words_after, SONG, 9)))
    footer.append(paragraph)
