"""`xianshen serve`: the gate over HTTP, on loopback only."""

from __future__ import annotations

import uvicorn

from office import Office
from pipeline.settings import Settings
from workbench import edge
from workbench.gate_api import gate_app

HOST = "127.0.0.1"


def run(settings: Settings, port: int) -> None:
    """Serve until interrupted. An office puts its own proxy in front; nothing listens beyond this machine."""
    with Office.open(settings, edge.now) as office:
        edge.say(f"正在 http://{HOST}:{port} 提供查询接口（POST /api/gate），按 Ctrl-C 停止。")
        uvicorn.run(gate_app(office), host=HOST, port=port, log_level="error", access_log=False)
