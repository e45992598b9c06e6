"""The native backend: the Rust module ``rembug_native`` (curve25519-dalek)."""

from typing import Final, cast

import rembug_native
from rembug_crypto.backends.interface import Backend

# The module has the functions of `Backend` on its own vector types, which nobody else constructs.
# A type checker cannot see that callers hand back only what they got, nor that the stub tells the
# truth; a test compares the functions.
BACKEND: Final = cast("Backend", rembug_native)
