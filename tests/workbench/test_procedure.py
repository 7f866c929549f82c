"""The whole procedure from the terminal: review, decide, three signatures, release, gate, ledger."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
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
PEOPLE = {"guan": "admin", "wang": "handler", "li": "reviewer", "zhao": "approver", "shen": "auditor"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with people and three reviewed drafts: a list, a clean notice, an expired marking."""
    top = tmp_path_factory.mktemp("desk")
    before = os.environ.get("XIANSHEN_HOME")
    os.environ["XIANSHEN_HOME"] = str(top / "home")
    for name in PEOPLE:
        (top / name).write_text(f"Kouling-{name}-2026", "utf-8")
    for name, role in PEOPLE.items():
        arguments = ["user", "add", name, "--role", role, "--password-file", str(top / name)]
        by = [] if name == "guan" else ["--as", "guan", "--as-password-file", str(top / "guan")]
        assert run([*arguments, *by]) == 0
    drafts = top / "drafts"
    drafts.mkdir()
    (drafts / "1名单.docx").write_bytes(build_docx(Specimen("a", "docx", "", False, LINES, {}, ())))
    (drafts / "2通知.txt").write_text("关于召开会议的通知\n各单位：\n定于下周召开会议。\n", "utf-8")
    (drafts / "3旧件.txt").write_text("秘密★5年\n关于防汛工作的通知\n各单位：\n请做好防汛工作。\n2012年5月21日\n", "utf-8")
    assert run(["review", str(drafts), "--out", str(top / "out"), "--on", "2026-11-22"]) == 0
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


def signed_by_all(desk: Path, case: str) -> None:
    """The three signatures, each by its own person."""
    for who in ("wang", "li", "zhao"):
        assert act(desk, who, "case", "sign", case, "--opinion", "同意") == 0


def test_01_nothing_is_signed_while_a_proposal_is_open(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Signing an undecided case is refused with every reason."""
    assert act(desk, "wang", "case", "sign", "2026-000001", "--opinion", "同意") == 1
    assert "·" in capsys.readouterr().err


def test_02_only_a_handler_decides(desk: Path) -> None:
    """Neither the office, nor an admin, nor an auditor can decide a proposal."""
    for who in ("li", "guan", "shen"):
        assert act(desk, who, "case", "decide", "2026-000001", "--all", "accept") == 1


def test_03_a_wrong_password_is_refused(desk: Path) -> None:
    """Every act is authenticated."""
    arguments = ["case", "decide", "2026-000001", "--all", "accept", "--as", "wang"]
    assert run([*arguments, "--password-file", str(desk / "li")]) == 1


def test_04_a_list_is_cut_signed_released_and_passes_the_gate(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The released file holds no number; exactly it passes the gate, online and offline, and nothing else does."""
    case, out = "2026-000001", desk / "released"
    assert act(desk, "wang", "case", "decide", case, "--all", "accept") == 0
    act(desk, "wang", "case", "gap", case, "--all", "--grounds", "已完成影响评估")
    status = ("--release-status", "删减后公开", "--release-mode", "主动公开")
    assert act(desk, "wang", "case", "status", case, *status) == 0
    assert act(desk, "zhao", "case", "sign", case, "--opinion", "同意") == 1
    assert act(desk, "wang", "release", case, "--out", str(out)) == 1
    assert not out.exists()
    signed_by_all(desk, case)
    assert act(desk, "wang", "release", case, "--out", str(out)) == 0
    output = out / "output.docx"
    capsys.readouterr()
    assert run(["text", str(output)]) == 0
    assert NUMBER not in capsys.readouterr().out
    assert run(["gate", str(output)]) == 0
    assert capsys.readouterr().out.strip() == case
    assert run(["gate", str(desk / "drafts" / "1名单.docx")]) == 1
    assert run(["key", "show"]) == 0
    (desk / "key.pem").write_text(capsys.readouterr().out, "ascii")
    offline = ["--certificate", str(out / "certificate.json"), "--public-key", str(desk / "key.pem")]
    assert run(["gate", str(output), *offline]) == 0
    data = bytearray(output.read_bytes())
    data[len(data) // 2] ^= 1
    (desk / "flipped.docx").write_bytes(data)
    assert run(["gate", str(desk / "flipped.docx")]) == 1
    assert run(["gate", str(desk / "flipped.docx"), *offline]) == 1
    names = {path.name for path in out.iterdir()}
    assert names >= {"record.docx", "record.html", "record.json", "proof.json", "proof.html", "certificate.json"}


def test_05_a_released_case_gives_the_same_files_again(desk: Path) -> None:
    """Releasing twice writes the same bytes and no second certificate."""
    again = desk / "again"
    assert act(desk, "wang", "release", "2026-000001", "--out", str(again)) == 0
    for name in ("output.docx", "certificate.json"):
        assert (again / name).read_bytes() == (desk / "released" / name).read_bytes()


def test_06_a_clean_notice_leaves_unchanged(desk: Path) -> None:
    """Without cuts the output is the source, byte for byte."""
    case, out = "2026-000002", desk / "clean"
    act(desk, "wang", "case", "decide", case, "--all", "accept")
    status = ("--release-status", "全文公开", "--release-mode", "主动公开")
    assert act(desk, "wang", "case", "status", case, *status) == 0
    signed_by_all(desk, case)
    assert act(desk, "wang", "release", case, "--out", str(out)) == 0
    assert (out / "output.txt").read_bytes() == (desk / "drafts" / "2通知.txt").read_bytes()


def test_07_an_expired_marking_waits_for_its_formalities(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """期满 is not public: the case cannot be signed before the declassification steps are answered."""
    case = "2026-000003"
    assert act(desk, "wang", "case", "decide", case, "--all", "accept") == 0
    status = ("--release-status", "删减后公开", "--release-mode", "主动公开")
    act(desk, "wang", "case", "status", case, *status)
    assert act(desk, "wang", "case", "sign", case, "--opinion", "同意") == 1
    capsys.readouterr()
    assert run(["case", "show", case, "--json"]) == 0
    open_items = {item["reason"] for item in json.loads(capsys.readouterr().out)["open_items"]}
    assert open_items == {"declassify", "confirm_expiry"}


def test_07b_a_declassification_is_sent_and_answered(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The question goes out with its letter; without an answer nothing is signed; with it the steps are closed."""
    case, form = "2026-000003", desk / "sent.docx"
    send = ("case", "path", case, "declassify", "send", "--to", "原定密单位", "--on", "2026-10-09", "--out", str(form))
    assert act(desk, "wang", *send) == 0
    assert form.read_bytes().startswith(b"PK")
    assert act(desk, "wang", "case", "sign", case, "--opinion", "同意") == 1
    assert "解密审核（原定密单位）尚未答复" in capsys.readouterr().err
    answer = ("case", "path", case, "declassify", "answer", "--to", "原定密单位", "--answer", "declassified")
    assert act(desk, "wang", *answer, "--on", "2017-06-01") == 1
    assert act(desk, "wang", *answer, "--on", "2017-06-01", "--number", "某办解〔2017〕3号") == 0
    capsys.readouterr()
    assert run(["case", "show", case, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["open_items"] == []
    assert shown["inquiries"][0]["answer"] == "declassified"
    assert run(["recheck", "--on", "2026-12-01"]) == 0
    assert "已有解密决定" in capsys.readouterr().out


def test_07c_the_reply_clock_and_what_is_overdue(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A request runs its 20 working days; what is over stands in the list and decides nothing."""
    case = "2026-000003"
    assert act(desk, "wang", "case", "clock", case, "start", "--on", "2026-09-01") == 0
    assert "2026-09-29" in capsys.readouterr().err
    assert act(desk, "wang", "case", "clock", case, "extend", "--on", "2026-09-02", "--grounds", "复杂") == 1
    assert act(desk, "li", "case", "clock", case, "extend", "--on", "2026-09-02", "--grounds", "复杂") == 0
    capsys.readouterr()
    assert run(["case", "list", "--overdue", "--json"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["case"], row["state"]) == (case, "drafted")
    assert {"what": "答复申请期限", "due_on": "2026-11-02"} in row["overdue"]
    assert run(["case", "list", "--overdue"]) == 0
    assert "答复申请期限" in capsys.readouterr().out


def test_07d_nothing_is_erased_before_its_time(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A released case is kept for its years, whoever asks."""
    assert act(desk, "zhao", "ledger", "erase", "2026-000001", "--grounds", "已鉴定") == 1
    assert "保管期限" in capsys.readouterr().err
    assert act(desk, "shen", "ledger", "erase", "2026-000001", "--grounds", "已鉴定") == 1


def test_08_a_refusal_needs_its_reason(desk: Path) -> None:
    """不予公开 without a reason code is refused."""
    case = "2026-000003"
    assert act(desk, "wang", "case", "status", case, "--release-status", "不予公开") == 1


def test_09_letters_of_a_case(desk: Path) -> None:
    """The declassification form is filled from the case."""
    target = desk / "form.docx"
    assert run(["letter", "declassify", "2026-000003", "--out", str(target)]) == 0
    assert target.read_bytes().startswith(b"PK")


def test_10_the_ledger_verifies_and_exports(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The chain is whole; the register has every case and is safe against formulas."""
    assert run(["ledger", "verify"]) == 0
    for form in ("xlsx", "csv"):
        assert run(["ledger", "export", "--format", form, "--out", str(desk / f"register.{form}")]) == 0
    register = (desk / "register.csv").read_text("utf-8-sig")
    assert all(f"2026-00000{number}" in register for number in (1, 2, 3))
    assert capsys.readouterr().out.startswith("台账完整")


def test_11_a_proof_of_one_entry_stands_offline(desk: Path) -> None:
    """Checkpoint and inclusion proof can be checked with the public key alone."""
    proof = desk / "proof.json"
    if act(desk, "shen", "ledger", "checkpoint", "--out", str(desk / "checkpoint.json")) != 0:
        pytest.fail("an auditor signs checkpoints")
    assert run(["ledger", "prove", "3", "--out", str(proof)]) == 0
    assert run(["ledger", "check", str(proof), "--public-key", str(desk / "key.pem")]) == 0
    stated = json.loads(proof.read_text("utf-8"))
    proof.write_text(json.dumps({**stated, "n": 4}), "utf-8")
    assert run(["ledger", "check", str(proof), "--public-key", str(desk / "key.pem")]) == 1


def test_12_backup_and_restore(desk: Path) -> None:
    """What is backed up is restored into an empty home and verifies there."""
    backup = desk / "backup.tar"
    assert act(desk, "guan", "ledger", "backup", "--out", str(backup)) == 0
    assert run(["ledger", "restore", str(backup), "--home", str(desk / "restored")]) == 0
    assert run(["ledger", "verify", "--home", str(desk / "restored")]) == 0


def test_13_recheck_reads_and_decides_nothing(desk: Path) -> None:
    """Looking again changes no case."""
    assert run(["recheck", "--on", "2027-03-01"]) == 0
    assert run(["ledger", "verify"]) == 0
