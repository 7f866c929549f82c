"""`xianshen token`: service tokens of publishing systems that ask the gate."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench import edge
from workbench.chinese import Command, Group
from workbench.desk import AS, acting, desk

app = typer.Typer(
    cls=Group,
    help="发布系统的服务令牌：签发、列出、作废。示例：xianshen token add 门户网站 --as anquan",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_LABEL = Annotated[str, typer.Argument(metavar="LABEL", help="令牌名称。", show_default=False)]


@app.command(cls=Command)
def add(label: _LABEL, by: AS, password_file: edge.PASSWORD_FILE = None, home: edge.HOME = None) -> None:
    """签发令牌，只显示一次。示例：xianshen token add 门户网站 --as anquan"""
    with desk(home) as office:
        print(office.tokens.add(label, acting(office, by, password_file)))
    edge.say("令牌只显示这一次，请妥善保存到发布系统的设置中。")


@app.command(cls=Command)
def revoke(label: _LABEL, by: AS, password_file: edge.PASSWORD_FILE = None, home: edge.HOME = None) -> None:
    """作废令牌。示例：xianshen token revoke 门户网站 --as anquan"""
    with desk(home) as office:
        office.tokens.revoke(label, acting(office, by, password_file))
    edge.say(f"已作废：{label}")


@app.command("list", cls=Command)
def listing(home: edge.HOME = None) -> None:
    """列出令牌。示例：xianshen token list"""
    from office.deadlines import office_day

    with desk(home) as office:
        for label, issued, revoked in office.tokens.all():
            print(f"{label}\t{office_day(issued)} 签发\t{'已作废' if revoked else '有效'}")
