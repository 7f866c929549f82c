"""The one error of loading data."""

from __future__ import annotations


class CorpusChanged(Exception):
    """A corpus file is missing, unregistered or differs from the manifest. Carries the path only."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"规则文件与登记不符：corpora/{self.path}。请重新安装；若确系本单位修改，请运行 make manifest 重新登记。"
