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
from pipeline.fold import fold
from pipeline.secrecy import MarkReading

_WHY = "文件名中有密级标志（位置记在文首）"
_PLACE = "文件名"
_EDGE = r"[ _\-—.·,，、+]"
_PLAIN = re.compile(
    rf"^(?:\d+{_EDGE}*)?{LEVEL}级?(?={_EDGE}|[)\]】]|$)|[(\[【]\s*{LEVEL}级?\s*[)\]】]|{_EDGE}{LEVEL}级?$"
)
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
    stem = fold(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", part)).text.strip()
    for match in re.finditer(LEVEL, stem):
        shape = shape_at(stem, match.start())
        if shape is None or _TALK.search(stem[: match.start()]):
            continue
        if shape.starred or any(
            found.start() <= shape.start < found.end() for found in _PLAIN.finditer(stem)
        ):
            yield shape
