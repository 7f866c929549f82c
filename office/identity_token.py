"""Signed identity tokens (JWT): checked against the provider's published keys. Three algorithms, none of them `none`."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from office.authentication import AuthenticationFailed


def claims(token: str, keys: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The claims of a token that one of `keys` (JWKS entries) signed. Raises AuthenticationFailed for any other."""
    try:
        head, body, signature = token.split(".")
        header, content = json.loads(decoded(head)), json.loads(decoded(body))
        raw = decoded(signature)
    except (ValueError, TypeError):
        raise failed("身份令牌无法识读。") from None
    wanted = header.get("kid")
    for key in keys:
        if wanted in (None, key.get("kid")) and _signed(
            key, header.get("alg"), f"{head}.{body}".encode(), raw
        ):
            return dict(content)
    raise failed("身份令牌的签名不成立。")


def _signed(key: Mapping[str, Any], algorithm: object, message: bytes, signature: bytes) -> bool:
    """True when this key, of this very algorithm, signed the message."""
    try:
        match (algorithm, key.get("kty")):
            case ("RS256", "RSA"):
                public = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
                if public.key_size < 2048:
                    return False
                public.verify(signature, message, padding.PKCS1v15(), SHA256())
            case ("ES256", "EC") if key.get("crv") == "P-256" and len(signature) == 64:
                point = ec.EllipticCurvePublicNumbers(
                    _number(key["x"]), _number(key["y"]), ec.SECP256R1()
                )
                r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
                point.public_key().verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
            case ("EdDSA", "OKP") if key.get("crv") == "Ed25519":
                Ed25519PublicKey.from_public_bytes(decoded(str(key["x"]))).verify(
                    signature, message
                )
            case _:
                return False
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True


def decoded(text: str) -> bytes:
    """Base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(decoded(text))


def failed(text: str) -> AuthenticationFailed:
    """The error, with its one reason."""
    return AuthenticationFailed(text, (text,))
