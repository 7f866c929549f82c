"""What was cut, written another way beside the page: divided, spaced, escaped, packed, rounded, as another date."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Callable

import docx
import pytest

from pipeline.contracts import Limits
from pipeline.document import Document, Source, Span
from pipeline.errors import RedactionRefused
from pipeline.readers.word import READER
from redaction import apply
from redaction.needles import UNSEEN
from redaction.spellings import spellings
from tests.redaction.word_making import OTHER, Made, chart, p, part, r, zipped

MARK = "【已删减】"
NAME, MOBILE, BORN = "欧阳志远", "13800138000", "1990年3月7日"
CUT = (NAME, MOBILE, BORN)
SHOWN = p(r(OTHER)) + p(r(f"姓名：{NAME}，电话{MOBILE}。"))


def _beside(inner: str = "") -> Made:
    return Made(SHOWN + inner)


def _store(inner: str, body: str = "") -> Made:
    made = _beside(body)
    made.parts["customXml/item1.xml"] = inner
    return made.link("rId7", "customXml", "../customXml/item1.xml")


def _comment(inner: str) -> Made:
    made = _beside()
    made.parts["word/comments.xml"] = part("w:comments", f'<w:comment w:id="0">{inner}</w:comment>')
    return made.link("rId7", "comments", "comments.xml")


def _packed(data: bytes) -> Made:
    return _store(f"<x>{base64.b64encode(data).decode()}</x>")


def _control(properties: str) -> str:
    return p(f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{r(BORN)}</w:sdtContent></w:sdt>")


def _born_tag() -> Made:
    inner = "".join(f'<w:attr w:name="{n}" w:val="{v}"/>' for n, v in (("Year", 1990), ("Month", 3), ("Day", 7)))
    return _beside(p(f'<w:smartTag w:element="chsdate"><w:smartTagPr>{inner}</w:smartTagPr>{r(BORN)}</w:smartTag>'))


def _ruby() -> Made:
    pairs = zip(("ōu", "yáng", "zhì", "yuǎn"), NAME, strict=True)
    return _beside(
        p("".join(f"<w:r><w:ruby><w:rt>{r(above)}</w:rt><w:rubyBase>{r(base)}</w:rubyBase></w:ruby></w:r>" for above, base in pairs))
    )


def _counts() -> Made:
    made = _beside()
    made.parts["docProps/app.xml"] = '<Properties xmlns="x"><Characters>4321</Characters><Words>4321</Words></Properties>'
    return made


_BOUND = '<w:dataBinding w:xpath="/u:x[1]/u:born[1]" w:storeItemID="{1}"/>'
REMOVED: dict[str, tuple[Callable[[], Made], str]] = {
    "名字中有空格": (lambda: _comment(p(r("问 欧 阳 志 远"))), "欧 阳 志 远"),
    "名字中有全角空格": (lambda: _comment(p(r("问" + "　".join(NAME)))), "　".join(NAME)),
    "属性中带连字符的号码": (lambda: _store('<x y="138-0013-8000"/>'), "138-0013-8000"),
    "Base64": (lambda: _packed(f"见{NAME}".encode()), base64.b64encode(f"见{NAME}".encode()).decode()),
    "Base64中的UTF-16": (lambda: _packed(f"见{NAME}".encode("utf-16-le")), base64.b64encode(f"见{NAME}".encode("utf-16-le")).decode()),
    "Base64中的压缩数据": (lambda: _packed(zlib.compress(MOBILE.encode())), base64.b64encode(zlib.compress(MOBILE.encode())).decode()),
    "Base64中的文件包": (lambda: _packed(b"\0\0\0" + zipped({"a": NAME})), "AAAAUEsDB"),
    "转义的标记": (lambda: _store("<x>&lt;a&gt;欧阳&lt;/a&gt;志远</x>"), "&lt;a&gt;欧阳&lt;/a&gt;志远"),
    "脚本转义": (lambda: _store("<x>" + "".join(f"\\u{ord(c):04x}" for c in NAME) + "</x>"), "\\u6b27"),
    "日期控件": (lambda: _beside(_control('<w:date w:fullDate="1990-03-07T00:00:00Z"/>')), "1990-03-07"),
    "控件绑定的数据": (lambda: _store("<x xmlns='u'><born>19900307000000</born></x>", _control(_BOUND)), "19900307"),
    "另一种日期写法": (lambda: _store("<x>1990/03/07</x>", p(r(BORN))), "1990/03/07"),
    "智能标记": (_born_tag, 'w:val="1990"'),
    "注音": (_ruby, "yáng"),
    "调整宽度": (lambda: _beside(p(r(NAME, '<w:fitText w:val="1260" w:id="1"/>'))), "w:fitText"),
    "字符数": (_counts, "4321"),
}
"""Carrier → the package, and what of it may not be left."""
REFUSED: dict[str, Callable[[], Made]] = {
    "名字分在两段": lambda: _comment(p(r("欧阳")) + p(r("志远"))),
    "名字分在各元素": lambda: _store("<x>" + "".join(f"<c>{c}</c>" for c in NAME) + "</x>"),
    "图表中的浮点数": lambda: _rounded(),
}


def _rounded() -> Made:
    made = chart("标题", "甲")
    made.body = SHOWN + made.body
    drawn = made.parts["word/charts/chart1.xml"]
    assert isinstance(drawn, str)
    cache = '<c:numCache><c:pt idx="0"><c:v>1.3800138E10</c:v></c:pt></c:numCache>'
    made.parts["word/charts/chart1.xml"] = drawn.replace("</c:chartSpace>", f"{cache}</c:chartSpace>")
    return made


def _read(data: bytes) -> Document:
    return READER.read(data, Source.of("a.docx", "docx", data), Limits())


def _cuts(document: Document) -> list[tuple[Span, str]]:
    found = []
    for block in document.blocks:
        if block.layer not in UNSEEN:
            text = document.text[block.span.start : block.span.stop]
            for cut in CUT:
                found += [
                    (Span(block.span.start + m.start(), block.span.start + m.end()), MARK)
                    for m in re.finditer(cut, text)
                ]
    return found


def _all(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.parametrize("carrier", REMOVED)
def test_removes(carrier: str) -> None:
    """What tells the cut text in another form was there before and is gone after; the rest stays and opens."""
    make, telling = REMOVED[carrier]
    data = make().bytes()
    assert telling in _all(data)
    document = _read(data)
    output, proof = apply(data, document, _cuts(document))
    assert proof.holds
    assert telling not in _all(output)
    assert not any(cut in form for cut in CUT for form in spellings(_all(output)))
    assert OTHER in [paragraph.text for paragraph in docx.Document(io.BytesIO(output)).paragraphs]


@pytest.mark.parametrize("carrier", REMOVED)
def test_repeats(carrier: str) -> None:
    """The same input gives the same output, and a second run finds nothing to cut."""
    data = REMOVED[carrier][0]().bytes()
    document = _read(data)
    output, _ = apply(data, document, _cuts(document))
    assert apply(data, document, _cuts(document))[0] == output
    assert _cuts(_read(output)) == []


@pytest.mark.parametrize("carrier", REFUSED)
def test_refuses(carrier: str) -> None:
    """What cannot be cut exactly is no output, and the refusal does not quote it."""
    data = REFUSED[carrier]().bytes()
    document = _read(data)
    with pytest.raises(RedactionRefused) as refused:
        apply(data, document, _cuts(document))
    assert not any(cut in str(refused.value) + "".join(refused.value.reasons) for cut in CUT)


def test_ignores_neighbours() -> None:
    """Numbers and dates that only resemble the cut ones stay."""
    for text in ("138-0013-80009", "21990-03-07", "1990-03-17", "1.3800139E10", "欧 阳 志 达"):
        data = _store(f"<x>{text}</x>", p(r(BORN))).bytes()
        document = _read(data)
        assert text in _all(apply(data, document, _cuts(document))[0])


def test_number_of_runs_tells_nothing() -> None:
    """A number in one run and in a run for every digit leave the same number of runs."""
    outputs = []
    for inner in (r(MOBILE), "".join(r(digit) for digit in MOBILE)):
        data = Made(p(r(OTHER)) + p(inner)).bytes()
        document = _read(data)
        outputs.append(apply(data, document, _cuts(document))[0])
    assert outputs[0] == outputs[1]
