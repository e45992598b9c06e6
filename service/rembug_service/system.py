"""The one place where the service takes randomness and time from the machine."""

import os
import time
from typing import Final

from rembug_crypto.randomness import RandomSource

system_random: Final[RandomSource] = os.urandom
"""Randomness of the operating system."""


def now() -> int:
    """Return POSIX seconds.  Only sessions and approvals use them; no rule of the election depends on a clock."""
    return int(time.time())
