"""What every test gets: no network, an empty home, and the shared samples where they are present."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection that is not loopback fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not (isinstance(address, tuple) and address[0] in LOOPBACK):
            raise AssertionError(f"connection to {address!r}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the test's own."""
    path = tmp_path / "home"
    monkeypatch.setenv("XIANSHEN_HOME", str(path))
    monkeypatch.delenv("XIANSHEN_PASSWORD", raising=False)
    return path


def shared(*parts: str) -> Path:
    """A path in the folder of samples; skips where the samples are not present."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"samples not present: {'/'.join(parts)}")
    return path


def require(program: str) -> str:
    """The path of a program that a test needs; skips without it, fails when CI is set."""
    found = shutil.which(program)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed")
    return found


@pytest.fixture
def needs() -> Callable[[str], str]:
    """`needs("soffice")`: the program, or a skip that says why."""
    return require


@pytest.fixture
def samples() -> Callable[..., Path]:
    """`samples("seeds")`: a folder of the shared samples, or a skip that says why."""
    return shared


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI set, a skipped test is a failure: everything that a test needs is installed there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("a test was skipped, and CI is set: that is a failure", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
