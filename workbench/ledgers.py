"""`xianshen ledger`: the hash-chained ledger, shown, verified, exported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import Refused, UsageError
from workbench import edge
from workbench.chinese import Command, Group
from workbench.desk import desk

app = typer.Typer(cls=Group, help="台账：查看、验证、导出。", no_args_is_help=True, rich_markup_mode=None)


@app.command(cls=Command)
def show(
    as_json: Annotated[bool, typer.Option("--json", help="每条一行 JSON。")] = False,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="只看一个案件。", show_default=False)] = None,
    home: edge.HOME = None,
) -> None:
    """查看台账。示例：xianshen ledger show --case 2026-000001"""
    with desk(home) as office:
        entries = [entry for entry in office.ledger.entries() if case is None or entry.case == case]
    if as_json:
        for entry in entries:
            print(entry.body)
        return
    from rich.table import Table

    from workbench.tables import console

    table = Table("序号", "时间", "事项", "办理人", "案件", box=None, header_style="bold")
    for entry in entries:
        table.add_row(str(entry.n), entry.at, entry.kind, entry.actor or "", entry.case or "")
    console().print(table)


@app.command(cls=Command)
def verify(home: edge.HOME = None) -> None:
    """验证整条台账，并核对案卷文件。示例：xianshen ledger verify"""
    with desk(home) as office:
        verified = office.ledger.verify()
        reasons = [problem.text for problem in verified.problems]
        if verified.stands:
            reasons = [problem.text for problem in office.audit().problems]
    if reasons:
        raise Refused("台账未通过验证。", tuple(reasons))
    print(f"台账完整：{verified.count} 条，末条摘要 {verified.head}")


@app.command(cls=Command)
def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="输出文件。", show_default=False)],
    form: Annotated[str, typer.Option("--format", metavar="xlsx|csv", help="格式。")] = "xlsx",
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """导出台账和年度报告统计数。示例：xianshen ledger export --format xlsx --out 台账.xlsx"""
    from flows.export import export as run
    from flows.outputs import write

    if form not in ("xlsx", "csv"):
        raise UsageError("--format 只能是 xlsx 或 csv。")
    with desk(home, office_name) as office:
        data = run(office, form)
    write(out, data)
    edge.say(f"已导出：{out}")
