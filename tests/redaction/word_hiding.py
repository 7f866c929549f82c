"""Word packages that show a text in the body and carry a second copy where nobody looks.

Length: one maker a carrier of text beside the page.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import quote

from tests.redaction.word_making import (
    PICT,
    SECRET,
    SPLIT,
    Made,
    beside,
    cell,
    chart,
    coded,
    instruction,
    p,
    part,
    png,
    r,
    row,
    table,
    zipped,
)

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def _comment(author: str, text: str) -> Made:
    made = beside()
    made.parts["word/comments.xml"] = part(
        "w:comments",
        f'<w:comment w:id="0" w:author="{author}" w:initials="a">{p(text)}</w:comment>',
    )
    return made.link("rId5", "comments", "comments.xml")


def _with(
    name: str, content: str | bytes, kind: str = "", target: str = "", inner: str = ""
) -> Made:
    made = beside(inner)
    made.parts[name] = content
    return made.link("rId5", kind, target) if kind else made


def _core(name: str) -> Made:
    inner = f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/"><{name}>{SECRET}</{name}></cp:coreProperties>'
    return _with("docProps/core.xml", inner)


def _app(name: str) -> Made:
    return _with(
        "docProps/app.xml", f'<Properties xmlns="{_APP}"><{name}>{SECRET}</{name}></Properties>'
    )


def _settings(inner: str) -> Made:
    return _with("word/settings.xml", part("w:settings", inner), "settings", "settings.xml")


def _picture(content: bytes, attributes: str = "") -> Made:
    blip = '<a:graphic><a:graphicData uri="x"><pic:pic><pic:blipFill><a:blip r:embed="rId5"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
    inner = f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="3" name="图片 3" {attributes}/>{blip}</wp:inline></w:drawing></w:r></w:p>'
    return _with("word/media/image1.png", content, "image", "media/image1.png", inner)


def _workbook() -> Made:
    made = chart("标题", "甲")
    made.body += p(r(f"联系人：{SECRET}。"))
    made.visible = False
    sheet = f"<sst><si><t>{SECRET}</t></si></sst>"
    made.parts["word/embeddings/book1.xlsx"] = zipped(
        {"xl/sharedStrings.xml": sheet, "xl/workbook.xml": "<workbook/>"}
    )
    drawn = made.parts["word/charts/chart1.xml"]
    assert isinstance(drawn, str)
    made.parts["word/charts/chart1.xml"] = drawn.replace(
        "</c:chartSpace>", '<c:externalData r:id="rId1"/></c:chartSpace>'
    )
    made.parts["word/charts/_rels/chart1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/package" Target="../embeddings/book1.xlsx"/></Relationships>'
    )
    return made


def _linked(address: str) -> Made:
    made = beside(p(f'<w:hyperlink r:id="rId5">{r("点此")}</w:hyperlink>'))
    return made.link("rId5", "hyperlink", address, external=True)


def _template() -> Made:
    made = _settings('<w:attachedTemplate r:id="rId1"/>')
    made.parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        f'Target="file:///C:/Users/{SECRET}/x.dotx" TargetMode="External"/></Relationships>'
    )
    return made


def _zip_comment() -> Made:
    made = beside()
    made.comment = SECRET.encode()
    return made


def _extra() -> Made:
    made = beside()
    body = SECRET.encode()
    made.extra = b"\xfe\xca" + len(body).to_bytes(2, "little") + body
    return made


def _binding() -> Made:
    bound = f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{{1}}"/></w:sdtPr><w:sdtContent>{SPLIT}</w:sdtContent></w:sdt>'
    return _with("customXml/item1.xml", f"<x>{SECRET}</x>", inner=p(bound))


def _fonts() -> Made:
    made = _with(
        "word/fontTable.xml",
        part(
            "w:fonts",
            '<w:font w:name="仿宋"><w:embedRegular r:id="rId1" w:fontKey="{1}"/></w:font>',
        ),
        "fontTable",
        "fontTable.xml",
    )
    made.parts["word/fonts/font1.odttf"] = SECRET.encode("utf-16-le")
    made.parts["word/_rels/fontTable.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/font" Target="fonts/font1.odttf"/></Relationships>'
    )
    return made


HIDDEN: dict[str, Callable[[], Made]] = {
    "批注": lambda: _comment("某甲", SPLIT),
    "批注作者": lambda: _comment(SECRET, r("无")),
    "修订删除": lambda: beside(
        p(
            f'<w:del w:id="1" w:author="某甲"><w:r><w:delText>{SECRET[:5]}</w:delText></w:r><w:r><w:delText>{SECRET[5:]}</w:delText></w:r></w:del>'
        )
    ),
    "修订作者": lambda: beside(p(f'<w:ins w:id="1" w:author="{SECRET}">{r("新")}</w:ins>')),
    "移出的文字": lambda: beside(p(f'<w:moveFrom w:id="1" w:author="某甲">{SPLIT}</w:moveFrom>')),
    "隐藏文字": lambda: beside(p(r(SECRET[:4], "<w:vanish/>") + r(SECRET[4:], "<w:vanish/>"))),
    "白色文字": lambda: beside(p(r(SECRET, '<w:color w:val="FFFFFF"/>'))),
    "极小文字": lambda: beside(p(r(SECRET, '<w:sz w:val="1"/>'))),
    "域代码": lambda: beside(p(coded(instruction(f' QUOTE "{SECRET}" '), r("甲")))),
    "拆分的域代码": lambda: beside(
        p(
            coded(
                instruction(f' HYPERLINK "mailto:{SECRET[:6]}') + instruction(f'{SECRET[6:]}" '),
                r("甲"),
            )
        )
    ),
    "简单域代码": lambda: beside(
        p(f'<w:fldSimple w:instr=" QUOTE {SECRET} ">{r("甲")}</w:fldSimple>')
    ),
    "链接地址": lambda: _linked(f"mailto:{SECRET}@example.cn"),
    "转码的链接地址": lambda: _linked(f"http://example.cn/?q={quote(SECRET)}"),
    "链接提示": lambda: beside(
        p(f'<w:hyperlink w:anchor="a" w:tooltip="{SECRET}">{r("点此")}</w:hyperlink>')
    ),
    "链接锚点": lambda: beside(p(f'<w:hyperlink w:anchor="{SECRET}">{r("点此")}</w:hyperlink>')),
    "书签": lambda: beside(
        p(f'<w:bookmarkStart w:id="1" w:name="{SECRET}"/>{r("甲")}<w:bookmarkEnd w:id="1"/>')
    ),
    "替代文字": lambda: _picture(png(), f'descr="见{SECRET}"'),
    "图片名称": lambda: _picture(png(), f'title="{SECRET}"'),
    "VML替代文字": lambda: beside(PICT.format(f'alt="{SECRET}"', "")),
    "图片内的文字块": lambda: _picture(png((b"tEXt", b"Comment\0" + SECRET.encode()))),
    "绘图副本数据": lambda: beside(
        PICT.format(f'o:gfxdata="{base64.b64encode(SECRET.encode()).decode()}"', "")
    ),
    "标题属性": lambda: _core("dc:title"),
    "作者属性": lambda: _core("dc:creator"),
    "最后修改人": lambda: _core("cp:lastModifiedBy"),
    "单位属性": lambda: _app("Company"),
    "主管属性": lambda: _app("Manager"),
    "模板属性": lambda: _app("Template"),
    "自定义属性": lambda: _with(
        "docProps/custom.xml",
        f'<Properties xmlns="x" xmlns:vt="y"><property name="{SECRET}"><vt:lpwstr>见{SECRET}</vt:lpwstr></property></Properties>',
    ),
    "自定义XML文字": lambda: _with("customXml/item1.xml", f"<x><y>{SECRET}</y></x>"),
    "自定义XML属性": lambda: _with("customXml/item1.xml", f'<x y="{SECRET}"/>'),
    "内容控件绑定": _binding,
    "内容控件名称": lambda: beside(
        p(
            f'<w:sdt><w:sdtPr><w:alias w:val="{SECRET}"/><w:tag w:val="{SECRET}"/></w:sdtPr><w:sdtContent>{r("甲")}</w:sdtContent></w:sdt>'
        )
    ),
    "下拉选项": lambda: beside(
        p(
            f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{SECRET}" w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent>{r("甲")}</w:sdtContent></w:sdt>'
        )
    ),
    "窗体域": lambda: beside(
        p(
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput><w:default w:val="{SECRET}"/></w:textInput></w:ffData></w:fldChar></w:r>{instruction(" FORMTEXT ")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
    ),
    "窗体域数据": lambda: beside(
        p(
            f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{base64.b64encode(SECRET.encode("utf-16-le")).decode()}</w:fldData></w:fldChar></w:r>'
        )
    ),
    "审阅人": lambda: _with(
        "word/people.xml",
        part("w15:people", f'<w15:person w15:author="{SECRET}"/>'),
        "people",
        "people.xml",
    ),
    "构建基块": lambda: _with(
        "word/glossary/document.xml",
        part(
            "w:glossaryDocument",
            f"<w:docParts><w:docPart><w:docPartBody>{p(SPLIT)}</w:docPartBody></w:docPart></w:docParts>",
        ),
        "glossaryDocument",
        "glossary/document.xml",
    ),
    "文档变量": lambda: _settings(
        f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>'
    ),
    "邮件合并": lambda: _settings(
        f'<w:mailMerge><w:query w:val="SELECT {SECRET}"/></w:mailMerge>'
    ),
    "模板路径": _template,
    "样式名称": lambda: _with(
        "word/styles.xml",
        part(
            "w:styles",
            f'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="{SECRET}"/></w:style>',
        ),
        "styles",
        "styles.xml",
    ),
    "编号格式": lambda: _with(
        "word/numbering.xml",
        part(
            "w:numbering",
            f'<w:abstractNum><w:lvl><w:lvlText w:val="{SECRET}%1"/></w:lvl></w:abstractNum>',
        ),
        "numbering",
        "numbering.xml",
    ),
    "标记属性": lambda: beside(
        p(
            f'<w:smartTag w:element="x"><w:smartTagPr><w:attr w:name="n" w:val="{SECRET}"/></w:smartTagPr>{r("甲")}</w:smartTag>'
        )
    ),
    "未引用的页眉": lambda: _with("word/header7.xml", part("w:hdr", p(SPLIT))),
    "合并单元格内": lambda: beside(
        table(
            row(cell(p(r("甲")), '<w:vMerge w:val="restart"/>'))
            + row(cell(p(SPLIT), "<w:vMerge/>"))
        )
    ),
    "图表内嵌数据表": _workbook,
    "缩略图": lambda: _with(
        "docProps/thumbnail.jpeg", b"\xff\xd8\xff\xfe\x00\x40" + SECRET.encode() + b"\xff\xd9"
    ),
    "标记注释": lambda: beside(f"<!-- {SECRET} -->"),
    "处理指令": lambda: beside(f"<?x {SECRET}?>"),
    "转义文字": lambda: _with(
        "customXml/item1.xml", "<x>" + "".join(f"&#{ord(c)};" for c in SECRET) + "</x>"
    ),
    "字符数据": lambda: _with("customXml/item1.xml", f"<x><![CDATA[{SECRET}]]></x>"),
    "压缩包注释": _zip_comment,
    "压缩包附加数据": _extra,
    "内嵌字体": _fonts,
    "修订编号": lambda: beside(
        f'<w:p><w:pPr><w:numPr><w:numberingChange w:id="1" w:author="某甲" w:original="{SECRET}"/></w:numPr></w:pPr>{r("甲")}</w:p>'
    ),
    "表格修订作者": lambda: beside(
        f'<w:tbl><w:tblPr><w:tblPrChange w:id="1" w:author="{SECRET}"/></w:tblPr><w:tr><w:tc>{p(r("甲"))}</w:tc></w:tr></w:tbl>'
    ),
    "可编辑范围": lambda: beside(
        p(f'<w:permStart w:id="1" w:ed="{SECRET}"/>{r("甲")}<w:permEnd w:id="1"/>')
    ),
    "邮件合并字段": lambda: _settings(
        f'<w:mailMerge><w:odso><w:fieldMapData><w:name w:val="{SECRET}"/></w:fieldMapData></w:odso></w:mailMerge>'
    ),
    "邮件合并收件人": lambda: _with(
        "word/recipientData.xml",
        part(
            "w:recipients", f'<w:recipientData><w:uniqueTag w:val="{SECRET}"/></w:recipientData>'
        ),
    ),
    "构建基块批注": lambda: _with(
        "word/glossary/comments.xml",
        part("w:comments", f"<w:comment w:id='0' w:author='a'>{p(SPLIT)}</w:comment>"),
    ),
    "敏感度标签": lambda: _with(
        "docMetadata/LabelInfo.xml",
        f'<clbl:labelList xmlns:clbl="urn:l"><clbl:label id="{{1}}" name="{SECRET}"/></clbl:labelList>',
    ),
    "未知部件": lambda: _with("word/unknown.xml", f"<x><y>{SECRET}</y></x>"),
}
"""Carriers beside the page: the text also stands in the body, and only the body is cut."""
