"""`xianshen case`: the three steps from the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.errors import UsageError
from workbench import edge
from workbench.chinese import Command, Group
from workbench.desk import AS, CASE, acting, desk

app = typer.Typer(
    cls=Group,
    help="案件：查看、处理建议、增加删减、答复、确定属性、签署、退回、撤回。示例：xianshen case list --state drafted",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_JSON = Annotated[bool, typer.Option("--json", help="输出 JSON。")]
_GROUNDS = Annotated[str, typer.Option("--grounds", metavar="TEXT", help="理由。")]
_CODE = Annotated[str | None, typer.Option("--reason-code", metavar="N", help="不予公开理由代码 1-8。", show_default=False)]


@app.command("list", cls=Command)
def listing(
    state: Annotated[str | None, typer.Option("--state", metavar="S", help="只列某一状态。", show_default=False)] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列有事项逾期的案件。逾期不视为同意公开。")] = False,
    as_json: _JSON = False,
    home: edge.HOME = None,
) -> None:
    """列出案件。示例：xianshen case list --state reviewed --json"""
    from flows.recheck import overdue_of
    from office import State
    from pipeline.review_json import dumps
    from records import labels

    if state is not None and state not in {known.value for known in State}:
        raise UsageError(f"没有这种状态：{state}。", advice=f"状态：{'、'.join(State)}。")
    with desk(home) as office:
        rows = [row.to_json() for row in office.cases(state=state)]
        if overdue:
            rows = overdue_of(office, rows)
    if as_json:
        for row in rows:
            print(dumps(row))
        return
    from rich.table import Table

    from workbench.tables import console

    table = Table("案件号", "状态", "审查结论", "文件", "公开期限", box=None, header_style="bold")
    for row in rows:
        table.add_row(
            row["case"],
            State(row["state"]).label,
            labels.outcome(row["outcome"]),
            row["source"]["name"].replace("[", "\\["),
            "；".join(f"{late['what']} {late['due_on']}" for late in row.get("overdue", ())) or row["due_on"] or "",
        )
    console().print(table)


@app.command(cls=Command)
def show(case: CASE, as_json: _JSON = False, home: edge.HOME = None) -> None:
    """查看一个案件：处理建议、待办、已办。示例：xianshen case show 2026-000001"""
    from flows.paper import told_of
    from flows.record import case_json
    from pipeline.review_json import dumps

    with desk(home) as office:
        dossier = office.case(case)
        shown = case_json(dossier, told_of(office, dossier))
    if as_json:
        print(dumps(shown))
    else:
        from workbench.tables import print_case

        print_case(shown)


@app.command(cls=Command)
def record(
    case: CASE,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="输出文件夹。", show_default=False)],
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """输出审查记录（docx、html、json）。示例：xianshen case record 2026-000001 --out 记录"""
    from flows.record import write_record

    with desk(home, office_name) as office:
        write_record(office, office.case(case), out, office.settings)
    print(out / "record.docx")


@app.command(cls=Command)
def decide(
    case: CASE,
    words: Annotated[list[str], typer.Argument(metavar="accept|reject|amend", help="采纳、不采纳或修改；修改时其后可跟删减位置。", show_default=False)],
    by: AS,
    all_of_them: Annotated[bool, typer.Option("--all", help="全部尚未处理的建议。")] = False,
    proposal: Annotated[list[str] | None, typer.Option("--proposal", metavar="ID", help="处理建议编号，可重复。", show_default=False)] = None,
    grounds: _GROUNDS = "",
    cut: Annotated[list[str] | None, typer.Option("--cut", metavar="START:STOP", help="修改后的删减位置，可重复。", show_default=False)] = None,
    reason_code: _CODE = None,
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """处理建议：采纳、不采纳（须说明理由）或修改删减位置。

    示例：xianshen case decide 2026-000001 accept --as wang --all
    """
    if all_of_them == bool(proposal):
        raise UsageError("请用 --all 或 --proposal 之一指明处理建议。")
    verdicts = [word for word in words if ":" not in word]
    if len(verdicts) != 1:
        raise UsageError("处理意见只能是 accept、reject 或 amend 之一。")
    spans = [_span(text) for text in (*(cut or ()), *(word for word in words if ":" in word))]
    with desk(home) as office:
        actor = acting(office, by, password_file)
        if all_of_them and not office.case(case).undecided:
            edge.say("没有尚未处理的建议，未作改动。要改动已作的决定，请用 --proposal 指明编号（case show 可查）。")
        after = office.decide(
            case,
            actor,
            verdicts[0],
            proposals=None if all_of_them else proposal,
            grounds=grounds,
            spans=spans,
            reason_code=reason_code,
        )
        tell(after)


@app.command(cls=Command)
def cut(
    case: CASE,
    by: AS,
    span: Annotated[str, typer.Option("--span", metavar="START:STOP", help="删减位置。", show_default=False)],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="类别，例如 pi.name。", show_default=False)],
    reason_code: Annotated[str, typer.Option("--reason-code", metavar="N", help="理由代码 1-8。", show_default=False)],
    grounds: Annotated[str, typer.Option("--grounds", metavar="TEXT", help="理由。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """人工增加一处删减。示例：xianshen case cut 2026-000001 --as wang --span 120:135 --kind pi.name --reason-code 4 --grounds 第三人姓名"""
    with desk(home) as office:
        tell(office.add_cut(case, acting(office, by, password_file), _span(span), kind, reason_code, grounds))


@app.command(cls=Command)
def gap(
    case: CASE,
    by: AS,
    grounds: Annotated[str, typer.Option("--grounds", metavar="TEXT", help="如何审查、结论如何。", show_default=False)],
    all_of_them: Annotated[bool, typer.Option("--all", help="全部未审部分和待办。")] = False,
    items: Annotated[list[str] | None, typer.Option("--gap", metavar="ID", help="编号，可重复。", show_default=False)] = None,
    remove: Annotated[bool, typer.Option("--remove", help="不作识读，公开时整体移除这些图片和嵌入对象（须同时用 --reason-code）。")] = False,
    reason_code: _CODE = None,
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """对未审部分和待办事项作出答复并负责，或决定整体移除未审的图片和嵌入对象。

    示例：xianshen case gap 2026-000001 --as wang --all --grounds 已逐页人工核对
    示例：xianshen case gap 2026-000001 --as wang --all --remove --reason-code 4 --grounds 证件照片
    """
    if all_of_them == bool(items):
        raise UsageError("请用 --all 或 --gap 之一指明。")
    with desk(home) as office:
        actor = acting(office, by, password_file)
        named = None if all_of_them else items
        tell(office.answer_gap(case, actor, grounds, items=named, remove=remove, reason_code=reason_code))


@app.command(cls=Command)
def status(
    case: CASE,
    by: AS,
    release_status: Annotated[str, typer.Option("--release-status", metavar="公开属性", help="全文公开、删减后公开或不予公开。", show_default=False)],
    release_mode: Annotated[str | None, typer.Option("--release-mode", metavar="公开方式", help="主动公开或依申请公开。", show_default=False)] = None,
    reason_code: _CODE = None,
    grounds: _GROUNDS = "",
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """确定公开属性和公开方式。示例：xianshen case status 2026-000001 --as wang --release-status 全文公开 --release-mode 主动公开"""
    with desk(home) as office:
        actor = acting(office, by, password_file)
        tell(office.set_status(case, actor, release_status, release_mode, reason_code=reason_code, grounds=grounds))


@app.command(cls=Command)
def sign(
    case: CASE,
    by: AS,
    opinion: Annotated[str, typer.Option("--opinion", metavar="TEXT", help="意见。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """签署当前应办的一步。示例：xianshen case sign 2026-000001 --as wang --opinion 同意公开"""
    with desk(home) as office:
        tell(office.sign(case, acting(office, by, password_file), opinion))


@app.command("return", cls=Command)
def give_back(
    case: CASE,
    by: AS,
    grounds: Annotated[str, typer.Option("--grounds", metavar="TEXT", help="退回理由。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """退回经办人员。示例：xianshen case return 2026-000001 --as li --grounds 附件未审"""
    with desk(home) as office:
        tell(office.return_case(case, acting(office, by, password_file), grounds))


@app.command(cls=Command)
def withdraw(
    case: CASE,
    by: AS,
    grounds: Annotated[str, typer.Option("--grounds", metavar="TEXT", help="撤回理由。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """撤回案件，或撤回已经公开的文件。示例：xianshen case withdraw 2026-000001 --as li --grounds 公开后发现错误"""
    with desk(home) as office:
        tell(office.withdraw(case, acting(office, by, password_file), grounds))


def _span(text: str) -> tuple[int, int]:
    start, colon, stop = text.partition(":")
    if not (colon and start.isdigit() and stop.isdigit() and int(start) < int(stop)):
        raise UsageError("位置应写作 START:STOP，例如 120:135。")
    return int(start), int(stop)


def tell(case: Any) -> None:
    """Say where the case stands now and what is still open."""
    open_now: Sequence[Any] = case.open_items
    parts = [f"案件 {case.id}：{case.state.label}"]
    if case.due_step is not None:
        if case.undecided:
            parts.append(f"未处理的建议 {len(case.undecided)} 条")
        if open_now:
            parts.append(f"待答复 {len(open_now)} 项")
        parts.append(f"待签署：{case.due_step.label}")
    edge.say("，".join(parts))


def register(parent: typer.Typer) -> None:
    """Add these commands."""
    parent.add_typer(app, name="case")
