"""`xianshen ledger`: the hash-chained ledger, shown, verified, exported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import Refused, UsageError
from workbench import edge
from workbench.chinese import Command, Group
from workbench.desk import AS, CASE, acting, desk

if TYPE_CHECKING:
    from workbench.progress import Progress

app = typer.Typer(cls=Group, help="台账：查看、验证、导出、统计、备份。示例：xianshen ledger stats 2026Q4 --out 统计.xlsx", no_args_is_help=True, rich_markup_mode=None)
_OUT = Annotated[Path, typer.Option("--out", metavar="FILE", help="输出文件。", show_default=False)]
_PERIOD = "YYYY|YYYYQn|YYYY-MM|起:止"


@app.command(cls=Command)
def show(
    as_json: Annotated[bool, typer.Option("--json", help="每条一行 JSON。")] = False,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="只看一个案件。", show_default=False)] = None,
    home: edge.HOME = None,
) -> None:
    """查看台账。示例：xianshen ledger show --case 2026-000001"""
    from office.deadlines import OFFICE_TIME
    from office.entry import instant
    from records import labels

    with desk(home) as office:
        entries = list(office.ledger.entries(case=case))
        names = {person.name: person.display or person.name for person in office.people.all()}
    if as_json:
        for entry in entries:
            print(entry.body)
        return
    from rich.table import Table

    from workbench.tables import console

    table = Table("序号", "时间", "事项", "办理人", "案件", "说明", box=None, header_style="bold")
    for entry in entries:
        at = instant(entry.at).astimezone(OFFICE_TIME).strftime("%Y-%m-%d %H:%M:%S")
        what = labels.LEDGER.get(entry.kind, entry.kind)
        told = (entry.data.get(key) for key in ("person", "label", "step", "what", "status", "on", "codes"))
        more = " ".join(" ".join(each) if isinstance(each, list) else str(each) for each in told if each)
        actor = names.get(entry.actor or "", entry.actor or "")
        table.add_row(str(entry.n), at, what, actor, entry.case or "", more)
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
    out: _OUT,
    form: Annotated[str, typer.Option("--format", metavar="xlsx|csv", help="格式。")] = "xlsx",
    period: Annotated[str | None, typer.Option("--period", metavar=_PERIOD, help="只导出此期间立案的案件。", show_default=False)] = None,
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """导出台账和办理结果（年度报告统计数，默认为本年度）。示例：xianshen ledger export --format xlsx --out 台账.xlsx"""
    from flows.export import export as run
    from office.statistics import Period

    _known(form, "xlsx", "csv")
    stated = Period.of(period) if period else None
    with desk(home, office_name) as office, _progress("统计") as advance:
        data = run(office, form, stated, advance)
    _written(out, data)


@app.command(cls=Command)
def stats(
    period: Annotated[str, typer.Argument(metavar=_PERIOD, help="统计期间：年、季、月或起止日期。", show_default=False)],
    out: _OUT,
    form: Annotated[str, typer.Option("--format", metavar="xlsx|csv|docx", help="格式；docx 是可印发的通报。")] = "xlsx",
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """统计一个期间：办理结果（年度报告），按单位、科室、人员的通报，各环节用时，删减，关口。

    示例：xianshen ledger stats 2026Q4 --format docx --out 通报.docx
    """
    from flows.export import notice
    from office.statistics import Period

    _known(form, "xlsx", "csv", "docx")
    stated = Period.of(period)
    with desk(home, office_name) as office, _progress("统计") as advance:
        data = notice(office, form, stated, advance)
    _written(out, data)


@app.command(cls=Command)
def monthly(
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help="月份。", show_default=False)],
    out: _OUT,
    form: Annotated[str, typer.Option("--format", metavar="xlsx|docx", help="格式。")] = "xlsx",
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """输出一个月的汇总表，供打印、签字、存档。示例：xianshen ledger monthly 2026-11 --format docx --out 汇总表.docx"""
    from flows.export import summary_of_month
    from office.statistics import Period

    _known(form, "xlsx", "docx")
    stated = Period.of(month)
    if (stated.since.year, stated.since.month) != (stated.until.year, stated.until.month) or ":" in month:
        raise UsageError("汇总表按月编制，月份应写作 YYYY-MM。")
    with desk(home, office_name) as office:
        data = summary_of_month(office, form, stated)
    _written(out, data)


def _known(form: str, *forms: str) -> None:
    if form not in forms:
        raise UsageError(f"--format 只能是 {'、'.join(forms)}。")


def _progress(what: str) -> Progress:
    from workbench.progress import Progress

    return Progress(what)


def _written(out: Path, data: bytes) -> None:
    from flows.outputs import write

    write(out, data)
    edge.say(f"已导出：{out}")


@app.command(cls=Command)
def checkpoint(
    by: AS,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="检查点文件（JSON），请打印或另存他处。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """签发台账检查点：另存他处后，整本改写也能被发现。示例：xianshen ledger checkpoint --as anquan --out 检查点.json"""
    from flows.outputs import write
    from office.canonical import canonical

    with desk(home, office_name) as office:
        signed = office.checkpoints.sign(office.key(), acting(office, by, password_file))
    write(out, canonical(signed))
    edge.say(f"已签发：{out}")


@app.command(cls=Command)
def prove(
    number: Annotated[int, typer.Argument(metavar="N", help="台账序号。", show_default=False)],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="证明文件（JSON）。", show_default=False)],
    home: edge.HOME = None,
) -> None:
    """输出某一条在台账中的证明，审计员凭公钥即可离线核验。示例：xianshen ledger prove 12 --out 证明.json"""
    from flows.outputs import write
    from office.canonical import canonical

    with desk(home) as office:
        write(out, canonical(office.checkpoints.inclusion(number)))
    edge.say(f"已输出：{out}")


@app.command("check", cls=Command)
def check_proof(
    proof: Annotated[Path, typer.Argument(metavar="FILE", help="证明文件。", show_default=False)],
    key: Annotated[Path, typer.Option("--public-key", metavar="F", help="单位公钥。", show_default=False)],
) -> None:
    """离线核验一条证明。示例：xianshen ledger check 证明.json --public-key 公钥.pem"""
    import json

    from office.checkpoint import why_not_included

    try:
        stated = json.loads(edge.file_bytes(proof))
    except ValueError:
        raise Refused("证明不成立。", ("文件不是有效的 JSON。",)) from None
    reasons = why_not_included(stated, edge.file_bytes(key)) if isinstance(stated, dict) else []
    if reasons or not isinstance(stated, dict):
        raise Refused("证明不成立。", tuple(reason.text for reason in reasons))
    print("证明成立。")


@app.command(cls=Command)
def backup(
    by: AS,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="备份文件。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """备份整个数据目录并核验。示例：xianshen ledger backup --as admin --out 备份.tar"""
    with desk(home) as office:
        count = office.backups.make(out, acting(office, by, password_file), office.key())
    edge.say(f"已备份 {count} 个文件：{out}")


@app.command(cls=Command)
def erase(
    case: CASE,
    by: AS,
    grounds: Annotated[str, typer.Option("--grounds", metavar="TEXT", help="销毁依据，例如鉴定和批准文号。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """保管期限届满后销毁案卷文件（主管领导）；台账保留销毁记录和文件摘要。示例：xianshen ledger erase 2026-000001 --as zhao --grounds 已鉴定"""
    with desk(home) as office:
        digests = office.erasures.erase(case, acting(office, by, password_file), grounds)
    for name, digest in digests.items():
        print(f"{name}\t{digest}")
    edge.say(f"案卷 {case} 的文件已销毁，台账已登记。")


@app.command(cls=Command)
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件。", show_default=False)],
    home: edge.HOME = None,
) -> None:
    """把备份恢复到空的数据目录，并核验台账和案卷。示例：xianshen ledger restore 备份.tar --home 新目录"""
    from office.backup import restore as run
    from office.disk import Disk

    settings = edge.settings(home=home)
    count = run(source, settings.home, settings.database, Disk())
    with desk(home) as office:
        reasons = [problem.text for problem in office.audit().problems]
        if not reasons:
            office.backups.note_restored()
    if reasons:
        raise Refused("恢复后的台账未通过验证。", tuple(reasons))
    edge.say(f"已恢复 {count} 个文件，台账和案卷核验通过。")
