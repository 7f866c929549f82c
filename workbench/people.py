"""`xianshen user`: the people of the office."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import UsageError
from workbench import edge
from workbench.chinese import Command, Group
from workbench.desk import acting, desk

app = typer.Typer(
    cls=Group,
    help="人员：增加、列出、停用、启用、变更角色、修改口令。示例：xianshen user add zhang --role handler --display 张三",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_NAME = Annotated[str, typer.Argument(metavar="NAME", help="账号。", show_default=False)]
_BY = Annotated[str | None, typer.Option("--as", metavar="ADMIN", help="办理人（管理员）账号。", show_default=False)]
_BY_FILE = typer.Option("--as-password-file", metavar="F", help="办理人口令文件。", show_default=False)


@app.command(cls=Command)
def add(
    name: _NAME,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="handler 经办、reviewer 办公室、approver 领导、auditor 审计、security 安全、admin 系统管理。")],
    display: Annotated[str, typer.Option("--display", metavar="姓名", help="显示的姓名。")] = "",
    by: _BY = None,
    password_file: edge.PASSWORD_FILE = None,
    as_password_file: Annotated[Path | None, _BY_FILE] = None,
    home: edge.HOME = None,
) -> None:
    """增加人员。空目录的第一人必为系统管理员，无需授权；以后由管理员（--as）增加。

    示例：xianshen user add wang --role handler --display 王五 --as admin --password-file 新口令
    """
    with desk(home) as office:
        actor = None
        if not office.people.is_empty():
            if by is None:
                raise UsageError("需要由管理员增加（--as ADMIN）。")
            actor = office.authenticate(by, _manager_password(by, as_password_file))
        person = office.add_person(name, role, _new(name, password_file, actor), display=display, by=actor)
        edge.say(f"已增加：{person.name}（{person.role.label}）")


def _new(name: str, stated: Path | None, actor: object | None) -> str:
    """The new person's password; the environment's is the manager's, except for the very first person."""
    if actor is None:
        return edge.password(stated, f"{name} 的新口令")
    return edge.new_password(stated, name)


def _manager_password(by: str, stated: Path | None) -> str:
    """The manager's own password: its file, `XIANSHEN_PASSWORD`, or a prompt."""
    return edge.password(stated, f"{by} 的口令")


@app.command("list", cls=Command)
def listing(home: edge.HOME = None) -> None:
    """列出人员。示例：xianshen user list"""
    from rich.table import Table

    from workbench.tables import console

    with desk(home) as office:
        table = Table("账号", "姓名", "角色", "状态", box=None, header_style="bold")
        for person in office.people.all():
            table.add_row(person.name, person.display, person.role.label, "停用" if person.disabled else "在用")
        console().print(table)


@app.command(cls=Command)
def disable(
    name: _NAME,
    by: Annotated[str, typer.Option("--as", metavar="ADMIN", help="办理人账号。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """停用人员（不删除，其办理记录保留）。示例：xianshen user disable wang --as admin"""
    with desk(home) as office:
        office.people.disable(name, acting(office, by, password_file))
        edge.say(f"已停用：{name}")


@app.command(cls=Command)
def enable(
    name: _NAME,
    by: Annotated[str, typer.Option("--as", metavar="ADMIN", help="办理人账号。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """重新启用已停用的人员。示例：xianshen user enable wang --as admin"""
    with desk(home) as office:
        office.people.disable(name, acting(office, by, password_file), disabled=False)
        edge.say(f"已启用：{name}")


@app.command(cls=Command)
def role(
    name: _NAME,
    to: Annotated[str, typer.Argument(metavar="ROLE", help="handler、reviewer、approver、auditor、security 或 admin。", show_default=False)],
    by: Annotated[str, typer.Option("--as", metavar="ADMIN", help="办理人账号。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """变更人员的角色；已在某案中签署过一个环节的人，不能以新角色再签另一个环节。示例：xianshen user role wang reviewer --as admin"""
    from office import Role

    if to not in {known.value for known in Role}:
        raise UsageError(f"没有这种角色：{to}。", f"角色：{'、'.join(Role)}。")
    with desk(home) as office:
        office.people.set_role(name, Role(to), acting(office, by, password_file))
        edge.say(f"{name} 现为：{Role(to).label}")


@app.command(cls=Command)
def password(
    name: _NAME,
    by: Annotated[str | None, typer.Option("--as", metavar="NAME", help="办理人账号，默认本人。", show_default=False)] = None,
    password_file: edge.PASSWORD_FILE = None,
    new_password_file: Annotated[Path | None, typer.Option("--new-password-file", metavar="F", help="新口令文件。", show_default=False)] = None,
    home: edge.HOME = None,
) -> None:
    """修改口令。示例：xianshen user password wang"""
    with desk(home) as office:
        actor = acting(office, by or name, password_file)
        fresh = edge.new_password(new_password_file, name)
        office.people.set_password(name, fresh, actor)
        edge.say(f"已修改口令：{name}")


@app.command(cls=Command)
def unlock(
    name: _NAME,
    by: Annotated[str, typer.Option("--as", metavar="NAME", help="办理人（安全管理员）账号。", show_default=False)],
    password_file: edge.PASSWORD_FILE = None,
    home: edge.HOME = None,
) -> None:
    """解除因口令错误造成的锁定。示例：xianshen user unlock wang --as anquan"""
    with desk(home) as office:
        office.people.unlock(name, acting(office, by, password_file))
        edge.say(f"已解除锁定：{name}")
