"""`python -m bench [NAME [ARGUMENT …]]`: every benchmark in turn, or the one named with arguments of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parent.parent.parent / "shared" / "data"
RUNS: tuple[tuple[str, ...], ...] = (
    ("bench.look",),
    ("bench.length",),
    ("bench.readers",),
    ("bench.secrecy",),
    ("bench.identifiers", str(SAMPLES / "gov")),
    ("bench.names", "--data", str(SAMPLES)),
    ("bench.pdf_redaction",),
    ("bench.ledger", "1000000"),
    ("bench.batch",),
)
"""Module and arguments; those that read samples need the folder beside the checkout."""


def main() -> int:
    """Run all, or the one named with its arguments; the number of those that failed or were over a limit."""
    name, *options = sys.argv[1:] or [""]
    chosen = [run for run in RUNS if not name or run[0] == f"bench.{name}"]
    if not chosen:
        print(
            f"没有名为 {name} 的性能测试：{'、'.join(run[0].removeprefix('bench.') for run in RUNS)}"
        )
        return 2
    failed = 0
    for module, *defaults in chosen:
        print(f"== {module}", flush=True)
        command = [sys.executable, "-m", module, *(options or defaults)]
        failed += subprocess.run(command, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
