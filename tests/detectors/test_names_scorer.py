"""A larger model of the office's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from detectors import DETECTORS, detectors_of
from detectors.names_scorer import load
from pipeline.contracts import Reading
from pipeline.errors import UsageError
from tests.detectors.test_names import document

STUB = """
class One:
    label_ = "PERSON"
    def __init__(self, start, end):
        self.start_char, self.end_char = start, end

class Doc:
    def __init__(self, text):
        at = text.find("王铁")
        self.ents = [One(at, at + 2)] if at >= 0 else []

def load():
    return Doc
"""
TEXT = "大家都说王铁热心，请予办理。"


@pytest.fixture
def stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home whose office names a model, and that model as an installed package."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "zh_stub_persons.py").write_text(STUB, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    (tmp_path / "policy").mkdir(exist_ok=True)
    (tmp_path / "policy" / "office.toml").write_text('names_model = "zh_stub_persons"\n', "utf-8")
    yield tmp_path
    load.cache_clear()


def test_the_model_is_used(stated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the model sees as a person is found, though the shipped weights alone would leave it."""
    monkeypatch.setattr("detectors.names_pool.scores", lambda found: [-2.0] * len(found))
    reading = Reading.of(document(TEXT))
    stock = {one.name: one for one in DETECTORS}
    own = {one.name: one for one in detectors_of(stated)}
    assert [one.name for one in detectors_of(stated)] == [one.name for one in DETECTORS]
    assert not list(stock["names"].find(reading))
    assert [tuple(f.span) for f in own["names"].find(reading)][:1] == [(4, 6)]


def test_without_the_setting(tmp_path: Path) -> None:
    """No setting, no model."""
    assert detectors_of(tmp_path) is DETECTORS


@pytest.mark.parametrize("name", ["zh_no_such_model", "os", "../zh_evil", "zh_x.y"])
def test_a_model_that_is_not_there(tmp_path: Path, name: str) -> None:
    """A missing model and what is no model are refused in words; nothing is downloaded or imported."""
    (tmp_path / "policy").mkdir(exist_ok=True)
    (tmp_path / "policy" / "office.toml").write_text(f'names_model = "{name}"\n', "utf-8")
    with pytest.raises(UsageError):
        detectors_of(tmp_path)
