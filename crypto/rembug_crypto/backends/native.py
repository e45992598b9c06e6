"""The native backend: the Rust module ``rembug_native`` (curve25519-dalek)."""

from typing import Final, cast

import rembug_native

from rembug_crypto.backends.interface import Backend

# The module has the functions of `Backend` on its own vector types, which nobody else can construct; a type
# checker cannot see that callers hand back only what they got.  A test compares the two lists of functions.
BACKEND: Final = cast("Backend", rembug_native)
