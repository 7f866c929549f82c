"""`xianshen letter`: the office's forms and letters, filled from a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import UsageError
from workbench import edge
from workbench.chinese import Command
from workbench.desk import desk


def letter(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="文书名称，见 --list。", show_default=False)] = None,
    case: Annotated[str | None, typer.Argument(metavar="CASE", help="案件号。", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="输出的 docx。", show_default=False)] = None,
    template: Annotated[Path | None, typer.Option("--template", metavar="DOCX", help="本单位自己的模板。", show_default=False)] = None,
    fields: Annotated[bool, typer.Option("--fields", help="列出模板中可用的字段；给出 NAME 时连同该文书自己的字段。")] = False,
    listing: Annotated[bool, typer.Option("--list", help="列出全部文书。")] = False,
    on: edge.ON = None,
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """按案件填写表格和文书（docx）。

    示例：xianshen letter --list    xianshen letter third_party 2026-000001 --out 征求意见书.docx

    本单位的模板：xianshen letter --fields    xianshen letter f1_changzhou 2026-000001 --template 本单位.docx --out 审查单.docx
    """
    from flows.letters import catalogue, fields_of, fill

    if fields:
        for field, label in fields_of(name):
            print(f"{{{{{field}}}}}\t{label}")
        return
    if listing:
        for known, title in catalogue():
            print(f"{known}\t{title}")
        return
    if name is None or case is None or out is None:
        raise UsageError("用法：xianshen letter NAME CASE --out FILE。", advice="全部文书见 xianshen letter --list。")
    given = edge.file_bytes(template) if template else None
    with desk(home, office_name, on) as office:
        fill(office, name, case, out, edge.day(on), given)
    print(out)


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command(cls=Command)(letter)
