"""The shallow network of the names model: its file, its sums, and that fitting it is repeatable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import corpora
from detectors.names_network import Network, network, signs
from training.fit import WIDTH, Plan, fit, joined, printed, write

BOTH = [["bias", "a", "b"]] * 40
EITHER = [["bias", "a"], ["bias", "b"], ["bias"]] * 40
SAMPLES = [*((features, True) for features in BOTH), *((features, False) for features in EITHER)]


def test_sums() -> None:
    """The score is the linear weights plus what the hidden units add and take off; unknown features count nothing."""
    vectors = np.zeros((2, WIDTH), np.int8)
    vectors[1, 0], vectors[1, -1] = 4, 6
    model = Network({"bias": 0, "a": 1}, np.array([0.5, 1.0], np.float32), vectors, 0.5)
    assert signs(WIDTH)[0] == 1
    assert signs(WIDTH)[-1] == -1
    assert model.scores([["bias"], ["bias", "a", "zzz"]]) == pytest.approx([0.5, 1.5 + 2.0 - 3.0])
    assert model.scores([]) == []


def test_fitting_is_repeatable() -> None:
    """The same samples give the same table, whatever ran before."""
    one, other = (fit(SAMPLES, Plan(2, 2)) for _ in range(2))
    assert one.index == other.index
    assert np.array_equal(one.vectors, other.vectors)


def test_features_count_together() -> None:
    """What neither of two features says alone, both together can."""
    model = fit(SAMPLES * 20, Plan(8, 2))
    both, first, second, none = model.scores([["bias", "a", "b"], ["bias", "a"], ["bias", "b"], ["bias"]])
    assert both > 0 > max(first, second, none)


def test_forgetting() -> None:
    """With features forgotten by chance a second sign is learned beside the first, and the fit is repeatable."""
    found = [(["bias", "x", "y"], True), (["bias"], False)] * 200
    one, other = (fit(found, Plan(20, 2, batch=32, forget=0.5)) for _ in range(2))
    assert np.array_equal(one.vectors, other.vectors)
    assert min(one.scores([["bias", "x"], ["bias", "y"]])) > 0 > one.scores([["bias"]])[0]


def test_joined() -> None:
    """A joined network scores what its parts score in the mean."""
    parts = [fit(SAMPLES * 4, Plan(2, 2, width=width), seed) for seed, width in ((1, 8), (2, 8))]
    one, other = (part.scores(BOTH + EITHER) for part in parts)
    assert joined(parts).scores(BOTH + EITHER) == pytest.approx(np.mean([one, other], axis=0), abs=1e-5)


def test_the_file_gives_the_table_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is read again, to the step of a byte."""
    model = fit(SAMPLES, Plan(2, 2))
    path = tmp_path / "weights.tsv"
    write("feature\tweight\tvector", printed(model), path, "training.names")
    monkeypatch.setattr(corpora, "text", lambda _: path.read_text("utf-8"))
    again = network.__wrapped__("any")
    for name, at in model.index.items():
        there = again.index[name]
        assert again.vectors[there] * again.step == pytest.approx(model.vectors[at], abs=0.01)
        assert again.linear[there] == pytest.approx(model.linear[at], abs=0.01)
