"""The office's own list: every word has its day and its person, and is always a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from detectors import detectors_of
from detectors.negative_list import FILE, NegativeList, entries_of
from pipeline.contracts import Reading
from pipeline.errors import UsageError
from pipeline.finding import Kind
from pipeline.readers import read

HEAD = "词条\t类别\t登记日期\t登记人\t停用日期\n"


def listed(home: Path, *rows: str) -> Path:
    """A home with a list of these rows."""
    path = home / FILE
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return home


def found(home: Path, text: str) -> list[tuple[Kind, str]]:
    """What the list finds in a text."""
    document = read(text.encode(), "a.txt")
    reading = Reading.of(document)
    return [
        (f.kind, document.text[f.span.start : f.span.stop])
        for f in NegativeList(entries_of(home)).find(reading)
    ]


def test_a_listed_word_is_found_in_any_spacing(tmp_path: Path) -> None:
    """Full width or spaced, the printed span is whole."""
    home = listed(tmp_path, "水源井位\t\t2026-03-01\t王五\t", "巡线路线\tsecrecy.scope\t2026-03-01\t王五\t")
    assert found(home, "附：水 源 井 位表和巡线路线图\n") == [
        (Kind.PUBLIC_SAFETY, "水 源 井 位"),
        (Kind.SECRECY_SCOPE, "巡线路线"),
    ]


def test_a_word_that_was_taken_off_no_longer_counts(tmp_path: Path) -> None:
    """The line stays for the record, the word is not looked for."""
    home = listed(tmp_path, "水源井位\t\t2026-03-01\t王五\t2026-09-01")
    assert not found(home, "水源井位表\n")


@pytest.mark.parametrize("row", ["水源\t\t昨天\t王五\t", "水源\t\t2026-03-01\t\t", "水源\tpi.name\t2026-03-01\t王五\t"])
def test_a_line_without_day_or_person_is_refused(tmp_path: Path, row: str) -> None:
    """A list whose changes nobody answers for is not used; the message names the line."""
    with pytest.raises(UsageError, match="第2行"):
        entries_of(listed(tmp_path, row))


def test_an_office_without_a_list_has_the_usual_detectors(tmp_path: Path) -> None:
    """Nothing is added where there is no list."""
    assert "negative_list" not in {detector.name for detector in detectors_of(tmp_path)}
    home = listed(tmp_path / "b", "水源井位\t\t2026-03-01\t王五\t")
    assert "negative_list" in {detector.name for detector in detectors_of(home)}
