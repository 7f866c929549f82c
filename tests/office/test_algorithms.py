"""The national algorithms: chosen once, written down, verified like the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from office import Office
from office.algorithms import Algorithms
from office.cases import FOLDER
from office.checkpoint import why_not_included
from office.vault import MAGIC, MAGIC_SM, Vault
from pipeline.errors import UsageError
from tests.office.making import CHEAP, HandClock, actor, open_case, released, settings, staff
from tests.office.test_ledger import tamper

KEY = "0123456789abcdeffedcba9876543210"
LATER = HandClock().now + dt.timedelta(hours=1)


def opened(
    home: Path, database: str | None, clock: HandClock, chosen: str | None, key: Path | None
) -> Office:
    """An office with chosen algorithms and a key."""
    made = settings(home, database, algorithms=chosen, vault_key=key)
    return Office.open(made, clock, passwords=CHEAP)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key of SM4."""
    path = tmp_path / "sm4.key"
    path.write_text(KEY, "ascii")
    path.chmod(0o600)
    return path


@pytest.fixture
def national(
    tmp_path: Path, database: str | None, clock: HandClock, key: Path
) -> Iterator[Office]:
    """An office made with SM3 and SM4."""
    with opened(tmp_path / "sm", database, clock, "sm", key) as office:
        yield staff(office)


def test_the_digest_of_the_standard() -> None:
    """GB/T 32905 example 1."""
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert Algorithms.SM.hashed(b"abc") == expected


def test_a_home_of_the_national_algorithms(national: Office) -> None:
    """The first entry says so; procedure, gate, verify and audit stand; files are sealed with SM4."""
    case = released(national)
    first = next(national.ledger.entries())
    assert (first.kind, first.data) == ("home.opened", {"what": "sm"})
    assert first.hash == Algorithms.SM.hashed(first.body.encode())
    assert national.ledger.verify().stands
    assert national.audit().stands, national.audit().problems
    assert hasattr(national.gate(b"output"), "released_at")
    kept = [p.read_bytes() for p in (national.settings.home / FOLDER / case).iterdir()]
    assert all(data.startswith(MAGIC_SM) and b"draft" not in data for data in kept)
    assert national.source_bytes(case) == b"draft"


def test_a_proof_of_one_entry_stands_and_falls(national: Office) -> None:
    """The signed checkpoint names the algorithm; a changed entry does not lead to its root."""
    open_case(national)
    national.checkpoints.sign(national.key(), actor(national, "sun"))
    proof = national.checkpoints.inclusion(2)
    pem = national.key().public_pem
    assert proof["checkpoint"]["algorithms"] == "sm"
    assert not why_not_included(proof, pem)
    assert why_not_included({**proof, "entry": proof["entry"].replace("root", "toor")}, pem)


def test_an_edit_is_found(national: Office) -> None:
    """As in a chain of SHA-256."""
    open_case(national)
    tamper(national, "UPDATE ledger SET body = replace(body, 'handler', 'reviewer') WHERE n > 1")
    assert {p.code for p in national.ledger.verify().problems} == {"edited"}


def test_the_choice_is_made_once(
    national: Office, database: str | None, clock: HandClock, key: Path
) -> None:
    """A home does not change; without a setting it goes on as it was made; a wrong word is refused."""
    home = national.settings.home
    with pytest.raises(UsageError):
        opened(home, database, clock, "default", key)
    with pytest.raises(UsageError):
        opened(home, database, clock, "md5", key)
    with opened(home, database, clock, None, key) as again:
        assert again.ledger.verify().stands
        open_case(again, b"later")
        assert again.audit().stands


def test_a_default_home_does_not_become_another(office: Office, key: Path) -> None:
    """A ledger that was begun with SHA-256 stays one."""
    with pytest.raises(UsageError):
        opened(office.settings.home, office.settings.database, HandClock(now=LATER), "sm", key)
    assert next(office.ledger.entries()).kind == "person.added"


def test_what_sm4_sealed_opens_as_it_was_sealed_only(key: Path, tmp_path: Path) -> None:
    """Another digest, a touched byte, a cut end: nothing."""
    vault = Vault.of(key, tmp_path / "home", Algorithms.SM)
    sealed = vault.seal(b"text", "ab")
    assert vault.unseal(sealed, "ab") == b"text"
    assert vault.unseal(sealed, "cd") is None
    for bad in (
        sealed[:-1],
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
        sealed[:8],
        MAGIC_SM,
        MAGIC + sealed[4:],
    ):
        assert vault.unseal(bad, "ab") is None
    with pytest.raises(UsageError):
        Vault.of(key, tmp_path / "home")


def test_the_row_is_one_of_the_ledger(national: Office) -> None:
    """The mark of a home is its first entry alone."""
    with national.storage.reading() as connection:
        assert Algorithms.of_ledger(connection) is Algorithms.SM
        count = connection.execute(
            sa.text("SELECT count(*) FROM ledger WHERE body LIKE '%home.opened%'")
        )
        assert count.scalar_one() == 1
