"""The gate over HTTP: `POST /api/gate` (and `/gate`), for a publishing system with a service token.

The body is the file itself, or `{"sha256": "…"}` as `application/json`. The answer says whether exactly these bytes
may be published: `{"allowed": true, "record": "2026-000123"}` or `{"allowed": false, "reasons": […]}`. A body is
hashed as it arrives and never kept.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from office import Allowed, AuthenticationFailed, Office
from pipeline.errors import XianshenError

LARGEST_JSON = 4096
LARGEST_FILE = 2 * 2**30


def gate_app(office: Office) -> FastAPI:
    """An application with the gate alone; no documentation pages, nothing fetched from outside."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(gate_router(office))
    return app


def gate_router(office: Office) -> APIRouter:
    """The routes of the gate, to be included by the workbench's own application."""
    router = APIRouter()

    async def ask(request: Request) -> JSONResponse:
        try:
            await run_in_threadpool(office.tokens.check, _token(request))
            sha256 = await _digest(request)
            if sha256 is None:
                return _refused(['请求须为文件本身，或形如 {"sha256": "…"} 的 JSON。'], 400)
            answer = await run_in_threadpool(office.gate, sha256=sha256)
        except AuthenticationFailed as failure:
            return _refused(list(failure.reasons), 401)
        except XianshenError as error:
            return _refused([str(error)], 503)
        match answer:
            case Allowed():
                return JSONResponse({"allowed": True, "record": answer.record})
            case _:
                return _refused(list(answer.reasons), 200)

    router.add_api_route("/api/gate", ask, methods=["POST"])
    router.add_api_route("/gate", ask, methods=["POST"])
    return router


def _refused(reasons: list[str], status: int) -> JSONResponse:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse({"allowed": False, "reasons": reasons}, status, headers=headers)


def _token(request: Request) -> str:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


async def _digest(request: Request) -> str | None:
    """The SHA-256 that is asked about: stated in JSON, or of the body; None for a body that is neither."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _stated(await _head(request))
    sha256, length = hashlib.sha256(), 0
    async for chunk in request.stream():
        sha256.update(chunk)
        length += len(chunk)
        if length > LARGEST_FILE:
            return None
    return sha256.hexdigest() if length else None


async def _head(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_JSON:
            return b""
    return body


def _stated(body: bytes) -> str | None:
    try:
        value: Any = json.loads(body)
    except ValueError:
        return None
    stated = value.get("sha256") if isinstance(value, dict) else None
    return stated.lower() if isinstance(stated, str) and len(stated) == 64 else None
