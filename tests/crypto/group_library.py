"""The group on either backend: fresh copies of the modules, each with its own choice of backend."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

import pytest

BACKENDS = ("native", "reference")


@dataclass(frozen=True)
class GroupLibrary:
    """The modules of the group as they are under one backend."""

    backend: str
    backends: ModuleType
    errors: ModuleType
    group: ModuleType
    expand: ModuleType


def _is_ours(name: str) -> bool:
    return name == "rembug_crypto" or name.startswith("rembug_crypto.")


@contextmanager
def _nothing_imported_yet() -> Iterator[None]:
    before = {name: module for name, module in sys.modules.items() if _is_ours(name)}
    for name in before:
        del sys.modules[name]
    try:
        yield
    finally:
        for name in [name for name in sys.modules if _is_ours(name)]:
            del sys.modules[name]
        sys.modules.update(before)


def load_group(backend: str | None) -> GroupLibrary:
    """Import the group anew under ``REMBUG_BACKEND=backend``, or with the variable unset."""
    with pytest.MonkeyPatch.context() as patch, _nothing_imported_yet():
        if backend is None:
            patch.delenv("REMBUG_BACKEND", raising=False)
        else:
            patch.setenv("REMBUG_BACKEND", backend)
        expand = importlib.import_module("rembug_crypto.expand")
        return GroupLibrary(
            backend=sys.modules["rembug_crypto.group"].backend_name(),
            backends=sys.modules["rembug_crypto.backends"],
            errors=sys.modules["rembug_crypto.errors"],
            group=sys.modules["rembug_crypto.group"],
            expand=expand,
        )


@pytest.fixture(scope="module", params=BACKENDS)
def library(request: pytest.FixtureRequest) -> GroupLibrary:
    """Give the group on each backend in turn."""
    return load_group(request.param)
