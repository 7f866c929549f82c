"""Errors as a user meets them: what, where and what to do, in Chinese, with an exit code, never the text."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """Exit codes of every command; the highest that applies wins, except that usage beats all."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    GAP = 3
    HALT = 4
    MISSING_PART = 5


class XianshenError(Exception):
    """Root of the tree. `what` says what happened and where; `advice` what to do. Neither quotes a document."""

    exit_code: ClassVar[ExitCode] = ExitCode.REFUSED
    advice: ClassVar[str] = ""

    def __init__(self, what: str, advice: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.todo = self.advice if advice is None else advice

    def __str__(self) -> str:
        return f"{self.what}{self.todo}"


class UsageError(XianshenError):
    """The command was called in a way that cannot work."""

    exit_code = ExitCode.USAGE


class Refused(XianshenError):
    """A gate, release, redaction or verification said no; `reasons` lists why, each a Chinese sentence."""

    def __init__(self, what: str, reasons: tuple[str, ...] = (), advice: str | None = None) -> None:
        super().__init__(what, advice)
        self.reasons = reasons


class RedactionRefused(Refused):
    """The cut cannot be made or proven; names page and carrier. No output file exists."""


class CorpusError(XianshenError):
    """A rule file is missing, changed or malformed."""

    exit_code = ExitCode.MISSING_PART
    advice = "请重新安装，或用 make manifest 重新登记修改过的规则文件。"


class MissingPart(XianshenError):
    """A converter, database or other needed part is not there."""

    exit_code = ExitCode.MISSING_PART


class UnreadableSource(XianshenError):
    """A reader could not read; `reason` is the gap it becomes. Raised by readers, turned into a gap by `read`."""

    exit_code = ExitCode.GAP

    def __init__(self, reason: str, place: str = "全文") -> None:
        super().__init__(f"无法读取：{place}。")
        self.reason = reason
        self.place = place
