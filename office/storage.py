"""The database: SQLite in the home by default, PostgreSQL by URL; one writer at a time on either.

Every write transaction begins by taking one lock (`BEGIN IMMEDIATE`, or an advisory lock), so acts follow each
other, nothing is lost and nothing can wait in a ring. Passwords are checked before, files prepared before: the
lock is held for milliseconds. SQL errors leave as `DatabaseMissing`, without statement or values.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from office.disk import FILE_MODE, Disk
from office.errors import DatabaseMissing

SCHEMA = "0001"
"""The version that this software writes; the newest file in `migrations/versions`."""

DATABASE = "xianshen.db"
BUSY_SECONDS = 60
_LOCK = 0x7869616E
_WRITE = "xianshen_write"


@dataclass(frozen=True, slots=True)
class Storage:
    """An open database at this software's version."""

    engine: sa.Engine = field(repr=False)

    @classmethod
    def open(cls, url: str | None, home: Path, disk: Disk) -> Storage:
        """Open, and bring to this version if it is older. Raises DatabaseMissing."""
        disk.folder(home)
        file = home / DATABASE
        if url is None:
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, FILE_MODE))
            file.chmod(FILE_MODE)
        storage = cls(_engine(url or f"sqlite:///{file}"))
        try:
            with _translated():
                if _version(storage.engine) != SCHEMA:
                    with disk.lock(home / ".migrate"):
                        _migrate(storage.engine)
        except DatabaseMissing:
            storage.close()
            raise
        return storage

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with _translated(), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that holds the one write lock; committed at the end, undone on any error."""
        with (
            _translated(),
            self.engine.connect().execution_options(**{_WRITE: True}) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _engine(url: str) -> sa.Engine:
    try:
        address = sa.make_url(url)
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() == "sqlite":
            engine = sa.create_engine(address, hide_parameters=True, pool_size=16, max_overflow=48)
            event.listen(engine, "connect", _sqlite_connect)
            event.listen(engine, "begin", _sqlite_begin)
            return engine
        if address.get_backend_name() == "postgresql":
            return sa.create_engine(
                address, hide_parameters=True, pool_size=16, max_overflow=64, pool_pre_ping=True
            )
    except (SQLAlchemyError, ImportError):
        raise DatabaseMissing("数据库地址无法识别，或缺少数据库驱动。") from None
    raise DatabaseMissing("只支持 SQLite 和 PostgreSQL 数据库。")


def _sqlite_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _version(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        version = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        return None if version is None else str(version)


def _migrate(engine: sa.Engine) -> None:
    """Bring the database to SCHEMA; a newer one is refused."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.connect().execution_options(**{_WRITE: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        version = None
        if sa.inspect(connection).has_table("alembic_version"):
            version = connection.execute(
                sa.text("SELECT version_num FROM alembic_version")
            ).scalar()
        if version == SCHEMA:
            return
        if version is not None and version not in known:
            raise DatabaseMissing("数据库由更新版本的软件建立。", "请安装与之相应的版本。")
        config.attributes["connection"] = connection
        command.upgrade(config, SCHEMA)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """SQL errors leave without their statement; a connection that is gone is the same to the user."""
    try:
        yield
    except DBAPIError as error:
        raise DatabaseMissing(f"数据库操作未完成（{type(error.orig).__name__}）。") from None
    except SQLAlchemyError as error:
        raise DatabaseMissing(f"数据库操作未完成（{type(error).__name__}）。") from None
