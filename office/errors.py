"""Errors of the office, beside those of `pipeline.errors`. Messages are Chinese and quote no document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.errors import ExitCode, Refused, XianshenError


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was refused: `code` for the ledger (ASCII), `text` for the person (Chinese)."""

    code: str
    text: str


class ActRefused(Refused):
    """An act of the procedure was refused. The ledger has an entry of it."""

    def __init__(self, what: str, because: tuple[Reason, ...], advice: str = "") -> None:
        super().__init__(what, tuple(reason.text for reason in because), advice)
        self.because = because


class LedgerBroken(Refused):
    """The ledger does not stand: what was found wrong, by entry number."""


class ClockSetBack(Refused):
    """The clock shows a time before the last entry of the ledger."""

    def __init__(self) -> None:
        super().__init__(
            "系统时钟早于台账最后一条记录的时间，已停止办理。",
            ("系统时钟被回拨。",),
            "请校准系统时间后重试。",
        )


class CaseDamaged(Refused):
    """A case is not what was registered: a file, an act or its row. `because` has the same reasons with codes."""

    def __init__(
        self, what: str, reasons: tuple[str, ...], advice: str, codes: tuple[str, ...] = ("files",)
    ) -> None:
        super().__init__(what, reasons, advice)
        self.because = tuple(Reason(code, text) for code, text in zip(codes, reasons, strict=True))


class CaseErased(CaseDamaged):
    """The files of a case were removed after its retention period; the ledger says when and by whom."""

    def __init__(self, case: str) -> None:
        text = f"案卷 {case} 已在保管期限届满后销毁。"
        super().__init__(text, (text,), "台账保留销毁记录和文件摘要。", codes=("erased",))


class NoSuchCase(XianshenError):
    """There is no case of that number here."""

    exit_code = ExitCode.USAGE
    advice = "请用 xianshen case list 查看已有案卷。"

    def __init__(self, case: str) -> None:
        super().__init__(f"没有编号为 {case[:32]} 的案卷。")


class DatabaseMissing(XianshenError):
    """The database cannot be reached, opened or brought to this version."""

    exit_code: ClassVar[ExitCode] = ExitCode.MISSING_PART
    advice = "请检查数据目录的权限和磁盘空间，或数据库地址与服务是否可用。"
