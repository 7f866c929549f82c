"""The office's own sign-on: OpenID Connect (code flow with PKCE), or a header that a trusted proxy sets.

Both only say who someone is; accounts, roles, steps and refusals stay ours, and a person without an account here gets
in nowhere. To sign, the provider must have asked for the password just now (`prompt=login`, `auth_time`); a header
cannot show that and never signs. The only address that is called is the provider's, which the settings name.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from office.authentication import Actor
from office.identity_token import claims, failed
from office.ledger import Clock
from office.people import People
from pipeline.errors import MissingPart, UsageError

FRESH = dt.timedelta(seconds=120)
"""How long ago the provider may have asked for the password, for a signature."""
LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Pending:
    """What must be remembered between sending a person to the provider and their return."""

    state: str
    nonce: str
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """One OpenID Connect provider. `account_claim` is the claim that holds the account's name here."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    redirect: str
    account_claim: str = "preferred_username"
    seconds: int = 10

    def begin(self) -> tuple[str, Pending]:
        """Where to send the person, and what to remember. The provider is told to ask for the password again."""
        pending = Pending(
            secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        )
        challenge = base64.urlsafe_b64encode(hashlib.sha256(pending.verifier.encode()).digest())
        query = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self.client,
            "redirect_uri": self.redirect,
            "state": pending.state,
            "nonce": pending.nonce,
            "prompt": "login",
            "max_age": "0",
            "code_challenge": challenge.decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return f"{self._configuration()['authorization_endpoint']}?{urlencode(query)}", pending

    def finish(
        self, code: str, state: str, pending: Pending, people: People, clock: Clock
    ) -> Actor:
        """The person who came back. Raises AuthenticationFailed unless state, token and account are in order."""
        if not hmac.compare_digest(state.encode(), pending.state.encode()):
            raise failed("登录回应与请求不符。")
        configuration = self._configuration()
        answer = self._call(
            configuration["token_endpoint"],
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.redirect,
                "client_id": self.client,
                "client_secret": self.secret,
                "code_verifier": pending.verifier,
            },
        )
        keys = self._call(configuration["jwks_uri"]).get("keys", [])
        stated = claims(str(answer.get("id_token", "")), keys)
        now = clock().astimezone(dt.UTC)
        self._check(stated, pending, now)
        asked_at = stated.get("auth_time")
        fresh = (
            isinstance(asked_at, int) and abs(now.timestamp() - asked_at) <= FRESH.total_seconds()
        )
        return _account(people, stated.get(self.account_claim), by_session=not fresh)

    def _check(self, stated: Mapping[str, Any], pending: Pending, now: dt.datetime) -> None:
        audience = stated.get("aud")
        expires = stated.get("exp")
        if stated.get("iss") != self.issuer:
            raise failed("身份令牌不是由指定的认证服务签发。")
        if self.client not in (audience if isinstance(audience, list) else [audience]):
            raise failed("身份令牌不是签发给本系统的。")
        if not isinstance(expires, int) or now.timestamp() >= expires:
            raise failed("身份令牌已过期。")
        if not hmac.compare_digest(str(stated.get("nonce", "")).encode(), pending.nonce.encode()):
            raise failed("身份令牌不是本次登录的。")

    def _configuration(self) -> dict[str, Any]:
        found = self._call(f"{self.issuer}/.well-known/openid-configuration")
        addresses = [
            found.get(k) for k in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        ]
        if found.get("issuer") != self.issuer or not all(self._is_own(a) for a in addresses):
            raise MissingPart("统一认证服务的配置与设置不符。", "请联系统一认证管理员。")
        return found

    def _is_own(self, address: object) -> bool:
        """True for an address on the issuer's own host: nothing else is ever called."""
        return isinstance(address, str) and urlsplit(address)[:2] == urlsplit(self.issuer)[:2]

    def _call(self, address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
        if not self.issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise UsageError("统一认证服务须使用 https 地址。", "请修改设置。")
        data = urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(address, data, {"Accept": "application/json"})  # noqa: S310 - checked above
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        try:
            with opener.open(request, timeout=self.seconds) as answer:
                found = json.loads(answer.read(LONGEST))
        except urllib.error.HTTPError as error:
            error.close()
            raise failed("统一认证服务拒绝了本次登录。") from None
        except (OSError, ValueError):
            raise MissingPart(
                "统一认证服务无法连接。", "请检查网络和设置，或使用本地口令登录。"
            ) from None
        return found if isinstance(found, dict) else {}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A provider that sends us elsewhere is refused."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class TrustedHeader:
    """A proxy in front of us that has authenticated the person, and shows with a shared secret that it is the proxy."""

    secret: str = field(repr=False)
    header: str = "x-remote-user"
    secret_header: str = "x-proxy-secret"  # noqa: S105 - the name of a header

    def actor(self, headers: Mapping[str, str], people: People) -> Actor:
        """The person, for acts other than signing. Raises AuthenticationFailed."""
        given = {name.lower(): value for name, value in headers.items()}
        shown = given.get(self.secret_header, "")
        if len(self.secret) < 32 or not hmac.compare_digest(shown.encode(), self.secret.encode()):
            _note(people, None, "proxy")
            raise failed("请求不是经统一认证代理转来的。")
        return _account(people, given.get(self.header), by_session=True)


def _account(people: People, name: object, *, by_session: bool) -> Actor:
    """The account of this name, if there is one and it is open."""
    try:
        person = people.get(str(name or ""))
    except UsageError:
        _note(people, None, "unknown")
        raise failed("该人员在本系统没有账号。") from None
    if person.disabled:
        _note(people, person.name, "disabled")
        raise failed("账号已停用。")
    return people.proven(person.name, by_session=by_session)


def _note(people: People, person: str | None, code: str) -> None:
    with people.ledger.writing() as book:
        book.append("login.refused", person=person, codes=[code])
