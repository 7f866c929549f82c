"""How long a user waits: `xianshen --help` and `xianshen check` on a 5,000-character docx, imports included."""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
LIMITS = {"--help": 0.5, "check": 2.5}
SENTENCE = "各旗县区人民政府、市直各部门要切实加强组织领导，明确责任分工，细化工作措施，确保各项任务按期完成。"


def draft() -> bytes:
    """A Word file of 5,000 characters with a table of a few persons."""
    from docx import Document

    made = Document()
    made.add_paragraph("关于做好冬季供暖保障工作的通知")
    for _ in range(5000 // len(SENTENCE)):
        made.add_paragraph(SENTENCE)
    table = made.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("姓名", "身份证号", "电话"), strict=True):
        cell.text = text
    row = table.add_row().cells
    for cell, text in zip(row, ("王建国", "11010519491231002X", "13812345678"), strict=True):
        cell.text = text
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def timed(arguments: list[str]) -> list[float]:
    """Seconds of each run after one warm-up."""
    seconds = []
    for _ in range(RUNS + 1):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "workbench.cli", *arguments], check=False, capture_output=True)
        seconds.append(time.perf_counter() - begun)
    return seconds[1:]


def main() -> int:
    """Print both figures with their limits; 1 when a median is over its limit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.docx"
        path.write_bytes(draft())
        results = {"--help": timed(["--help"]), "check": timed(["check", str(path)])}
    late = 0
    for name, seconds in results.items():
        median = statistics.median(seconds)
        late += median > LIMITS[name]
        print(f"{name}\tmedian {median:.2f} s\tmin {min(seconds):.2f}\tmax {max(seconds):.2f}\tlimit {LIMITS[name]} s")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
