"""Brings an invented election over HTTP to open polls, for measuring and testing how ballots are cast."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rembug_api.demo import day, setting
from rembug_api.demo.day import Table
from rembug_api.demo.keys import Holder, gather_holders, run_ceremony
from rembug_api.demo.server import running_server
from rembug_ballots.ballot import seal
from rembug_ballots.cards import Card
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ContestId
from rembug_ballots.presets import langsung
from rembug_crypto.elgamal import PublicKey
from rembug_service.people.invented import InventedResident, invent_register
from rembug_service.system import system_random

PATH = f"/api/v1/elections/{setting.ELECTION}"


@dataclass
class Polls:
    """Open tables, joint keys, and the log's key."""

    tables: Sequence[Table]
    key: PublicKey
    log_key: str

    def ballot(self, table: Table, card: Card, name: str = "Asep") -> dict[str, object]:
        """Seal a ballot as a booth posts it."""
        sealed, _ = seal([name], card.secret, table.place, self.key, system_random)
        body = sealed.cast(table.seed)
        return {
            "contest": body.contest,
            "table": body.table,
            "credential": to_b64(body.credential),
            "ciphertext": to_b64(body.ciphertext),
            "proof": to_b64(body.proof),
            "signature": to_b64(body.signature),
            "table_signature": to_b64(body.table_signature),
        }


@dataclass
class Sealed:
    """Tables with their cards whose stage is sealed: nothing is open yet."""

    committee: setting.Committee
    tables: Sequence[Table]
    key: PublicKey
    log_key: str
    holders: Sequence[Holder]
    residents: Sequence[InventedResident]


def seal_polls(base: str, adults: int) -> Sealed:
    """Play everything up to the sealed stage.  Whoever calls it closes the committee."""
    residents = invent_register(adults, 5)
    committee = setting.gather_committee(base)
    setting.begin_election(committee)
    setting.bring_register(committee, residents, 5)
    setting.agree(committee, 3, 11)
    allotted: list[dict[str, Any]] = setting.lay_tables(committee, 2)
    log_key = committee.ketua.get("")["log_key"]
    holders = gather_holders(committee.holders, log_key, system_random)
    run_ceremony(holders, committee.sekretaris, rehearsing=3)
    tables = day.hand_out_cards(committee, allotted, langsung("x"), system_random)
    state = holders[0].board.refresh()
    key = PublicKey.from_bytes(state.contest_keys(ContestId(setting.CONTEST)))
    return Sealed(committee, tables, key, log_key, holders, residents)


def open_polls(base: str, adults: int, *, present: int) -> Polls:
    """Play everything up to the open polls, and check the first ``present`` residents of each table in."""
    ready = seal_polls(base, adults)
    day.open_tables(ready.committee, ready.tables)
    for table in ready.tables:
        for roll in range(1, min(present, table.adults) + 1):
            ready.committee.meja.post(f"/tables/{table.number}/checkins", {"roll": roll})
    ready.committee.close()
    return Polls(ready.tables, ready.key, ready.log_key)


def prepare(folder: Path, adults: int, *, present: int) -> Polls:
    """Leave a folder with open polls and no server."""
    with running_server(folder) as base:
        return open_polls(base, adults, present=present)
