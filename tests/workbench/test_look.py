"""`check`, `text`, `redact`, `term` as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.specimens import Specimen, build_docx
from workbench.cli import run

NUMBER = "11010519491231002X"
LINES = (
    "# 关于发放生活补贴的公示",
    "| 姓名 | 身份证号 | 手机号码 |",
    f"| 欧阳建邦 | {NUMBER} | 13812345678 |",
)


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """A Word draft with a list of persons."""
    path = tmp_path / "名单.docx"
    path.write_bytes(build_docx(Specimen("a", "docx", "", False, LINES, {}, ())))
    return path


def checked(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, object]]:
    """Exit code and JSON object of `check --json`."""
    code = run(["check", str(path), "--json", "--on", "2026-11-22", *options])
    return code, json.loads(capsys.readouterr().out)


def test_check_says_the_same_twice(word: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same file gives the same object, byte for byte."""
    first = checked(word, capsys)
    assert checked(word, capsys) == first
    assert first[0] == 0


def test_text_is_shown_only_with_reveal(word: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings hold offsets; the matched text is printed to a person who asked."""
    _, plain = checked(word, capsys)
    assert NUMBER not in json.dumps(plain)
    _, revealed = checked(word, capsys, "--reveal")
    assert NUMBER in {found.get("text") for found in revealed["findings"]}  # type: ignore[attr-defined]


def test_offsets_refer_to_the_printed_text(word: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Every finding's offsets cut its text out of what `text` prints."""
    assert run(["text", str(word)]) == 0
    flat = capsysbinary.readouterr().out.decode()
    run(["check", str(word), "--json", "--reveal"])
    review = json.loads(capsysbinary.readouterr().out)
    assert review["findings"]
    for found in review["findings"]:
        assert flat[found["start"] : found["stop"]] == found["text"]


def test_check_writes_nothing(word: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One look leaves no trace: no home, no file beside the draft."""
    before = sorted(word.parent.rglob("*"))
    checked(word, capsys)
    assert sorted(word.parent.rglob("*")) == before
    assert not home.exists()


def test_redact_proves_and_writes(word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The output is there and the number is not in it."""
    out = tmp_path / "删减.docx"
    assert run(["redact", str(word), "--out", str(out)]) == 0
    assert run(["text", str(out)]) == 0
    assert NUMBER not in capsys.readouterr().out
    assert run(["check", str(out)]) == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("密件.txt", "机密★20年\n关于某专项工作的报告\n2024年3月1日\n".encode()),
        ("内部.txt", "内部资料 注意保存\n\n工作简报\n一、近期工作\n".encode()),
        ("坏.txt", "正常\n第".encode() + b"\xff\xfe\xfd\n"),
    ],
)
def test_redact_refuses_and_leaves_no_file(
    name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A live marking, a bar or a gap: exit 1, a reason in Chinese, no output."""
    source, out = tmp_path / name, tmp_path / "out.txt"
    source.write_bytes(content)
    assert run(["redact", str(source), "--out", str(out)]) == 1
    assert not out.exists()
    assert "错误" in capsys.readouterr().err


def test_a_preview_can_be_forced_over_a_gap(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--force-preview` goes over a bar and says that the file is a preview."""
    source, out = tmp_path / "内部.txt", tmp_path / "out.txt"
    source.write_text(f"内部资料 注意保存\n申请人身份证号：{NUMBER}\n", "utf-8")
    assert run(["redact", str(source), "--out", str(out), "--force-preview"]) == 0
    assert "预览" in out.read_text("utf-8")
    assert NUMBER not in out.read_text("utf-8")
    assert "预览" in capsys.readouterr().err


def test_a_live_marking_is_never_previewed(tmp_path: Path) -> None:
    """`--force-preview` does not go over 停止处理."""
    source, out = tmp_path / "密件.txt", tmp_path / "out.txt"
    source.write_text("机密★20年\n关于某专项工作的报告\n2024年3月1日\n", "utf-8")
    assert run(["redact", str(source), "--out", str(out), "--force-preview"]) == 1
    assert not out.exists()


def test_clearance_lets_a_marking_be_handled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Above clearance is 4, within it the document is barred but not halted."""
    source = tmp_path / "密件.txt"
    source.write_text("秘密★10年\n关于某专项工作的报告\n2024年3月1日\n", "utf-8")
    assert checked(source, capsys)[0] == 4
    code, review = checked(source, capsys, "--cleared", "mimi")
    assert code == 0
    assert review["outcome"] == "withhold"


def test_term_explains(capsys: pytest.CaptureFixture[str]) -> None:
    """One marking: level, term, last day, state, articles."""
    assert run(["term", "秘密★5年", "--issued", "2012-12-10", "--on", "2026-11-22", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["level"], said["expires_on"], said["state"]) == ("MIMI", "2017-12-10", "expired")
    assert said["basis"]
    assert said["notes"]


def test_the_seeds(samples: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    """On five real documents: no marking, no cut; numbers and notes as printed; the damaged one is never released."""
    seen = {}
    for path in sorted(samples("seeds").glob("*.txt")):
        _, review = checked(path, capsys)
        assert review["markings"] == []
        assert not [cut for proposal in review["proposals"] for cut in proposal["cuts"]]  # type: ignore[attr-defined]
        seen[path.name[:3]] = review
    assert seen["000"]["metadata"]["document_number"] == "巴政办发〔2018〕51号"  # type: ignore[index]
    assert seen["002"]["metadata"]["document_number"] == "通政公字〔2020〕1号"  # type: ignore[index]
    assert seen["002"]["metadata"]["release_note"] == "此件公开发布"  # type: ignore[index]
    assert {gap["reason"] for gap in seen["003"]["gaps"]} == {"garbled_text"}  # type: ignore[attr-defined]
    assert seen["003"]["outcome"] != "release"


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 480
WORD = build_docx(Specimen("a", "docx", "", False, LINES, {}, ()))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("空.txt", b"", "unreadable_text"),
        ("加密.docx", ENCRYPTED, "encrypted"),
        ("截断.docx", WORD[: len(WORD) // 2], "damaged"),
        ("乱码.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 8, "damaged"),
        ("未知.bin", b"\x7fELF" + b"\0" * 400, "unsupported_format"),
        ("旧.zip", b"PK\x05\x06" + b"\0" * 18, "unsupported_format"),
    ],
)
def test_what_cannot_be_read_is_a_gap_and_three(
    name: str, data: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unreadable file is never clean: exit 3, a gap with its reason, and it is referred."""
    source = tmp_path / name
    source.write_bytes(data)
    code, review = checked(source, capsys)
    assert code == 3
    assert reason in {gap["reason"] for gap in review["gaps"]}  # type: ignore[attr-defined]
    assert review["outcome"] == "refer"
