"""Release notes: （此件公开发布）, 公开属性 and 公开方式 cells with their tick boxes, and 番禺-style sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from detectors.phrases import Phrase, phrases
from detectors.spot import Line, Page

LEXICON = "lexicons/handling.tsv"
_SUBJECT = r"(?:此件|本件|此文件|本文件|此文|本文|该件|该文件)"
_BOXES = r"[□☐▢○◯☑√■✓✔☒●⊠▣🗹◉]"
_TICKS = "☑√■✓✔☒●⊠▣🗹◉"


class Note(NamedTuple):
    """A release note: folded range of the words to quote, and the lexicon row of its value (`tag` says how open)."""

    start: int
    stop: int
    row: Phrase


@cache
def _values() -> dict[str, Phrase]:
    rows = [row for row in phrases(LEXICON) if row.where == "note"]
    return {row.term: row for row in sorted(rows, key=lambda row: -len(row.term))}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    value = "|".join(map(re.escape, _values()))
    strict = "|".join(re.escape(term) for term in _values() if term != "公开")
    label = r"(?:政府)?(?:信息)?(?:公开(?:属性|方式|形式|类别|类型|选项|程度|情况)|是否(?:宜|可以|予以)?公开(?:选项)?|发布形式)"
    note = re.compile(
        rf"[(\[]\s*(?P<note>{_SUBJECT}?\s*(?:予以|可以|宜|拟|为|属于?|作为|是|可)?\s*(?P<value>{strict})(?:信息|文件|件)?)\s*[。.]?\s*[)\]]"
        rf"|(?P<bare>{_SUBJECT}\s*(?:予以|可以|宜|拟|为|属于?|是)?\s*(?P<value2>{strict})(?:信息|文件|件)?)"
        rf"|(?P<labelled>(?P<label>{label})\s*(?:\([^()\n]{{0,10}}\))?\s*[:|\t ]\s*[\t|]*\n?(?P<choice>(?:{_BOXES}?\s*(?:{value})(?!理由|原因|依据|说明)\s*(?:\([√✓✔]\)|[√✓✔])?[\s/、,|]*)+))"
        rf"|(?P<said>{_SUBJECT}为[\u4e00-\u9fff]{{0,8}}公文,?作为(?P<value3>{strict})信息)"
    )
    return note, re.compile(rf"({_BOXES})?\s*({value})\s*(\([√✓✔]\)|[√✓✔])?")


_HINT = re.compile(
    r"[(\[][^()\[\]\n]{0,14}公开|公开(?:属性|方式|形式|类别|类型|选项|程度|情况)|是否(?:宜|可以|予以)?公开"
    r"|(?:此|本|该)(?:件|文)[\u4e00-\u9fff \t,]{0,20}公开|发布形式"
)
"""Where a note may stand; the full pattern is tried there only."""


def release_notes(page: Page) -> Iterator[Note]:
    """Every release note of the document that is a note: not quoted, not part of a sentence about notes."""
    pattern, _ = _patterns()
    done = 0
    for hint in _HINT.finditer(page.text):
        if hint.start() < done:
            continue
        begin = max(done, hint.start() - 6)
        for match in pattern.finditer(page.text, begin, min(len(page.text), hint.end() + 60)):
            if match.start() > hint.end():
                break
            note = _note(page, match)
            if note is not None:
                done = match.end()
                yield note
            break


def _note(page: Page, match: re.Match[str]) -> Note | None:
    line = page.line(match.start(), match.end())
    if page.is_quoted(match.start(), match.end(), line):
        return None
    if match["labelled"]:
        return _labelled(page, match, line)
    value = match["value"] or match["value2"] or match["value3"]
    group = "note" if match["note"] else "bare" if match["bare"] else "said"
    after = page.text[match.end() : line.stop].strip(" 。.\t")
    before = page.text[line.start : match.start()].strip(" \t")
    if group == "bare" and (after or before) and not (page.gap(match.start()) and not after):
        return None
    if group == "note" and after and before:
        return None
    return Note(match.start(group), match.end(group), _values()[value])


def _labelled(page: Page, match: re.Match[str], line: Line) -> Note | None:
    """The value at a label: the ticked one of several, the only one, or none on a blank form."""
    head = page.text[line.start : match.start()].strip(" \t|*-")
    if head and page.text[match.start() - 1] not in "\t\n |(" and not page.gap(match.start()):
        return None
    _, one = _patterns()
    choices = list(one.finditer(page.text, match.start("choice"), match.end("choice")))
    stop = choices[-1].end(2) if choices else match.end()
    if re.match(r"[\u4e00-\u9fff]", page.text[stop : stop + 1]) and not page.gap(stop):
        return None
    boxed = [choice for choice in choices if choice[1]]
    if boxed:
        ticked = [choice for choice in boxed if choice[1] in _TICKS]
    else:
        ticked = [choice for choice in choices if choice[3]] or (choices if len(choices) == 1 else [])
    if not ticked:
        return None
    return Note(ticked[0].start(2), ticked[0].end(2), _values()[ticked[0][2]])
