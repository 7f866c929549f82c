"""Importing a library without parts of it that it imports eagerly and we never use."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class _AnythingType(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls


class _Anything(metaclass=_AnythingType):
    """Stands for a class, function or decorator that is named while importing and never used."""

    def __init__(self, *_: object, **__: object) -> None:
        """Take anything, keep nothing."""

    def __call__(self, thing: Any = None, *_: object, **__: object) -> Any:
        return thing


class _StandIns(MetaPathFinder, Loader):
    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def owns(self, module: str) -> bool:
        return any(module == name or module.startswith(f"{name}.") for name in self.names)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if self.owns(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = ModuleType(spec.name)
        module.__getattr__ = lambda name: getattr(_Anything, name)  # type: ignore[method-assign]
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


@contextmanager
def stand_ins(*names: str, unless: str) -> Iterator[None]:
    """While this lasts, importing `names` (and what is below) gives empty stand-ins, which are forgotten after.

    Modules that are loaded already stay themselves; nothing happens when `unless` is loaded. What was imported
    meanwhile keeps the stand-ins, so it serves this process only where it does not need the real parts; a
    program that wants them imports the library itself first.
    """
    if unless in sys.modules:
        yield
        return
    finder = _StandIns(tuple(name for name in names if name not in sys.modules))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for module in [module for module in sys.modules if finder.owns(module)]:
            del sys.modules[module]
