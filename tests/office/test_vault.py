"""Encryption at rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from office import Allowed, CaseDamaged, Office
from office.vault import MAGIC, Vault
from pipeline.errors import MissingPart, UsageError
from tests.office.making import CHEAP, HandClock, open_case, released, settings, staff

KEY = "5a" * 32


def key_file(folder: Path, text: str = KEY, mode: int = 0o600) -> Path:
    """A key file."""
    path = folder / "key.hex"
    path.write_text(text, "ascii")
    path.chmod(mode)
    return path


def opened(home: Path, clock: HandClock, key: Path | None) -> Office:
    """An office with that key."""
    return Office.open(settings(home, vault_key=key), clock, passwords=CHEAP)


def test_files_on_disk_show_nothing_and_everything_works(tmp_path: Path, clock: HandClock) -> None:
    """Sealed source and review; release, gate and audit as ever; no key, no case."""
    home = tmp_path / "home"
    with opened(home, clock, key_file(tmp_path)) as office:
        staff(office)
        case = released(office, b"a draft that is quite secret")
        for path in (home / "cases" / case).iterdir():
            assert path.read_bytes().startswith(MAGIC)
            assert b"draft" not in path.read_bytes()
        assert office.source_bytes(case) == b"a draft that is quite secret"
        assert isinstance(office.gate(b"output"), Allowed)
        assert office.audit().stands
    with opened(home, clock, None) as office, pytest.raises(MissingPart):
        office.case(case)


def test_a_sealed_file_is_bound_to_its_content(tmp_path: Path, clock: HandClock) -> None:
    """Changed, cut or put in another's place: refused."""
    home = tmp_path / "home"
    with opened(home, clock, key_file(tmp_path)) as office:
        one, two = open_case(office, b"one").id, open_case(office, b"two").id
        first, second = (home / "cases" / case / "source.txt" for case in (one, two))
        kept = first.read_bytes()
        for bad in (second.read_bytes(), kept[:-1], kept[:10], kept[:-1] + bytes([kept[-1] ^ 1])):
            first.write_bytes(bad)
            with pytest.raises(CaseDamaged):
                office.source_bytes(one)
        first.write_bytes(kept)
        assert office.source_bytes(one) == b"one"


def test_a_home_that_was_plain_may_be_sealed_later(tmp_path: Path, clock: HandClock) -> None:
    """Old files are still read; a plain source that begins like a sealed one is itself."""
    home = tmp_path / "home"
    with opened(home, clock, None) as office:
        plain = open_case(office, MAGIC + b"not sealed at all").id
    with opened(home, clock, key_file(tmp_path)) as office:
        assert office.source_bytes(plain) == MAGIC + b"not sealed at all"
        assert open_case(office, b"new").is_new


def test_keys_that_will_not_do(tmp_path: Path) -> None:
    """In the home, open to others, of the wrong length, missing."""
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(UsageError):
        Vault.of(key_file(home), home)
    for text, mode in ((KEY, 0o644), ("5a", 0o600)):
        with pytest.raises(UsageError):
            Vault.of(key_file(tmp_path, text, mode), home)
    for path in (key_file(tmp_path, "not hex"), tmp_path / "none"):
        with pytest.raises(MissingPart):
            Vault.of(path, home)
