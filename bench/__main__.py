"""`python -m bench`: every benchmark in turn. Each file also runs alone and says what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parent.parent.parent / "shared" / "data"
RUNS: tuple[tuple[str, ...], ...] = (
    ("bench.look",),
    ("bench.secrecy",),
    ("bench.identifiers", str(SAMPLES / "gov")),
    ("bench.names", "--data", str(SAMPLES)),
    ("bench.pdf_redaction",),
    ("bench.ledger", "1000000"),
    ("bench.batch",),
)
"""Module and arguments; those that read samples need the folder beside the checkout."""


def main() -> int:
    """Run all; the number of those that failed or were over a limit."""
    failed = 0
    for run in RUNS:
        print(f"== {' '.join(run[:1])}", flush=True)
        failed += subprocess.run([sys.executable, "-m", *run], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
