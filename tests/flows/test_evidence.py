"""A written decision on a mark, recorded in one case, reaches the next review of the same bytes. It opens nothing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from flows.examine import as_json, examine
from pipeline.evidence import (
    Declassification,
    Evidence,
    Extension,
    consistent,
    of_spelled,
    spelled,
)
from pipeline.proposal import Outcome
from pipeline.secrecy import Level
from pipeline.settings import Settings
from workbench.cli import run

ON = dt.date(2026, 11, 22)
BODY = "关于防汛工作的通知\n各单位：\n请做好防汛工作。\n{}\n"
RUNNING = "机密★10年\n" + BODY.format("2024年5月21日")
EXPIRED = "秘密★5年\n" + BODY.format("2012年5月21日")
UNDATED = "秘密★5年\n" + BODY.format("")
CONDITIONAL = "秘密★发布前\n" + BODY.format("2024年5月21日")
LIFTED = Declassification(dt.date(2026, 11, 2))
LONGER = Extension(dt.date(2030, 1, 1), dt.date(2016, 1, 5))


def reviewed(text: str, *evidence: Evidence, cleared: Level = Level.JUEMI) -> dict[str, Any]:
    """`review.json` of a draft, on a system that may read it."""
    settings = Settings(on=ON, home=Path("/nonexistent"), cleared=cleared)
    return as_json(examine(text.encode(), "a.txt", settings, evidence), settings)


def test_a_lifted_mark_is_referred_not_released() -> None:
    """解密 ends the bar of the mark; the formalities are still to be shown, and the mark still goes."""
    assert reviewed(RUNNING)["outcome"] == "withhold"
    made = reviewed(RUNNING, LIFTED)
    assert made["outcome"] == "refer"
    assert (made["markings"][0]["state"], made["markings"][0]["expires_on"]) == (
        "declassified",
        "2026-11-02",
    )
    assert "declassify" in [step["kind"] for step in made["steps"]]
    assert any(p["action"] == "remove" and p["reason_code"] == "1" for p in made["proposals"])


def test_an_extension_bars_what_would_have_run_out() -> None:
    """The term that was lengthened in time counts; one that came after the end is no extension."""
    assert reviewed(EXPIRED)["outcome"] == "refer"
    made = reviewed(EXPIRED, LONGER)
    assert (made["outcome"], made["markings"][0]["expires_on"]) == ("withhold", "2030-01-01")
    late = Extension(dt.date(2030, 1, 1), dt.date(2018, 1, 5))
    assert reviewed(EXPIRED, late)["markings"][0]["state"] == "expired"


@pytest.mark.parametrize("text", [RUNNING, EXPIRED, UNDATED, CONDITIONAL])
@pytest.mark.parametrize(
    "evidence", [(LIFTED,), (LONGER,), (Declassification(dt.date(2027, 1, 1)),)]
)
def test_no_decision_takes_a_marked_document_below_refer(
    text: str, evidence: tuple[Evidence, ...]
) -> None:
    """Whatever is recorded, a marked document is never proposed for release, and a day to come changes nothing."""
    made = reviewed(text, *evidence)
    assert Outcome[made["outcome"].upper()] >= Outcome.REFER
    if evidence[0] == Declassification(dt.date(2027, 1, 1)):
        assert made["outcome"] == reviewed(text)["outcome"]


def test_an_extension_halts_where_the_system_is_not_cleared() -> None:
    """Rule 8 stands above all: what is secret again is stopped."""
    assert reviewed(EXPIRED, LONGER, cleared=Level.NONE)["outcome"] == "halt"


def test_of_contradicting_decisions_the_stricter_counts() -> None:
    """Lifted and extended at once: only the extension; each fact once."""
    assert consistent([LIFTED, LONGER, LIFTED]) == (LONGER,)
    assert consistent([LIFTED, LIFTED]) == (LIFTED,)
    for fact in (LIFTED, LONGER, Declassification(ON, Level.MIMI)):
        assert of_spelled(spelled(fact)) == fact


def test_from_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Recorded once, the order is known to the next `review`: a new case, referred, its steps answered, said in the record."""
    monkeypatch.setenv("XIANSHEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XIANSHEN_PASSWORD", "Kouling-wang-2026")
    secret = tmp_path / "pw"
    secret.write_text("Kouling-wang-2026", "utf-8")
    assert run(["user", "add", "guan", "--role", "admin", "--password-file", str(secret)]) == 0
    assert (
        run(
            [
                "user",
                "add",
                "wang",
                "--role",
                "handler",
                "--as",
                "guan",
                "--password-file",
                str(secret),
            ]
        )
        == 0
    )
    draft = tmp_path / "旧件.txt"
    draft.write_text(RUNNING, "utf-8")
    command = ["review", str(draft), "--out", str(tmp_path / "out"), "--cleared", "juemi"]
    assert run(command) == 0
    path = ["case", "path", "2026-000001", "declassify"]
    path[2] = json.loads((tmp_path / "out/旧件.txt/review.json").read_text("utf-8"))["case"]
    assert run([*path, "send", "--to", "某局", "--on", "2026-10-12", "--as", "wang"]) == 0
    answer = ["--answer", "declassified", "--number", "某解〔2026〕3号", "--on", "2026-11-02"]
    assert run([*path, "answer", "--to", "某局", *answer, "--as", "wang"]) == 0
    for _ in range(2):
        assert run(command) == 0
    made = json.loads((tmp_path / "out/旧件.txt/review.json").read_text("utf-8"))
    assert made["case"].endswith("000002")
    assert (made["outcome"], made["markings"][0]["state"]) == ("refer", "declassified")
    capsys.readouterr()
    assert run(["recheck"]) == 0
    assert f"{path[2]}：同一文件已另案审查（{made['case']}）" in capsys.readouterr().out
    assert run(["case", "show", made["case"], "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["open_items"] == []
    assert run(["case", "record", made["case"], "--out", str(tmp_path / "record")]) == 0
    page = (tmp_path / "record/record.html").read_text("utf-8")
    assert (
        f"沿用此前的登记：解密审核：某局已解密，某解〔2026〕3号（2026年11月2日，案卷{path[2]}）"
        in page
    )
    (tmp_path / "home/cases" / made["case"] / "review.json").write_bytes(b"{}")
    capsys.readouterr()
    assert run(["recheck"]) == 1
    told = capsys.readouterr().out
    assert f"{made['case']}：" in told
    assert f"{path[2]}：" in told
