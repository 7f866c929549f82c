"""The gate over HTTP."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from office import Office
from tests.office.making import actor, open_office, released, staff
from workbench.gate_api import gate_app


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with one released case."""
    with open_office(tmp_path / "home") as opened:
        staff(opened)
        yield opened


@dataclass(frozen=True, slots=True)
class Caller:
    """A publishing system."""

    app: FastAPI

    def post(self, path: str, **more: Any) -> httpx.Response:
        """One question."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://gate") as client:
                return await client.post(path, **more)

        return asyncio.run(ask())


@pytest.fixture
def client(office: Office) -> Caller:
    """A publishing system without a token."""
    return Caller(gate_app(office))


def bearer(office: Office) -> dict[str, str]:
    """The header with a good token."""
    return {"Authorization": f"Bearer {office.tokens.add('网站', actor(office, 'qian'))}"}


@pytest.mark.parametrize("path", ["/api/gate", "/gate"])
def test_released_bytes_and_their_digest_pass(office: Office, client: Caller, path: str) -> None:
    """The file itself, or its digest as JSON, gives the number of the record."""
    case = released(office)
    headers = bearer(office)
    said = {"allowed": True, "record": case}
    assert client.post(path, content=b"output", headers=headers).json() == said
    digest = hashlib.sha256(b"output").hexdigest()
    assert client.post(path, json={"sha256": digest}, headers=headers).json() == said


def test_one_bit_more_is_refused_with_reasons(office: Office, client: Caller) -> None:
    """Bytes that were not released are refused; the source of a case is named as such."""
    released(office)
    headers = bearer(office)
    answer = client.post("/api/gate", content=b"outpuT", headers=headers)
    assert answer.status_code == 200
    assert answer.json()["allowed"] is False
    assert len(client.post("/api/gate", content=b"draft", headers=headers).json()["reasons"]) == 2


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}]
)
def test_without_a_good_token_nothing_is_said(
    office: Office, client: Caller, header: dict[str, str]
) -> None:
    """401, no word about the file, and an entry in the ledger."""
    released(office)
    answer = client.post("/api/gate", content=b"output", headers=header)
    assert (answer.status_code, answer.json()["allowed"]) == (401, False)
    assert [e.kind for e in office.ledger.entries()][-1] == "token.refused"


def test_a_revoked_token_is_refused(office: Office, client: Caller) -> None:
    """A token that was replayed after its revocation opens nothing."""
    headers = bearer(office)
    office.tokens.revoke("网站", actor(office, "qian"))
    assert client.post("/gate", content=b"output", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"sha256": 5}', b'{"sha256": "ab"}', b"{}" + b" " * 5000]
)
def test_json_that_asks_nothing_is_refused(office: Office, client: Caller, body: bytes) -> None:
    """400, and never an answer that allows."""
    headers = {**bearer(office), "Content-Type": "application/json"}
    answer = client.post("/api/gate", content=body, headers=headers)
    assert (answer.status_code, answer.json()["allowed"]) == (400, False)
