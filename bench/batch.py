"""How many documents an hour: `xianshen review` over a batch of made drafts in a fresh home, start-up included."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.look import draft

COUNT = 200


def main() -> int:
    """Print seconds, documents a second and peak memory of a whole run."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        (top / "drafts").mkdir()
        for number in range(count):
            text = f"第{number}号通知\n" + "各单位要切实加强组织领导，明确责任分工，确保按期完成。\n" * 100
            if number % 4:
                (top / "drafts" / f"{number}.txt").write_text(text, "utf-8")
            else:
                (top / "drafts" / f"{number}.docx").write_bytes(draft())
        begun = time.perf_counter()
        arguments = ["review", str(top / "drafts"), "--out", str(top / "out"), "--home", str(top / "home")]
        done = subprocess.run([sys.executable, "-m", "workbench.cli", *arguments], check=False, capture_output=True)
        seconds = time.perf_counter() - begun
        written = len(list((top / "out").rglob("review.json")))
    print(f"{written} documents\t{seconds:.1f} s\t{written / seconds:.1f} a second\texit {done.returncode}")
    return 0 if written == count else 1


if __name__ == "__main__":
    sys.exit(main())
