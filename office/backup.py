"""Backup and restore: one file with the database, the cases, the keys and the head, verified on both ways.

A backup is a tar file: `manifest.json` (every member's digest, the ledger's count and head, signed with the office's
key), the ledger's tables as JSON lines, and the files. It reads the same from SQLite and PostgreSQL and restores to
either. What is restored is audited before it is put in place: a backup that does not stand is refused.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import sqlalchemy as sa

from office.cases import FOLDER, Cases
from office.disk import FILE_MODE, Disk
from office.entry import stamp
from office.keys import FOLDER as KEYS
from office.keys import PRIVATE, OfficeKey, is_signed_by, public_key
from office.ledger import HEAD, Ledger
from office.people import Actor, People
from office.storage import SCHEMA, Storage
from office.tables import ACT, CASE, CHECKPOINT, COUNTER, LEDGER, PERSON, TOKEN
from pipeline.errors import Refused

FORMAT = "xianshen/backup/1"
TABLES = (PERSON, TOKEN, COUNTER, CASE, ACT, LEDGER, CHECKPOINT)
"""In the order in which they can be filled again; sessions are not kept."""


@dataclass(frozen=True, slots=True)
class Backups:
    """Backups of one home."""

    ledger: Ledger = field(repr=False)
    cases: Cases = field(repr=False)
    people: People = field(repr=False)
    disk: Disk = field(repr=False)

    def make(self, target: Path, actor: Actor, key: OfficeKey) -> int:
        """Write a backup to `target` (0600); gives the number of ledger entries in it. Holds the key: keep it safe."""
        self.people.require(actor, "backup")
        self.disk.sweep(target.parent)
        with self.ledger.writing() as book:
            book.append("backup.made", actor=actor.name)
            members = dict(self._tables(book.connection))
            cases = [row.id for row in book.connection.execute(sa.select(CASE.c.id))]
            newest = book.newest
        try:
            members.update(self._files(cases))
        except FileNotFoundError:
            raise Refused("备份期间有案卷被销毁，备份未完成。", ("请重新备份。",)) from None
        manifest = key.sign(
            {
                "format": FORMAT,
                "schema": SCHEMA,
                "at": stamp(self.ledger.clock()),
                "count": newest.n if newest else 0,
                "head": newest.hash if newest else "",
                "files": {
                    name: hashlib.sha256(data).hexdigest()
                    for name, data in sorted(members.items())
                },
            }
        )
        members["manifest.json"] = json.dumps(manifest).encode()
        self.disk.write(target, _packed(members))
        return newest.n if newest else 0

    def note_restored(self) -> None:
        """Leave an entry in a home that was restored: what was done after the backup is not in its ledger."""
        with self.ledger.writing() as book:
            count = book.newest.n if book.newest else 0
            book.append("home.restored", count=count)

    def _tables(self, connection: sa.Connection) -> Iterator[tuple[str, bytes]]:
        for table in TABLES:
            rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            lines = [json.dumps(dict(row._mapping), ensure_ascii=False) for row in rows]
            yield f"tables/{table.name}.jsonl", "\n".join(lines).encode()

    def _files(self, cases: list[str]) -> Iterator[tuple[str, bytes]]:
        """The files of the cases of that moment: one that was opened since is in no table of the backup."""
        home, folders = self.ledger.home, set(self.cases.folders())
        for name in sorted(folders.intersection(cases)):
            for path in sorted((home / FOLDER / name).iterdir()):
                yield f"{FOLDER}/{name}/{path.name}", path.read_bytes()
        for path in sorted((home / KEYS).glob("office.*")):
            yield f"{KEYS}/{path.name}", path.read_bytes()


def restore(source: Path, home: Path, database: str | None, disk: Disk) -> int:
    """Put a backup into an empty home and database; gives the number of ledger entries.

    Refuses a home that has a ledger, a member that differs from its digest, a name that leaves the home, a manifest
    that its own key did not sign. The caller opens the office afterwards and audits it before it is used.
    """
    members = _unpacked(source)
    manifest = _checked(members)
    storage = Storage.open(database, home, disk)
    try:
        with storage.writing() as connection:
            if connection.execute(sa.select(sa.func.count()).select_from(LEDGER)).scalar_one():
                raise Refused("目标目录已有台账，不能恢复到其中。", ("请指定空目录。",))
            for table in TABLES:
                lines = members[f"tables/{table.name}.jsonl"].decode().splitlines()
                rows = [json.loads(line) for line in lines]
                if rows:
                    connection.execute(sa.insert(table), rows)
            if connection.dialect.name == "postgresql":
                query = "SELECT setval(pg_get_serial_sequence('act', 'id'), (SELECT max(id) + 1 FROM act), false)"
                connection.execute(sa.text(query))
            for folder in (home / KEYS, *(home / FOLDER).glob("*")):
                disk.sweep(folder)
            for name, data in members.items():
                if name.startswith((f"{FOLDER}/", f"{KEYS}/")):
                    path = home / name
                    for parent in reversed(path.relative_to(home).parents[:-1]):
                        disk.folder(home / parent)
                    disk.write(path, data)
            head = {"count": manifest["count"], "hash": manifest["head"]}
            disk.write(home / HEAD, json.dumps(head).encode())
    finally:
        storage.close()
    return int(manifest["count"])


def _packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, data in sorted(members.items()):
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), FILE_MODE
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _unpacked(source: Path) -> dict[str, bytes]:
    """Plain files with names inside the home; anything else is refused, nothing is extracted to disk."""
    members: dict[str, bytes] = {}
    try:
        with tarfile.open(source, "r:gz") as tar:
            for info in tar:
                name = PurePosixPath(info.name)
                if (
                    not info.isreg()
                    or name.is_absolute()
                    or ".." in name.parts
                    or len(name.parts) > 3
                ):
                    raise Refused(
                        "备份文件含有不应有的内容，未恢复。", ("备份成员名称或类型不符。",)
                    )
                file = tar.extractfile(info)
                members[info.name] = file.read() if file else b""
    except (tarfile.TarError, OSError, EOFError, ValueError):
        raise Refused("备份文件无法识读，未恢复。", ("备份文件损坏或不是备份。",)) from None
    return members


def _checked(members: dict[str, bytes]) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(members["manifest.json"])
        files = dict(manifest["files"])
        public = public_key(members[f"{KEYS}/office.pub"])
    except (KeyError, ValueError, TypeError):
        raise Refused("备份文件没有可识读的清单，未恢复。", ("备份清单缺失或损坏。",)) from None
    reasons = []
    if manifest.get("format") != FORMAT or manifest.get("schema") != SCHEMA:
        reasons.append("备份由其他版本的软件建立。")
    if not is_signed_by(manifest, public):
        reasons.append("备份清单的签名不成立。")
    given = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in members.items()
        if name != "manifest.json"
    }
    if given != files:
        reasons.append("备份成员与清单的摘要不符。")
    if f"{KEYS}/{PRIVATE}" not in given or any(
        f"tables/{t.name}.jsonl" not in given for t in TABLES
    ):
        reasons.append("备份不完整。")
    if reasons:
        raise Refused("备份未通过核验，未恢复。", tuple(reasons))
    return manifest


def is_empty_home(home: Path) -> bool:
    """True for a folder that is missing or holds nothing."""
    return not home.exists() or not any(os.scandir(home))
