"""Readable tables on the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from pipeline.finding import Certainty, Kind
from pipeline.proposal import Action, Outcome
from records import labels

if TYPE_CHECKING:
    from pipeline.term import Explanation

_COLOURS = {"release": "green", "partial_release": "cyan", "refer": "yellow", "withhold": "red", "halt": "bold red"}


def console() -> Console:
    """Results on standard output."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def print_review(made: dict[str, Any]) -> None:
    """One review as a person reads it: outcome first, then marks, gaps, findings and steps."""
    screen = console()
    outcome = Outcome[made["outcome"].upper()]
    colour = _COLOURS[made["outcome"]]
    screen.print(
        f"[bold]{_plain(made['source']['name'])}[/]  [{colour}]{outcome.release_status}[/]  {made['release_mode']}"
    )
    for marking in made["markings"]:
        screen.print(f"  密级标志：{_marking(marking)}")
    for gap in made["gaps"]:
        screen.print(f"  [yellow]未审[/]：{labels.gap_reason(gap['reason'])}（{_plain(gap['place'])}）")
    _print_findings(screen, made)
    for step in made["steps"]:
        due = f"（{step['due_on']}前）" if step["due_on"] else ""
        screen.print(f"  待办：{labels.step_kind(step['kind'])}{due} {_plain(step['grounds'])}")
    screen.print()


_NOTHING_FOUND = {
    "whole": "  未发现疑点。",
    "part": "  能读到的部分未发现疑点；未审部分须由人工审查。",
    "nothing": "  未能读取文件，未作审查，须由人工审查。",
}


def _print_findings(screen: Console, made: dict[str, Any]) -> None:
    if not made["findings"]:
        screen.print(_NOTHING_FOUND[labels.coverage(made["gaps"])])
        return
    actions = {
        found: (Action(p["action"]), p["reason_code"], p["grounds"]) for p in made["proposals"] for found in p["findings"]
    }
    revealed = any("text" in found for found in made["findings"])
    notes: dict[str, int] = {}
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    for column in ("  类别", "位置", "起止", "把握", "处理建议", "理由代码", *(["原文"] if revealed else []), "说明"):
        table.add_column(column, overflow="fold")
    for found in made["findings"]:
        action, code, grounds = actions.get(found["id"], (Action.NOTE, None, ""))
        cells = [
            f"  {Kind(found['kind']).label}",
            found["place"],
            f"{found['start']}-{found['stop']}",
            Certainty(found["certainty"]).label,
            action.label,
            code or "",
            *([found.get("text", "").replace("\n", " ")] if revealed else []),
            f"注{notes.setdefault(grounds, len(notes) + 1)}" if grounds else "",
        ]
        table.add_row(*(_plain(cell) for cell in cells))
    screen.print(table)
    for grounds, number in notes.items():
        screen.print(f"  注{number}：{_plain(grounds)}")


def print_term(explained: Explanation) -> None:
    """One marking explained, step by step."""
    screen = console()
    screen.print(_marking(explained.as_json()))
    for note in explained.notes:
        screen.print(f"  · {_plain(note)}")


def _marking(marking: dict[str, Any]) -> str:
    term = f"★{marking['term']}" if marking["term"] else "（未标期限）"
    parts = [f"{labels.level(marking['level'])}{term}", labels.marking_state(marking["state"])]
    if marking["issued_on"]:
        parts.append(f"制发日 {marking['issued_on']}")
    if marking["expires_on"]:
        parts.append(f"最后一日 {marking['expires_on']}")
    return "  ".join(parts)


def _plain(text: str) -> str:
    """Text as it is: square brackets are no markup."""
    return text.replace("[", "\\[")


def print_case(shown: dict[str, Any]) -> None:
    """One case: what is proposed, what was decided, what is open, who signed."""
    screen = console()
    screen.print(
        f"[bold]{shown['case']}[/]  {_state(shown['state'])}  {_plain(shown['source']['name'])}"
    )
    _print_standing(screen, shown)
    decided = {decision["proposal"]: decision for decision in shown["decisions"]}
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    for column in ("  编号", "建议", "删减位置", "理由", "决定", "说明"):
        table.add_column(column, overflow="fold")
    for proposal in shown["review"].get("proposals", ()):
        decision = decided.get(proposal["id"])
        verdict = f"{labels.VERDICTS[decision['verdict']]}（{decision['by']}）" if decision else "未处理"
        cuts = " ".join(f"{cut['start']}:{cut['stop']}" for cut in proposal["cuts"])
        cells = (f"  {proposal['id']}", Action(proposal["action"]).label, cuts, proposal["reason_code"] or "", verdict)
        table.add_row(*(_plain(cell) for cell in (*cells, proposal["grounds"])))
    if table.row_count:
        screen.print(table)
    for added in shown["added"]:
        screen.print(f"  人工增加：{added['id']} {added['start']}:{added['stop']} {added['kind']}（{added['by']}）")
    for answer in shown["answers"]:
        if answer["reason_code"]:
            screen.print(f"  整体移除：{answer['item']} 理由 {answer['reason_code']}（{_plain(answer['by'])}）")
    for item in shown["open_items"]:
        what = labels.gap_reason(item["reason"]) if item["kind"] == "gap" else labels.step_kind(item["reason"])
        screen.print(f"  待答复：{item['id']} {what} {_plain(item['place'])}")
    for signature in shown["signatures"]:
        screen.print(f"  已签署：{signature['label']} {_plain(signature['name'])} {_plain(signature['opinion'])}")


def _print_standing(screen: Console, shown: dict[str, Any]) -> None:
    """公开属性, the limits, and what was asked of others."""
    status = " ".join(word for word in (shown["release_status"], shown["release_mode"]) if word)
    if status:
        code = f"（{labels.reason(shown['reason_code'])}）" if shown["reason_code"] else ""
        screen.print(f"  公开属性：{status}{code}")
    for limit in shown["deadlines"]:
        met = f"，{limit['met_on']} 办结" if limit["met_on"] else ""
        late = "，[red]逾期[/]" if limit["missed"] else ""
        screen.print(f"  期限：{_plain(limit['label'])}（{_plain(limit['of'])}）{limit['due_on'] or '不能推算'}{met}{late}")
    for act in shown["acts"]:
        if act["kind"] in ("path", "clock", "carried", "returned", "withdrawn"):
            screen.print(f"  已办：{act['on']} {_plain(act['label'])}（{_plain(act['name'])}）{_plain(act['grounds'])}")


def print_score(total: Any, *, verbose: bool) -> None:
    """Recall and precision per kind, then cuts, markings and outcomes."""
    screen = console()
    table = Table("类别", "标注", "查出", "漏报", "误报", "查全率", "准确率", box=None, header_style="bold")
    rows = [(Kind(name).label, tally) for name, tally in sorted(total.kinds.items())]
    rows += [("删减合计", total.cuts), ("密级标志合计", total.markings), ("审查结论", total.outcomes)]
    for name, tally in rows:
        table.add_row(
            name,
            str(tally.found + tally.missed),
            str(tally.found),
            str(tally.missed),
            str(tally.false),
            _rate(tally.recall),
            _rate(tally.precision),
        )
    screen.print(table)
    screen.print(f"样例 {total.drafts} 件，差错 {len(total.wrong)} 处")
    if verbose:
        for line in total.wrong:
            screen.print(f"  {_plain(line)}")


def _state(code: str) -> str:
    from office import State

    return State(code).label


def _rate(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.2%}"
