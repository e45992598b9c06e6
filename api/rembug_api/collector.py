"""Python's garbage collector in a process that serves: no pause that voters feel.

A full collection looks at every object that lives.  Of a service those are several hundred thousand that never die
(modules, routes, schemas, the boards of an election under way): 100 to 200 ms, in which no receipt leaves.
"""

import gc
from typing import Final

# Objects made since the last look at the youngest; then how often the youngest are looked at before the older are.
_YOUNGEST: Final = 20_000
_MIDDLE: Final = 20
_OLDEST: Final = 20


def leave_what_stays_alone() -> None:
    """Collect once, and never again look at what lives now; look less often at what comes after.

    To be called when the service is open and nothing is served yet.  Objects of later requests are collected as ever.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNGEST, _MIDDLE, _OLDEST)
