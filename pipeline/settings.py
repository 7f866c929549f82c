"""Everything an installation can set, in one frozen object; read once at the edge."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.contracts import Limits
from pipeline.secrecy import Level

VERSION = "0.1.0"
SOFTWARE = f"xianshen {VERSION}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one run. `on` is the day of the review; `cleared` what this installation may handle."""

    on: dt.date
    home: Path
    cleared: Level = Level.NONE
    office: str = ""
    workers: int = 2
    database: str | None = None
    """SQLAlchemy URL; None is SQLite inside `home`."""
    expires_soon_days: int = 180
    limits: Limits = Limits()
    vault_key: Path | None = None
    """File with the key that case files are encrypted with (64 hex digits, outside `home`); None: not encrypted."""
    algorithms: str | None = None
    """`sm` (SM3, SM4) or `default` for a home that is being made; None: as the home was made."""


def home_path(stated: Path | None) -> Path:
    """The home: as stated, else `$XIANSHEN_HOME`, else `~/.xianshen`."""
    if stated is not None:
        return stated.expanduser().resolve()
    environment = os.environ.get("XIANSHEN_HOME")
    return Path(environment or "~/.xianshen").expanduser().resolve()
