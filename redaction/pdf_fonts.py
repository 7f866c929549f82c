"""Prunes the fonts that cut glyphs used: characters, widths, names and outlines that nothing shows any more.

Kept is exactly what the rewritten pages still show, so that a gap in a full font does not name what was cut.
Removes also CIDSet and CharSet. Leaves fonts that no cut touched. Programs that fontTools cannot read are
refused when they are subsets and a character would survive in them alone.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf

from pipeline.errors import RedactionRefused
from pipeline.readers.pdf_cmap import parse
from pipeline.readers.pdf_content import FontCache, PageContent, Walk
from pipeline.readers.pdf_fonts import Font
from pipeline.readers.pdf_layers import OptionalContent
from pipeline.readers.pdf_objects import (
    array,
    dictionary,
    integer,
    key_of,
    number,
    stream_bytes,
)
from pipeline.readers.pdf_programs import MAX_FONT_BYTES
from redaction.pdf_marks import to_unicode
from redaction.pdf_programs import FONT_ERRORS, Usage, pruned
from redaction.pdf_recode import numbered, recoding
from redaction.pdf_recoder import Recoder, field_fonts

SECONDS = 600.0
_UNSURE = frozenset(("limit", "damaged", "cycle", "operator", "nested_text"))


class Cut(NamedTuple):
    """A glyph that went: of which excision, drawn with which font object, showing what."""

    excision: int
    font: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Closed:
    """What was done to the fonts: remarks, and the excisions whose length their numbers still tell."""

    notes: tuple[str, ...]
    told: frozenset[int]
    renumbered: bool = False
    """True when fonts have new numbers; then the objects of the file must not keep their old order either."""


def close_fonts(pdf: pikepdf.Pdf, cuts: Sequence[Cut]) -> Closed:
    """Prune the fonts of the cuts to what all pages still show, and number them anew where numbers tell."""
    touched = {cut.font for cut in cuts}
    if not touched:
        return Closed((), frozenset())
    cache, layers = FontCache(), OptionalContent(pdf)
    contents = [_walked(pdf, number, cache, layers) for number in range(len(pdf.pages))]
    found = usages(contents)
    if any(key in found and found[key].font.type3 for key in touched):
        touched |= {key for key, usage in found.items() if usage.font.type3 and key != (0, 0)}
    open_ = {key for key in touched if key in found and (numbered(found[key]) or not found[key].codes)}
    open_ |= {key for key in touched if key not in found and key != (0, 0)}
    closed = _recoded(pdf, cache, found, open_) if open_ and not any(c.troubles & _UNSURE for c in contents) else frozenset()
    shown = {text for usage in found.values() for _, text in usage.codes.values()}
    gone = {cut.text for cut in cuts if cut.text.strip() and cut.text not in shown}
    notes = [note for key in sorted(touched - closed) if key in found and (note := prune(pdf, found[key], gone))]
    told = frozenset(cut.excision for cut in cuts if cut.font in open_ - closed or (cut.font in closed and _is_full(found, cut)))
    if told:
        notes.append("内嵌字体按使用次序编号，编号仍可推知部分删减处的字数。")
    return Closed(tuple(notes), told, bool(closed))


def _recoded(
    pdf: pikepdf.Pdf, cache: FontCache, found: dict[tuple[int, int], Usage], wanted: set[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Give the fonts new numbers and all fonts new names; returns those that tell nothing any more."""
    fields = field_fonts(pdf)
    made = {key: recoding(found[key]) for key in wanted if key in found and found[key].codes and key not in fields}
    plans = {key: plan for key, plan in made.items() if plan is not None}
    shown = sorted((key for key, usage in found.items() if usage.codes), key=lambda key: _sorted_by(found[key]))
    recoder = Recoder(pdf, cache, {key: plan.codes for key, plan in plans.items()}, shown)
    if not recoder.run():
        return frozenset()
    for plan in plans.values():
        plan.apply(pdf)
    return frozenset(plans) | {key for key in wanted if key not in shown}


def _sorted_by(usage: Usage) -> tuple[str, list[str]]:
    """Order of fonts that depends on nothing but what they still show."""
    return usage.font.name, sorted(text for _, text in usage.codes.values())


def _is_full(found: dict[tuple[int, int], Usage], cut: Cut) -> bool:
    """A character gone from one of several fonts that together make one: each but the last was full before."""
    usage = found.get(cut.font)
    if usage is None or usage.font.composite or usage.font.type3 or any(text == cut.text for _, text in usage.codes.values()):
        return False
    return sum(other.font.name[7:] == usage.font.name[7:] and not other.font.composite for other in found.values()) > 1


def _walked(pdf: pikepdf.Pdf, number: int, cache: FontCache, layers: OptionalContent) -> PageContent:
    """One page for counting what its fonts show; glyphs and areas are not kept."""
    content = Walk(pdf.pages[number], cache, layers, time.monotonic() + SECONDS).run()
    return PageContent(content.width, content.height, content.base, fonts=content.fonts, troubles=content.troubles)


def usages(contents: list[PageContent]) -> dict[tuple[int, int], Usage]:
    """Codes by font object over all pages."""
    found: dict[tuple[int, int], Usage] = {}
    for content in contents:
        for font in content.fonts:
            usage = found.setdefault(key_of(font.obj), Usage(font))
            for data, shown in font.everything():
                del data
                for one in shown:
                    usage.codes[one.code.value] = (one.code.stop - one.code.start, one.text or "")
                    usage.cids[one.cid] = one.width
                    if not font.composite and (name := font.glyph_name(one.code.value)):
                        usage.names.add(name)
    return found


def prune(pdf: pikepdf.Pdf, usage: Usage, gone: set[str]) -> str | None:
    """Prune one font. `gone` are the characters that stand nowhere any more. A note when something stayed."""
    font = usage.font
    obj = font.obj
    if font.name.startswith("XSMARK+"):
        return None
    if isinstance(obj.get("/ToUnicode"), pikepdf.Stream):
        _prune_unicode(pdf, obj, usage)
    if font.composite:
        descendant = font.descendant
        _prune_cid_widths(descendant, usage)
        descriptor = dictionary(descendant.get("/FontDescriptor"))
    else:
        _prune_simple(obj, usage)
        descriptor = dictionary(obj.get("/FontDescriptor"))
    for key in ("/CIDSet", "/CharSet"):
        if key in descriptor:
            del descriptor[key]
    if font.type3:
        _prune_procedures(obj, usage)
        return None
    return _prune_program(pdf, font, descriptor, usage, gone)


def _prune_unicode(pdf: pikepdf.Pdf, obj: Any, usage: Usage) -> None:
    known = parse(stream_bytes(obj["/ToUnicode"], MAX_FONT_BYTES) or b"").unicode
    kept = {code: (size, known[code]) for code, (size, _) in usage.codes.items() if code in known}
    if kept:
        obj["/ToUnicode"] = pdf.make_stream(to_unicode(kept))
    else:
        del obj["/ToUnicode"]


def _prune_cid_widths(descendant: Any, usage: Usage) -> None:
    default = number(descendant.get("/DW"), 1000.0)
    rows = pikepdf.Array()
    for cid, width in sorted(usage.cids.items()):
        if abs(width * 1000 - default) > 0.01:
            rows.append(cid)
            value = round(width * 1000, 3)
            rows.append(pikepdf.Array([int(value) if value == int(value) else value]))
    if "/W" in descendant:
        descendant["/W"] = rows
    if "/W2" in descendant:
        kept = pikepdf.Array()
        for cid, (w1, vx, vy) in sorted(usage.font.vertical_widths().items()):
            if cid in usage.cids:
                kept.append(cid)
                kept.append(pikepdf.Array([w1, vx, vy]))
        descendant["/W2"] = kept


def _prune_simple(obj: Any, usage: Usage) -> None:
    first = integer(obj.get("/FirstChar"), 0)
    widths = array(obj.get("/Widths"))
    if widths and usage.codes:
        low, high = min(usage.codes), max(usage.codes)
        kept = {first + i: w for i, w in enumerate(widths) if first + i in usage.codes}
        obj["/FirstChar"], obj["/LastChar"] = low, high
        obj["/Widths"] = pikepdf.Array([kept.get(code, 0) for code in range(low, high + 1)])
    encoding = obj.get("/Encoding")
    if isinstance(encoding, pikepdf.Dictionary) and "/Differences" in encoding:
        rows = pikepdf.Array()
        last = -2
        for code in sorted(usage.codes):
            name = usage.font.glyph_name(code)
            if name is None:
                continue
            if code != last + 1:
                rows.append(code)
            rows.append(pikepdf.Name("/" + name))
            last = code
        made = pikepdf.Dictionary({key: value for key, value in encoding.items() if key != "/Differences"})
        made["/Differences"] = rows
        obj["/Encoding"] = made


def _prune_procedures(obj: Any, usage: Usage) -> None:
    obj["/FontBBox"] = pikepdf.Array([0, 0, 0, 0])  # stated by none: the old one may be of a glyph that went
    procedures = dictionary(obj.get("/CharProcs"))
    obj["/CharProcs"] = pikepdf.Dictionary(
        {key: value for key, value in procedures.items() if key[1:] in usage.names}
    )


def _prune_program(pdf: pikepdf.Pdf, font: Font, descriptor: Any, usage: Usage, gone: set[str]) -> str | None:
    for key in ("/FontFile2", "/FontFile3", "/FontFile"):
        data = stream_bytes(descriptor.get(key), MAX_FONT_BYTES)
        if data is None:
            continue
        try:
            made = pruned(font, key, data, usage)
        except FONT_ERRORS:
            if gone and (font.name[6:7] == "+" or not font.name):
                raise RedactionRefused(
                    "内嵌子集字体不能精简，被删文字的字形会留在文件中。", advice="请用原编辑软件重新导出 PDF 后再删减。"
                ) from None
            return "一个内嵌字体未能精简，其中可能留有不再显示的字形。"
        stream = pdf.make_stream(made)
        subtype = descriptor[key].get("/Subtype")
        if subtype is not None:
            stream["/Subtype"] = subtype
        if key == "/FontFile2":
            stream["/Length1"] = len(made)
        if key == "/FontFile":
            for name in ("/Length1", "/Length2", "/Length3"):
                stream[name] = descriptor[key].get(name, 0)
            stream["/Length1"], stream["/Length2"] = _type1_lengths(made)
        descriptor[key] = stream
    return None


def _type1_lengths(data: bytes) -> tuple[int, int]:
    start = data.find(b"eexec")
    head = start + 6 if start >= 0 else len(data)
    tail = data.rfind(b"0" * 64)
    while tail > 0 and data[tail - 1 : tail] in (b"0", b"\n", b"\r"):
        tail -= 1
    return head, max(0, (tail if tail > head else len(data)) - head)
