"""The edge: the only place that reads the clock, the environment and the terminal."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipeline import files
from pipeline.errors import ExitCode, UsageError, XianshenError
from pipeline.secrecy import Level
from pipeline.settings import Settings, home_path

ON = Annotated[
    str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="审查日期，默认今天。", show_default=False)
]
CLEARED = Annotated[
    str, typer.Option("--cleared", metavar="LEVEL", help="本机可处理的最高密级：none、mimi、jimi、juemi。")
]
HOME = Annotated[
    Path | None,
    typer.Option("--home", metavar="DIR", help="数据目录，默认 $XIANSHEN_HOME 或 ~/.xianshen。", show_default=False),
]
OFFICE = Annotated[str, typer.Option("--office", metavar="NAME", help="本单位名称，写入审查记录。")]
WORKERS = Annotated[
    int, typer.Option("--workers", metavar="N", help="并行进程数，0 为处理器个数。", min=0)
]
PASSWORD_FILE = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="F", help="口令文件（首行）；也可用 XIANSHEN_PASSWORD。", show_default=False),
]


def today() -> dt.date:
    """Today. The only call of its kind in the project."""
    return dt.date.today()  # noqa: DTZ011, TID251 - the edge


def now() -> dt.datetime:
    """This instant, with its zone. The only call of its kind in the project."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - the edge


def day(stated: str | None) -> dt.date:
    """The day of a `--on` option. Raises UsageError for anything but YYYY-MM-DD."""
    if stated is None:
        return today()
    try:
        return dt.date.fromisoformat(stated)
    except ValueError:
        raise UsageError("日期应写作 YYYY-MM-DD，例如 2026-11-22。") from None


def level(stated: str) -> Level:
    """The level of a `--cleared` option."""
    try:
        return Level[stated.upper()]
    except KeyError:
        raise UsageError("--cleared 只能是 none、mimi、jimi 或 juemi。") from None


def settings(
    on: str | None = None,
    cleared: str = "none",
    home: Path | None = None,
    office: str = "",
    workers: int = 0,
) -> Settings:
    """The settings of one command."""
    return Settings(
        on=day(on),
        home=home_path(home),
        cleared=level(cleared),
        office=office or os.environ.get("XIANSHEN_OFFICE", ""),
        workers=workers or os.cpu_count() or 1,
        database=os.environ.get("XIANSHEN_DATABASE") or None,
        vault_key=Path(vault) if (vault := os.environ.get("XIANSHEN_VAULT_KEY")) else None,
        algorithms=os.environ.get("XIANSHEN_ALGORITHMS") or None,
    )


def file_bytes(path: Path, *, pipes: bool = False) -> bytes:
    """The bytes of a file named on the command line. Raises UsageError when there is none.

    A pipe or device is no document; `pipes` allows one, for a password.
    """
    if path.is_dir():
        raise UsageError(f"{path} 是文件夹。", advice="请指定文件；整个文件夹请用 xianshen review。")
    try:
        return path.read_bytes() if pipes else files.file_bytes(path)
    except FileNotFoundError:
        raise UsageError(f"找不到文件：{path}。", advice="请检查路径。") from None
    except OSError:
        raise UsageError(f"无法打开文件：{path}。", advice="请检查访问权限；管道和设备不能审查。") from None


def password(stated: Path | None, prompt: str = "口令") -> str:
    """A password from `--password-file`, `XIANSHEN_PASSWORD`, or a prompt on the terminal."""
    if stated is not None:
        lines = file_bytes(stated, pipes=True).decode("utf-8", "replace").splitlines()
        return lines[0] if lines else ""
    from_environment = os.environ.get("XIANSHEN_PASSWORD")
    if from_environment is not None:
        return from_environment
    return _asked(prompt, "请用 --password-file 或环境变量 XIANSHEN_PASSWORD 提供。")


def _asked(prompt: str, advice: str) -> str:
    """A password typed at the terminal, or the next line of a pipe. Raises UsageError when there is none."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}：")
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise UsageError(f"需要输入 {prompt}。", advice=advice)
    return line


def new_password(stated: Path | None, name: str) -> str:
    """A new password from its own file, or a prompt on the terminal; never from the environment."""
    if stated is not None:
        return password(stated)
    return _asked(f"{name} 的新口令", "请用口令文件提供。")


def say(text: str) -> None:
    """Talk to the user: standard error, so that results stay clean."""
    print(text, file=sys.stderr)


def leave(code: int) -> NoReturn:
    """End the command with an exit code."""
    raise typer.Exit(code)


def fail(error: XianshenError) -> int:
    """Show an error and give its exit code."""
    say(f"错误：{error}")
    for reason in getattr(error, "reasons", ()):
        if reason not in str(error):
            say(f"  · {reason}")
    return int(error.exit_code)


def worst(codes: list[ExitCode]) -> ExitCode:
    """The exit code of several results: the highest that applies."""
    return max(codes, default=ExitCode.DONE)
