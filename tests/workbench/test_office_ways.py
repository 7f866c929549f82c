"""What an office does beside the three steps: its own number of steps, 发文稿纸, roles, answers that close a question."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from workbench.cli import run

PEOPLE = {
    "guan": "admin", "wang": "handler", "sun": "handler", "li": "reviewer", "chen": "reviewer", "zhao": "approver",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of five steps with its people and two drafts: a plain notice and a joint one."""
    top = tmp_path_factory.mktemp("ways")
    before = os.environ.get("XIANSHEN_HOME")
    os.environ["XIANSHEN_HOME"] = str(top / "home")
    for name, role in PEOPLE.items():
        (top / name).write_text(f"Kouling-{name}-2026", "utf-8")
        by = [] if name == "guan" else ["--as", "guan", "--as-password-file", str(top / "guan")]
        assert (
            run(["user", "add", name, "--role", role, "--password-file", str(top / name), *by])
            == 0
        )
    (top / "home/policy").mkdir()
    (top / "home/policy/office.toml").write_text(
        'procedure = "five"\nlimits = ["审查7日"]\n', "utf-8"
    )
    drafts = top / "drafts"
    drafts.mkdir()
    (drafts / "1通知.txt").write_text(
        "关于召开会议的通知\n各单位：\n定于下周召开会议。\n", "utf-8"
    )
    joint = "关于采购情况的公告\n现予公告。\n某某旗财政局、某某旗教育局\n2026年11月10日\n"
    (drafts / "2公告.txt").write_text(joint, "utf-8")
    assert run(["review", str(drafts), "--out", str(top / "out")]) == 0
    yield top
    os.environ.pop("XIANSHEN_HOME")
    if before is not None:
        os.environ["XIANSHEN_HOME"] = before


@pytest.fixture(autouse=True)
def _same_home(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANSHEN_HOME", str(desk / "home"))


def act(desk: Path, who: str, *words: str) -> int:
    """A command that one person gives."""
    return run([*words, "--as", who, "--password-file", str(desk / who)])


def shown(capsys: pytest.CaptureFixture[str], case: str) -> dict[str, object]:
    """`case show --json`."""
    capsys.readouterr()
    assert run(["case", "show", case, "--json"]) == 0
    made: dict[str, object] = json.loads(capsys.readouterr().out)
    return made


def test_01_no_printing_without_an_attribute(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A 发文稿纸 is filled only once 公开属性 and 公开方式 are set; a refusal needs its reason before that."""
    sheet = desk / "f4.docx"
    assert run(["letter", "f4_dispatch", "2026-000001", "--out", str(sheet)]) == 1
    assert "不予印发" in capsys.readouterr().err
    assert not sheet.exists()
    assert act(desk, "wang", "case", "decide", "2026-000001", "accept", "--all") == 0
    assert act(desk, "wang", "case", "status", "2026-000001", "--release-status", "不予公开") == 1
    assert "不予印发" in capsys.readouterr().err
    set_ = [
        "case",
        "status",
        "2026-000001",
        "--release-status",
        "全文公开",
        "--release-mode",
        "主动公开",
    ]
    assert act(desk, "wang", *set_) == 0
    assert run(["letter", "f4_dispatch", "2026-000001", "--out", str(sheet)]) == 0
    cells = "\n".join(
        c.text for t in docx.Document(str(sheet)).tables for r in t.rows for c in r.cells
    )
    assert "☑全文公开" in cells
    assert "☑主动公开" in cells


def test_02_five_steps_five_persons(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The office's own procedure: each step by its role, nobody twice, then the release."""
    for who, code in (
        ("wang", 0), ("wang", 1), ("li", 1), ("sun", 0), ("li", 0), ("li", 1), ("chen", 0), ("zhao", 0),
    ):  # fmt: skip
        assert act(desk, who, "case", "sign", "2026-000001", "--opinion", "同意") == code, who
    made = shown(capsys, "2026-000001")
    assert [s["label"] for s in made["signatures"]] == [  # type: ignore[attr-defined]
        "承办人", "处（室）负责人", "保密审查", "办公室", "主管领导",
    ]  # fmt: skip
    assert act(desk, "chen", "release", "2026-000001", "--out", str(desk / "out1")) == 0
    assert run(["gate", str(desk / "out1/output.txt")]) == 0


def test_03_a_procedure_that_nobody_wrote(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown word in office.toml is said, with the choices; nothing is opened."""
    settings = desk / "home/policy/office.toml"
    kept = settings.read_text("utf-8")
    settings.write_text('procedure = "six"\n', "utf-8")
    assert run(["review", str(desk / "drafts/1通知.txt"), "--out", str(desk / "out6")]) == 2
    assert "three、four、five" in capsys.readouterr().err
    settings.write_text(kept, "utf-8")


def test_04_the_consent_of_the_others_is_asked_once(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The consent that is recorded on its path closes the step and the question of the same matter."""
    case = "2026-000002"
    assert act(desk, "wang", "case", "decide", case, "accept", "--all") == 0
    assert len(shown(capsys, case)["open_items"]) == 2  # type: ignore[arg-type]
    path = ["case", "path", case, "co_issuer"]
    assert act(desk, "wang", *path, "send", "--to", "某某旗教育局", "--on", "2026-10-09") == 0
    assert len(shown(capsys, case)["open_items"]) == 2  # type: ignore[arg-type]
    assert act(desk, "wang", *path, "answer", "--to", "某某旗教育局", "--answer", "consent") == 0
    assert shown(capsys, case)["open_items"] == []


def test_05_a_letter_follows_the_answer(desk: Path) -> None:
    """After a silence the sheet for it, after an override the notice to the third party, with days and grounds."""
    path = ["case", "path", "2026-000002", "third_party"]
    out = desk / "letter.docx"
    assert act(desk, "wang", *path, "send", "--to", "甲公司", "--on", "2026-10-09") == 0
    assert (
        act(
            desk,
            "wang",
            *path,
            "answer",
            "--to",
            "甲公司",
            "--answer",
            "silent",
            "--out",
            str(out),
        )
        == 0
    )
    assert "逾期未提出意见" in "".join(p.text for p in docx.Document(str(out)).paragraphs)
    settle = ["settle", "--to", "甲公司", "--answer", "override", "--grounds", "事关饮水安全"]
    assert act(desk, "wang", *path, *settle, "--out", str(out)) == 0
    text = "".join(p.text for p in docx.Document(str(out)).paragraphs)
    assert "甲公司" in text
    assert "2026年10月9日" in text
    assert "事关饮水安全" in text


def test_06_nothing_left_to_decide_is_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second --all changes nothing and says so."""
    capsys.readouterr()
    assert (
        act(desk, "wang", "case", "decide", "2026-000002", "reject", "--all", "--grounds", "x")
        == 0
    )
    assert "未作改动" in capsys.readouterr().err


def test_07_the_clock_tells_when_it_was_answered(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The day of the answer, and that it was late."""
    clock = ["case", "clock", "2026-000002"]
    assert act(desk, "wang", *clock, "start", "--on", "2026-03-02") == 0
    assert act(desk, "wang", *clock, "stop") == 0
    assert "答复（逾期）" in capsys.readouterr().err


def test_08_roles_and_accounts_are_changed_by_the_administrator(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Role given, account closed and opened again; a wrong word and a wrong person are refused."""
    assert act(desk, "guan", "user", "role", "sun", "reviewer") == 0
    assert "办公室" in capsys.readouterr().err
    assert act(desk, "guan", "user", "role", "sun", "king") == 2
    assert act(desk, "wang", "user", "role", "wang", "approver") == 1
    assert act(desk, "guan", "user", "disable", "sun") == 0
    assert act(desk, "sun", "case", "sign", "2026-000002", "--opinion", "x") == 1
    assert act(desk, "guan", "user", "enable", "sun") == 0
    assert act(desk, "guan", "user", "disable", "guan") == 1
    assert act(desk, "guan", "user", "enable", "nobody") == 2


def test_09_a_refusal_names_what_matters_only(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A case that is not approved is refused for that, not for a proof that it cannot have yet."""
    capsys.readouterr()
    assert act(desk, "wang", "release", "2026-000002", "--out", str(desk / "no")) == 1
    told = capsys.readouterr().err
    assert "尚缺签署" in told
    assert "proof" not in told
    assert not (desk / "no").exists()


def test_10_the_office_writes_its_own_form(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fields are listed, a template with them is filled, an unknown one is named with the way to the list."""
    capsys.readouterr()
    assert run(["letter", "--fields"]) == 0
    known = dict(line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert known["{{title}}"] == "题名"
    assert "{{cut.place}}" in known
    assert run(["letter", "public_interest", "--fields"]) == 0
    assert "公共利益理由" in capsys.readouterr().out
    assert run(["letter", "nothing", "--fields"]) == 2
    template, made = desk / "own.docx", desk / "made.docx"
    own = docx.Document()
    own.add_paragraph("本单位样式　{{title}}　{{number}}")
    own.save(str(template))
    command = [
        "letter",
        "f1_changzhou",
        "2026-000002",
        "--template",
        str(template),
        "--out",
        str(made),
    ]
    assert run(command) == 0
    assert (
        docx.Document(str(made)).paragraphs[0].text
        == "本单位样式　关于采购情况的公告　2026-000002"
    )
    own.add_paragraph("{{nosuch}}")
    own.save(str(template))
    assert run(command) == 2
    told = capsys.readouterr().err
    assert "nosuch" in told
    assert "letter --fields" in told


def test_11_the_ledger_is_shown_in_chinese(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What, when in the office's time, who, which case; the JSON stays as it was written."""
    capsys.readouterr()
    assert run(["ledger", "show", "--case", "2026-000001"]) == 0
    shown_ = capsys.readouterr().out
    for word in ("立案", "处理建议", "签署", "办理被拒绝", "same_person"):
        assert word in shown_
    assert "2026-000002" not in shown_
    assert run(["ledger", "show", "--case", "2026-000001", "--json"]) == 0
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds[0] == "case.opened"
