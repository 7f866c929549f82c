"""Encryption at rest: the files of cases under AES-256-GCM (or SM4-GCM), the key in a file outside the home.

Without a key files are kept as they are. With one, new files are sealed; older plain ones are still read, for every
file is checked against its digest anyway. A sealed file is bound to the digest of its content, so one cannot be put
in another's place.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from office.algorithms import Algorithms
from pipeline.errors import MissingPart, UsageError

MAGIC = b"XSV1"
MAGIC_SM = b"XSV2"
_TAG = 16
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals and opens; with no key it leaves everything as it is."""

    key: bytes | None = field(default=None, repr=False)
    algorithms: Algorithms = Algorithms.DEFAULT

    @classmethod
    def of(
        cls, key_file: Path | None, home: Path, algorithms: Algorithms = Algorithms.DEFAULT
    ) -> Vault:
        """The vault of a key file: 64 hex digits (SM4: 32), outside the home, readable by its owner alone."""
        if key_file is None:
            return cls()
        digits = 32 if algorithms is Algorithms.SM else 64
        path = key_file.expanduser().resolve()
        if path.is_relative_to(home.resolve()):
            raise UsageError("加密密钥不得放在数据目录内。", "请将密钥文件移到数据目录之外。")
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            key = bytes.fromhex(path.read_text("ascii").strip())
        except (OSError, ValueError):
            raise MissingPart(
                "加密密钥文件无法读取。", f"密钥文件应为{digits}位十六进制数字。"
            ) from None
        if mode & 0o077 or len(key) * 2 != digits:
            raise UsageError(
                "加密密钥文件不合要求。",
                f"应为{digits}位十六进制数字，且只有本人可读（chmod 600）。",
            )
        return cls(key, algorithms)

    def seal(self, data: bytes, digest: str) -> bytes:
        """`data` as it goes to disk."""
        if self.key is None:
            return data
        nonce = os.urandom(_NONCE)
        if self.algorithms is Algorithms.SM:
            made = Cipher(SM4(self.key), GCM(nonce)).encryptor()
            made.authenticate_additional_data(digest.encode())
            return MAGIC_SM + nonce + made.update(data) + made.finalize() + made.tag
        return MAGIC + nonce + AESGCM(self.key).encrypt(nonce, data, digest.encode())

    def unseal(self, data: bytes, digest: str) -> bytes | None:
        """`data` as it was sealed under this digest; None when it is another's or was touched.

        Raises MissingPart for a sealed file when there is no key.
        """
        if not data.startswith((MAGIC, MAGIC_SM)):
            return data
        if self.key is None:
            raise MissingPart("案卷文件已加密，没有密钥。", "请在设置中指明加密密钥文件。")
        nonce, sealed = data[len(MAGIC) : len(MAGIC) + _NONCE], data[len(MAGIC) + _NONCE :]
        try:
            if data.startswith(MAGIC_SM):
                opened = Cipher(SM4(self.key), GCM(nonce, sealed[-_TAG:])).decryptor()
                opened.authenticate_additional_data(digest.encode())
                return opened.update(sealed[:-_TAG]) + opened.finalize()
            return AESGCM(self.key).decrypt(nonce, sealed, digest.encode())
        except (InvalidTag, ValueError):
            return None
