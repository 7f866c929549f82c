"""The last border of the command line: disk, devices and interruption end in a Chinese sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from flows.outputs import write
from workbench import cli


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, "磁盘空间不足"), (errno.EFBIG, "磁盘空间不足"), (errno.EROFS, "只读"), (errno.EACCES, "没有访问权限"), (errno.ENOTDIR, "不能建立")])
def test_a_disk_that_fails_is_no_internal_error(
    number: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the disk refuses is said as such, with the exit code of a refusal and without a path."""

    def fails(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number), "/机密/欧阳志远.docx")

    monkeypatch.setattr(cli, "app", fails)
    assert cli.run(["check"]) == 1
    shown = capsys.readouterr().err
    assert said in shown
    assert "欧阳志远" not in shown


def test_an_interruption_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether the command library swallowed it or not."""
    monkeypatch.setattr(cli, "app", lambda *_, **__: cli.INTERRUPTED)
    assert cli.run(["check"]) == cli.INTERRUPTED
    assert "已中断" in capsys.readouterr().err


def test_a_device_is_never_replaced(tmp_path: Path) -> None:
    """A rename onto a pipe or a device would put a file in its place."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match=r"\[Errno"):
        write(pipe, b"abc")
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
