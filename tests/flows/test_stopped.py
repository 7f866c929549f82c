"""A batch that is stopped, killed or out of room: what was done stands, nothing is left behind, the next run goes on."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows import intake, outputs, review_batch, worker
from flows.batch import load
from office import Office
from pipeline.errors import ExitCode
from pipeline.settings import Settings

ROOT = Path(__file__).parent.parent.parent
LIST = "姓名,身份证号\n欧阳建邦,11010519491231002X\n"


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """Four drafts, two of them lists of persons."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    for number in range(4):
        text = LIST if number % 2 else "关于召开会议的通知\n各单位：\n定于下周召开会议。\n"
        (folder / f"{number}.csv").write_text(f"{text}第{number}号\n", "utf-8")
    return folder


def clock() -> dt.datetime:
    """A fixed instant."""
    return dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)


@contextmanager
def unseen(_what: str) -> Iterator[Callable[[int], None]]:
    """No bar."""
    yield lambda _total: None


def review(drafts: Path, out: Path, home: Path) -> review_batch.Batch:
    """One batch."""
    settings = Settings(on=dt.date(2026, 11, 22), home=home, office="测试机关", workers=1)
    return review_batch.review_batch([drafts], out, settings, clock, unseen)


class Engine:
    """Both passes one after the other, in this process; stopped by the user before the `stops`th document."""

    def __init__(self, stops: int | None = None) -> None:
        self.stops = stops
        self.examined: list[str] = []

    def run(
        self, batch: Path, _s: Settings, examine: intake.Stage, between: Callable[[], None], write: intake.Stage
    ) -> None:
        """In place of `intake.run`."""
        for job in load(batch, 0, examine.count):
            if len(self.examined) == self.stops:
                raise KeyboardInterrupt
            self.examined.append(job["name"])
            examine.taken(job, worker.perform(examine.complete(job)))
        between()
        for job in load(batch, 0, write.count):
            try:
                reply = worker.perform(write.complete(job))
            except OSError:
                reply = None
            write.taken(job, reply)


def test_the_next_run_goes_on_where_it_was_stopped(
    drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was examined has its case and is not examined again; the results are those of an undisturbed run."""
    stopped, rest, whole = Engine(stops=2), Engine(), Engine()
    monkeypatch.setattr(intake, "run", stopped.run)
    with pytest.raises(KeyboardInterrupt):
        review(drafts, tmp_path / "out", tmp_path / "a")
    with Office.open(Settings(on=clock().date(), home=tmp_path / "a"), clock) as office:
        assert len(office.cases()) == 2
        assert office.ledger.verify().stands
    assert not list((tmp_path / "a" / "batches").iterdir())
    monkeypatch.setattr(intake, "run", rest.run)
    done = review(drafts, tmp_path / "out", tmp_path / "a")
    assert (done.total, done.repeated, rest.examined) == (4, 2, ["2.csv", "3.csv"])
    monkeypatch.setattr(intake, "run", whole.run)
    review(drafts, tmp_path / "undisturbed", tmp_path / "b")
    for number in range(4):
        for name in ("review.json", "proposed.csv", "record.html"):
            one, other = (tmp_path / out / f"{number}.csv" / name for out in ("out", "undisturbed"))
            assert one.exists() == other.exists()
            assert not one.exists() or one.read_bytes() == other.read_bytes(), name


def test_results_for_another_folder_are_only_written(
    drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same drafts with another `--out`: the cases are there, nothing is examined again."""
    monkeypatch.setattr(intake, "run", Engine().run)
    review(drafts, tmp_path / "one", tmp_path / "home")
    engine = Engine()
    monkeypatch.setattr(intake, "run", engine.run)
    assert review(drafts, tmp_path / "two", tmp_path / "home").repeated == 4
    assert not engine.examined
    same = [(tmp_path / out / "1.csv" / "review.json").read_bytes() for out in ("one", "two")]
    assert same[0] == same[1]


def test_what_cannot_be_written_is_said_and_the_rest_goes_on(
    drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be made: its own line, exit code 1 at least, every other result written."""
    monkeypatch.setattr(intake, "run", Engine().run)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "0.csv").write_text("in the way", "utf-8")
    done = review(drafts, tmp_path / "out", tmp_path / "home")
    assert list(done.troubles) == ["0.csv"]
    assert "结果未能写入" in done.troubles["0.csv"]
    assert max(done.codes) == ExitCode.REFUSED
    told = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert [bool(line["error"]) for line in told["documents"]] == [True, False, False, False]


@pytest.mark.parametrize("number", range(1, 6))
def test_no_room_leaves_no_half_result(
    drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """When any one file of a result has no room, none of them is there."""
    wrote = outputs.write

    def full(path: Path, data: bytes) -> None:
        full.count += 1  # type: ignore[attr-defined]
        if full.count == number:  # type: ignore[attr-defined]
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        wrote(path, data)

    full.count = 0  # type: ignore[attr-defined]
    (drafts / "0.csv").unlink()
    (drafts / "2.csv").unlink()
    (drafts / "3.csv").unlink()
    monkeypatch.setattr(intake, "run", Engine().run)
    monkeypatch.setattr(outputs, "write", full)
    done = review(drafts, tmp_path / "out", tmp_path / "home")
    assert list(done.troubles) == ["1.csv"]
    assert not list((tmp_path / "out" / "1.csv").iterdir())


def test_a_file_that_changes_meanwhile_is_a_gap(
    drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was examined is not what lies there now: no case is opened over other bytes, and the batch goes on."""
    engine = Engine()

    def run(batch: Path, settings: Settings, examine: intake.Stage, between: Callable[[], None], write: intake.Stage) -> None:
        def changed() -> None:
            (drafts / "2.csv").write_text("完全不同的内容\n", "utf-8")
            between()

        engine.run(batch, settings, examine, changed, write)

    monkeypatch.setattr(intake, "run", run)
    done = review(drafts, tmp_path / "out", tmp_path / "home")
    made = json.loads((tmp_path / "out" / "2.csv" / "review.json").read_text("utf-8"))
    assert (made["outcome"], made["gaps"][0]["reason"]) == ("refer", "damaged")
    assert done.total == 4
    assert max(done.codes) == ExitCode.GAP


def left(home: Path) -> list[str]:
    """Processes that still know this home, by what they run."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"XIANSHEN_HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_no_process_stays_behind(drafts: Path, tmp_path: Path, sign: signal.Signals) -> None:
    """Ctrl-C: one Chinese sentence and 130. Killed: workers and server end by themselves."""
    home = tmp_path / "real"
    command = [sys.executable, "-m", "workbench.cli", "review", str(drafts), "--out", str(tmp_path / "out")]
    environment = {**os.environ, "XIANSHEN_HOME": str(home)}
    child = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    until = time.monotonic() + 120
    while sum("uvicorn" in line or "flows.worker" in line for line in left(home)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    child.send_signal(sign)
    _, told = child.communicate(timeout=120)
    if sign == signal.SIGINT:
        assert child.returncode == 130
        assert told.decode().strip() == "已中断。已完成的部分仍然有效，重新运行即可继续。"
    until = time.monotonic() + 60
    while left(home) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left(home)
