"""record.docx: the office's form 政府信息公开保密审查记录 with the six fields of 第十三条.

One page for a clean document; what was found follows in numbered tables. Never any text of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from records import labels
from records.annexes import annexes
from records.entries import Review
from records.paper import (
    FANG,
    HEI,
    KAI,
    RED,
    SONG,
    TITLE,
    Cell,
    Flow,
    Page,
    Para,
    Row,
    Run,
    Table,
    para,
)
from records.procedure import Procedure
from records.rows import Choice, SignatureRow
from records.view import RecordView, view_of
from records.word import paper

PAGE = Page()
GRID = (1750, 1090, 1110, 2060, 1090, 2210)
"""Columns of the form; their sum is the type area's width."""
BODY, SMALL = 11.0, 9.0
LEAST = 46.0
"""Points that a signing step takes at least."""
SHORT = 16
"""Words of a signer that stand before the signature, on its line."""


def record_docx(review: Review, procedure: Procedure | None = None) -> bytes:
    """The record as .docx: the six fields, then tables of cuts, open questions, gaps and steps."""
    view = view_of(review, procedure)
    flow: list[Flow] = [*_head(view), _main(view)]
    for annex in annexes(view):
        title = f"{annex.title}（共{len(annex.rows)}项）"
        flow.append(para(title, font=HEI, size=12, before=10, after=4, keep_next=True))
        flow.append(grid(annex.heads, annex.rows, annex.shares))
    flow.append(para("", size=2, line=2))
    return paper(flow, title=view.heading, page=PAGE, footer=view.number)


def _head(view: RecordView) -> Iterable[Para]:
    if view.stamp:
        stamp = Run(f" {view.stamp} ", HEI, 12, colour=RED, boxed=True)
        yield Para((stamp,), "right", line=20)
    if view.office:
        yield para(view.office, font=TITLE, size=16, align="center", after=2)
    yield para(view.heading, font=TITLE, size=22, align="center", after=8)
    number = f"编号：{view.number or '　　　　　　'}"
    yield Para((Run(f"{number}　　　　　　审查日期：{view.day}", FANG, BODY),), "center", after=4)


def _main(view: RecordView) -> Table:
    scale = PAGE.width / sum(GRID)
    height = _signing_height(view)
    room = 25 if len(view.signatures) > 3 else 42
    widths = tuple(round(width * scale) for width in GRID)
    rows = [
        *_subject_rows(view),
        *_marking_rows(view),
        _wide("不应公开的依据", [para(line, size=BODY) for line in view.against], room),
        *_conclusion_rows(view),
        _signing("承办人\n签名、日期", view.handler, height),
        *(_signing(f"{row.label}\n审查意见", row, height) for row in view.between),
        _signing("主管领导\n签名、日期", view.approver, height),
        _wide("其他", _others(view), 40),
    ]
    return Table(widths, tuple(rows))


def _label(text: str, *, merge: str | None = None, span: int = 1) -> Cell:
    return Cell((para(text, font=HEI, size=BODY, align="center"),), span=span, merge=merge)


def _value(text: str, span: int = 1, align: str = "left") -> Cell:
    return Cell((para(text, size=BODY, align=align),), span=span)


def _wide(label: str, paras: Sequence[Para], height: float) -> Row:
    return Row((_label(label), Cell(tuple(paras), span=5)), height)


def _subject_rows(view: RecordView) -> Iterable[Row]:
    facts = dict(view.subject)
    field = "被审查信息的\n题名及文号\n或内容摘要"
    title = view.title or view.summary
    high = 25 if len(view.signatures) > 3 else 38
    yield Row((_label(field, merge="start"), _label("题名"), _value(title, 4)), high)
    go = _label("", merge="go")
    yield Row(
        (
            go,
            _label("文号"),
            _value(view.document_number, 2),
            _label("文种"),
            _value(facts["文种"]),
        ),
        25,
    )
    issuer = _value(facts["发文机关"], 2)
    yield Row((go, _label("发文机关"), issuer, _label("成文日期"), _value(facts["成文日期"])), 25)
    yield Row((go, _label("公开标注"), _value(facts["公开标注"] or "无", 4)), 25)
    yield Row((go, _label("文件"), _value(facts["文件"], 4)), 25)


def _marking_rows(view: RecordView) -> Iterable[Row]:
    label = "密级标志"
    if not view.markings:
        yield _wide(label, [para(view.unmarked, size=BODY)], 25)
        return
    heads = ("密级", "保密期限", "制发日", "状态", "最后保密日")
    cells = tuple(_value(head, align="center") for head in heads)
    yield Row((_label(label, merge="start"), *cells), 20)
    go = _label("", merge="go")
    for mark in view.markings:
        values = (mark.level, mark.term, mark.issued, mark.state, mark.last_day)
        yield Row((go, *(_value(value, align="center") for value in values)), 20)
        if mark.notes:
            yield Row((go, Cell((para(mark.notes, size=SMALL),), span=5)))


def _boxes(choices: Sequence[Choice]) -> str:
    return "　".join(
        (labels.TICKED if choice.ticked else labels.EMPTY) + choice.label for choice in choices
    )


def _conclusion_rows(view: RecordView) -> Iterable[Row]:
    field = _label("结论或处理意见", merge="start")
    yield Row((field, _label("公开属性"), _value(_boxes(view.statuses), 4)), 25)
    go = _label("", merge="go")
    yield Row((go, _label("公开方式"), _value(_boxes(view.modes), 4)), 25)
    yield Row((go, _label("处理意见"), _value(view.conclusion, 4)), 40)


def _signing_height(view: RecordView) -> float:
    """Room to write in for each step: less where names run over several lines or more people sign."""
    facts = dict(view.subject)
    wraps = sum(len(text) // 27 for text in (view.title or view.summary, facts["文件"]))
    wraps += len(facts["发文机关"]) // 13 + len(view.against) - 1
    wraps += sum(len(line) // 33 for line in (*view.against, *view.others))
    wraps += max(0, len(view.others) - 2) + len(view.digests) // 3
    return max(LEAST, min(68.0, (204.0 - 15.0 * wraps) / len(view.signatures)))


def _signing(label: str, row: SignatureRow, height: float) -> Row:
    said: tuple[Run, ...] = ()
    if row.signed:
        lines = [para(row.opinion, size=BODY)] if row.opinion else []
        if len(row.words) > SHORT:
            lines.append(para(row.words, font=KAI, size=BODY))
        elif row.words:
            said = (Run(f"{row.words}　　", KAI, BODY),)
    else:
        blank = "意见：□主动公开　□依申请公开　□不予公开　　依据和理由："
        lines = [para(blank, size=BODY, after=height - LEAST)]
    runs = (
        *said,
        Run("签名：", FANG, BODY),
        Run(row.name or "　　　　　　", KAI, BODY + 1),
        Run(f"　　{row.day}", FANG, BODY),
    )
    lines.append(Para(runs, "right", before=4 if height > LEAST else 0))
    cell = Cell(tuple(lines), span=5, valign="bottom")
    return Row((_label(label), cell), height, splits=False)


def _others(view: RecordView) -> list[Para]:
    lines = [para(line, size=BODY) for line in view.others]
    for label, digest in view.digests:
        name = Run(f"{label}：", SONG, 7)
        lines.append(Para((name, Run(digest, SONG, 7)), line=10))
    lines.append(para(f"审查软件：{view.software}", font=SONG, size=7, line=10))
    return lines


# ---- annexes -------------------------------------------------------------------------------------------


def grid(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    shares: Sequence[int],
    width: int = PAGE.width,
) -> Table:
    """A plain table in small type with a head that repeats; the first column is centred."""
    unit = width / sum(shares)
    head = Row(
        tuple(Cell((para(text, font=HEI, size=SMALL, align="center"),)) for text in heads),
        18,
        head=True,
    )
    body = tuple(
        Row(
            tuple(
                Cell((para(text, size=SMALL, align="left" if column else "center"),))
                for column, text in enumerate(row)
            ),
            16,
            splits=False,
        )
        for row in rows
    )
    return Table(tuple(round(share * unit) for share in shares), (head, *body))
