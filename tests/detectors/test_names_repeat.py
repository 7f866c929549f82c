"""A private name that is cut once stands nowhere else."""

from __future__ import annotations

import pytest

from detectors.names import DETECTOR
from pipeline.builder import DocumentBuilder
from pipeline.contracts import Reading
from pipeline.document import Layer, Source, TextAnchor
from tests.detectors.test_names import found

PRIVATE, OFFICIAL = "pi.name", "person.official"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("申请人:于海,男,1980年生。\n大家觉得于海不错,于海家离得近。", 3),
        ("申请人:郭建设,男,1980年生。\n当日郭建设家中无人,后郭建设返回。", 3),
        ("|姓名|身份证号|\n|王丽|1|\n以上王丽已领取,经手王丽。", 3),
        ("申请人:张建国,男,1980年生。\n由张建国家中取得。", 2),
        ("申请人:于 海,男,1980年生。\n大家觉得于海不错。", 2),
    ],
)
def test_every_mention(text: str, times: int) -> None:
    """Weak places, single characters, spaces inside: found as often as the name stands."""
    assert [kind for name, kind in found(text)] == [PRIVATE] * times


@pytest.mark.parametrize(
    "text",
    [
        "申请人:于海,男,1980年生。\n此事属于海南省管辖。",
        "申请人:高峰,男,1980年生。\n用电高峰时段限电。",
        "申请人:方向,男,1980年生。\n把握正确的方向。",
    ],
)
def test_part_of_a_word(text: str) -> None:
    """Characters of a longer word, and a common word that nothing ties to a person, stay."""
    assert len(found(text)) == 1


def test_of_the_same_name_in_office() -> None:
    """Where somebody of that name is in office, that mention is no cut."""
    kinds = [kind for _, kind in found("申请人:于海,男,1980年生。\n会议由县长于海主持。")]
    assert kinds[0] == PRIVATE
    assert PRIVATE not in kinds[1:]


@pytest.mark.parametrize(
    "layer", [layer for layer in Layer if layer not in {Layer.BODY, Layer.TABLE}]
)
def test_every_layer(layer: Layer) -> None:
    """Headers, footnotes, comments, text boxes and whatever else a file holds."""
    builder = DocumentBuilder(Source.of("t.txt", "txt", b""))
    for where, line in ((Layer.BODY, "申请人：郭建设，男，1980年生。"), (layer, "见郭建设材料")):
        with builder.block(where, "段"):
            builder.add(line, TextAnchor(builder.length))
    reading = Reading.of(builder.build())
    text = reading.document.text
    names = [text[f.span.start : f.span.stop] for f in DETECTOR.find(reading)]
    assert names == ["郭建设", "郭建设"]
