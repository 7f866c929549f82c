"""SM2 signatures: the example of the standard, OpenSSL as the second implementation, what is refused, the office's key."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from office import Office, sm2
from office.algorithms import Algorithms
from office.canonical import canonical
from office.certificate import why_not_offline
from office.checkpoint import why_not_included
from office.disk import Disk
from office.keys import SM2, OfficeKey, public_key
from office.sm2 import N, P, Sm2PrivateKey, Sm2PublicKey, private_of_pem, public_of_pem
from pipeline.errors import MissingPart, UsageError
from tests.office.making import CHEAP, HandClock, actor, released, settings, staff

SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
RANDOM = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
MESSAGE = b"message digest"
OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")


def openssl(*words: object) -> subprocess.CompletedProcess[bytes]:
    """One run of the program."""
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, check=False)


@pytest.fixture(scope="module")
def key() -> Sm2PrivateKey:
    """The key of the example."""
    return Sm2PrivateKey.of(SECRET)


@pytest.fixture
def national(tmp_path: Path, database: str | None, clock: HandClock) -> Iterator[Office]:
    """An office made with the national algorithms."""
    made = settings(tmp_path / "sm", database, algorithms="sm")
    with Office.open(made, clock, passwords=CHEAP) as office:
        yield staff(office)


# ---- the standard --------------------------------------------------------------------------------------


def test_the_example_of_the_standard(key: Sm2PrivateKey) -> None:
    """GB/T 32918.5-2017 annex A.2: key, digest and signature are those that are printed there."""
    assert key.public.x == 0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020
    assert key.public.y == 0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13
    signature = key.sign(MESSAGE, draw=lambda: RANDOM)
    assert decode_dss_signature(signature) == (
        0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3,
        0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA,
    )
    key.public.verify(signature, MESSAGE)


def test_the_addition_has_no_exceptions(key: Sm2PrivateKey) -> None:
    """Equal, opposite and infinite points are added like all others; the order times the base is infinity."""
    base = (sm2.X, sm2.Y, 1)
    opposite = (sm2.X, P - sm2.Y, 1)
    assert sm2._affine(sm2._add(base, base)) == sm2._affine(sm2._times(2, base))
    assert sm2._add(base, opposite)[2] == 0
    assert sm2._affine(sm2._add(base, (0, 1, 0))) == (sm2.X, sm2.Y)
    assert sm2._times(N, base)[2] == 0
    assert sm2._affine(sm2._times(N - 1, base)) == (sm2.X, P - sm2.Y)


def test_no_number_is_used_twice(key: Sm2PrivateKey) -> None:
    """Two signatures of one message differ: the number of each is drawn anew."""
    first, second = key.sign(MESSAGE), key.sign(MESSAGE)
    assert decode_dss_signature(first)[0] != decode_dss_signature(second)[0]


def test_a_number_that_gives_nothing_is_drawn_again(
    key: Sm2PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A trial with r + k = n, or with r = 0, is thrown away (6.1, step 5)."""
    x = sm2._affine(sm2._times(RANDOM, (sm2.X, sm2.Y, 1)))[0]
    for e in ((N - RANDOM - x) % N, -x % N):
        monkeypatch.setattr(sm2, "_digest", lambda *_, e=e: e.to_bytes(32))
        drawn = iter((RANDOM, RANDOM + 1))
        signature = key.sign(MESSAGE, draw=lambda drawn=drawn: next(drawn))
        assert next(drawn, None) is None
        key.public.verify(signature, MESSAGE)


# ---- what is refused -----------------------------------------------------------------------------------


def test_every_other_signature_is_refused(key: Sm2PrivateKey) -> None:
    """Another message, key or identifier; r and s out of range; other spellings of the same numbers; noise."""
    signature = key.sign(MESSAGE)
    r, s = decode_dss_signature(signature)
    with pytest.raises(InvalidSignature):
        key.public.verify(signature, MESSAGE + b".")
    with pytest.raises(InvalidSignature):
        key.public.verify(signature, MESSAGE, b"ALICE123@YAHOO.COM")
    with pytest.raises(InvalidSignature):
        Sm2PrivateKey.generate().public.verify(signature, MESSAGE)
    wrong = [
        *((a, b) for a in (0, r, r + N, N) for b in (0, s, s + N, N) if (a, b) != (r, s)),
        (r, N - r),
    ]
    spellings = [encode_dss_signature(a, b) for a, b in wrong]
    for bad in (*spellings, signature + b"\0", signature[:-1], b"", b"\x30\x00", b"\xff" * 72):
        with pytest.raises(InvalidSignature):
            key.public.verify(bad, MESSAGE)


def test_a_point_off_the_curve_is_no_key(key: Sm2PrivateKey) -> None:
    """Wrong point, coordinate beyond the field, infinity, wrong length, compressed form."""
    raw = key.public.raw
    assert Sm2PublicKey.of(raw) == key.public
    beyond = b"\x04" + (P + 1).to_bytes(32) + raw[33:]
    flipped = raw[:-1] + bytes([raw[-1] ^ 1])
    for bad in (
        flipped,
        beyond,
        b"\x00",
        b"",
        raw + b"\0",
        b"\x02" + raw[1:33],
        b"\x04" + bytes(64),
    ):
        with pytest.raises(ValueError, match="curve"):
            Sm2PublicKey.of(bad)
    for number in (0, -1, N - 1, N):
        with pytest.raises(ValueError, match="secret"):
            Sm2PrivateKey.of(number)


def test_keys_come_back_from_their_files(key: Sm2PrivateKey) -> None:
    """PEM there and back; another kind of key is none; a damaged one raises; the secret is in no repr."""
    assert private_of_pem(key.pem) == key
    assert public_of_pem(b"text before\n" + key.public.pem) == key.public
    assert public_of_pem(key.pem) is None
    assert private_of_pem(key.public.pem) is None
    assert public_of_pem(b"") is None
    stranger = Sm2PrivateKey.generate()
    mixed = sm2._pem("PRIVATE KEY", sm2._der(key.pem)[:-65] + stranger.public.raw)
    with pytest.raises(ValueError, match="damaged"):
        private_of_pem(mixed)
    assert str(SECRET) not in repr(key)
    assert f"{SECRET:x}" not in repr(OfficeKey(key))


# ---- the second implementation -------------------------------------------------------------------------


@needs_openssl
def test_openssl_checks_what_is_signed_here(key: Sm2PrivateKey, tmp_path: Path) -> None:
    """`openssl dgst -sm3` accepts our signature with our PEM, and refuses it for other bytes; our private PEM is sound."""
    public, private, data, signature = (tmp_path / n for n in ("p.pem", "k.pem", "m", "s"))
    public.write_bytes(key.public.pem)
    private.write_bytes(key.pem)
    data.write_bytes(MESSAGE)
    signature.write_bytes(key.sign(MESSAGE))
    check = (
        "dgst",
        "-sm3",
        "-verify",
        public,
        "-sigopt",
        "distid:1234567812345678",
        "-signature",
        signature,
    )
    assert openssl(*check, data).returncode == 0
    data.write_bytes(MESSAGE + b".")
    assert openssl(*check, data).returncode != 0
    assert openssl("pkey", "-in", private, "-check", "-noout").returncode == 0


@needs_openssl
def test_what_openssl_signs_is_accepted(tmp_path: Path) -> None:
    """A key that OpenSSL made is read, and its signatures hold."""
    private, public, data = (tmp_path / n for n in ("k.pem", "p.pem", "m"))
    data.write_bytes(MESSAGE)
    made = openssl(
        "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", private
    )
    assert made.returncode == 0, made.stderr
    openssl("pkey", "-in", private, "-pubout", "-out", public)
    signed = openssl("dgst", "-sm3", "-sign", private, "-sigopt", "distid:1234567812345678", data)
    key = public_of_pem(public.read_bytes())
    assert key is not None
    key.verify(signed.stdout, MESSAGE)


# ---- in the office -------------------------------------------------------------------------------------


def test_a_national_home_signs_with_sm2(national: Office) -> None:
    """Certificate, checkpoint and gate stand on an SM2 key; a CMS checks with the public key alone; a bit more does not pass."""
    case = released(national)
    certificate = national.case(case).release["certificate"]
    pem = national.key().public_pem
    assert isinstance(public_key(pem), Sm2PublicKey)
    assert certificate["algorithm"] == SM2
    assert why_not_offline(b"output", certificate, pem) == []
    assert [r.code for r in why_not_offline(b"output.", certificate, pem)] == ["bytes"]
    forged = {**certificate, "record": "2026-999999"}
    assert [r.code for r in why_not_offline(b"output", forged, pem)] == ["signature"]
    assert hasattr(national.gate(b"output"), "released_at")
    national.checkpoints.sign(national.key(), actor(national, "sun"))
    assert why_not_included(national.checkpoints.inclusion(2), pem) == []
    assert national.audit().stands


@needs_openssl
def test_an_outsider_needs_openssl_only(national: Office, tmp_path: Path) -> None:
    """The certificate without its signature, as canonical JSON, is what `openssl dgst -sm3` checks."""
    case = released(national)
    value = json.loads(json.dumps(national.case(case).release["certificate"]))
    public, body, signature = (tmp_path / n for n in ("p.pem", "b", "s"))
    public.write_bytes(national.key().public_pem)
    signature.write_bytes(base64.b64decode(value.pop("signature")))
    body.write_bytes(canonical(value))
    check = (
        "dgst",
        "-sm3",
        "-verify",
        public,
        "-sigopt",
        "distid:1234567812345678",
        "-signature",
        signature,
    )
    assert openssl(*check, body).returncode == 0


def test_a_key_stays_what_it_was_made_as(office: Office, tmp_path: Path) -> None:
    """A home goes on with the key that it has, whatever algorithms are asked for; a damaged file is said."""
    home, disk = office.settings.home, Disk()
    ours = office.key()
    assert not isinstance(public_key(ours.public_pem), Sm2PublicKey)
    assert OfficeKey.open(home, disk, Algorithms.SM).public_pem == ours.public_pem
    private = home / "keys" / "office.pem"
    private.write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    with pytest.raises(MissingPart):
        office.key()
    with pytest.raises(UsageError):
        public_key(b"nothing")
    with pytest.raises(UsageError):
        public_key(sm2._pem("PUBLIC KEY", sm2._PUBLIC + b"\x04" + bytes(64)))
