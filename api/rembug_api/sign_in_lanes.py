"""Where people wait who sign in: apart from everybody else, and strangers apart from officers on their own devices.

Checking a password takes a good part of a second.  Whoever waits for it holds no thread, so that a flood of guesses
keeps neither a voter's ballot nor an officer on a known device waiting.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from starlette.concurrency import run_in_threadpool

from rembug_service.errors import TooMany

_T = TypeVar("_T")
# Forty officers of a committee on new tablets fit in twice over.
MOST_WAITING: Final = 100
_SECONDS: Final = 30


@dataclass(slots=True)
class SignInLanes:
    """Two lanes, in each of which one password is checked at a time.

    Attributes:
        waiting: strangers who wait or are being checked.
    """

    strangers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    known: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    waiting: int = 0

    async def run(self, job: Callable[[], _T], *, is_known: bool) -> _T:
        """Run a job in its lane.

        Raises:
            TooMany: TERLALU_RAMAI: too many strangers wait.
        """
        if is_known:
            async with self.known:
                return await run_in_threadpool(job)
        if self.waiting >= MOST_WAITING:
            raise TooMany("TERLALU_RAMAI", "Terlalu banyak yang sedang masuk. Coba lagi sebentar.", _SECONDS)
        self.waiting += 1
        try:
            async with self.strangers:
                return await run_in_threadpool(job)
        finally:
            self.waiting -= 1
