"""`xianshen`: the console script. Each command is a thin shell over one call."""

from __future__ import annotations

import errno
import sys

import typer

from corpora.errors import CorpusChanged
from pipeline.errors import ExitCode, XianshenError
from workbench import batch, cases, gates, ledgers, letters, look, paths, people, tokens
from workbench.chinese import Group, UsageProblem, usage_problem
from workbench.edge import fail, say

INTERRUPTED = 130
_DISK = {
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "磁盘空间不足（已达配额）",
    errno.EFBIG: "磁盘空间不足（已达文件大小上限）",
    errno.EROFS: "磁盘是只读的，不能写入",
    errno.EACCES: "没有访问权限，文件或文件夹不能建立、读取或写入",
    errno.EIO: "磁盘读写出错",
}
"""What the system refused."""
app = typer.Typer(
    name="xianshen",
    cls=Group,
    help="先审：拟公开文件的保密审查与删减。先审查、后公开。",
    epilog="示例：xianshen review 待审文件夹 --out 审查结果",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
for module in (batch, look, cases, gates, letters, paths):
    module.register(app)
app.add_typer(people.app, name="user")
app.add_typer(ledgers.app, name="ledger")
app.add_typer(tokens.app, name="token")


def main() -> None:
    """Run a command; every error becomes a Chinese message and an exit code, never a traceback."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        code = app(arguments, standalone_mode=False)
        if code == INTERRUPTED:
            return interrupted()
        return int(code) if isinstance(code, int) else int(ExitCode.DONE)
    except XianshenError as error:
        return fail(error)
    except CorpusChanged as error:
        say(f"错误：{error}")
        return int(ExitCode.MISSING_PART)
    except typer.Exit as leave:
        return leave.exit_code
    except UsageProblem as error:
        say(f"用法错误：{usage_problem(error)}请用 --help 查看用法。")
        return int(ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        return interrupted()
    except BrokenPipeError:  # the reader of our output went away: nothing is wrong
        sys.stdout = None
        return int(ExitCode.DONE)
    except OSError as error:
        what = _DISK.get(error.errno or 0, "文件或文件夹不能建立、读取或写入")
        say(f"错误：{what}。请检查所给路径、访问权限和磁盘空间。")
        return int(ExitCode.REFUSED)
    except Exception as error:  # noqa: BLE001 - the last border: a user never sees a traceback, nor its text
        say(f"错误：程序内部错误（{type(error).__name__}）。没有生成结果；请将命令和文件格式告知系统管理员。")
        return int(ExitCode.REFUSED)


def interrupted() -> int:
    """Say that the user stopped it, and what that means."""
    say("已中断。已完成的部分仍然有效，重新运行即可继续。")
    return INTERRUPTED


if __name__ == "__main__":
    main()
