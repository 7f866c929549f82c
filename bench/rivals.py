"""Rivals of the names and address rules, in a throwaway environment of the benchmark's own.

`environment()` makes one below the temporary folder and removes it afterwards; nothing of it is a dependency
of the product. presidio runs with its stock recognizers: without a Chinese model, which its wheel does not
hold, they know no persons and no places. argus-redact runs in its mode without a language model.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PACKAGES = (
    "argus-redact==0.8.22",
    "presidio-analyzer==2.2.366",
    "spacy==3.8.18",
    "jieba==0.42.1",
)
RIVALS = ("presidio", "argus-redact")

_SCRIPT = """
import json, sys, time
which, kind, rows = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3], encoding="utf-8"))
if which == "argus-redact":
    from argus_redact import redact
    mark = {"PERSON": "P-", "LOCATION": "ADDR-"}[kind]
    def read(text):
        _, key = redact(text, lang="zh", mode="fast")
        found = set()
        for stand_in, original in key.items():
            at = text.find(original) if stand_in.startswith(mark) else -1
            while at >= 0:
                found.add((at, at + len(original))); at = text.find(original, at + 1)
        return found
else:
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    class Blank(SpacyNlpEngine):
        def __init__(self):
            super().__init__(models=[{"lang_code": "zh", "model_name": "blank"}])
            self.nlp = {"zh": spacy.blank("zh")}
        def load(self): pass
    registry = RecognizerRegistry(supported_languages=["zh"])
    registry.load_predefined_recognizers(languages=["zh"])
    engine = AnalyzerEngine(nlp_engine=Blank(), registry=registry, supported_languages=["zh"])
    def read(text):
        return {(r.start, r.end) for r in engine.analyze(text, language="zh") if r.entity_type == kind}
read(rows[0])
begun = time.process_time()
out = [sorted(read(text)) for text in rows]
json.dump({"spans": out, "seconds": time.process_time() - begun}, open(sys.argv[4], "w"))
"""


@contextmanager
def environment() -> Iterator[Path]:
    """A fresh virtual environment with the rivals in it; gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="bench-rivals-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [str(Path(folder, "bin", "python")), "-m", "pip", "install", "-qq"]
        subprocess.run([*pip, "--disable-pip-version-check", *PACKAGES], check=True)
        yield Path(folder)


def run(
    home: Path, which: str, kind: str, texts: Sequence[str]
) -> tuple[list[set[tuple[int, int]]], float]:
    """Spans of one kind (`PERSON`, `LOCATION`) in every text, and processor seconds."""
    data, result = home / "rows.json", home / "result.json"
    data.write_text(json.dumps(list(texts)), "utf-8")
    subprocess.run(
        [str(home / "bin" / "python"), "-c", _SCRIPT, which, kind, str(data), str(result)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    told = json.loads(result.read_text("utf-8"))
    return [{(a, b) for a, b in row} for row in told["spans"]], told["seconds"]
