"""The manual names every command, and the command line explains itself in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from workbench.cli import app, run

MANUAL = (Path(__file__).parent.parent.parent / "docs" / "manual.md").read_text("utf-8")
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_manual(command: str) -> None:
    """Nothing is offered that the manual does not name."""
    assert f"`{command}`" in MANUAL


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_and_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` of every command tells what it does and shows an example."""
    assert run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert any("\u4e00" <= character <= "\u9fff" for character in shown)
    assert "示例" in shown or "Commands" in shown


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "没有.txt"], 2),
        (["check"], 2),
        (["review", "没有", "--out", "x"], 2),
        (["check", "a", "--cleared", "top"], 2),
        (["term", "秘密★5年", "--on", "昨天"], 2),
        (["no-such-command"], 2),
        (["case", "show", "2026-999999"], 2),
        (["case", "decide", "2026-999999", "accept", "--as", "x"], 2),
    ],
)
def test_wrong_usage_is_two_and_says_what_to_do(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake in a command ends with 2 and a Chinese message, never with a traceback."""
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == code
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert any("\u4e00" <= character <= "\u9fff" for character in told)
