"""`release`, `gate`, `key`, `serve`: what leaves the office."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ExitCode, Refused, UsageError
from workbench import edge
from workbench.chinese import Command, Group
from workbench.desk import AS, CASE, acting, desk

key_app = typer.Typer(cls=Group, help="本单位的签名密钥。", no_args_is_help=True, rich_markup_mode=None)


def release(
    case: CASE,
    by: AS,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="输出文件夹。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """公开已批准的案件：删减、验证、签发证书、写入最终记录。

    示例：xianshen release 2026-000001 --as li --out 公开
    """
    from flows.release import release as run

    with desk(home, office_name) as office:
        done = run(office, case, acting(office, by, password_file), out, office.settings)
    edge.say(f"案件 {done.record}：{'此前已公开，文件已重新输出' if done.again else '已公开'}。")
    print(done.output)


def gate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="准备公开的文件。", show_default=False)],
    certificate: Annotated[Path | None, typer.Option("--certificate", metavar="F", help="公开证书（离线核验）。", show_default=False)] = None,
    public_key: Annotated[Path | None, typer.Option("--public-key", metavar="F", help="单位公钥（离线核验）。", show_default=False)] = None,
    home: edge.HOME = None,
) -> None:
    """这份文件（逐字节）可以公开吗？可以则给出记录编号，否则给出全部理由。

    示例：xianshen gate 名单.docx    离线：xianshen gate 名单.docx --certificate certificate.json --public-key 公钥.pem
    """
    from office import Barred

    data = edge.file_bytes(file)
    if certificate is not None or public_key is not None:
        _offline(data, certificate, public_key)
        return
    with desk(home) as office:
        answer = office.gate(data)
    if isinstance(answer, Barred):
        raise Refused("不得公开。", answer.reasons)
    print(answer.record)


def _offline(data: bytes, certificate: Path | None, public_key: Path | None) -> None:
    from office.certificate import why_not_offline

    if certificate is None or public_key is None:
        raise UsageError("离线核验须同时给出 --certificate 和 --public-key。")
    try:
        stated = json.loads(edge.file_bytes(certificate))
    except ValueError:
        raise Refused("不得公开。", ("证书文件不是有效的 JSON。",)) from None
    if not isinstance(stated, dict):
        raise Refused("不得公开。", ("这不是公开证书。",))
    reasons = why_not_offline(data, stated, edge.file_bytes(public_key))
    if reasons:
        raise Refused("不得公开。", tuple(reason.text for reason in reasons))
    print(stated["record"])


@key_app.command("show", cls=Command)
def show(home: edge.HOME = None) -> None:
    """输出本单位公钥，供网站离线核验证书。示例：xianshen key show > 公钥.pem"""
    with desk(home) as office:
        print(office.key().public_pem.decode(), end="")


def serve(
    port: Annotated[int, typer.Option("--port", metavar="N", help="端口。")] = 8460,
    home: edge.HOME = None,
    office_name: edge.OFFICE = "",
) -> None:
    """在 127.0.0.1 提供公开前的查询接口（POST /api/gate）。示例：xianshen serve --port 8460"""
    from workbench.server import run

    run(edge.settings(None, "none", home, office_name), port)
    edge.leave(ExitCode.DONE)


def register(parent: typer.Typer) -> None:
    """Add these commands."""
    for command in (release, gate, serve):
        parent.command(cls=Command)(command)
    parent.add_typer(key_app, name="key")
