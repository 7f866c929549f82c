"""The office's own sign-on, against a real provider on a loopback port."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from office import ActRefused, AuthenticationFailed, Office
from office.signon import OpenIdProvider, TrustedHeader
from pipeline.errors import MissingPart, UsageError
from tests.office.making import HandClock, actor, open_case

SECRET = "a shared secret of the proxy, 32 and more"


def b64(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass(slots=True)
class Provider:
    """An identity provider: configuration, keys, codes. `spoil` changes the claims that it signs."""

    clock: HandClock
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    shown_key: Ed25519PrivateKey | None = None
    user: str = "wang"
    spoil: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "EdDSA", "kid": "k1"})
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    issuer: str = ""

    def log_in(self, address: str) -> tuple[str, str]:
        """What the person does at the provider: give the password; comes back with code and state."""
        query = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        assert query["prompt"] == "login"
        code = hashlib.sha256(query["nonce"].encode()).hexdigest()
        self.codes[code] = query
        return code, query["state"]

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The three addresses that a client calls."""
        if path == "/.well-known/openid-configuration":
            names = {
                "authorization_endpoint": "authorize",
                "token_endpoint": "token",
                "jwks_uri": "keys",
            }
            return 200, {
                "issuer": self.issuer,
                **{k: f"{self.issuer}/{v}" for k, v in names.items()},
            }
        if path == "/keys":
            raw = (
                (self.shown_key or self.key)
                .public_key()
                .public_bytes(Encoding.Raw, PublicFormat.Raw)
            )
            return 200, {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k1", "x": b64(raw)}]}
        query = self.codes.pop(form.get("code", ""), None)
        challenge = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            query is None
            or query["code_challenge"] != challenge
            or form["client_secret"] != "client-secret"
        ):
            return 400, {"error": "invalid_grant"}
        now = int(self.clock.now.timestamp())
        claims = {"iss": self.issuer, "aud": "xianshen", "sub": "1", "preferred_username": self.user,
                  "exp": now + 300, "iat": now, "auth_time": now, "nonce": query["nonce"], **self.spoil}  # fmt: skip
        signed = f"{b64(json.dumps(self.header).encode())}.{b64(json.dumps(claims).encode())}"
        return 200, {"id_token": f"{signed}.{b64(self.key.sign(signed.encode()))}"}


@contextmanager
def serving(provider: Provider) -> Iterator[None]:
    """The provider on a loopback port."""

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            status, value = provider.answer(self.path, form)
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = reply  # noqa: N815 - the standard library's names

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def provider(clock: HandClock) -> Iterator[Provider]:
    """A provider that answers."""
    made = Provider(clock)
    with serving(made):
        yield made


def client(provider: Provider) -> OpenIdProvider:
    """Our side."""
    return OpenIdProvider(provider.issuer, "xianshen", "client-secret", "http://127.0.0.1/back")


def signed_on(office: Office, provider: Provider, clock: HandClock) -> Any:
    """One round: begin, log in, finish."""
    ours = client(provider)
    address, pending = ours.begin()
    code, state = provider.log_in(address)
    return ours.finish(code, state, pending, office.people, clock)


def test_a_person_signs_with_the_providers_password(
    office: Office, provider: Provider, clock: HandClock
) -> None:
    """A login made for this act signs, once, in the person's own role."""
    ref = open_case(office)
    office.set_status(ref.id, signed_on(office, provider, clock), "全文公开", "主动公开")
    wang = signed_on(office, provider, clock)
    assert office.sign(ref.id, wang, "可以公开。").signatures[0].actor == "wang"
    with pytest.raises(ActRefused):
        office.sign(ref.id, wang, "可以公开。")


def test_an_old_login_does_not_sign(office: Office, provider: Provider, clock: HandClock) -> None:
    """A provider that did not ask for the password just now is good for other acts only."""
    ref = open_case(office)
    provider.spoil = {"auth_time": int((clock.now - dt.timedelta(hours=1)).timestamp())}
    office.set_status(ref.id, signed_on(office, provider, clock), "全文公开", "主动公开")
    with pytest.raises(ActRefused):
        office.sign(ref.id, signed_on(office, provider, clock), "可以公开。")


@pytest.mark.parametrize(
    "spoil", [{"iss": "http://other"}, {"aud": "other"}, {"exp": 1}, {"exp": "never"}, {"nonce": "another"},
              {"preferred_username": "nobody"}, {"preferred_username": None}],
)  # fmt: skip
def test_claims_that_do_not_fit_are_refused(
    office: Office, provider: Provider, clock: HandClock, spoil: dict[str, Any]
) -> None:
    """Another issuer, client, time, login or person."""
    provider.spoil = spoil
    with pytest.raises(AuthenticationFailed):
        signed_on(office, provider, clock)


def test_a_token_by_another_key_or_by_none(
    office: Office, provider: Provider, clock: HandClock
) -> None:
    """The published key must have signed it, by an algorithm that signs."""
    provider.shown_key = Ed25519PrivateKey.generate()
    with pytest.raises(AuthenticationFailed):
        signed_on(office, provider, clock)
    provider.shown_key = None
    for algorithm in ("none", "HS256", "RS256", None):
        provider.header = {"alg": algorithm, "kid": "k1"}
        with pytest.raises(AuthenticationFailed):
            signed_on(office, provider, clock)


def test_a_stolen_code_a_wrong_state_and_a_code_used_twice(
    office: Office, provider: Provider, clock: HandClock
) -> None:
    """State binds the answer to the browser, PKCE the code to us, and a code is good once."""
    ours = client(provider)
    address, pending = ours.begin()
    code, state = provider.log_in(address)
    with pytest.raises(AuthenticationFailed):
        ours.finish(code, "other", pending, office.people, clock)
    _, thief = ours.begin()
    with pytest.raises(AuthenticationFailed):
        ours.finish(code, thief.state, thief, office.people, clock)
    with pytest.raises(AuthenticationFailed):
        ours.finish(code, state, pending, office.people, clock)


def test_a_disabled_account_stays_out(
    office: Office, provider: Provider, clock: HandClock
) -> None:
    """The provider says who; whether they may, we say."""
    office.people.disable("wang", actor(office, "root"))
    with pytest.raises(AuthenticationFailed):
        signed_on(office, provider, clock)
    assert list(office.ledger.entries())[-1].kind == "login.refused"


def test_a_provider_that_is_gone_or_not_encrypted() -> None:
    """A missing part, said so; plain http only on this machine."""
    with pytest.raises(MissingPart):
        OpenIdProvider("http://127.0.0.1:9", "x", "y", "z", seconds=2).begin()
    with pytest.raises(UsageError):
        OpenIdProvider("http://sso.example", "x", "y", "z").begin()


def test_a_trusted_header_reads_and_decides_but_does_not_sign(office: Office) -> None:
    """The proxy's word is good for a session's acts; without its secret it is nobody's."""
    ref = open_case(office)
    proxy = TrustedHeader(SECRET)
    headers = {"X-Remote-User": "wang", "X-Proxy-Secret": SECRET}
    office.set_status(ref.id, proxy.actor(headers, office.people), "全文公开", "主动公开")
    with pytest.raises(ActRefused):
        office.sign(ref.id, proxy.actor(headers, office.people), "可以。")
    for bad in (
        {"X-Remote-User": "wang"},
        {**headers, "X-Proxy-Secret": "x"},
        {**headers, "X-Remote-User": "nobody"},
    ):
        with pytest.raises(AuthenticationFailed):
            proxy.actor(bad, office.people)
    with pytest.raises(AuthenticationFailed):
        TrustedHeader("short").actor(
            {"X-Remote-User": "wang", "X-Proxy-Secret": "short"}, office.people
        )
