"""Secrecy markings, and words that merely speak of secrecy.

Every level word is looked at where it stands. The features are asked in a fixed order, first answer wins; each
is a lexicon row or one of the shapes below, and the finding's `why` says which:
(1) part of another word; (2) quoted, or with a cue of talk around it; (3) one of several levels in a list;
(4) filled in at a 密级 label; (5) alone in its line, cell, header, watermark; (6) the document says so of itself;
(7) at the head or end of a paragraph; (8) anything else is a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detectors import markings_context as context
from detectors.markings_beside import contradicts, has_newer, stated_term, term_below
from detectors.markings_label import label_before
from detectors.markings_lifted import Lifted, lifted_at
from detectors.markings_name import name_marks
from detectors.markings_shape import CANDIDATE, Shape, shape_at
from detectors.phrases import Phrase
from detectors.spot import Line, Page
from pipeline.contracts import Reading
from pipeline.finding import Certainty, Finding, Kind
from pipeline.finding import finding as make_finding
from pipeline.secrecy import Conditional, MarkReading

NAME = "markings"
_WHY = {
    "own_line": "独占一行，密级后有★和期限",
    "own_line_plain": "独占一行的密级",
    "own_line_term": "独占一行，密级后有期限",
    "head": "段首的密级标志",
    "tail": "标题或者段末的密级标志",
    "bracketed": "括注的密级标志",
    "letterhead": "版头中与其他文字隔开的密级",
    "exam": "考试类“启用前”标志，启用条件是否成就由人确认",
    "quoted": "在引号或者书名号内，是在谈论标志",
    "sample": "上一行说明以下为样式，是举例",
    "scheme": "与其他等级并列，是分级说明",
    "option": "选择题的选项，不是标志",
    "prose": "在句子中出现，是在谈论密级",
    "lone_word": "正文或者表格中单独出现的密级，来历不明，应当核对",
    "other_document_scope": "引用或者登记了标密文件，内容可能涉密，应当核对",
}
_ATTRIBUTIVE = re.compile(r"级?[\s)]*(?:的|文件|件(?!\s)|材料|资料|事项|是|为|表示|指|等|以上|以下|载体|公文|信息|档案|图纸|数据)")
_HEADING_LIKE = re.compile(r"[^。；;！!？?]{1,60}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one level word turned out to be; `row` is the lexicon row that decided, if one did."""

    kind: Kind | None
    start: int
    stop: int
    certainty: Certainty
    why: str
    row: Phrase | None = None
    mark: MarkReading | None = None


class MarkingsDetector:
    """Finds `secrecy.marking` and `secrecy.mention`, and `secrecy.scope` where another document's mark is quoted."""

    name = NAME

    def find(self, reading: Reading) -> Iterable[Finding]:
        """The findings in text order; marks in the file's name first, at the empty span 0."""
        yield from name_marks(reading)
        page = Page(reading)
        for verdict in verdicts(page):
            if verdict.kind is not None:
                yield make_finding(
                    reading.document,
                    verdict.kind,
                    page.printed(verdict.start, verdict.stop),
                    verdict.certainty,
                    NAME,
                    why=verdict.why,
                    mark=verdict.mark,
                )


def verdicts(page: Page) -> Iterator[Verdict]:
    """A verdict on every level word of the page, in text order, also on those that are nothing."""
    done = 0
    for match in CANDIDATE.finditer(page.text):
        if match.start() < done:
            continue
        shape = shape_at(page.text, match.start())
        if shape is None:
            continue
        for verdict in _judge(page, shape):
            done = max(done, verdict.stop)
            yield verdict


def _judge(page: Page, shape: Shape) -> Iterator[Verdict]:
    line = page.line(shape.start, shape.stop)
    before, after = page.sentence(shape.start, shape.stop, line)
    talk = _talk(page, shape, line, before, after)
    if talk is not None:
        yield talk
        return
    mark = _mark(page, shape, line, before, after)
    if mark is not None:
        yield mark
        return
    yield _mention(shape, "prose", Certainty.POSSIBLE)
    if shape.starred:
        yield _scope(shape)


# ---- talk ----------------------------------------------------------------------------------------------


def _talk(page: Page, shape: Shape, line: Line, before: str, after: str) -> Verdict | None:
    """(1) to (3): the verdict when the word speaks of secrecy and marks nothing."""
    compound = context.compound(page.text, shape)
    if compound is not None and not (shape.starred and compound[0].kind is Kind.SECRECY_MENTION):
        row, start, stop = compound
        return Verdict(row.kind, start, stop, Certainty.SURE, row.why, row)
    if page.is_quoted(shape.start, shape.stop, line):
        if shape.starred and "《" in before and before.rfind("《") > before.rfind("》"):
            return _scope(shape)
        return _mention(shape, "quoted", Certainty.SURE)
    for cue in (context.cue_before(before), context.cue_after(after), context.listing(before, after)):
        if cue is not None and not _is_no_talk(page, shape, line, before, cue):
            return Verdict(cue.kind, shape.start, shape.stop, cue.certainty, cue.why, cue)
    return None


def _is_no_talk(page: Page, shape: Shape, line: Line, before: str, row: Phrase) -> bool:
    """A noun after the word means nothing where the two fill the line (机密文件), where it is the next element of

    a letterhead, or where the document speaks of itself (本文件为机密文件).
    """
    if row.where != "after" or row.certainty is Certainty.SURE:
        return False
    if context.self_statement(before) is not None:
        return True
    fills = context.is_only_noun(page, shape, line) and page.is_front(line.first)
    return fills or (row.term == "文件" and page.gap(shape.stop))


def _mention(shape: Shape, why: str, certainty: Certainty) -> Verdict:
    return Verdict(Kind.SECRECY_MENTION, shape.start, shape.stop, certainty, _WHY[why])


def _scope(shape: Shape, why: str = "other_document_scope") -> Verdict:
    return Verdict(Kind.SECRECY_SCOPE, shape.start, shape.stop, Certainty.LIKELY, _WHY[why])


# ---- marks ---------------------------------------------------------------------------------------------


def _mark(page: Page, shape: Shape, line: Line, before: str, after: str) -> Verdict | None:
    """(4) to (7): the marking; None when nothing of the place speaks for one."""
    block = page.block(line.first)
    filled = label_before(page, shape, line)
    if block is not None and context.is_register(page, block):
        return _scope(shape)
    if filled is not None:
        certainty = Certainty.SURE if shape.starred else Certainty.LIKELY
        return _marking(page, filled.shape, line, filled.row.why, certainty, row=filled.row)
    rest = context.residue(page, shape, line)
    if context.is_option(page, shape, line):
        return _mention(shape, "option", Certainty.LIKELY)
    if not rest or context.is_only_noun(page, shape, line) or context.is_alone_in_print(page, shape):
        return _alone(page, shape, line)
    row = context.self_statement(before)
    if row is not None:
        return _marking(page, stated_term(page, shape, line), line, row.why, row.certainty, row=row)
    return _placed(page, shape, line, before, after)


def _alone(page: Page, shape: Shape, line: Line) -> Verdict:
    """(5) alone in its line; but a step of a scheme, an announced sample or a lone word deep in the text is none."""
    if context.is_shown_as_sample(page, line):
        return _mention(shape, "sample", Certainty.LIKELY)
    if context.is_scheme(page, shape, line):
        return _mention(shape, "scheme", Certainty.LIKELY)
    if not shape.starred and not shape.has_term and not context.stands_like_a_mark(page, line):
        return _scope(shape, "lone_word")
    shape = term_below(page, shape, line)
    if shape.starred:
        return _marking(page, shape, line, _WHY["own_line"], Certainty.SURE)
    why = "own_line_term" if shape.has_term else "own_line_plain"
    return _marking(page, shape, line, _WHY[why], Certainty.LIKELY)


def _placed(page: Page, shape: Shape, line: Line, before: str, after: str) -> Verdict | None:
    """(7) at the head or end of a paragraph or title, in brackets, or set apart in the letterhead."""
    head, tail = page.text[line.start : shape.start], page.text[shape.stop : line.stop]
    opened = bool(re.search(r"[(\[【<]\s*$", head))
    closed = bool(re.match(r"\s*[)\]】>]", tail))
    bracketed = opened and closed
    at_head = not re.sub(r"[\s(\[【<*#>·　]|\d{6}", "", head)
    at_tail = not re.sub(r"[\s)\]】>*#·　。:]|特急|加急|平急|特提", "", tail)
    front = page.is_front(line.first)
    certainty = Certainty.SURE if shape.starred else Certainty.LIKELY
    if at_head and (shape.starred or bracketed or (front and shape.has_term)):
        if not bracketed and _ATTRIBUTIVE.match(tail):
            return None
        return _marking(page, shape, line, _WHY["head"], certainty)
    if at_tail and (shape.starred or (bracketed and front)) and _HEADING_LIKE.fullmatch(head.strip()):
        if bracketed and head.rstrip(" ([【").endswith(("》", "号")) and not front:
            return _scope(shape) if shape.starred else None
        if bracketed or page.gap(shape.start) or front:
            return _marking(page, shape, line, _WHY["tail"], certainty)
    if front and (page.gap(shape.start) or at_head) and (page.gap(shape.stop) or at_tail) and len(line.text) < 60:
        return _marking(page, shape, line, _WHY["letterhead"], certainty)
    if bracketed and shape.starred:
        other = head.rstrip(" ([【").endswith(("》", "号"))
        return _scope(shape) if other else _marking(page, shape, line, _WHY["bracketed"], Certainty.LIKELY)
    return None


def _marking(
    page: Page, shape: Shape, line: Line, why: str, certainty: Certainty, *, row: Phrase | None = None
) -> Verdict:
    lifted = lifted_at(page, shape.start, shape.stop, line, has_newer=has_newer(page, shape, line))
    found = lifted or Lifted(False)
    is_exam = isinstance(shape.term, Conditional) and shape.written in ("启用前", "开考前", "考试前")
    reading = MarkReading(
        level=shape.level,
        term=shape.term,
        written=shape.written,
        lifted=found.lifted,
        lifted_on=found.on,
        contradictory=contradicts(page, shape, line),
        struck=found.struck,
        portion=not page.is_front(line.first),
    )
    return Verdict(
        Kind.SECRECY_MARKING,
        shape.start,
        shape.stop,
        certainty,
        _WHY["exam"] if is_exam else why,
        row,
        reading,
    )


DETECTOR = MarkingsDetector()
