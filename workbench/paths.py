"""`xianshen case clock`, `xianshen case path`: the reply clock, and questions that are sent and answered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import UsageError
from workbench import edge
from workbench.cases import app, tell
from workbench.chinese import Command
from workbench.desk import AS, CASE, acting, desk

_DAY = Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="发生之日，默认今天。", show_default=False)]
_GROUNDS = Annotated[str, typer.Option("--grounds", metavar="TEXT", help="理由或说明。", show_default=False)]


def clock(
    case: CASE,
    event: Annotated[str, typer.Argument(metavar="start|suspend|resume|extend|stop", help="收到申请、中止、恢复、延长、已答复。", show_default=False)],
    by: AS,
    what: Annotated[str, typer.Option("--what", metavar="third_party|organ|correction", help="中止事由：征求第三方、征求其他机关、补正。", show_default=False)] = "",
    on: _DAY = None,
    grounds: _GROUNDS = "",
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """依申请公开的答复计时（20 个工作日；征求意见的时间不计；延长须经办公室同意）。逾期不视为同意公开。

    示例：xianshen case clock 2026-000001 start --on 2026-11-02 --as wang
    """
    with desk(home) as office:
        actor = acting(office, by, password_file)
        matters = office.matters
        after = matters.tick(case, actor, event, edge.day(on), what=what, grounds=grounds)
        limit = next(k for k in matters.limits(after) if k.label == "答复申请期限")
        done = f"，已于 {limit.met_on} 答复{'（逾期）' if limit.is_late(edge.today()) else ''}" if limit.met_on else ""
        edge.say(f"案件 {case}：答复期限 {limit.due_on or '暂不能推算（正在补正，或节假日安排尚未载入）'}{done}")


def path(
    case: CASE,
    name: Annotated[str, typer.Argument(metavar="PATH", help="third_party 征求第三方意见、co_issuer 共同制作机关、refer 报请确定、declassify 解密审核、defer 暂缓公开。", show_default=False)],
    stage: Annotated[str, typer.Argument(metavar="send|answer|settle", help="送出、登记答复、本机关决定。", show_default=False)],
    by: AS,
    answer: Annotated[str, typer.Option("--answer", metavar="WORD", help="答复：consent、refuse、silent、declassified、extended、ended；决定：unfounded、override、severed。", show_default=False)] = "",
    party: Annotated[str, typer.Option("--to", metavar="NAME", help="对方名称；几个第三方各登记一次。", show_default=False)] = "",
    number: Annotated[str, typer.Option("--number", metavar="TEXT", help="来文或决定的文号。", show_default=False)] = "",
    until: Annotated[str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="暂缓至、延长至。", show_default=False)] = None,
    on: _DAY = None,
    grounds: _GROUNDS = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="同时填写文书（docx）。", show_default=False)] = None,
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """征求意见、报请确定、解密审核、暂缓公开：送出、登记答复、决定。没有答复的不能公开，沉默不等于同意。

    示例：xianshen case path 2026-000001 third_party send --to 某某公司 --out 意见书.docx --as wang
    """
    if stage == "send" and answer:
        raise UsageError("送出时没有答复（--answer）。")
    with desk(home, office_name) as office:
        actor = acting(office, by, password_file)
        after = office.matters.take(
            case, actor, name, stage, edge.day(on),
            party=party, answer=answer, number=number, until=edge.day(until) if until else None, grounds=grounds,
        )  # fmt: skip
        if out is not None:
            from flows.letters import fill_path

            fill_path(office, name, party, case, out, edge.day(None))
            print(out)
        tell(after)


def register(_parent: typer.Typer) -> None:
    """Add these commands to `case`."""
    for command in (clock, path):
        app.command(cls=Command)(command)
