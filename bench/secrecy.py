"""`python -m bench.secrecy [FOLDER …]`: characters a second of the secrecy detectors on official texts.

Compared in the same process: one plain regular expression over the same text, and a stock Presidio deny list
of the level words. CPU time of one core; reading files is not counted, folding is shown by itself.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from detectors import citations, conflict, handling, markings, scope
from detectors.metadata import read_metadata
from pipeline.contracts import Detector, Reading
from pipeline.finding import Finding
from pipeline.readers import read

DETECTORS: tuple[Detector, ...] = (
    markings.DETECTOR,
    handling.DETECTOR,
    conflict.DETECTOR,
    scope.DETECTOR,
    citations.DETECTOR,
)
SHARED = Path(__file__).parent.parent.parent / "shared"
FOLDERS = (SHARED / "data" / "gov", SHARED / "seeds")
WORDS = ["绝密", "机密", "秘密", "内部资料", "内部文件", "不得外传"]
_PLAIN = re.compile(r"(?:绝|机|秘)\s*密\s*[★☆*]?|内部(?:资料|文件)|不得外传")


def main() -> int:
    """Print the table; 1 when the detectors are slower than a million characters a second."""
    folders = [Path(part) for part in sys.argv[1:]] or list(FOLDERS)
    readings = [_reading(path) for folder in folders for path in sorted(folder.rglob("*")) if _is_text(path)]
    if not readings:
        print("没有可用的文本")
        return 2
    size = sum(len(reading.document.text) for reading in readings)
    found: list[Finding] = []
    seconds = {
        "折叠": _time(lambda r: Reading.of(r.document), readings),
        "文件要素": _time(read_metadata, readings),
    }
    readings = [replace(reading, metadata=read_metadata(reading)) for reading in readings]
    for detector in DETECTORS:
        seconds[f"检测 {detector.name}"] = _time(_collect(detector, found), readings)
    ours = sum(value for name, value in seconds.items() if name.startswith("检测"))
    together = sum(seconds.values())
    seconds["对照：一遍正则"] = _time(lambda r: list(_PLAIN.finditer(r.folded.text)), readings)
    seconds["对照：Presidio 词表"] = _time(_presidio(), readings)
    print(f"{len(readings)} 件，{size:,} 字")
    for name, value in seconds.items():
        print(f"{name}\t{value:.3f} 秒\t{size / max(value, 1e-9) / 1e6:.2f} 百万字/秒")
    print(f"检测合计\t{ours:.3f} 秒\t{size / ours / 1e6:.2f} 百万字/秒")
    print(f"连同折叠和要素\t{together:.3f} 秒\t{size / together / 1e6:.2f} 百万字/秒")
    for kind, count in sorted(Counter(f"{f.kind.value} {f.certainty.value}" for f in found).items()):
        print(f"{kind}\t{count}")
    return 0 if size / ours >= 1e6 else 1


def _collect(detector: Detector, found: list[Finding]) -> Callable[[Reading], object]:
    return lambda reading: found.extend(detector.find(reading))


def _reading(path: Path) -> Reading:
    return Reading.of(read(path.read_bytes(), path.name))


def _is_text(path: Path) -> bool:
    return path.suffix in (".txt", ".md")


def _time(work: Callable[[Reading], object], readings: list[Reading]) -> float:
    work(readings[0])
    start = time.process_time()
    for reading in readings:
        work(reading)
    return time.process_time() - start


def _presidio() -> Callable[[Reading], object]:
    """A stock deny list, as Presidio builds it."""
    from presidio_analyzer import PatternRecognizer

    recognizer = PatternRecognizer(supported_entity="MARK", deny_list=WORDS, supported_language="zh")
    return lambda reading: recognizer.analyze(reading.folded.text, ["MARK"])


if __name__ == "__main__":
    sys.exit(main())
