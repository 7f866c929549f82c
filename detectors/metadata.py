"""What a document says of itself: the eight elements of 通辽 and the elements of GB/T 9704, as printed.

Labels (a catalogue table, a dispatch sheet) speak first, then the head, the signature and the imprint. What is
not printed is None; only 主题分类 may be proposed from the title, and is marked as proposed.
"""

from __future__ import annotations

import bisect
import re

import corpora
from detectors import metadata_dates as dates
from detectors.metadata_head import ANNEXED, GENRE, NUMBER, Head, read_head
from detectors.metadata_labels import Labelled, labelled
from detectors.metadata_lines import (
    HEAD_LINES,
    TAIL_LINES,
    PageLine,
    PageLines,
    printed_words,
    shown,
    span_of,
)
from detectors.release_notes import release_notes
from detectors.spot import Page
from pipeline.contracts import Reading
from pipeline.dates import find_dates
from pipeline.metadata import Metadata, Stated, StatedDate

CATEGORIES = "lexicons/subject_categories.tsv"
_INDEX = re.compile(r"[0-9A-Z]{8,18}[0-9A-Z]?[/-](?:19|20)\d{2}-\d{4,6}|[0-9A-Z]{9,24}(?:[/-][0-9A-Z-]{2,24})?|[A-Z0-9]+(?:-[A-Z0-9]+){2,7}")
_ISSUER_IN_TITLE = re.compile(r"^(?P<issuer>[\u4e00-\u9fff、()]{2,60}?)(?:关于|印发|转发|批转)")


def read_metadata(reading: Reading) -> Metadata:
    """The elements of the document. Never raises on odd text; absent elements are None."""
    page = Page(reading)
    lines = PageLines(page)
    if not lines:
        return Metadata()
    labels = _labels(page, lines)
    catalogue = max((i for i, line in enumerate(lines[:40]) if _is_catalogue(line, labels)), default=-1) + 1
    head = read_head(page, lines[catalogue:])
    signed = dates.written_on(page, lines[catalogue:], head.end)
    title = _title(page, labels, head) or _annexed_title(page, lines, signed)
    number, notes = _number(page, labels, head)
    printed = dates.printed_on(page, lines)
    return Metadata(
        title=title,
        document_number=number,
        issuer=_issuer(page, labels, head, signed, title),
        written_on=_label_date(page, labels, "written_on") or _date(page, signed),
        printed_on=_label_date(page, labels, "printed_on") or _date(page, printed),
        genre=_genre(page, labels, title),
        addressee=_label(page, labels, "addressee") or _stated(page, head.addressee),
        copy_number=_label(page, labels, "copy_number", r"\d{4,8}") or _stated(page, head.copy_number),
        urgency=_label(page, labels, "urgency", "特急|加急|特提|平急|急件|紧急") or _stated(page, head.urgency),
        signatory=_signatory(page, labels),
        release_note=_release_note(page),
        index_number=_label(page, labels, "index_number", _INDEX.pattern),
        subject_category=_category(page, labels, title),
        published_on=_label_date(page, labels, "published_on"),
        copied_to=_stated(page, dates.copied_to(page, lines)),
        subject_terms=_terms(page, labels),
        notes=notes,
    )


def _labels(page: Page, lines: PageLines) -> dict[str, Labelled]:
    """The first value of each element, at the head and in the imprint."""
    first: dict[str, Labelled] = {}
    tail = lines[max(HEAD_LINES, len(lines) - TAIL_LINES) :]
    for part in (lines[:HEAD_LINES], tail):
        for item in labelled(page, part):
            first.setdefault(item.element, item)
    return first


def _is_catalogue(line: PageLine, labels: dict[str, Labelled]) -> bool:
    """True for a line of the catalogue table above a published page (not for 签发人, 抄送 and the like)."""
    elements = ("index_number", "subject_category", "published_on", "issuer", "subject_terms", "title", "written_on")
    if "index_number" not in labels:
        return False
    return any(labels[element].line is line for element in elements if element in labels)


def _stated(page: Page, place: tuple[int, int] | None) -> Stated | None:
    if place is None or place[1] <= place[0]:
        return None
    value = shown(page, *place)
    return Stated(value, span_of(page, *place)) if value else None


def _label(page: Page, labels: dict[str, Labelled], element: str, pattern: str = r"[^\n]+") -> Stated | None:
    found = labels.get(element)
    if found is None:
        return None
    match = re.compile(pattern).search(page.text, found.start, found.stop)
    return _stated(page, (match.start(), match.end())) if match else None


def _date(page: Page, signed: dates.Signed | None) -> StatedDate | None:
    return StatedDate(signed.value, span_of(page, signed.start, signed.stop)) if signed else None


def _label_date(page: Page, labels: dict[str, Labelled], element: str) -> StatedDate | None:
    found = labels.get(element)
    if found is None:
        return None
    day = next(find_dates(page.text, found.start, found.stop), None)
    return StatedDate(day.value, span_of(page, day.start, day.stop)) if day else None


def _title(page: Page, labels: dict[str, Labelled], head: Head) -> Stated | None:
    stated = _label(page, labels, "title") or _stated(page, head.title)
    if stated is None:
        return None
    value = stated.value
    if value.startswith("《") and value.endswith("》") and value.count("《") == 1:
        value = value[1:-1]
    return stated._replace(value=value)


def _annexed_title(page: Page, lines: PageLines, signed: dates.Signed | None) -> Stated | None:
    """The title of what a covering note issues, where the note has none of its own."""
    if signed is None:
        return None
    line = next((line for line in _below(lines, signed.stop) if ANNEXED.search(line.text) and len(line.text) <= 60), None)
    return _stated(page, (line.start, line.stop)) if line else None


def _below(lines: PageLines, stop: int) -> list[PageLine]:
    """The six lines below a place."""
    first = bisect.bisect_right(lines, stop, key=lambda line: line.start)
    return list(lines[first : first + 6])


def _number(page: Page, labels: dict[str, Labelled], head: Head) -> tuple[Stated | None, tuple[str, ...]]:
    """代字〔年〕N号, with a note on every defect of the spelling; 第N号 of an order stays as printed."""
    found = labels.get("document_number")
    match = NUMBER.search(page.text, found.start, found.stop) if found else None
    start = 0
    if match is None and head.number is not None:
        match = head.number
        start = page.text.find(match.string)
    if match is None:
        return _stated(page, head.order), ()
    printed = shown(page, start + match.start(), start + match.end())
    code = re.sub(r"^.*文件", "", match["code"])
    value = f"{code}〔{match['year']}〕{int(match['serial'])}号"
    notes = []
    if not code:
        notes.append("发文字号缺机关代字")
    if printed != value:
        notes.append("发文字号写法不规范，已按代字〔年〕N号整理")
    return Stated(value, span_of(page, start + match.start(), start + match.end())), tuple(notes)


def _issuer(
    page: Page, labels: dict[str, Labelled], head: Head, signed: dates.Signed | None, title: Stated | None
) -> Stated | None:
    """At its label, else the signature, else the letterhead, else as the title names it."""
    stated = _label(page, labels, "issuer")
    if stated is not None:
        return stated
    for places in (signed.issuers if signed else (), head.letterhead):
        if places:
            value = "、".join(shown(page, start, stop) for start, stop in places)
            return Stated(value, span_of(page, places[0][0], places[-1][1]))
    match = _ISSUER_IN_TITLE.match(title.value) if title else None
    return Stated(match["issuer"]) if match else None


def _genre(page: Page, labels: dict[str, Labelled], title: Stated | None) -> Stated | None:
    """One of the fifteen 文种, from the end of the title; 命令 and 令 are one."""
    stated = _label(page, labels, "genre", "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|纪要|令|函")
    if stated is not None:
        return stated
    plain = title.value.replace("（", "(").replace("）", ")").rstrip("》") if title else ""
    match = GENRE.search(plain)
    return Stated(match["genre"]) if match else None


def _signatory(page: Page, labels: dict[str, Labelled]) -> Stated | None:
    """签发人, several joined by 、."""
    found = labels.get("signatory")
    if found is None:
        return None
    words = [word.strip("、,，;；|") for word in printed_words(page, found.start, found.stop)]
    names = [word for word in words if re.fullmatch(r"[\u4e00-\u9fff·]{1,8}(?:、[\u4e00-\u9fff·]{1,8})*", word)]
    if not names:
        return None
    value = "".join(names) if all(len(name) == 1 for name in names) else "、".join(names)
    return Stated(value, span_of(page, found.start, found.stop))


def _release_note(page: Page) -> Stated | None:
    notes = sorted(release_notes(page), key=lambda note: (page.text[note.start - 1 : note.start] not in "([", note.start))
    return _stated(page, (notes[0].start, notes[0].stop)) if notes else None


def _category(page: Page, labels: dict[str, Labelled], title: Stated | None) -> Stated | None:
    """As printed at its label; else proposed from cue words in the title, and marked as proposed."""
    stated = _label(page, labels, "subject_category")
    if stated is not None or title is None:
        return stated
    for row in corpora.rows(CATEGORIES):
        if any(cue in title.value for cue in row["cues"].split(" ")):
            return Stated(row["category"], None, proposed=True)
    return None


def _terms(page: Page, labels: dict[str, Labelled]) -> tuple[Stated, ...]:
    found = labels.get("subject_terms")
    if found is None:
        return ()
    words = [w for word in printed_words(page, found.start, found.stop) for w in re.split(r"[;；,，、]", word)]
    span = span_of(page, found.start, found.stop)
    return tuple(Stated(word, span) for word in words if 1 < len(word) <= 12)
