"""What runs while every change on the medium is recorded: an election from nothing to casting, a receipt at a time."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rembug_api.demo import setting
from rembug_api.demo.open_polls import prepare
from rembug_ballots.ballot import seal
from rembug_ballots.encoding import to_b64
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ElectionId
from rembug_service.casting import cast, receipt_of
from rembug_service.service import Service
from rembug_service.system import system_random

CLIENTS = 4


def main(folder: Path, adults: int) -> None:
    """Cast from several threads; a receipt is a line of the file ``receipts``, written the moment it is there."""
    polls = prepare(folder / "data", adults, present=150)
    ballots: list[BallotCast] = []
    for table in polls.tables:
        for _ in range(table.adults - 10):
            sealed, _ = seal(["Asep"], table.draw().secret, table.place, polls.key, system_random)
            ballots.append(sealed.cast(table.seed))
    (folder / "log-key").write_text(polls.log_key)
    service = Service.open(folder / "data")
    out = os.open(folder / "receipts", os.O_WRONLY | os.O_CREAT)

    def send(ballot: BallotCast) -> None:
        index = cast(service, ElectionId(setting.ELECTION), ballot).result()
        receipt = receipt_of(service, ElectionId(setting.ELECTION), ballot, index)
        proof = [to_b64(each) for each in receipt.proof]
        kept = {"tracking": receipt.tracking, "index": receipt.index, "proof": proof, "checkpoint": receipt.checkpoint}
        os.write(out, json.dumps(kept).encode() + b"\n")

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(send, ballots))
    service.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
