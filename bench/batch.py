"""How long a batch takes: `python -m bench.batch [DRAFTS] [--small]`, in a fresh home, start-up included.

One draft in four is a Word file with something to cut (`--small`: short text files only). Prints, for a first run and
for a second one that repeats nothing: seconds by the clock, seconds of processor time of all processes, and the memory
of the batch's own process when a tenth was written and at its end.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.look import draft

COUNT = 100


def main() -> int:
    """Make the drafts, run twice, print."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count = numbers[0] if numbers else COUNT
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        make(top / "drafts", count, small="--small" in sys.argv)
        codes = [run(top, count, what) for what in ("first", "again")]
        written = len(list((top / "out").rglob("review.json")))
    return 0 if written == count and codes == [0, 0] else 1


def make(folder: Path, count: int, *, small: bool) -> None:
    """Drafts that differ from each other."""
    folder.mkdir()
    for number in range(count):
        lines = "各单位要切实加强组织领导，明确责任分工，确保按期完成。\n" * (5 if small else 100)
        if small or number % 4:
            (folder / f"{number}.txt").write_text(f"第{number}号通知\n{lines}", "utf-8")
        else:
            (folder / f"{number}.docx").write_bytes(draft())


def run(top: Path, count: int, what: str) -> int:
    """One run of the command, looked at from outside."""
    arguments = ["review", str(top / "drafts"), "--out", str(top / "out"), "--home", str(top / "home")]
    command = [sys.executable, "-m", "workbench.cli", *arguments]
    before, begun = _processor(), time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory: list[tuple[float, int]] = []
    while child.poll() is None:
        done = sum(1 for _ in (top / "out").glob("*/record.docx")) / count if (top / "out").exists() else 0.0
        memory.append((done, _memory(child.pid)))
        time.sleep(0.5)
    seconds = time.perf_counter() - begun
    early = next((used for done, used in memory if done >= 0.1), 0)
    most = max((used for _, used in memory), default=0)
    print(
        f"{what}: {count} drafts\t{seconds:.1f} s\tprocessor {_processor() - before:.1f} s"
        f"\t{seconds / count * 1000:.0f} ms a draft\tmemory {early >> 20} MB early, {most >> 20} MB at most"
        f"\texit {child.returncode}"
    )
    return child.returncode


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> int:
    """Bytes of real memory of a process; 0 when it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
