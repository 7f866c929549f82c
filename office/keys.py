"""The office's Ed25519 key: signs release certificates and checkpoints. Lives in `keys/`, 0600."""

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

from office.canonical import canonical
from office.disk import Disk
from pipeline.errors import MissingPart, UsageError

FOLDER = "keys"
PRIVATE = "office.pem"
PUBLIC = "office.pub"


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """The key of one home."""

    private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def open(cls, home: Path, disk: Disk) -> OfficeKey:
        """The key in `home`, made at the first call. Raises MissingPart when the file is damaged."""
        folder = disk.folder(home / FOLDER)
        with disk.lock(folder / ".lock"):
            path = folder / PRIVATE
            if not path.exists():
                made = Ed25519PrivateKey.generate()
                pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
                disk.write(folder / PUBLIC, cls(made).public_pem)
                disk.write(path, pem)
            try:
                key = load_pem_private_key(path.read_bytes(), None)
            except (ValueError, TypeError, UnsupportedAlgorithm):
                raise MissingPart("本单位的签名密钥已损坏。", "请从备份恢复 keys 目录。") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise MissingPart("本单位的签名密钥类型不符。", "请从备份恢复 keys 目录。")
        return cls(key)

    @property
    def public_pem(self) -> bytes:
        """The public key as PEM: what `key show` prints and a publishing system keeps."""
        return self.private.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the raw public key, as hex."""
        return fingerprint(self.private.public_key())

    def sign(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """`value` with `key` and `signature` over its canonical form."""
        body = {**value, "key": self.fingerprint}
        return {**body, "signature": base64.b64encode(self.private.sign(canonical(body))).decode()}


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of a raw public key, as hex."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def public_key(pem: bytes) -> Ed25519PublicKey:
    """The key in a PEM file. Raises UsageError for anything else."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UsageError("公钥文件无法识读。", "请使用 xianshen key show 导出的公钥。") from None
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError("公钥类型不符。", "请使用 xianshen key show 导出的公钥。")
    return key


def is_signed_by(value: Mapping[str, Any], key: Ed25519PublicKey) -> bool:
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
