"""Caution only rises: whatever is added to an observation, the outcome never falls."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import basis
from pipeline.document import Document, Gap, GapReason, Layer, Span
from pipeline.finding import Certainty, Finding, Kind, finding
from pipeline.judge import Judgement, Observation, judge
from pipeline.metadata import Metadata
from pipeline.proposal import Action, Outcome
from pipeline.secrecy import Conditional, Duration, Level, Marking, MarkingState, MarkReading, Term
from tests.pipeline.drafts import NATION, ON, draft, stated

LINES = (
    "2026年低保对象公示",
    "当事人：张三，电话13800001234，住巴彦镇3组12号。",
    "证人李四、张某某，（此件公开发布），征求意见稿，内部文件，秘密★5年。",
)
ROWS = (("姓名", "电话"), ("张三", "13800001234"), ("李四", "138****1234"))
TITLES = (
    "关于某事的通知",
    "2026年低保对象公示",
    "行政处罚决定书",
    "先进个人公示",
    "失信被执行人名单公告",
)
ARTICLES = tuple(f"第{number}条 张三李四" for number in "一二三四五六七八")
_BASES = (draft(*LINES, *ROWS), draft(*LINES, *ROWS, *ARTICLES))
LENGTH = len(_BASES[0].text)

layers = st.sampled_from([Layer.BODY, Layer.COMMENT, Layer.METADATA, Layer.PICTURE])
spans = st.tuples(st.integers(0, LENGTH - 2), st.integers(1, 20)).map(
    lambda pair: Span(pair[0], min(LENGTH, pair[0] + pair[1]))
)
terms: st.SearchStrategy[Term] = st.sampled_from([Duration(5), Conditional()])
gaps = st.builds(Gap, st.sampled_from(list(GapReason)), st.sampled_from(["第1页", "附件1"]))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """The draft, its paragraphs in any layer."""
    layer = draw(layers)
    base = draw(st.sampled_from(_BASES))
    blocks = tuple(b if b.cell else b._replace(layer=layer) for b in base.blocks)
    return replace(base, blocks=blocks, gaps=tuple(draw(st.lists(gaps, max_size=2, unique=True))))


@st.composite
def observed(draw: st.DrawFn, document: Document) -> tuple[Finding, Marking | None]:
    """One finding anywhere, of any kind; a mark with or without a judged state."""
    kind, certainty = draw(st.sampled_from(list(Kind))), draw(st.sampled_from(list(Certainty)))
    subject = draw(st.sampled_from([None, "p1", "p2"]))
    level = draw(st.sampled_from(list(Level)))
    is_mark = kind is Kind.SECRECY_MARKING
    mark = MarkReading(level, draw(terms)) if is_mark else None
    found = finding(document, kind, draw(spans), certainty, "test", subject=subject, mark=mark)
    state = draw(st.sampled_from([None, *MarkingState]))
    if not is_mark or state is None:
        return found, None
    ends = draw(st.sampled_from([None, dt.date(2015, 1, 1), dt.date(2030, 1, 1)]))
    return found, Marking(level, None, None, ends, state, (found.id,))


@st.composite
def observations(
    draw: st.DrawFn, *, least: int = 0
) -> tuple[Observation, list[tuple[Finding, Marking | None]]]:
    """A draft with findings, one list with those of the observation."""
    document = draw(documents())
    pairs = draw(
        st.lists(observed(document), min_size=least, max_size=8, unique_by=lambda pair: pair[0].id)
    )
    metadata = draw(
        st.sampled_from(
            [
                Metadata(),
                *(stated(title=title) for title in TITLES),
                stated(genre="请示"),
                stated(genre="函"),
                stated(issuer="甲局、乙局"),
                stated(release_note="此件不予公开"),
                stated(release_note="此件公开发布", genre="请示"),
            ]
        )
    )
    return _seen(document, metadata, pairs), pairs


def _seen(
    document: Document, metadata: Metadata, pairs: list[tuple[Finding, Marking | None]]
) -> Observation:
    findings = tuple(found for found, _ in pairs)
    return Observation(document, metadata, findings, tuple(mark for _, mark in pairs if mark))


def _judge(seen: Observation, cleared: Level = Level.NONE) -> Judgement:
    return judge(seen, on=ON, cleared=cleared, policy=NATION)


cleared = st.sampled_from(list(Level))


@settings(max_examples=200, deadline=None)
@given(observations(least=1), cleared)
def test_a_finding_never_lowers_the_outcome(
    made: tuple[Observation, list[tuple[Finding, Marking | None]]], level: Level
) -> None:
    """With one finding less, the outcome is the same or milder, whichever is left out."""
    seen, pairs = made
    whole = _judge(seen, level).outcome
    for index in range(len(pairs)):
        rest = [pair for place, pair in enumerate(pairs) if place != index]
        assert _judge(_seen(seen.document, seen.metadata, rest), level).outcome <= whole


@settings(max_examples=100, deadline=None)
@given(observations(), gaps, cleared)
def test_a_gap_never_lowers_the_outcome_and_refers(
    made: tuple[Observation, list[tuple[Finding, Marking | None]]], gap: Gap, level: Level
) -> None:
    """One more gap: at least as strict, and at least REFER."""
    seen, _ = made
    more = replace(seen, document=replace(seen.document, gaps=(*seen.document.gaps, gap)))
    assert _judge(more, level).outcome >= max(_judge(seen, level).outcome, Outcome.REFER)


@settings(max_examples=200, deadline=None)
@given(observations(), cleared)
def test_a_higher_clearance_never_makes_a_stop(
    made: tuple[Observation, list[tuple[Finding, Marking | None]]], level: Level
) -> None:
    """Clearance turns HALT into WITHHOLD, and nothing into anything looser than that."""
    seen, _ = made
    lower, upper = _judge(seen, Level.NONE).outcome, _judge(seen, level).outcome
    assert upper == lower or (lower is Outcome.HALT and upper is Outcome.WITHHOLD)


@settings(max_examples=150, deadline=None)
@given(observations(), cleared)
def test_every_finding_is_in_exactly_one_proposal(
    made: tuple[Observation, list[tuple[Finding, Marking | None]]], level: Level
) -> None:
    """Nothing is lost between the detectors and the officer, and nothing is decided twice."""
    seen, _ = made
    named = [name for entry in _judge(seen, level).proposals for name in entry.findings]
    assert sorted(named) == sorted(found.id for found in seen.findings)


@settings(max_examples=150, deadline=None)
@given(observations(), cleared)
def test_proposals_are_sound(
    made: tuple[Observation, list[tuple[Finding, Marking | None]]], level: Level
) -> None:
    """Cuts stand only in REMOVE and MASK, never overlap, cover their findings; every article is in force."""
    seen, _ = made
    judgement = _judge(seen, level)
    spans = {found.id: found.span for found in seen.findings}
    cuts = sorted(cut.span for entry in judgement.proposals for cut in entry.cuts)
    assert all(left.stop <= right.start for left, right in itertools.pairwise(cuts))
    assert judgement.outcome >= max(
        (entry.outcome for entry in judgement.proposals), default=Outcome.RELEASE
    )
    assert len({entry.id for entry in judgement.proposals}) == len(judgement.proposals)
    for entry in judgement.proposals:
        is_cutting = entry.action in (Action.REMOVE, Action.MASK)
        assert is_cutting == bool(entry.cuts)
        if is_cutting:
            assert entry.reason_code is not None
            for name in entry.findings:
                assert any(cut.span.contains(spans[name]) for cut in entry.cuts)
        assert entry.basis
        for ref in entry.basis:
            basis.cite(ref, ON)
    for step in judgement.steps:
        assert step.basis
        for ref in step.basis:
            basis.cite(ref, ON)
    if judgement.outcome is Outcome.HALT:
        assert cuts == []
