"""The command library speaks English; this is what it says in Chinese."""

from __future__ import annotations

import re

from typer import _click, core

HELP: tuple[tuple[str, str], ...] = (
    ("Usage:", "用法："),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Show this message and exit.", "显示本说明。"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[OPTIONS]", "[选项]"),
    ("[required]", "[必填]"),
    ("[default: ", "[默认："),
)
ERRORS: tuple[tuple[str, str], ...] = (
    ("NoSuchOption", "没有这个选项"),
    ("MissingParameter", "缺少参数"),
    ("BadOptionUsage", "选项用法不对"),
    ("BadArgumentUsage", "参数用法不对"),
    ("BadParameter", "参数值不对"),
    ("FileError", "文件打不开"),
    ("NoArgsIsHelpError", "缺少命令"),
)
UsageProblem = _click.exceptions.ClickException


def _translated(shown: str) -> str:
    for english, chinese in HELP:
        shown = shown.replace(english, chinese)
    return re.sub(r"\{(\w+)\.\.\.\}\.\.\.", r"\1...", re.sub(r" <[\w\[\]]+>", "", shown))


class Command(core.TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: _click.Context) -> str:
        """The help page."""
        return _translated(super().get_help(ctx))


class Group(core.TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    def get_help(self, ctx: _click.Context) -> str:
        """The help page."""
        return _translated(super().get_help(ctx))


def usage_problem(error: UsageProblem) -> str:
    """What was wrong with a command line; names the option or argument, never a value."""
    kind = next((name for name in ERRORS if name[0] == type(error).__name__), None)
    parameter = getattr(error, "param", None)
    named = getattr(error, "option_name", None) or (parameter and (parameter.metavar or parameter.name))
    if kind is None:
        return "没有这个命令，或用法不对。"
    return f"{kind[1]}：{named}。" if named else f"{kind[1]}。"
