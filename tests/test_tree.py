"""Promises about the repository itself."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "corpora": set(),
    "pipeline": {"corpora"},
    "detectors": {"pipeline", "corpora"},
    "redaction": {"pipeline", "corpora"},
    "office": {"pipeline", "corpora"},
    "records": {"office", "pipeline", "corpora"},
    "flows": {"detectors", "redaction", "records", "office", "pipeline", "corpora"},
    "workbench": {"flows", "records", "redaction", "office", "pipeline", "corpora"},
}
"""Folder → the folders it may import besides itself."""


def tracked(*patterns: str) -> list[Path]:
    """Files that git tracks."""
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def imported(path: Path) -> set[str]:
    """Top-level names a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_run_one_way(folder: str) -> None:
    """No folder imports one that stands before it on the line."""
    forbidden = set(MAY_IMPORT) - MAY_IMPORT[folder] - {folder}
    wrong = {
        str(path.relative_to(ROOT)): imported(path) & forbidden
        for path in tracked(f"{folder}/*.py")
        if imported(path) & forbidden
    }
    assert not wrong


def test_prefect_stays_in_one_file() -> None:
    """Prefect is imported in flows/intake.py only."""
    users = [p for folder in MAY_IMPORT for p in tracked(f"{folder}/*.py") if "prefect" in imported(p)]
    assert [str(path.relative_to(ROOT)) for path in users] == ["flows/intake.py"]


def test_language_stack_stays_in_detectors() -> None:
    """spaCy and presidio are imported in detectors only."""
    users = {
        path.relative_to(ROOT).parts[0]
        for folder in MAY_IMPORT
        for path in tracked(f"{folder}/*.py")
        if imported(path) & {"spacy", "presidio_analyzer"}
    }
    assert users <= {"detectors"}


def test_detectors_use_no_word_boundaries() -> None:
    r"""No `\b`, `\W` or `\w` in a detector: they fail beside Chinese characters."""
    wrong = []
    for path in tracked("detectors/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and re.search(r"\\[bBwW]", node.value) and "``" not in node.value:
                is_docstring = node.value.lstrip().startswith(("No ", '"""')) or "\n" in node.value
                if not is_docstring:
                    wrong.append(f"{path.name}:{node.lineno}")
    assert not wrong


def test_no_file_grows_past_three_hundred_lines_without_a_reason() -> None:
    """A longer file says in its docstring why (a line that begins `Length:`)."""
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in tracked("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > 300
        and "Length:" not in (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")
    ]
    assert not long


def test_lock_has_hashes_and_no_index() -> None:
    """Every package of the lock is pinned with hashes, and no address of an index stands in it."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert "index" not in re.sub(r"^#.*$", "", lock, flags=re.MULTILINE)
    packages = re.findall(r"^([a-z0-9_.-]+)==", lock, re.MULTILINE)
    assert len(packages) > 50
    for block in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in block


def test_no_machine_paths_are_committed() -> None:
    """No path of the machine that built the project stands in a tracked file."""
    home = str(ROOT.parent)
    suffixes = {".py", ".md", ".toml", ".tsv", ".lock", ".json", ".html", ".j2", ""}
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in suffixes and f"{home}/" in path.read_text("utf-8", "replace") and len(home) > 1
    ]
    assert not wrong


def test_public_functions_and_types_have_docstrings() -> None:
    """Every public function, method and class of the product states its promise."""
    missing = []
    for folder in MAY_IMPORT:
        for path in tracked(f"{folder}/*.py"):
            if "migrations" in path.parts:
                continue
            tree = ast.parse(path.read_text("utf-8"))
            if not ast.get_docstring(tree):
                missing.append(str(path.relative_to(ROOT)))
            missing += [f"{path.relative_to(ROOT)}:{name}" for name in _undocumented(tree)]
    assert not missing


def _undocumented(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                found.append(node.name)
            if isinstance(node, ast.ClassDef):
                found += [f"{node.name}.{inner}" for inner in _undocumented(node)]
    return found
