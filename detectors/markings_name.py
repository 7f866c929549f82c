"""Markings in the name of the file: at the empty span 0, because a name has no characters in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detectors.markings_shape import LEVEL, Shape, shape_at
from pipeline.contracts import Reading
from pipeline.document import Layer, Span, digest_id
from pipeline.finding import Certainty, Finding, Kind
from pipeline.finding import finding as make_finding
from pipeline.fold import Fold, fold
from pipeline.secrecy import MarkReading

_WHY = "文件名中有密级标志（位置记在文首）"
_PLACE = "文件名"
_EDGE = " _-—.·,，、+~&=@#"
_TALK = re.compile(r"(?:国家|商业|工作|技术|个人)$")


def name_marks(reading: Reading) -> Iterator[Finding]:
    """The marks in the file's name and in the folders of its path, each once."""
    document = reading.document
    seen: set[MarkReading] = set()
    for part in re.split(r"[/\\!]+", document.source.name):
        for shape in _shapes(part):
            mark = MarkReading(shape.level, shape.term, shape.written)
            if mark in seen:
                continue
            seen.add(mark)
            found = make_finding(
                document, Kind.SECRECY_MARKING, Span(0, 0), Certainty.LIKELY, "markings", why=_WHY, mark=mark
            )
            name = digest_id(found.id, "name", mark.level.name, mark.written or "")
            yield replace(found, id=name, place=_PLACE, layer=Layer.METADATA)


def _shapes(part: str) -> Iterator[Shape]:
    folded = fold(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", part).strip())
    for match in re.finditer(LEVEL, folded.text):
        shape = shape_at(folded.text, match.start())
        if shape is None or _TALK.search(folded.text[: match.start()]):
            continue
        if shape.starred or _is_set_apart(folded, shape):
            yield shape


def _is_set_apart(folded: Fold, shape: Shape) -> bool:
    """A bare level in brackets, or at the head or end of the name with an edge on its other side."""
    text, start, stop = folded.text, shape.start, shape.stop
    if text[start - 1 : start] in ("(", "[", "【") and start and text[stop : stop + 1] in (")", "]", "】"):
        return True
    edge_before = start == 0 or text[start - 1] in _EDGE or folded.removed_before(start)
    edge_after = stop == len(text) or text[stop] in _EDGE or folded.removed_before(stop)
    at_head = not text[:start].strip(_EDGE + "0123456789")
    return edge_before and edge_after and (at_head or stop == len(text))
