"""What a batch writes down of a document that must not be on this system."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flows.worker import perform, settings_to_json
from pipeline.settings import Settings

DRAFT = """机密★10年

关于张建国等人情况的通报

张建国，身份证号码11010519491231002X，住奈曼旗大沁他拉镇先锋村3组12号，患有糖尿病。

某某局
2026年5月6日
"""


def test_of_a_halted_document_its_marks_alone_are_written_down(tmp_path: Path) -> None:
    """No place and no number of anything else in it: an officer needs the mark, and whom to tell."""
    path = tmp_path / "a.txt"
    path.write_text(DRAFT, "utf-8")
    job = {
        "job": "examine",
        "path": str(path),
        "name": "a.txt",
        "key": "00",
        "settings": settings_to_json(Settings(on=dt.date(2026, 11, 23), home=tmp_path / "home")),
    }
    reply = perform(job)
    made = reply["review"]
    assert made["outcome"] == "halt"
    assert {found["kind"] for found in made["findings"]} == {"secrecy.marking"}
    assert {name for one in made["proposals"] for name in one["findings"]} == {
        found["id"] for found in made["findings"]
    }
    assert made["markings"]
    assert [step["kind"] for step in made["steps"]] == ["halt_report"]
    assert (reply["cuts"], reply["people"]) == ([], [])
