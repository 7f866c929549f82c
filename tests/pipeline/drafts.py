"""Made-up observations for the tests of the judge: a draft of one line a block, findings by their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pipeline.document import Block, Cell, Document, Gap, Layer, Piece, Source, Span, TextAnchor
from pipeline.finding import Certainty, Finding, Kind, finding
from pipeline.judge import Judgement, Observation, judge
from pipeline.metadata import Metadata, Stated
from pipeline.policy import Policy, load_policy
from pipeline.secrecy import Duration, Level, Marking, MarkingState, MarkReading

ON = dt.date(2026, 11, 22)
NATION = load_policy()


def draft(
    *lines: str | Sequence[str],
    gaps: Sequence[Gap] = (),
    layer: Layer = Layer.BODY,
) -> Document:
    """A draft: a string is a paragraph, a sequence of strings a row of the table."""
    text, blocks, row = "", list[Block](), 0
    for line in lines:
        if isinstance(line, str):
            blocks.append(
                Block(Span(len(text), len(text) + len(line)), layer, f"第{len(blocks) + 1}段")
            )
            text += line + "\n"
            continue
        for column, cell in enumerate(line):
            span = Span(len(text), len(text) + len(cell))
            blocks.append(Block(span, Layer.TABLE, f"表1第{row + 1}行", Cell(0, row, column)))
            text += cell + ("\n" if column == len(line) - 1 else "\t")
        row += 1
    source = Source.of("拟稿.txt", "txt", text.encode())
    pieces = (Piece(Span(0, len(text)), TextAnchor(0)),) if text else ()
    return Document(source, text, tuple(blocks), pieces, tuple(gaps))


def see(
    document: Document,
    kind: Kind,
    words: str,
    certainty: Certainty = Certainty.SURE,
    *,
    nth: int = 0,
    subject: str | None = None,
    why: str = "",
    mark: MarkReading | None = None,
) -> Finding:
    """The finding at the `nth` place where `words` stand."""
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(words, start + 1)
    span = Span(start, start + len(words))
    return finding(document, kind, span, certainty, "test", subject=subject, why=why, mark=mark)


def marked(
    document: Document,
    words: str,
    state: MarkingState,
    *,
    level: Level = Level.MIMI,
    expires_on: dt.date | None = None,
) -> tuple[Finding, Marking]:
    """A mark in the draft and its judged entry."""
    reading = MarkReading(level, Duration(years=5), "5年")
    found = see(document, Kind.SECRECY_MARKING, words, mark=reading)
    return found, Marking(level, "5年", None, expires_on, state, (found.id,))


def stated(**values: str) -> Metadata:
    """Metadata with these elements."""
    return Metadata(**{name: Stated(value) for name, value in values.items()})  # type: ignore[arg-type]


def judged(
    document: Document,
    *findings: Finding,
    markings: Sequence[Marking] = (),
    metadata: Metadata | None = None,
    on: dt.date = ON,
    cleared: Level = Level.NONE,
    policy: Policy = NATION,
) -> Judgement:
    """The judgement of such a draft."""
    seen = Observation(document, metadata or Metadata(), findings, tuple(markings))
    return judge(seen, on=on, cleared=cleared, policy=policy)
