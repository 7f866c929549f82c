"""The office's key: signs release certificates and checkpoints. Lives in `keys/`, 0600.

Ed25519; in a home that was made with the national algorithms SM2 with SM3. A key stays what it was made as.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from office.algorithms import Algorithms
from office.canonical import canonical
from office.disk import Disk
from office.sm2 import Sm2PrivateKey, Sm2PublicKey, private_of_pem, public_of_pem
from pipeline.errors import MissingPart, UsageError

FOLDER = "keys"
PRIVATE = "office.pem"
PUBLIC = "office.pub"
SM2 = "SM2-with-SM3"


PrivateKey = Ed25519PrivateKey | Sm2PrivateKey
PublicKey = Ed25519PublicKey | Sm2PublicKey


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """The key of one home."""

    private: PrivateKey = field(repr=False)

    @classmethod
    def open(
        cls, home: Path, disk: Disk, algorithms: Algorithms = Algorithms.DEFAULT
    ) -> OfficeKey:
        """The key in `home`, made at the first call. Raises MissingPart when the file is damaged."""
        folder = disk.folder(home / FOLDER)
        with disk.lock(folder / ".lock"):
            disk.sweep(folder)
            path = folder / PRIVATE
            if not path.exists():
                made, pem = _made(algorithms)
                disk.write(folder / PUBLIC, cls(made).public_pem)
                disk.write(path, pem)
            pem = path.read_bytes()
            try:
                key = private_of_pem(pem) or load_pem_private_key(pem, None)
            except (ValueError, TypeError, UnsupportedAlgorithm):
                raise MissingPart("本单位的签名密钥已损坏。", "请从备份恢复 keys 目录。") from None
        if not isinstance(key, PrivateKey):
            raise MissingPart("本单位的签名密钥类型不符。", "请从备份恢复 keys 目录。")
        return cls(key)

    @property
    def public(self) -> PublicKey:
        """What its signatures are checked with."""
        return self.private.public_key()

    @property
    def public_pem(self) -> bytes:
        """The public key as PEM: what `key show` prints and a publishing system keeps."""
        match self.public:
            case Sm2PublicKey() as key:
                return key.pem
            case key:
                return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the raw public key, as hex."""
        return fingerprint(self.public)

    def sign(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """`value` with `key` and `signature` over its canonical form; an SM2 key says so in `algorithm`."""
        stated = {"algorithm": SM2} if isinstance(self.private, Sm2PrivateKey) else {}
        body = {**value, **stated, "key": self.fingerprint}
        return {**body, "signature": base64.b64encode(self.private.sign(canonical(body))).decode()}


def _made(algorithms: Algorithms) -> tuple[PrivateKey, bytes]:
    """A new key and its file."""
    if algorithms is Algorithms.SM:
        national = Sm2PrivateKey.generate()
        return national, national.pem
    made = Ed25519PrivateKey.generate()
    return made, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def fingerprint(key: PublicKey) -> str:
    """SHA-256 of a raw public key, as hex."""
    match key:
        case Sm2PublicKey():
            raw = key.raw
        case _:
            raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()


def public_key(pem: bytes) -> PublicKey:
    """The key in a PEM file. Raises UsageError for anything else."""
    try:
        key = public_of_pem(pem) or load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UsageError("公钥文件无法识读。", "请使用 xianshen key show 导出的公钥。") from None
    if not isinstance(key, PublicKey):
        raise UsageError("公钥类型不符。", "请使用 xianshen key show 导出的公钥。")
    return key


def is_signed_by(value: Mapping[str, Any], key: PublicKey) -> bool:
    """True when `value` names this key and its signature holds over everything else in it."""
    body = {name: item for name, item in value.items() if name != "signature"}
    if body.get("key") != fingerprint(key):
        return False
    try:
        key.verify(
            base64.b64decode(str(value.get("signature", "")), validate=True), canonical(body)
        )
    except (InvalidSignature, ValueError):
        return False
    return True
