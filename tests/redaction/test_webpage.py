"""The attack table for web pages."""

from __future__ import annotations

import base64
import html
from urllib.parse import quote, unquote

import pytest
from lxml import html as lxml_html

from pipeline.contracts import Limits
from pipeline.document import Document, Source, Span
from pipeline.errors import RedactionRefused
from pipeline.readers.webpage import READER
from redaction import apply
from redaction.needles import UNSEEN
from tests.redaction.word_making import OTHER, SECRET

MARK = "【依法不予公开·4】"
NUMERIC = "".join(f"&#{ord(c)};" for c in SECRET)
ESCAPED = "".join(f"\\u{ord(c):04x}" for c in SECRET)
BASE64 = base64.b64encode(f"见{SECRET}".encode()).decode()
LINE = f"<p>联系人：{SECRET}。</p>"

SHOWN = {
    "段落": f"<p>甲{SECRET}乙</p>",
    "跨标签": f"<p>甲<b>{SECRET[:3]}</b><span>{SECRET[3:8]}</span>{SECRET[8:]}乙</p>",
    "单元格": f"<table><tr><td>姓名</td><td>{SECRET}</td></tr><tr><td>甲</td><td>乙</td></tr></table>",
    "字符引用": f"<p>甲{NUMERIC}乙</p>",
    "没有结束的标签": f"<p>甲{SECRET}<p>乙",
    "列表": f"<ul><li>{SECRET}<li>乙</ul>",
    "按钮": f'<input type="submit" value="{SECRET}">',
    "文本域": f"<textarea>{SECRET}</textarea>",
    "选项": f"<select><option>{SECRET}</option></select>",
    "预排版": f"<pre>甲\n{SECRET}\n乙</pre>",
}
HIDDEN = {
    "注释": f"<!-- {SECRET} -->",
    "未闭合的注释": f"<!-- {SECRET}",
    "脚本": f"<script>var a = '{SECRET}';</script>",
    "脚本转义": f"<script>var a = '{ESCAPED}';</script>",
    "样式": f"<style>a::after{{content:'{SECRET}'}}</style>",
    "隐藏的元素": f'<div style="display: none">{SECRET}</div>',
    "隐藏的属性": f"<div hidden><p>{SECRET}</p></div>",
    "样式表隐藏": f"<style>.x{{display:none}}</style><p class='x'>{SECRET}</p>",
    "白色文字": f'<p style="color:#fff">{SECRET}</p>',
    "模板": f"<template><p>{SECRET}</p></template>",
    "隐藏的表单项": f'<input type="hidden" value="{SECRET}">',
    "替代文字": f'<img src="a.png" alt="{SECRET}">',
    "提示": f"<a title='{SECRET}' href=#>点此</a>",
    "数据属性": f'<p data-name="{SECRET}">甲</p>',
    "链接": f'<a href="mailto:{SECRET}@example.cn">点此</a>',
    "转码的链接": f'<a href="/q?n={quote(SECRET)}">点此</a>',
    "国标转码的链接": f'<a href="/q?n={quote(SECRET, encoding="gb18030")}">点此</a>',
    "引用转码的属性": f'<p title="{NUMERIC}">甲</p>',
    "数据地址": f'<a href="data:text/plain;base64,{BASE64}">点此</a>',
    "事件": f"<p onclick=\"show('{SECRET}')\">甲</p>",
    "网页元数据": f'<meta name="description" content="{SECRET}">',
    "网页标题": f"<title>{SECRET}</title>",
    "处理指令": f"<?x {SECRET}?>",
    "不带引号的属性": f"<p title={SECRET}>甲</p>",
    "样式类名": f'<p class="{SECRET}">甲</p>',
}
EVERY = {**SHOWN, **HIDDEN}


def page(inner: str, charset: str = "utf-8") -> bytes:
    """A page between two paragraphs that must stay."""
    text = f'<!DOCTYPE html><html><head><meta charset="{charset}"></head><body><p>{OTHER}</p>\r\n{LINE if inner in HIDDEN.values() else ""}<p>止{OTHER}</p>{inner}</body></html>'
    return text.encode(charset)


def read(data: bytes) -> Document:
    """The document in a page."""
    return READER.read(data, Source.of("a.html", "html", data), Limits())


def visible(document: Document) -> list[Span]:
    """Where the text shows."""
    found = []
    for block in document.blocks:
        at = document.text.find(SECRET, block.span.start, block.span.stop)
        if at >= 0 and block.layer not in UNSEEN:
            found.append(Span(at, at + len(SECRET)))
    return found


def cut(data: bytes) -> bytes:
    """The page with every visible occurrence cut and proven."""
    document = read(data)
    spans = visible(document)
    assert spans
    return apply(data, document, [(span, MARK) for span in spans])[0]


def naive_search(data: bytes, charset: str = "utf-8") -> bool:
    """True when the text stands in the page in one of the planted spellings; no code of the project."""
    text = data.decode(charset)
    root = lxml_html.fromstring(text)
    forms = [
        text,
        html.unescape(text),
        unquote(text),
        unquote(text, encoding="gb18030"),
        "".join(str(t) for t in root.itertext()),
    ]
    return any(SECRET in form for form in forms) or ESCAPED in text or BASE64[:20] in text


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("carrier", EVERY)
def test_removes(carrier: str, charset: str) -> None:
    """What is cut is in no carrier of the output, and it was in that carrier before."""
    data = page(EVERY[carrier], charset)
    assert naive_search(data.replace(LINE.encode(charset), b""), charset)
    output = cut(data)
    assert not naive_search(output, charset)
    assert MARK in output.decode(charset)


@pytest.mark.parametrize("carrier", EVERY)
def test_changes_nothing_else(carrier: str) -> None:
    """The source before the first cut and after the last is the same, byte for byte."""
    data, output = page(EVERY[carrier]), cut(page(EVERY[carrier]))
    head = data[: data.index(b"<body>")]
    assert output.startswith(head)
    assert output.count(OTHER.encode()) == 2
    assert b"</p>\r\n" in output


@pytest.mark.parametrize("carrier", EVERY)
def test_repeats_and_ignores_clean(carrier: str) -> None:
    """A second run has nothing to cut; without cuts the bytes come back."""
    output = cut(page(EVERY[carrier]))
    again = read(output)
    assert visible(again) == []
    assert apply(output, again, [])[0] == output


def test_refuses_what_shows_elsewhere() -> None:
    """A second place that was not among the cuts refuses the output."""
    data = page(SHOWN["段落"] + SHOWN["跨标签"])
    document = read(data)
    with pytest.raises(RedactionRefused):
        apply(data, document, [(visible(document)[0], MARK)])


def test_bad_bytes_are_refused() -> None:
    """A page that does not decode is not rewritten."""
    data = page(SHOWN["段落"]).replace(b"</body>", b"\xff\xfe\xff</body>")
    document = read(data)
    with pytest.raises(RedactionRefused):
        apply(data, document, [(span, MARK) for span in visible(document)])


def test_mark_that_the_encoding_lacks() -> None:
    """A mark that the page's encoding cannot say is written as character references."""
    data = '<html><head><meta charset="windows-1252"></head><body><p>caf\u00e9 Smith 138001380001</p></body></html>'.encode(
        "cp1252"
    )
    document = read(data)
    at = document.text.index("138001380001")
    output, _ = apply(data, document, [(Span(at, at + 12), MARK)])
    assert "&#12304;" in output.decode("cp1252")
    assert MARK in read(output).text
