"""Private or in office: what decides, what becomes a question; every row of the cue lexicon."""

from __future__ import annotations

import re

import pytest

import corpora
from detectors.names import DETECTOR
from detectors.names_lexicon import lexicon
from detectors.roles import Role, Witness, weigh
from pipeline.contracts import Reading
from tests.detectors.test_names import document, found

ROWS = corpora.rows("lexicons/name_cues.tsv")


def test_every_counter_example_is_quiet() -> None:
    """The word of a cue without a name beside it makes no cut."""
    text = "\n".join(row["counter-example"] for row in ROWS if row["counter-example"])
    read = Reading.of(document(text))
    assert [
        f.place for f in DETECTOR.find(read) if f.kind.is_personal and f.certainty != "possible"
    ] == []


def test_examples_find_the_name() -> None:
    """The name in nearly every example is found; no example turns an official into a private person."""
    missed = []
    for row in ROWS:
        example = row["example"]
        name = re.search(r"⟦(.*?)⟧", example)
        assert name is not None
        kinds = dict(found(example.replace("⟦", "").replace("⟧", "")))
        kind = kinds.get(name[1])
        if kind is None:
            missed.append(row["term"])
        elif row["role"] == "official" and row["class"] != "contact":
            assert kind == "person.official" or row["side"] == "label", row["term"]
    assert len(missed) * 50 < len(ROWS), missed


def test_two_voices_are_a_question() -> None:
    """Equal voices for both readings make a question."""
    role, why = weigh([Witness(Role.PRIVATE, 3, "甲"), Witness(Role.OFFICIAL, 3, "乙")])
    assert role is Role.BOTH
    assert "待判断" in why


def test_no_voice_is_unknown() -> None:
    """Nobody is private or official without a reason."""
    assert weigh([])[0] is Role.UNKNOWN


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "拟任职干部公示\n李建国，男，1980年生，汉族，现任县教育局副局长，拟任县水务局局长。",
            "person.official",
        ),
        ("行政处罚决定书\n当事人：李建国，男，1980年生，住大林镇。", "pi.name"),
        ("第二批危房改造户名单\n1.李建国，大林镇，补助3000元；", "pi.name"),
        ("常务会议纪要\n会上，李建国就种苗保障作了发言。", "person.official"),
    ],
)
def test_genre_and_career(text: str, kind: str) -> None:
    """What follows and the kind of paper decide where no title stands beside the name."""
    assert found(text) == [("李建国", kind)]


def test_cues_are_words_of_the_dictionary() -> None:
    """Terms of two and more characters are known to the segmentation."""
    from detectors.names_lexicon import words

    assert all(term in words().index for term in lexicon().before if len(term) > 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("第二名由六(3)班李雨泽获得，教师王建华颁奖。", "pi.name"),
        ("李雨泽 五(1)班 9.8秒\n", "pi.name"),
    ],
)
def test_the_class_beside_a_name_tells_a_pupil(text: str, kind: str) -> None:
    """Results of a school name pupils by their class, among teachers in office."""
    assert dict(found(text))["李雨泽"] == kind


def test_what_is_said_of_a_neighbour_does_not_outweigh_a_title() -> None:
    """民警 before a name stands, though a private person follows in the same row."""
    text = "祁麦女,女,1990年生。派出所民警何海旺到场。何海旺和祁麦女的兄弟熟识。"
    assert dict(found(text))["何海旺"] == "person.official"
