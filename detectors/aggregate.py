"""Pieces that belong to one person: inside a document, and across the documents of a batch.

`link` labels the findings of one person with one `subject` and adds `aggregate` findings where pieces that
are harmless apart identify a person together. `Pseudonyms` gives one person one stand-in (张某1) through a
batch; it remembers keyed digests only, under a key that dies with the run.
"""

from __future__ import annotations

import bisect
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence

from detectors.names_lexicon import lexicon
from detectors.tables import tables
from pipeline.contracts import Reading
from pipeline.document import Document, Span
from pipeline.finding import Certainty, Finding, Kind, finding

NAME = "aggregate"
_REACH = 120
"""Characters after a name in which a number without a name of its own is taken for that person's."""
_SENTENCE = re.compile(r"[。;!?\n]")
_MASKED = re.compile(
    r"(?<![\u4e00-\u9fff])?([\u4e00-\u9fff])(?:某[某甲乙丙丁]?|[×*]{1,2})(?![0-9])"
)
_PIECES = {
    "地址到村组": re.compile(
        r"[\u4e00-\u9fff]{1,6}(?:村|嘎查|社区)[\u4e00-\u9fff0-9]{0,4}(?:组|号|巷|栋|单元)"
    ),
    "出生年月": re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?(?:出生|生)"),
    "年龄": re.compile(r"\d{1,3}(?:周)?岁"),
    "工作单位": re.compile(
        r"(?:系|在|任|为)[\u4e00-\u9fff]{2,12}(?:公司|小学|中学|医院|局|银行|厂|合作社)(?:职工|教师|医生|员工|会计|司机|工作)"
    ),
    "亲属": re.compile(r"(?:妻子|丈夫|父亲|母亲|儿子|女儿|之妻|之夫|之子|之女)"),
    "证件尾号": re.compile(r"尾号(?:为|是)?\d{3,6}"),
}
_ENOUGH = 3
"""So many different pieces beside a masked name identify a person in a village."""


def link(reading: Reading, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with subjects, and `aggregate` findings added; in text order. Nothing is taken away."""
    subjects = _subjects(reading, findings)
    labelled = [
        one.of_person(subjects[one.id])
        if one.id in subjects and one.subject is None
        else one
        for one in findings
    ]
    added = [*_masked_but_told(reading), *_unmasked_elsewhere(reading, labelled)]
    known = {one.id for one in labelled}
    return tuple(
        sorted(
            (*labelled, *(a for a in added if a.id not in known)), key=lambda f: (f.span, f.kind)
        )
    )


def _subjects(reading: Reading, findings: Sequence[Finding]) -> dict[str, str]:
    """Finding id → p1, p2 …: the same name is the same person; a number belongs to the name of its row or sentence."""
    text = reading.document.text
    names = sorted((f for f in findings if f.kind is Kind.PI_NAME), key=lambda f: f.span)
    labels: dict[str, str] = {}
    found: dict[str, str] = {}
    for name in names:
        key = re.sub(r"\s", "", text[name.span.start : name.span.stop])
        labels.setdefault(key, f"p{len(labels) + 1}")
        found[name.id] = labels[key]
    rows = _rows(reading)
    starts = [name.span.start for name in names]
    by_value: dict[str, str] = {}
    rest = [f for f in findings if f.kind.is_personal and f.kind is not Kind.PI_NAME]
    for one in sorted(rest, key=lambda f: f.span):
        owner = _in_row(one, names, starts, rows) or _before(one, names, starts, text)
        if owner is not None:
            found[one.id] = found[owner.id]
            by_value.setdefault(_value(text, one), found[owner.id])
    for one in rest:
        if one.id not in found and _value(text, one) in by_value:
            found[one.id] = by_value[_value(text, one)]
    return found


def _value(text: str, one: Finding) -> str:
    return f"{one.kind.value}:" + re.sub(r"\s", "", text[one.span.start : one.span.stop])


def _rows(reading: Reading) -> list[Span]:
    """Printed span of every table row."""
    return sorted(span for table in tables(reading) for span in table.cells.row_spans())


def _in_row(
    one: Finding, names: Sequence[Finding], starts: Sequence[int], rows: Sequence[Span]
) -> Finding | None:
    at = bisect.bisect_right(rows, (one.span.start, 1 << 60)) - 1
    if at < 0 or one.span.start >= rows[at].stop:
        return None
    first = bisect.bisect_left(starts, rows[at].start)
    if first < len(names) and names[first].span.start < rows[at].stop:
        return names[first]
    return None


def _before(
    one: Finding, names: Sequence[Finding], starts: Sequence[int], text: str
) -> Finding | None:
    at = bisect.bisect_left(starts, one.span.start) - 1
    if at < 0:
        return None
    name = names[at]
    if one.span.start - name.span.stop > _REACH:
        return None
    between = text[name.span.stop : one.span.start]
    return None if "\n" in between or "。" in between else name


def _masked_but_told(reading: Reading) -> Iterator[Finding]:
    """A masked name beside so much about the person that the mask hides nobody."""
    text, surnames = reading.folded.text, lexicon().shares
    seen: set[int] = set()
    for match in _MASKED.finditer(text):
        if match[1] not in surnames:
            continue
        ends = [
            m.end() for m in _SENTENCE.finditer(text, max(0, match.start() - 150), match.start())
        ]
        left = ends[-1] if ends else max(0, match.start() - 150)
        stop = _SENTENCE.search(text, match.end())
        right = min(stop.start() if stop else len(text), match.end() + 150)
        if left in seen:
            continue
        told = [word for word, piece in _PIECES.items() if piece.search(text, left, right)]
        if len(told) >= _ENOUGH:
            seen.add(left)
            yield finding(
                reading.document,
                Kind.AGGREGATE,
                reading.folded.unfold(match.start(), match.end()),
                Certainty.LIKELY,
                NAME,
                why=f"姓名已隐去，但同句的{'、'.join(told)}合并后仍可识别本人。",
            )


def _unmasked_elsewhere(reading: Reading, findings: Sequence[Finding]) -> Iterator[Finding]:
    """A masked number that stands elsewhere in full, or masked in another way that fills it."""
    text = reading.folded.text
    shown: dict[tuple[int, ...], dict[str, list[Span]]] = {}
    for match in _MASKED_NUMBER.finditer(text):
        hidden = tuple(i for i, ch in enumerate(match[0]) if ch == "*")
        shown.setdefault((len(match[0]), *hidden), {}).setdefault(match[0], []).append(
            Span(*match.span())
        )
    if not shown:
        return
    for one in findings:
        if one.kind in {Kind.PI_RESIDENT_ID, Kind.PI_MOBILE, Kind.PI_BANK_CARD}:
            full = re.sub(r"[^\dXx]", "", reading.document.text[one.span.start : one.span.stop])
            shown.setdefault((len(full),), {}).setdefault(full, [])
    for shape, masks in shown.items():
        for other, values in shown.items():
            if other[0] == shape[0] and not set(shape[1:]) <= set(other[1:]):
                yield from _filled(reading, shape, masks, other, values)


_MASKED_NUMBER = re.compile(r"(?<![\d*])\d{2,16}\*{3,14}\d{0,8}[Xx]?(?![\d*])")
_IN_COMMON = 5
"""Fewer digits in common may be of two persons."""


def _filled(
    reading: Reading,
    shape: tuple[int, ...],
    masks: dict[str, list[Span]],
    other: tuple[int, ...],
    values: Iterable[str],
) -> Iterator[Finding]:
    """Masks of one shape that a number of another shape fills: joined on the digits that both show."""
    common = [i for i in range(shape[0]) if i not in shape[1:] and i not in other[1:]]
    if len(common) < _IN_COMMON:
        return
    keys = {"".join(value[i] for i in common) for value in values}
    for mask, spans in masks.items():
        if "".join(mask[i] for i in common) in keys:
            for span in spans:
                yield finding(
                    reading.document,
                    Kind.AGGREGATE,
                    reading.folded.unfold(*span),
                    Certainty.LIKELY,
                    NAME,
                    why="同一号码在文中他处完整出现或者遮盖的位数不同，合并后可以还原。",
                )


class Pseudonyms:
    """One stand-in a person through a batch. Keeps keyed digests; the key is drawn anew for each run.

    A person is a name, or a name and a number where the caller knows one: people of the same name with
    different numbers get different stand-ins.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._given: dict[bytes, str] = {}
        self._counts: dict[str, int] = {}

    def of(self, name: str, number: str = "") -> str:
        """The stand-in for this person: surname, 某, running number of the surname in the batch."""
        name = re.sub(r"\s", "", name)
        digest = hmac.new(self._key, f"{name}\x1f{number}".encode(), hashlib.sha256).digest()
        if digest not in self._given:
            surname = name[:2] if name[:2] in lexicon().compounds and len(name) > 2 else name[:1]
            self._counts[surname] = self._counts.get(surname, 0) + 1
            self._given[digest] = f"{surname}某{self._counts[surname]}"
        return self._given[digest]


def pseudonyms(
    batch: Iterable[tuple[Document, Sequence[Finding]]], given: Pseudonyms | None = None
) -> dict[str, str]:
    """Finding id → stand-in, for every private name of every document of the batch.

    Names are told apart by the id number of the same subject where `link` found one; a name without a number
    is the person of that name whose number came first.
    """
    given = given or Pseudonyms()
    documents = list(batch)
    numbers = [_numbers(document, findings) for document, findings in documents]
    known: dict[str, list[str]] = {}
    for pairs in numbers:
        for name, number in pairs.values():
            if number and number not in known.setdefault(name, []):
                known[name].append(number)
    found = {}
    for pairs in numbers:
        for identity, (name, number) in pairs.items():
            found[identity] = given.of(name, number or next(iter(known.get(name, [])), ""))
    return found


def _numbers(document: Document, findings: Sequence[Finding]) -> dict[str, tuple[str, str]]:
    """Finding id of each name → (name, id number of its row or sentence)."""
    by_subject = {
        f.subject: re.sub(r"[^\dXx]", "", document.text[f.span.start : f.span.stop])
        for f in findings
        if f.kind is Kind.PI_RESIDENT_ID and f.subject
    }
    return {
        f.id: (
            re.sub(r"\s", "", document.text[f.span.start : f.span.stop]),
            by_subject.get(f.subject or "", ""),
        )
        for f in findings
        if f.kind is Kind.PI_NAME
    }
