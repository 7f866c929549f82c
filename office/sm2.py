"""SM2 signatures with SM3 (GB/T 32918.2 on the curve of GB/T 32918.5), as an office signs with its own key.

Written here because no library fits: `cryptography` has SM3 and SM4 but no SM2; those that have it are unmaintained,
need a compiler, or take longer for one signature than a question to the gate may. Signing and verifying only.

Every multiplication by a secret makes the same steps, whatever the secret: a ladder of fixed length over one addition
that has no exceptions (Renes, Costello, Batina 2016, algorithm 4). Python's integers themselves are not constant-time:
a key is for the machine that nobody else runs programs on. Signatures are DER, keys PEM, the identifier is the
default one of GB/T 35276, so that `openssl dgst -sm3` checks what was signed here.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from pipeline.errors import MissingPart

IDENTIFIER = b"1234567812345678"
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
X = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
Y = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0

Point = tuple[int, int, int]
"""Projective: (X : Y : Z), and (0 : 1 : 0) is the point at infinity."""
_ZERO, _BASE = (0, 1, 0), (X, Y, 1)

_PUBLIC = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
_PRIVATE = bytes.fromhex(
    "308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420"
)
_INSIDE = bytes.fromhex("a144034200")
"""What stands in DER before a public point, before a secret number, and between number and point."""
_PEM = re.compile(rb"-----BEGIN [A-Z ]+-----([^-]*)-----END ")


@dataclass(frozen=True, slots=True)
class Sm2PublicKey:
    """A point of the curve. Made by `of` or by a private key, which see to it that it is one."""

    x: int
    y: int

    @classmethod
    def of(cls, raw: bytes) -> Sm2PublicKey:
        """The key in 65 bytes: 04, x, y. Raises ValueError for anything that is not a point of the curve."""
        x, y = int.from_bytes(raw[1:33]), int.from_bytes(raw[33:])
        on_curve = (y * y - x * x * x - A * x - B) % P == 0
        if len(raw) != 65 or raw[0] != 4 or not (x < P and y < P and on_curve):
            raise ValueError("not a point of the SM2 curve")
        return cls(x, y)

    @property
    def raw(self) -> bytes:
        """04, x, y."""
        return b"\x04" + _bytes(self.x) + _bytes(self.y)

    @property
    def pem(self) -> bytes:
        """As SubjectPublicKeyInfo."""
        return _pem("PUBLIC KEY", _PUBLIC + self.raw)

    def verify(self, signature: bytes, data: bytes, identifier: bytes = IDENTIFIER) -> None:
        """Raise InvalidSignature unless a DER signature of these data is by this key (GB/T 32918.2, 7.1)."""
        try:
            r, s = decode_dss_signature(signature)
        except ValueError:
            raise InvalidSignature from None
        t = (r + s) % N
        if not (0 < r < N and 0 < s < N and t) or encode_dss_signature(r, s) != signature:
            raise InvalidSignature
        sum_of = _add(_times(s, _BASE), _times(t, (self.x, self.y, 1)))
        e = int.from_bytes(_digest(self, identifier, data))
        if sum_of[2] == 0 or (e + _affine(sum_of)[0]) % N != r:
            raise InvalidSignature


@dataclass(frozen=True, slots=True)
class Sm2PrivateKey:
    """A secret number in 1 … N-2, with its point."""

    secret: int = field(repr=False)
    public: Sm2PublicKey

    @classmethod
    def of(cls, secret: int) -> Sm2PrivateKey:
        """The key of a number. Raises ValueError outside of 1 … N-2."""
        if not 0 < secret < N - 1:
            raise ValueError("not a secret number of SM2")
        return cls(secret, Sm2PublicKey(*_affine(_times(secret, _BASE))))

    @classmethod
    def generate(cls) -> Sm2PrivateKey:
        """A new key."""
        return cls.of(1 + secrets.randbelow(N - 2))

    @property
    def pem(self) -> bytes:
        """As PKCS 8, not encrypted."""
        secret = _PRIVATE + _bytes(self.secret) + _INSIDE + self.public.raw
        return _pem("PRIVATE KEY", secret)

    def public_key(self) -> Sm2PublicKey:
        """The point that belongs to it."""
        return self.public

    def sign(
        self,
        data: bytes,
        identifier: bytes = IDENTIFIER,
        draw: Callable[[], int] = lambda: 1 + secrets.randbelow(N - 1),
    ) -> bytes:
        """A DER signature (GB/T 32918.2, 6.1). `draw` gives the random number of each trial; only a test states it."""
        e = int.from_bytes(_digest(self.public, identifier, data))
        while True:
            k = draw()
            r = (e + _affine(_times(k, _BASE))[0]) % N
            s = pow(1 + self.secret, -1, N) * (k - r * self.secret) % N
            if r and s and r + k != N:
                return encode_dss_signature(r, s)


def public_of_pem(pem: bytes) -> Sm2PublicKey | None:
    """The SM2 key in a PEM file; None for another kind of key. Raises ValueError for a point off the curve."""
    der = _der(pem)
    return Sm2PublicKey.of(der[len(_PUBLIC) :]) if der.startswith(_PUBLIC) else None


def private_of_pem(pem: bytes) -> Sm2PrivateKey | None:
    """The SM2 key in a PEM file; None for another kind. Raises ValueError where number and point do not agree."""
    der = _der(pem)
    if not der.startswith(_PRIVATE):
        return None
    key = Sm2PrivateKey.of(int.from_bytes(der[len(_PRIVATE) : len(_PRIVATE) + 32]))
    if key.pem.split() != pem.split():
        raise ValueError("a damaged SM2 key")
    return key


def _pem(kind: str, der: bytes) -> bytes:
    text = base64.b64encode(der).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join((f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", "")).encode()


def _der(pem: bytes) -> bytes:
    found = _PEM.search(pem)
    return base64.b64decode(found[1]) if found else b""


def _bytes(number: int) -> bytes:
    return number.to_bytes(32)


def _digest(key: Sm2PublicKey, identifier: bytes, data: bytes) -> bytes:
    """SM3 of Z and the data; Z binds signer and curve (GB/T 32918.2, 5.5)."""
    curve = b"".join(map(_bytes, (A, B, X, Y)))
    z = _sm3((len(identifier) * 8).to_bytes(2) + identifier + curve + key.raw[1:])
    return _sm3(z + data)


def _sm3(data: bytes) -> bytes:
    try:
        made = hashes.Hash(hashes.SM3())
    except UnsupportedAlgorithm:
        raise MissingPart("本机的密码库没有 SM3 算法。", "请换用带国密算法的 OpenSSL。") from None
    made.update(data)
    return made.finalize()


def _add(one: Point, two: Point) -> Point:
    """The sum of any two points of the curve, equal or opposite ones included."""
    (x1, y1, z1), (x2, y2, z2) = one, two
    xx, yy, zz = x1 * x2 % P, y1 * y2 % P, z1 * z2 % P
    xy, yz, xz = (x1 * y2 + x2 * y1) % P, (y1 * z2 + y2 * z1) % P, (x1 * z2 + x2 * z1) % P
    u, v, w = 3 * (xz - B * zz), 3 * (B * xz - 3 * zz - xx), 3 * (xx - zz)
    u, v = u % P, v % P
    plus, minus = yy + u, yy - u
    return (xy * plus - yz * v) % P, (plus * minus + w * v) % P, (yz * minus + xy * w) % P


def _affine(point: Point) -> tuple[int, int]:
    x, y, z = point
    inverse = pow(z, -1, P)
    return x * inverse % P, y * inverse % P


def _times(number: int, point: Point) -> Point:
    """The point taken `number` times: 256 equal rounds of two additions."""
    rungs = [_ZERO, point]
    for place in range(255, -1, -1):
        bit = number >> place & 1
        rungs[1 - bit] = _add(rungs[0], rungs[1])
        rungs[bit] = _add(rungs[bit], rungs[bit])
    return rungs[0]
