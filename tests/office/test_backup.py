"""Backup and restore."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from office import ActRefused, Allowed, Office
from office.backup import _packed, _unpacked, restore
from office.disk import Disk
from pipeline.errors import Refused
from tests.office.making import HandClock, actor, open_case, open_office, released


def test_what_is_restored_stands_and_goes_on(
    office: Office, tmp_path: Path, clock: HandClock
) -> None:
    """A restored home audits clean, opens the gate for the same bytes, and takes the next number."""
    case = released(office)
    file = tmp_path / "backup.tar.gz"
    count = office.backups.make(file, actor(office, "root"), office.key())
    assert restore(file, tmp_path / "new", None, Disk()) == count == office.ledger.newest()[0]
    with open_office(tmp_path / "new", clock=clock) as again:
        assert again.audit().stands
        assert isinstance(again.gate(b"output"), Allowed)
        assert again.key().public_pem == office.key().public_pem
        assert open_case(again, b"next").id == "2026-000002"
        assert again.case(case).signatures == office.case(case).signatures


def test_a_restore_into_postgresql(tmp_path: Path, clock: HandClock, pg: str) -> None:
    """A backup made on SQLite moves an office to PostgreSQL."""
    from tests.office.making import staff

    with open_office(tmp_path / "old", clock=clock) as office:
        staff(office)
        released(office)
        office.backups.make(tmp_path / "b", actor(office, "root"), office.key())
    restore(tmp_path / "b", tmp_path / "new", pg, Disk())
    with open_office(tmp_path / "new", clock=clock, database=pg) as again:
        assert again.audit().stands
        released(again, b"more", b"more out")
        assert again.audit().stands


def test_a_home_with_a_ledger_is_not_overwritten(office: Office, tmp_path: Path) -> None:
    """Restoring goes into an empty home only."""
    file = tmp_path / "backup.tar.gz"
    office.backups.make(file, actor(office, "root"), office.key())
    with pytest.raises(Refused):
        restore(file, office.settings.home, office.settings.database, Disk())
    assert office.ledger.verify().stands


@pytest.mark.parametrize("spoil", ["byte", "member", "missing", "half", "path", "link"])
def test_a_spoilt_backup_is_refused(office: Office, tmp_path: Path, spoil: str) -> None:
    """Changed, incomplete, cut or hostile: refused, and nothing is put in place."""
    case = released(office)
    file = tmp_path / "backup.tar.gz"
    office.backups.make(file, actor(office, "root"), office.key())
    members = _unpacked(file)
    if spoil == "byte":
        members[f"cases/{case}/source.txt"] = b"Draft"
    elif spoil == "member":
        members["cases/2026-000009/source.txt"] = b"x"
    elif spoil == "missing":
        del members["tables/ledger.jsonl"]
    elif spoil == "path":
        members["../evil"] = b"x"
    data = _packed(members)
    if spoil == "link":
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as tar:
            info = tarfile.TarInfo("cases/x")
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(info)
        data = out.getvalue()
    file.write_bytes(data[: len(data) // 2] if spoil == "half" else data)
    with pytest.raises(Refused):
        restore(file, tmp_path / "new", None, Disk())
    assert not (tmp_path / "new" / "cases").exists()


def test_only_the_system_administrator_makes_backups(office: Office, tmp_path: Path) -> None:
    """A backup holds everything; it is made by the one who keeps the machine."""
    for name in ("wang", "sun", "qian"):
        with pytest.raises(ActRefused):
            office.backups.make(tmp_path / "b", actor(office, name), office.key())
    assert not (tmp_path / "b").exists()
