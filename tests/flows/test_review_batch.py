"""The main job as a user runs it: one batch of good, bad and hostile files in a fresh home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from flows.specimens import Specimen, build_docx
from pipeline import schema

ROOT = Path(__file__).parent.parent.parent
PERSON = "欧阳建邦"
NUMBER = "11010519491231002X"
SECRET = "某专项工程进度安排"
TABLE = (
    "# 关于发放生活补贴的公示",
    "| 姓名 | 身份证号 | 手机号码 |",
    f"| {PERSON} | {NUMBER} | 13812345678 |",
)
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 480


@dataclass(frozen=True)
class Run:
    """What one command gave."""

    code: int
    out: str
    err: str
    home: Path
    results: Path


def command(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`xianshen` with a home, as a process of its own."""
    environment = {**os.environ, "XIANSHEN_HOME": str(home), "HOME": str(home.parent), "TMPDIR": str(home.parent)}
    return subprocess.run(
        [sys.executable, "-m", "workbench.cli", *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )


def drafts(folder: Path) -> Path:
    """A folder of drafts: clean, personal, secret, and everything that can be wrong with a file."""
    word = build_docx(Specimen("a", "docx", "", False, TABLE, {}, ()))
    (folder / "下级").mkdir(parents=True)
    files = {
        "通知.txt": "关于召开会议的通知\n各单位：\n定于下周召开会议。\n".encode(),
        "名单.docx": word,
        "下级/名单.csv": f"姓名,身份证号\n{PERSON},{NUMBER}\n".encode("gb18030"),
        "密件.txt": f"机密★20年\n关于{SECRET}的报告\n2024年3月1日\n".encode(),
        "空.txt": b"",
        "截断.docx": word[: len(word) // 2],
        "加密.docx": ENCRYPTED,
        "冒名.txt": word,
        "乱码.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 8,
        "程序.bin": b"\x7fELF" + b"\0" * 400,
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The batch, run once for all tests of this file."""
    top = tmp_path_factory.mktemp("batch")
    folder, home, results = drafts(top / "drafts"), top / "home", top / "out"
    done = command(home, "review", folder, "--out", results, "--on", "2026-11-22", "--workers", "2")
    return Run(done.returncode, done.stdout, done.stderr, home, results)


def reviews(run: Run) -> dict[str, dict[str, object]]:
    """Name → review.json of every document."""
    return {
        path.parent.relative_to(run.results).as_posix(): json.loads(path.read_text("utf-8"))
        for path in run.results.rglob("review.json")
    }


def test_every_file_ends_as_a_review(batch: Run) -> None:
    """The batch goes on over every bad file, and each has its folder with review and draft record."""
    assert set(reviews(batch)) == {
        "通知.txt", "名单.docx", "下级/名单.csv", "密件.txt", "空.txt", "截断.docx", "加密.docx", "冒名.txt", "乱码.pdf", "程序.bin",
    }  # fmt: skip
    for name in reviews(batch):
        assert (batch.results / name / "record.docx").read_bytes().startswith(b"PK")
        assert "审查记录" in (batch.results / name / "record.html").read_text("utf-8")


def test_what_could_not_be_read_is_a_gap(batch: Run) -> None:
    """Empty, truncated, encrypted, damaged and unknown files have gaps and are referred."""
    for name in ("空.txt", "截断.docx", "加密.docx", "乱码.pdf", "程序.bin"):
        review = reviews(batch)[name]
        assert review["gaps"], name
        assert review["outcome"] == "refer", name


def test_a_wrong_suffix_is_no_gap(batch: Run) -> None:
    """A Word file named .txt is read as what it is."""
    review = reviews(batch)["冒名.txt"]
    assert not review["gaps"]
    assert review["source"]["format"] == "docx"  # type: ignore[index]


def test_no_traceback_and_the_worst_exit_code(batch: Run) -> None:
    """The exit code is the highest that applies, and the user sees no traceback."""
    assert batch.code == 4
    assert "Traceback" not in batch.out + batch.err
    assert batch.out.strip().endswith("summary.html")


def test_outcomes(batch: Run) -> None:
    """Clean is released, personal is cut, secret halts."""
    outcomes = {name: review["outcome"] for name, review in reviews(batch).items()}
    assert outcomes["通知.txt"] == "release"
    assert outcomes["名单.docx"] == outcomes["下级/名单.csv"] == "partial_release"
    assert outcomes["密件.txt"] == "halt"


def test_the_proposed_cut_is_there_with_its_proof(batch: Run) -> None:
    """Partial release comes with the cut file and a proof that holds."""
    folder = batch.results / "下级/名单.csv"
    assert NUMBER not in (folder / "proposed.csv").read_text("gb18030")
    assert json.loads((folder / "proof.json").read_text("utf-8"))["holds"]


def test_reviews_fit_the_schema(batch: Run) -> None:
    """Every review.json is valid against the schema."""
    validator = jsonschema.Draft202012Validator(schema.schema())
    for review in reviews(batch).values():
        validator.validate(review)


def planted(path: Path) -> set[str]:
    """Which of the planted strings stand in the bytes of a file, in any of three encodings."""
    data = path.read_bytes()
    return {
        text
        for text in (PERSON, NUMBER, SECRET)
        if any(text.encode(encoding) in data for encoding in ("utf-8", "utf-16-le", "gb18030"))
    }


def test_no_document_text_leaves_the_case_folder(batch: Run) -> None:
    """Outside the drafts, only the case's copy of a source holds document text: not Prefect's database, not a log."""
    top = batch.home.parent
    allowed = {batch.home / "cases", top / "drafts"}
    leaks = {
        str(path.relative_to(top)): planted(path)
        for path in top.rglob("*")
        if path.is_file() and not any(folder in path.parents for folder in allowed) and planted(path)
    }
    proposed = {name for name in leaks if "/proposed." in name and leaks[name] <= {PERSON}}
    assert set(leaks) == proposed


def test_a_halted_document_is_kept_nowhere(batch: Run) -> None:
    """Of a halted document nothing is stored: no copy, no text, no title."""
    top = batch.home.parent
    stored = [p for p in top.rglob("*") if p.is_file() and top / "drafts" not in p.parents and SECRET in planted(p)]
    assert not stored
    assert reviews(batch)["密件.txt"]["metadata"]["title"] is None  # type: ignore[index]


def test_a_second_run_repeats_nothing(batch: Run) -> None:
    """The same bytes under the same rules on the same day open no second case, and the user is told."""
    before = {path: path.read_bytes() for path in batch.results.rglob("review.json")}
    folder = batch.home.parent / "drafts"
    done = command(batch.home, "review", folder, "--out", batch.results, "--on", "2026-11-22")
    assert "未重复审查" in done.stderr
    assert {path: path.read_bytes() for path in batch.results.rglob("review.json")} == before
    listed = command(batch.home, "case", "list", "--json").stdout.splitlines()
    digests = {review["source"]["sha256"] for review in reviews(batch).values()}  # type: ignore[index]
    assert len({json.loads(line)["case"] for line in listed}) == len(listed) == len(digests)


def test_the_ledger_verifies(batch: Run) -> None:
    """After the batch the chain is whole."""
    done = command(batch.home, "ledger", "verify")
    assert done.returncode == 0, done.stderr
