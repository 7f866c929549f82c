"""What the policy may ask about a finding beside its kind: the document's genre, list, notes, and the finding's own.

Every fact is a word; which words mean what stands in `corpora/policy` (lists, notes, protected). No fact is made
from another finding in a way that could loosen: a second finding only adds shields (`official`, `protected`).
"""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import corpora
from pipeline.cover import Cover
from pipeline.document import Document, Layer, Span
from pipeline.finding import Certainty, Finding, Kind
from pipeline.lists import PublicLists
from pipeline.metadata import Metadata
from pipeline.secrecy import Level, Marking, MarkingState

_PEOPLE = frozenset({Kind.PI_NAME, Kind.PERSON_OFFICIAL})
BESIDE = 40
"""Characters between a name and the identifier that follows it."""
NEAR = 30
"""Characters around a finding in which a word tells which law protects the person."""
ARTICLES = 8
"""A document with so many paragraphs that begin with an article number is written in articles."""
NAME_CELL, OPENED_CELL = 16, 40
"""Characters of a cell that can be there for a name, and of one that a name opens (张建国1528…); in longer ones names
stand in remarks."""
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇0-9]{1,6}条")
_YEAR_ONLY = re.compile(r"[0-9〇零○一二三四五六七八九 ]{2,5}年?")
_MASKED_NAME = re.compile(r"[某×＊*●■]")
_MASKED_VALUE = re.compile(r"[*＊×✱●■▇█xX]{3,}")
_DRAFT = re.compile(r"征求意见|征集意见|公示稿|草案")
_CALL = re.compile(
    r"公开征求|公开征集|征求(?:社会)?公众|社会各界|面向社会|向社会(?:公开)?征求|公众意见"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one document, and of each finding in it by `of`."""

    document: Document = field(repr=False)
    lists: PublicLists = field(repr=False)
    on: dt.date
    cleared: Level
    marks: Mapping[str, Marking] = field(repr=False)
    officials: Cover = field(repr=False)
    protected: frozenset[str] = field(repr=False)
    protected_spans: Cover = field(repr=False)
    identifiers: tuple[int, ...] = field(repr=False)
    people: tuple[int, ...] = field(repr=False)
    listed: Mapping[str, str] = field(repr=False, default_factory=dict)
    """Names that the tables of a public list show, and what follows their surnames; empty for a list without tables."""
    has_personal: bool = False
    is_normative: bool = False
    genre: str = ""
    is_public_call: bool = False

    def of(self, finding: Finding) -> dict[str, str]:
        """The facts that a policy row may ask about this finding."""
        text = self.document.text[finding.span.start : finding.span.stop]
        facts = {"genre": self.genre, "layer": finding.layer.value}
        match finding.kind:
            case Kind.SECRECY_MARKING:
                facts |= self._mark(finding)
            case Kind.HANDLING_RELEASE_NOTE:
                facts["note"] = note_sense(text)
            case Kind.DELIBERATIVE:
                facts["public"] = _yes(self.is_public_call and bool(_DRAFT.search(text)))
            case kind if kind.is_personal:
                facts |= self._person(finding, text)
            case _:
                pass
        return facts

    def _mark(self, finding: Finding) -> dict[str, str]:
        marking = self.marks.get(finding.id)
        level = finding.mark.level if finding.mark else Level.MIMI
        if marking is None:
            state, is_live = "unjudged", finding.certainty is not Certainty.POSSIBLE
        else:
            level = max(level, marking.level)
            state, is_live = marking.state.value, marking.state.is_live
            if marking.state is MarkingState.TERM_ABSENT and self._has_run(marking):
                state, is_live = "term_absent_over", False
        clearance = "above" if max(level, Level.MIMI) > self.cleared else "within"
        return {"state": state, "live": _yes(is_live), "clearance": clearance}

    def _has_run(self, marking: Marking) -> bool:
        return marking.expires_on is not None and marking.expires_on < self.on

    def _person(self, finding: Finding, text: str) -> dict[str, str]:
        shielded = finding.subject in self.protected or self.protected_spans.touches(finding.span)
        is_name = finding.kind is Kind.PI_NAME
        name = self._list_of(finding, text) if finding.layer in _PLACES_OF_LISTS else ""
        return {
            "list": name,
            "official": _yes(is_name and self.officials.touches(finding.span)),
            "protected": _yes(shielded),
            "party": _yes(is_name and self.lists.is_party(name, finding.span)),
            "bystander": _yes(is_name and bool(name) and self._is_bystander(finding.span, text)),
            "beside": _yes(is_name and self._is_beside(finding.span)),
            "company": _yes(self.has_personal),
            "normative": _yes(self.is_normative),
            "masked": _yes(is_masked(finding.kind, text)),
            "year_only": _yes(
                finding.kind is Kind.PI_BIRTH_DATE and bool(_YEAR_ONLY.fullmatch(text.strip()))
            ),
            "law": _law(finding, self.document),
        }

    def _list_of(self, finding: Finding, text: str) -> str:
        """The list of the place, or the one on whose tables the person is: who is on it is so at every place."""
        name = self.lists.of(finding.span)
        return name or (self.listed.get(text, "") if finding.kind is Kind.PI_NAME else "")

    def _is_bystander(self, span: Span, text: str) -> bool:
        """True for who is named in or about a list without being on it: a list is about the people its tables show.

        Who is on it is so at every place: a name that is cut at one and stands at another is not gone.
        """
        return text not in self.listed if self.listed else self.lists.is_bystander(span)

    def _is_beside(self, name: Span) -> bool:
        """True when an identifier of a private person follows the name, on its line and before the next name."""
        place = bisect.bisect_left(self.identifiers, name.stop)
        if place == len(self.identifiers) or self.identifiers[place] > name.stop + BESIDE:
            return False
        there = self.identifiers[place]
        follower = bisect.bisect_left(self.people, name.stop)
        if follower < len(self.people) and self.people[follower] < there:
            return False
        return "\n" not in self.document.text[name.stop : there]


_IDENTIFYING = frozenset(
    {
        Kind.PI_RESIDENT_ID,
        Kind.PI_PASSPORT,
        Kind.PI_TRAVEL_PERMIT,
        Kind.PI_FOREIGNER_ID,
        Kind.PI_DISABILITY_ID,
        Kind.PI_SOCIAL_CARD,
        Kind.PI_MEDICAL_RECORD,
        Kind.PI_BANK_CARD,
        Kind.PI_BIRTH_DATE,
        Kind.PI_ADDRESS,
    }
)
"""What nobody states of an official in office: it makes a doubtful name before it a private person's."""
_PLACES_OF_LISTS = frozenset(
    {Layer.BODY, Layer.TABLE, Layer.TEXTBOX, Layer.PICTURE, Layer.ATTACHMENT}
)


def _starts(findings: Sequence[Finding], kinds: frozenset[Kind]) -> tuple[int, ...]:
    """Where findings of these kinds begin, but for the doubtful ones, in order."""
    sure = (f for f in findings if f.certainty is not Certainty.POSSIBLE and f.kind in kinds)
    return tuple(sorted(f.span.start for f in sure))


def _listed(
    document: Document, lists: PublicLists, findings: Sequence[Finding]
) -> Mapping[str, str]:
    """The names that fill cells of a list's tables, whole and without a surname of one or two characters → the list."""
    if not (lists.title or any(lists.tables.values())):
        return {}
    names: dict[str, str] = {}
    for found in findings:
        if found.kind is not Kind.PI_NAME or not (of := lists.of(found.span)):
            continue
        block = document.block_at(found.span.start)
        if not (block and block.cell) or lists.is_bystander(found.span):
            continue
        opens = found.span.start - block.span.start < 2
        if block.span.stop - block.span.start <= (OPENED_CELL if opens else NAME_CELL):
            names[document.text[found.span.start : found.span.stop]] = of
    tails = {name[size:]: of for name, of in names.items() for size in (1, 2) if len(name) - size > 1}
    return tails | names


def _is_company(finding: Finding) -> bool:
    """Personal information beside which a doubtful name is no longer alone."""
    is_name = finding.kind is Kind.PI_NAME
    return finding.kind.is_personal and not (is_name and finding.certainty is Certainty.POSSIBLE)


def _is_normative(document: Document) -> bool:
    """Written in articles (第一条 …): law and rules, in which no private person is named."""
    heads = (document.text[start : start + 24].lstrip() for start in document.blocks.starts)
    return sum(1 for text in heads if _ARTICLE.match(text)) >= ARTICLES


def facts_of(
    document: Document,
    metadata: Metadata,
    findings: Sequence[Finding],
    markings: Iterable[Marking],
    *,
    on: dt.date,
    cleared: Level,
) -> Facts:
    """The facts of a document, before any of its findings is judged."""
    lists = PublicLists.of_document(document, metadata)
    shields = [f for f in findings if f.kind in (Kind.PI_MINOR, Kind.PI_PROTECTED)]
    return Facts(
        document=document,
        lists=lists,
        on=on,
        cleared=cleared,
        marks={name: marking for marking in markings for name in marking.findings},
        officials=Cover.of(f.span for f in findings if f.kind is Kind.PERSON_OFFICIAL),
        protected=frozenset(f.subject for f in shields if f.subject),
        protected_spans=Cover.of(f.span for f in shields),
        identifiers=_starts(findings, _IDENTIFYING),
        people=tuple(sorted(f.span.start for f in findings if f.kind in _PEOPLE)),
        listed=_listed(document, lists, findings),
        has_personal=any(_is_company(finding) for finding in findings),
        is_normative=_is_normative(document),
        genre=metadata.genre.value if metadata.genre else "",
        is_public_call=bool(_CALL.search(document.text[:20_000])),
    )


def note_sense(text: str) -> str:
    """public, on_request, closed, partial; `unclear` when a note says none of them or several."""
    bare = re.sub(r"\s|是否宜?公开(?:选项|属性)?", "", text)
    senses = set()
    for row in corpora.rows("policy/notes.tsv"):
        pattern = re.compile(row["words"])
        if pattern.search(bare):
            senses.add(row["sense"])
            bare = pattern.sub("", bare)
    return senses.pop() if len(senses) == 1 else "unclear"


def is_masked(kind: Kind, text: str) -> bool:
    """True for a value that the draft has masked already (张某某, 138****1234)."""
    return bool((_MASKED_NAME if kind is Kind.PI_NAME else _MASKED_VALUE).search(text))


def _law(finding: Finding, document: Document) -> str:
    """The law that protects this person, told from the words beside the finding or from its reason."""
    if finding.kind not in (Kind.PI_PROTECTED, Kind.PI_MINOR, Kind.PI_HEALTH):
        return ""
    near = (
        document.text[max(0, finding.span.start - NEAR) : finding.span.stop + NEAR] + finding.why
    )
    for row in corpora.rows("policy/protected.tsv"):
        if re.search(row["words"], near):
            return row["law"]
    return ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"
