"""How often passwords may be guessed: counted by account and device, never by address.

A kelurahan stands behind one address: whoever counted by it would shut out a queue of voters, or a whole committee.
Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies": devices on which an account was used before have
a count of their own, so that a stranger's guesses never keep an officer from her own tablet.

Trust: it is in memory only; a restart of the service forgets it.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

# Ten guesses at once, and two a minute from then on: under 3,000 a day, against passwords of ten letters or more.
BURST: Final = 10
SECONDS_EACH: Final = 30
# Each guess costs the server one Argon2id, two of which run at once: nobody pushes a count out within its own time.
_MOST_COUNTS: Final = 20_000
_TELL_SECONDS: Final = 3600


@dataclass(slots=True)
class _Count:
    taken: float
    moment: int


@dataclass(slots=True)
class Attempts:
    """Guesses that were made lately, by account and device; the device is empty for all strangers together.

    Attributes:
        told: when officers were last told that an account is guessed at.
    """

    counts: OrderedDict[tuple[str, str], _Count] = field(default_factory=OrderedDict)
    told: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, account: str, device: str, moment: int) -> int:
        """Take one guess; return 0, or after how many seconds there will be one.

        Args:
            account: its name, whether there is one or not.
            device: hash of a device's token that this account knows, or empty.
            moment: POSIX seconds.
        """
        key = (account, device)
        with self.lock:
            count = self.counts.pop(key, None) or _Count(0, moment)
            # A clock that was set back gives nothing back, and takes nothing.
            passed = max(0, moment - count.moment)
            taken = max(0.0, count.taken - passed / SECONDS_EACH)
            wait = 0 if taken + 1 <= BURST else -int(-(taken + 1 - BURST) * SECONDS_EACH // 1)
            self.counts[key] = _Count(taken if wait else taken + 1, moment)
            while len(self.counts) > _MOST_COUNTS:
                self.counts.popitem(last=False)
            return wait

    def is_news(self, account: str, moment: int) -> bool:
        """Say whether nobody was told within the last hour that an account is guessed at."""
        with self.lock:
            if moment - self.told.get(account, -_TELL_SECONDS) < _TELL_SECONDS:
                return False
            self.told = {name: when for name, when in self.told.items() if moment - when < _TELL_SECONDS}
            self.told[account] = moment
            return True

    def forget(self, account: str, device: str) -> None:
        """Start anew, after the right password."""
        with self.lock:
            self.counts.pop((account, device), None)
