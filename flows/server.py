"""Prefect's own server for the length of one batch, and the settings under which Prefect runs.

Loopback only, on a free port, with a password that this run draws; its database lies in the office's home. It ends with
the batch and with this process, however that ends. Where the environment names a server (`PREFECT_API_URL`), that one is used.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path

from flows import bounded
from pipeline.errors import MissingPart

SECONDS = 600
"""How long a server that is still alive may take to start; on a new home it first makes its database."""


def environment(home: Path) -> dict[str, str]:
    """What must be set before Prefect is imported: own home, no telemetry, no results, no noise, nothing that is not needed."""
    return {
        "PREFECT_HOME": str(home / "prefect"),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_FLOWS_DEFAULT_RETRIES": "0",
        "PREFECT_UI_ENABLED": "false",
        "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    }


class Server:
    """A server that is starting; `wait` for it before it is used, and `close` it."""

    def __init__(self, home: Path) -> None:
        self._secret = f"xianshen:{secrets.token_urlsafe(24)}"
        self.url = os.environ.get("PREFECT_API_URL", "")
        self._process = None if self.url else self._started(home)

    def _started(self, home: Path) -> subprocess.Popen[bytes]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/api"
        command = [
            sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app",
            "--host", "127.0.0.1", "--port", str(port), "--log-level", "critical", "--lifespan", "on",
        ]  # fmt: skip
        settings = {
            **environment(home),
            "PREFECT_SERVER_API_AUTH_STRING": self._secret,
            "PREFECT__SERVER_EPHEMERAL": "1",
            "PREFECT__SERVER_FINAL": "1",
        }
        return subprocess.Popen(  # noqa: S603 - our own command line
            command,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=bounded.end_with_parent,
        )

    @property
    def settings(self) -> dict[str, str]:
        """What a client must set to reach it."""
        own = {"PREFECT_API_AUTH_STRING": self._secret} if self._process else {}
        return {"PREFECT_API_URL": self.url, **own}

    def wait(self) -> None:
        """Return when it answers. Raises MissingPart when it does not start."""
        until = time.monotonic() + SECONDS
        while self._process is not None and not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                advice = "请检查数据目录的权限和磁盘空间，然后重新运行。"
                raise MissingPart("流程引擎（Prefect）无法启动。", advice=advice)
            time.sleep(0.05)

    def _answers(self) -> bool:
        basic = b64encode(self._secret.encode()).decode()
        request = urllib.request.Request(f"{self.url}/health", headers={"Authorization": f"Basic {basic}"})  # noqa: S310
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def close(self) -> None:
        """End it: nothing is lost, what counts stands in our ledger."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
