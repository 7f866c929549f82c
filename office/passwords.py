"""Passwords: rules, and argon2id."""

from __future__ import annotations

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from office import policy
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes and checks. The hasher is an argument: a load test takes a cheap one."""

    hasher: PasswordHasher = field(default_factory=PasswordHasher, repr=False)

    def hashed(self, password: str, account: str) -> str:
        """The argon2id hash. Raises UsageError with every rule that the password breaks."""
        if broken := broken_rules(password, account):
            raise UsageError("口令不符合要求：" + "；".join(broken) + "。", "请换一个口令。")
        return self.hasher.hash(password)

    def matches(self, hashed: str | None, password: str) -> bool:
        """True when the password is the one that was hashed; takes as long for an unknown account."""
        try:
            self.hasher.verify(hashed or _nobody(self.hasher), password)
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None


_DUMMY: dict[int, str] = {}


def _nobody(hasher: PasswordHasher) -> str:
    """A hash that no one knows the password of, made once for each hasher."""
    if id(hasher) not in _DUMMY:
        _DUMMY[id(hasher)] = hasher.hash("no account has this password")
    return _DUMMY[id(hasher)]


def broken_rules(password: str, account: str) -> list[str]:
    """The rules that a password breaks, in Chinese; none means that it will do."""
    rules = policy.passwords()
    broken = []
    classes = sum(
        (
            any(c.isalpha() for c in password),
            any(c.isdigit() for c in password),
            any(not c.isalnum() for c in password),
        )
    )
    if len(password) < rules["length"]:
        broken.append(f"至少{rules['length']}个字符")
    if classes < 2 and len(password) < rules["long"]:
        broken.append("须含字母、数字、符号中的两类")
    if password.casefold() == account.casefold():
        broken.append("不得与账号相同")
    if password.casefold() in rules["common"] or len(set(password)) < 4:
        broken.append("过于常见")
    if len(password) > 1024:
        broken.append("不得超过1024个字符")
    return broken
