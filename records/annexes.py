"""The tables that follow a record: cuts, open questions, gaps, steps, limits, history. One list for Word form and page."""

from __future__ import annotations

from dataclasses import dataclass

from records.history import ON_FORM
from records.view import RecordView


@dataclass(frozen=True, slots=True)
class Annex:
    """A titled table; `shares` are column widths in per cent."""

    title: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


def annexes(view: RecordView) -> tuple[Annex, ...]:
    """The tables with at least one row, numbered in order; none for a clean document."""
    tables = (
        _cuts(view), _bars(view), _gaps(view), _steps(view), _limits(view), _events(view), _notes(view),
    )  # fmt: skip
    present = [table for table in tables if table.rows]
    return tuple(
        Annex(f"附表{number}　{table.title}", table.heads, table.shares, table.rows)
        for number, table in enumerate(present, 1)
    )


def _cuts(view: RecordView) -> Annex:
    return Annex(
        "拟删减内容清单",
        ("序号", "位置", "类别", "处理", "理由", "依据", "人工决定"),
        (6, 12, 11, 7, 16, 33, 15),
        tuple(
            (c.number, c.place, c.kind, c.action, c.reason, c.articles, c.decision)
            for c in view.cuts
        ),
    )


def _bars(view: RecordView) -> Annex:
    return Annex(
        "须由人工确定的内容",
        ("序号", "位置", "类别", "处理", "理由", "依据", "说明", "人工决定"),
        (6, 10, 9, 7, 13, 22, 21, 12),
        tuple(
            (b.number, b.place, b.kind, b.action, b.reason, b.articles, b.grounds, b.decision)
            for b in view.bars
        ),
    )


def _gaps(view: RecordView) -> Annex:
    return Annex(
        "未能审查的部分",
        ("序号", "位置", "原因", "处理办法", "人工处理"),
        (6, 22, 18, 34, 20),
        tuple((g.number, g.place, g.reason, g.advice, g.answer) for g in view.gaps),
    )


def _steps(view: RecordView) -> Annex:
    return Annex(
        "须办理的事项",
        ("序号", "事项", "原因", "依据", "期限", "办理情况"),
        (6, 14, 22, 24, 11, 23),
        tuple((s.number, s.label, s.grounds, s.articles, s.due, s.answer) for s in view.steps),
    )


def _limits(view: RecordView) -> Annex:
    """The law's limit beside those of the place, where the form has no room for them."""
    rows = view.deadlines if len(view.deadlines) > ON_FORM else ()
    return Annex(
        "各项期限",
        ("序号", "规定", "期限", "依据", "起算日", "截止日", "办理情况"),
        (6, 10, 20, 23, 13, 13, 15),
        tuple((d.number, d.of, d.label, d.articles, d.since, d.due, d.result) for d in rows),
    )


def _events(view: RecordView) -> Annex:
    return Annex(
        "办理经过",
        ("序号", "日期", "事项", "办理人", "依据", "理由或说明"),
        (6, 13, 25, 9, 25, 22),
        tuple((e.number, e.day, e.label, e.name, e.articles, e.grounds) for e in view.events),
    )


def _notes(view: RecordView) -> Annex:
    return Annex(
        "依法保留和提示",
        ("序号", "位置", "类别", "处理", "说明", "依据"),
        (6, 18, 11, 7, 28, 30),
        tuple((n.number, n.place, n.kind, n.action, n.grounds, n.articles) for n in view.notes),
    )
