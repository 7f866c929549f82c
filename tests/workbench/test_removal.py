"""A picture that nobody read, taken out on a person's decision: gap, decision, ledger, release, proof, record, gate."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redaction.removal_making import ONE, TWO, blip, with_media
from tests.workbench.test_procedure import PEOPLE, act, signed_by_all
from workbench.cli import run

CASE = "2026-000001"
REMOVE = ("case", "gap", CASE, "--remove", "--grounds", "证件照片")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with people, a draft with two pictures and a note in plain text, both reviewed."""
    top = tmp_path_factory.mktemp("removal")
    before = os.environ.get("XIANSHEN_HOME")
    os.environ["XIANSHEN_HOME"] = str(top / "home")
    for name, role in PEOPLE.items():
        (top / name).write_text(f"Kouling-{name}-2026", "utf-8")
        arguments = ["user", "add", name, "--role", role, "--password-file", str(top / name)]
        by = [] if name == "guan" else ["--as", "guan", "--as-password-file", str(top / "guan")]
        assert run([*arguments, *by]) == 0
    body = blip("rId5") + blip("rId6")
    made = with_media(body, ("rId5", "media/image1.png", ONE), ("rId6", "media/image2.png", TWO))
    (top / "drafts").mkdir()
    (top / "drafts" / "a.docx").write_bytes(made.bytes())
    assert run(["review", str(top / "drafts"), "--out", str(top / "out"), "--on", "2026-11-22"]) == 3
    yield top
    os.environ.pop("XIANSHEN_HOME")
    if before is not None:
        os.environ["XIANSHEN_HOME"] = before


@pytest.fixture(autouse=True)
def _same_home(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANSHEN_HOME", str(desk / "home"))


def case_of(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The case as it stands."""
    capsys.readouterr()
    assert run(["case", "show", CASE, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_1_the_preview_takes_pictures_out(desk: Path) -> None:
    """`redact` refuses unread pictures and, when told to, takes them out."""
    source, out = str(desk / "drafts" / "a.docx"), desk / "preview.docx"
    assert run(["redact", source, "--out", str(out)]) == 1
    assert not out.exists()
    assert run(["redact", source, "--out", str(out), "--remove-pictures"]) == 0
    assert run(["check", str(out)]) == 0


def test_2_a_removal_needs_a_code_and_a_picture(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No reason code, no removal; what is no picture cannot be removed; the code alone removes nothing."""
    assert act(desk, "wang", *REMOVE, "--all") == 1
    assert "理由代码" in capsys.readouterr().err
    answer = ("case", "gap", CASE, "--all", "--grounds", "已核对", "--reason-code", "4")
    assert act(desk, "wang", *answer) == 1
    assert act(desk, "shen", *REMOVE, "--all", "--reason-code", "4") == 1
    assert not case_of(capsys)["answers"]


def test_3_one_picture_is_removed_and_one_answered(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The decision stands in the case and in the ledger, and rules out 全文公开."""
    act(desk, "wang", "case", "decide", CASE, "--all", "accept")
    items = [i for i in case_of(capsys)["open_items"] if i["place"] == "图片1"]  # type: ignore[attr-defined]
    assert act(desk, "wang", *REMOVE, "--gap", items[0]["id"], "--reason-code", "4") == 0
    assert act(desk, "wang", "case", "gap", CASE, "--all", "--grounds", "已人工核对") == 0
    codes = {a["reason_code"] for a in case_of(capsys)["answers"]}  # type: ignore[attr-defined]
    assert codes == {"4", None}
    status = ("--release-mode", "主动公开", "--release-status")
    assert act(desk, "wang", "case", "status", CASE, *status, "全文公开") == 0
    assert act(desk, "wang", "case", "sign", CASE, "--opinion", "同意") == 1
    assert act(desk, "wang", "case", "status", CASE, *status, "删减后公开") == 0
    capsys.readouterr()
    assert run(["ledger", "show", "--json"]) == 0
    shown = capsys.readouterr().out
    assert '"removed"' in shown
    assert "证件照片" not in shown


def test_4_what_is_released_lacks_exactly_that_picture(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Release, proof, record and gate; the other picture is as it was."""
    signed_by_all(desk, CASE)
    out = desk / "released"
    assert act(desk, "wang", "release", CASE, "--out", str(out)) == 0
    data = (out / "output.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        left = [archive.read(name) for name in archive.namelist()]
    assert TWO in left
    assert not any(ONE[200:260] in member for member in left)
    proof = json.loads((out / "proof.json").read_text("utf-8"))
    assert proof["removed"] == [{"place": "图片1", "reason": "picture_not_read"}]
    record = (out / "record.html").read_text("utf-8")
    row = record[record.index("图片1") :]
    assert re.search("整体移除[^<]*证件照片[^<]*wang|整体移除（wang[^<]*证件照片", row)
    assert "整体移除" in (out / "proof.html").read_text("utf-8")
    assert run(["gate", str(out / "output.docx")]) == 0
    assert run(["recheck", "--on", "2026-11-23"]) == 0
    assert act(desk, "wang", "release", CASE, "--out", str(desk / "again")) == 0
    assert (desk / "again" / "output.docx").read_bytes() == data
