"""The choice of the backend, made once, when this package is first imported.

The native backend if it is installed, otherwise the reference backend with a visible
`SlowBackendWarning`.  The environment variable ``REMBUG_BACKEND`` (``native`` or ``reference``)
forces one.
"""

import importlib.util
import os
import warnings
from typing import Final

from rembug_crypto.backends.interface import Backend, BaseTable, ElementVector, ScalarVector

__all__ = [
    "BACKEND",
    "Backend",
    "BaseTable",
    "ElementVector",
    "ScalarVector",
    "SlowBackendWarning",
    "backend_name",
]

VARIABLE: Final = "REMBUG_BACKEND"
NATIVE: Final = "native"
REFERENCE: Final = "reference"


class SlowBackendWarning(UserWarning):
    """The reference backend serves because the native one is not installed."""


def _choose() -> tuple[str, Backend]:
    name = os.environ.get(VARIABLE, "")
    if name not in {"", NATIVE, REFERENCE}:
        raise ValueError(f"{VARIABLE} must be {NATIVE} or {REFERENCE}, not {name!r}")
    if not name and importlib.util.find_spec("rembug_native") is None:
        warnings.warn(
            "rembug-native is not installed: group operations run on libsodium, one at a time "
            f"and some 15 times slower; install it, or set {VARIABLE}={REFERENCE} to accept this",
            SlowBackendWarning,
            stacklevel=2,
        )
        name = REFERENCE
    if name == REFERENCE:
        from rembug_crypto.backends import reference  # noqa: PLC0415 - it needs libsodium

        return REFERENCE, reference.BACKEND
    from rembug_crypto.backends import native  # noqa: PLC0415 - it needs the compiled module

    return NATIVE, native.BACKEND


_NAME, BACKEND = _choose()


def backend_name() -> str:
    """Return ``native`` or ``reference``."""
    return _NAME
