"""A program that casts ballots and drops dead at a named point, as a power cut would have it.

Usage: crash_at.py FOLDER BALLOTS POINT PASSES.  Every receipt is printed, as "index tracking", before the next ballot.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rembug_api.demo.setting import ELECTION
from rembug_ballots.ballot import read_ballot
from rembug_ballots.ids import ElectionId
from rembug_service import board, casting, durable, writer
from rembug_service.board import Board
from rembug_service.service import Service

POINTS: dict[str, tuple[Any, str, bool]] = {
    "before the leaves are inserted": (Board, "store", False),
    "after the leaves are inserted": (Board, "store", True),
    "before the commit": (writer, "_commit", False),
    "after the commit": (writer, "_commit", True),
    "before the checkpoint is written": (board, "write_durably", False),
    "before the checkpoint's name is flushed": (durable, "flush_folder", False),
    "after the checkpoint is written": (board, "write_durably", True),
    "before the receipt": (writer._Job, "answer", False),
    "after the receipt": (writer._Job, "answer", True),
}


def die_at(point: str, passes: int) -> None:
    """Replace a function of the service by one that ends the process at its ``passes``-th call."""
    owner, name, afterwards = POINTS[point]
    real: Callable[..., object] = getattr(owner, name)
    calls = 0

    def mortal(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == passes and not afterwards:
            os._exit(9)
        result = real(*arguments, **options)
        if calls == passes:
            os._exit(9)
        return result

    setattr(owner, name, mortal)


def main(folder: str, ballots: str, point: str, passes: str) -> None:
    service = Service.open(Path(folder))
    die_at(point, int(passes))
    for body in json.loads(Path(ballots).read_text()):
        ballot = read_ballot(body)
        index = casting.cast(service, ElectionId(ELECTION), ballot).result(20)
        receipt = casting.receipt_of(service, ElectionId(ELECTION), ballot, index)
        sys.stdout.write(f"{receipt.index} {receipt.tracking}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
