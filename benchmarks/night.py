"""The night of a mean kelurahan: everything from the first mix to a record that is verified once more.

Run: ``.venv/bin/python -m benchmarks.night``.  Plays the demo's election over its real interface, then times what
happens after the tables have closed, and ``rembug verify`` on the public record in a process of its own.  Prints JSON.
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from rich.console import Console

from rembug_api.demo.story import run_demo
from rembug_api.demo.wishes import Wishes

# As many ballots as a mean kelurahan of Bandung expects.
ADULTS: Final = 15000
VOTERS: Final = 7500
_CHAPTER: Final = re.compile(r"✓ (.+) \((\d+\.\d) detik\)")
_OF_THE_NIGHT: Final = re.compile(r"mengacak suara|membuka bagiannya")


@dataclass(frozen=True, slots=True)
class Night:
    """How many seconds went where, in the order of the night."""

    ballots: int
    parts: dict[str, float]

    @property
    def seconds(self) -> float:
        """All of it."""
        return round(sum(self.parts.values()), 1)


def measure(adults: int, voters: int) -> Night:
    """Play an election with three mixers and three of five holders.

    Raises:
        RuntimeError: its record does not hold.
    """
    told = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder, "record.zip")
        wishes = Wishes(adults, voters / adults, names_max=3, tables=8, seed=1, mixers=3)
        console = Console(file=told, width=200)
        if run_demo(Path(folder, "data"), wishes, export=record, serve=False, console=console) != 0:
            raise RuntimeError(told.getvalue())
        parts = {title: float(seconds) for title, seconds in _CHAPTER.findall(told.getvalue())}
        parts = {title: seconds for title, seconds in parts.items() if _OF_THE_NIGHT.search(title)}
        begun = time.monotonic()
        subprocess.run([sys.executable, "-m", "rembug_api.cli", "verify", str(record)], stdout=sys.stderr, check=True)
        parts["rembug verify"] = round(time.monotonic() - begun, 1)
    return Night(voters, parts)


if __name__ == "__main__":
    night = measure(ADULTS, VOTERS)
    print(json.dumps({**asdict(night), "seconds": night.seconds}, ensure_ascii=False, indent=2))
