"""The recognizers in somebody else's presidio; no network; linear time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from detectors import checksums
from tests.detectors.makers import mobile, resident_id
from tests.detectors.test_language import findings

HOME = Path(__file__).parents[2]
EXAMPLE = """
import socket

def refuse(*_, **__):
    raise AssertionError("network")

socket.socket.connect = refuse
socket.getaddrinfo = refuse

import json

from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from detectors.language import add_to

own = PatternRecognizer("OWN", patterns=[Pattern("own", "zzzz", 0.5)], supported_language="zh")
analyzer = AnalyzerEngine(
    registry=RecognizerRegistry([own], supported_languages=["zh"]),
    nlp_engine=NoOpNlpEngine([{"lang_code": "zh", "model_name": ""}]),
    supported_languages=["zh"],
)
add_to(analyzer)
text = "张三，身份证号11010519491231002X，电话１３８ 0013 8000，邮箱zhangsan@example.cn。zzzz"
results = sorted(analyzer.analyze(text, language="zh"), key=lambda result: result.start)
print(json.dumps([[result.entity_type, text[result.start : result.end]] for result in results]))
"""


def test_they_join_anybodys_analyzer() -> None:
    """One call adds them; they work beside others, without a model and without the network."""
    done = subprocess.run(
        [sys.executable, "-c", EXAMPLE], cwd=HOME, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        ["pi.resident_id", "11010519491231002X"],
        ["pi.mobile", "１３８ 0013 8000"],
        ["pi.email", "zhangsan@example.cn"],
        ["OWN", "zzzz"],
    ]


def test_the_first_finding_comes_soon_and_without_network() -> None:
    """Import and first use work with every socket refused and load no spaCy, which is most of the wait."""
    script = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise AssertionError('network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from detectors import subjects\n"
        "from detectors.language import analyse\n"
        "from detectors.passage import Passage\n"
        "assert len(analyse(Passage('邮箱zhangsan@example.cn'))) == 1\n"
        "assert 'spacy' not in sys.modules or 'detectors.names' in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_findings_grow_with_length_only() -> None:
    """Four times the text, four times the findings: dense lists and running text alike."""
    line = "关于2020年低保发放的公示，共计1,234户。\n" * 20
    row = "".join(f"{n} 张三 {resident_id(n * 7919)} {mobile(n * 104729)}\n" for n in range(40))
    once, four = (len(findings((line + row) * 10 * count)) for count in (1, 4))
    assert once >= 700
    assert four == once * 4


def test_scores_say_how_sure() -> None:
    """A right check digit is sure, a wrong one likely."""
    right = resident_id(12345)
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    assert not checksums.is_resident(wrong)
    assert [f.certainty.value for f in findings(f"号码{right}")] == ["sure"]
    assert [f.certainty.value for f in findings(f"号码{wrong}")] == ["likely"]
