"""Opening the office for one command, and proving who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench import edge

if TYPE_CHECKING:
    from office import Actor, Office

AS = Annotated[str, typer.Option("--as", metavar="NAME", help="办理人账号。", show_default=False)]
CASE = Annotated[str, typer.Argument(metavar="CASE", help="案件号，例如 2026-000001。", show_default=False)]


@contextmanager
def desk(home: Path | None, office: str = "", on: str | None = None) -> Iterator[Office]:
    """The office of one home, closed afterwards."""
    from office import Office

    with Office.open(edge.settings(on, "none", home, office), edge.now) as opened:
        yield opened


def acting(opened: Office, name: str, password_file: Path | None) -> Actor:
    """The person who acts, authenticated for this one act."""
    return opened.authenticate(name, edge.password(password_file, f"{name} 的口令"))
