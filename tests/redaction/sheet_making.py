"""Excel packages made in memory, from raw parts, with a text planted in one carrier each.

Length: one maker a carrier of text in an Excel package.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.redaction.word_making import OTHER, SECRET, png, zipped

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "xl/sharedStrings.xml": f"{_OFFICE}.spreadsheetml.sharedStrings+xml",
    "xl/styles.xml": f"{_OFFICE}.spreadsheetml.styles+xml",
    "xl/comments1.xml": f"{_OFFICE}.spreadsheetml.comments+xml",
    "xl/drawings/drawing1.xml": f"{_OFFICE}.drawing+xml",
    "xl/calcChain.xml": f"{_OFFICE}.spreadsheetml.calcChain+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="2"><numFmt numFmtId="170" formatCode=";;;"/><numFmt numFmtId="171" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><sz val="11"/><color rgb="FFFFFFFF"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="170" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/><xf numFmtId="171" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="11" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(slots=True)
class Book:
    """A workbook to be: rows of the first sheet, shared strings, and further parts."""

    rows: str = ""
    strings: list[str] = field(default_factory=list)
    around: str = ""
    before: str = ""
    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    names: str = ""
    title: str = "名单"
    parts: dict[str, str | bytes] = field(default_factory=dict)
    relations: list[tuple[str, str, str, bool]] = field(default_factory=list)
    comment: bytes = b""

    def bytes(self) -> bytes:
        """The package."""
        head = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{OTHER}</t></is></c></row>'
        sheets = [(self.title, "visible", head + self.rows), *self.sheets]
        listed = "".join(
            f'<sheet name="{name}" sheetId="{i}" state="{state}" r:id="rId{i}"/>'
            for i, (name, state, _) in enumerate(sheets, 1)
        )
        members: dict[str, str | bytes] = {
            "[Content_Types].xml": self._types(len(sheets)),
            "_rels/.rels": _rels([("rId1", "officeDocument", "xl/workbook.xml", False)]),
            "xl/workbook.xml": f"<workbook {MAIN}><sheets>{listed}</sheets>{self.names}</workbook>",
            "xl/_rels/workbook.xml.rels": _rels(
                [
                    (f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml", False)
                    for i in range(1, len(sheets) + 1)
                ]
                + [
                    ("rIdS", "styles", "styles.xml", False),
                    ("rIdT", "sharedStrings", "sharedStrings.xml", False),
                ]
            ),
            "xl/styles.xml": STYLES,
            "xl/sharedStrings.xml": f"<sst {MAIN}>{''.join(f'<si>{s}</si>' for s in self.strings)}</sst>",
        }
        for i, (_, _, rows) in enumerate(sheets, 1):
            around = self.around if i == 1 else ""
            before = self.before if i == 1 else ""
            members[f"xl/worksheets/sheet{i}.xml"] = (
                f"<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{around}</worksheet>"
            )
        if self.relations:
            members["xl/worksheets/_rels/sheet1.xml.rels"] = _rels(self.relations)
        return zipped({**members, **self.parts}, self.comment)

    def _types(self, count: int) -> str:
        names = {
            **_TYPES,
            **{
                f"xl/worksheets/sheet{i}.xml": f"{_OFFICE}.spreadsheetml.worksheet+xml"
                for i in range(1, count + 1)
            },
        }
        there = {"xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", *self.parts}
        rows = "".join(
            f'<Override PartName="/{name}" ContentType="{sort}"/>'
            for name, sort in names.items()
            if name in there or "worksheets" in name
        )
        return (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{rows}</Types>'
        )


def _rels(relations: list[tuple[str, str, str, bool]]) -> str:
    rows = "".join(
        f'<Relationship Id="{i}" Type="{_REL}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outer else ""}/>'
        for i, kind, target, outer in relations
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def text(reference: str, shown: str, style: int = 0) -> str:
    """A cell with a string of its own."""
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def row(number: int, *cells: str, properties: str = "") -> str:
    """A row of raw cells."""
    return f'<row r="{number}" {properties}>{"".join(cells)}</row>'


def beside(**stated: object) -> Book:
    """A book that shows the text in B2 and hides a second copy somewhere else."""
    rows = row(2, text("A2", "联系人"), text("B2", SECRET))
    book = Book(rows=rows + str(stated.pop("rows", "")))
    for name, value in stated.items():
        setattr(book, name, value)
    return book


def _comments(author: str, words: str) -> Book:
    xml = f'<comments {MAIN}><authors><author>{author}</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>{words[:4]}</t></r><r><t>{words[4:]}</t></r></text></comment></commentList></comments>'
    return beside(
        parts={"xl/comments1.xml": xml},
        relations=[("rId1", "comments", "../comments1.xml", False)],
    )


def _drawing(inner: str) -> tuple[dict[str, str | bytes], list[tuple[str, str, str, bool]]]:
    xml = f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{inner}</xdr:wsDr>'
    return {"xl/drawings/drawing1.xml": xml}, [
        ("rId1", "drawing", "../drawings/drawing1.xml", False)
    ]


def _box() -> Book:
    parts, relations = _drawing(
        f"<xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>{SECRET}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
    )
    return Book(parts=parts, relations=relations)


def _described() -> Book:
    parts, relations = _drawing(
        f'<xdr:twoCellAnchor><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="图片 1" descr="{SECRET}"/></xdr:nvPicPr></xdr:pic></xdr:twoCellAnchor>'
    )
    return beside(parts=parts, relations=relations)


def _linked() -> Book:
    link = '<hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks>'
    return beside(
        around=link, relations=[("rId1", "hyperlink", f"mailto:{SECRET}@example.cn", True)]
    )


def _part(name: str, content: str | bytes, kind: str) -> Book:
    """A part that hangs on the first sheet."""
    return beside(
        parts={name: content}, relations=[("rId1", kind, name.replace("xl/", "../"), False)]
    )


SHOWN: dict[str, Callable[[], Book]] = {
    "自有字符串": lambda: Book(rows=row(2, text("A2", f"甲{SECRET}乙"), text("B2", "丙"))),
    "共享字符串": lambda: Book(
        rows=row(2, '<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c>'),
        strings=[f"<t>{SECRET}</t>", "<t>留</t>"],
    ),
    "带格式的共享字符串": lambda: Book(
        rows=row(2, '<c r="A2" t="s"><v>0</v></c>'),
        strings=[
            f'<r><t>前{SECRET[:5]}</t></r><r><rPr><b/></rPr><t>{SECRET[5:]}后</t></r><rPh sb="0" eb="1"><t>pin</t></rPh>'
        ],
    ),
    "两格共用": lambda: Book(
        rows=row(2, '<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>0</v></c>'),
        strings=[f"<t>{SECRET}</t>"],
    ),
    "公式结果": lambda: Book(
        rows=row(2, f'<c r="A2" t="str"><f>B2&amp;C2</f><v>{SECRET}</v></c>'),
        parts={"xl/calcChain.xml": f'<calcChain {MAIN}><c r="A2" i="1"/></calcChain>'},
    ),
    "合并单元格": lambda: Book(
        rows=row(2, text("A2", SECRET)), around='<mergeCells><mergeCell ref="A2:B3"/></mergeCells>'
    ),
    "工作表名称": lambda: Book(title=SECRET),
    "页眉": lambda: Book(
        around=f"<headerFooter><oddHeader>&amp;C{SECRET}&amp;R&amp;P</oddHeader></headerFooter>"
    ),
    "页脚": lambda: Book(
        around=f'<headerFooter><evenFooter>&amp;L&amp;"宋体"{SECRET}</evenFooter></headerFooter>'
    ),
    "文本框": _box,
}
"""Carriers that show."""

HIDDEN: dict[str, Callable[[], Book]] = {
    "隐藏的工作表": lambda: beside(sheets=[("底表", "hidden", row(1, text("A1", SECRET)))]),
    "深度隐藏的工作表": lambda: beside(
        sheets=[("底表", "veryHidden", row(1, text("A1", SECRET)))]
    ),
    "隐藏的行": lambda: beside(rows=row(5, text("A5", SECRET), properties='hidden="1"')),
    "隐藏的列": lambda: beside(
        rows=row(5, text("F5", SECRET)),
        before='<cols><col min="6" max="6" width="9" hidden="1"/></cols>',
    ),
    "不显示的格式": lambda: beside(rows=row(5, text("A5", SECRET, 1))),
    "白色文字": lambda: beside(rows=row(5, text("A5", SECRET, 2))),
    "被合并遮住的单元格": lambda: beside(
        rows=row(5, text("A5", "甲"), text("B5", SECRET)),
        around='<mergeCells><mergeCell ref="A5:B5"/></mergeCells>',
    ),
    "未使用的共享字符串": lambda: beside(strings=[f"<t>{SECRET}</t>"]),
    "注音": lambda: beside(
        rows=row(5, '<c r="A5" t="s"><v>0</v></c>'),
        strings=[f'<t>甲</t><rPh sb="0" eb="1"><t>{SECRET}</t></rPh>'],
    ),
    "批注": lambda: _comments("某甲", SECRET),
    "批注作者": lambda: _comments(SECRET, "请核对内容"),
    "公式": lambda: beside(
        rows=row(5, f'<c r="A5" t="str"><f>IF(TRUE,"甲","{SECRET}")</f><v>甲</v></c>')
    ),
    "定义的名称": lambda: beside(
        names=f'<definedNames><definedName name="a">"{SECRET}"</definedName></definedNames>'
    ),
    "下拉列表": lambda: beside(
        around=f'<dataValidations><dataValidation type="list" sqref="A1" prompt="{SECRET}"><formula1>"甲,{SECRET}"</formula1></dataValidation></dataValidations>'
    ),
    "链接地址": _linked,
    "链接提示": lambda: beside(
        around=f'<hyperlinks><hyperlink ref="A1" location="A2" tooltip="{SECRET}"/></hyperlinks>'
    ),
    "替代文字": _described,
    "文件属性": lambda: beside(
        parts={
            "docProps/core.xml": f'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{SECRET}</dc:title></cp:coreProperties>'
        }
    ),
    "透视表缓存": lambda: beside(
        parts={
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition {MAIN}><cacheFields><cacheField name="a"><sharedItems><s v="{SECRET}"/><n v="1"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
        }
    ),
    "外部链接缓存": lambda: beside(
        parts={
            "xl/externalLinks/externalLink1.xml": f"<externalLink {MAIN}><externalBook><sheetDataSet><sheetData><row><cell><v>{SECRET}</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
        }
    ),
    "透视表记录": lambda: beside(
        parts={
            "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords {MAIN}><r><s v="{SECRET}"/><n v="1"/></r></pivotCacheRecords>'
        }
    ),
    "透视表字段": lambda: beside(
        parts={
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition {MAIN} name="{SECRET}" dataCaption="甲"/>'
        }
    ),
    "会话批注": lambda: _part(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="A1" personId="{{1}}"><text>见{SECRET}</text></threadedComment></ThreadedComments>',
        "threadedComment",
    ),
    "会话批注作者": lambda: beside(
        parts={
            "xl/persons/person.xml": f'<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="{SECRET}" id="{{1}}" userId="a" providerId="None"/></personList>'
        }
    ),
    "条件格式": lambda: beside(
        around=f'<conditionalFormatting sqref="A1"><cfRule type="containsText" priority="1" text="{SECRET}"><formula>NOT(ISERROR(SEARCH("{SECRET}",A1)))</formula></cfRule></conditionalFormatting>'
    ),
    "扩展的数据规则": lambda: beside(
        around=f'<extLst><ext uri="{{x}}" xmlns:x14="urn:x14"><x14:dataValidations xmlns:xm="urn:xm"><x14:dataValidation><x14:formula1><xm:f>"甲,{SECRET}"</xm:f></x14:formula1></x14:dataValidation></x14:dataValidations></ext></extLst>'
    ),
    "筛选值": lambda: beside(
        around=f'<autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="{SECRET}"/></filters></filterColumn></autoFilter>'
    ),
    "方案": lambda: beside(
        around=f'<scenarios><scenario name="{SECRET}" user="a" comment="见{SECRET}"><inputCells r="A1" val="{SECRET}"/></scenario></scenarios>'
    ),
    "自定义视图": lambda: beside(
        names=f'<customWorkbookViews><customWorkbookView name="{SECRET}" guid="{{01234567-89AB-CDEF-0123-456789ABCDEF}}" windowWidth="1" windowHeight="1" activeSheetId="1"/></customWorkbookViews>'
    ),
    "数据连接": lambda: beside(
        parts={
            "xl/connections.xml": f'<connections {MAIN}><connection id="1" name="a" type="1" refreshedVersion="1"><dbPr connection="DSN={SECRET};" command="SELECT {SECRET}"/></connection></connections>'
        }
    ),
    "查询表": lambda: _part(
        "xl/queryTables/queryTable1.xml",
        f'<queryTable {MAIN} name="{SECRET}" connectionId="1"/>',
        "queryTable",
    ),
    "修订历史": lambda: beside(
        parts={
            "xl/revisions/revisionLog1.xml": f'<revisions {MAIN}><rcc rId="1" sId="1"><oc r="A1" t="inlineStr"><is><t>{SECRET}</t></is></oc><nc r="A1"/></rcc></revisions>'
        }
    ),
    "打印机设置": lambda: _part(
        "xl/printerSettings/printerSettings1.bin", SECRET.encode("utf-16-le"), "printerSettings"
    ),
    "自定义XML": lambda: beside(parts={"customXml/item1.xml": f"<a b='{SECRET}'>{SECRET}</a>"}),
    "图片内的文字块": lambda: beside(
        parts={"xl/media/image1.png": png((b"tEXt", b"Comment\0" + SECRET.encode()))}
    ),
    "压缩包注释": lambda: beside(comment=SECRET.encode()),
}
"""Carriers beside what shows: B2 shows the text too, and only B2 is cut."""
