"""A program that closes tables and their contest and drops dead at the commit of a named step.

Usage: crash_closing.py FOLDER STEPS DIES WHEN.  STEPS is a JSON list of [name, payload]; DIES counts them from 1; WHEN
is "before" or "after" the commit.
"""

import json
import os
import sys
from pathlib import Path

from sqlalchemy import Connection

from rembug_ballots.ids import OfficerId, Officers
from rembug_service import closing, writer
from rembug_service.payload import Payload
from rembug_service.proposals import Execute
from rembug_service.service import Service
from tests.service.polls import SUKAMUNDUR

OFFICERS = Officers((OfficerId("satu"), OfficerId("dua")))
STEPS: dict[str, Execute] = {
    "table": closing.close_table,
    "contest": closing.close_contest,
    "revote": closing.call_revote,
}


def run(service: Service, name: str, payload: dict[str, object]) -> None:
    service.write(lambda work: STEPS[name](work, SUKAMUNDUR, Payload(payload), OFFICERS))


def die(when: str) -> None:
    """Let the next commit be the last thing that happens, or not happen any more."""
    real = writer._commit

    def mortal(connection: Connection, *, is_sqlite: bool) -> None:
        if when == "after":
            real(connection, is_sqlite=is_sqlite)
        os._exit(9)

    writer._commit = mortal


def main(folder: str, steps: str, dies: str, when: str) -> None:
    service = Service.open(Path(folder))
    for number, (name, payload) in enumerate(json.loads(Path(steps).read_text()), start=1):
        if number == int(dies):
            die(when)
        run(service, name, payload)


if __name__ == "__main__":
    main(*sys.argv[1:])
