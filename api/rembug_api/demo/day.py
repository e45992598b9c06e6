"""The polling day of the demo: cards, check-ins, ballots, audits, a torn card, a lost one, help, a late-comer."""

import hashlib
import random as random_module
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import rembug_ballots
import rembug_crypto
from rembug_api.card_maker import make_cards
from rembug_api.demo.client import Device, Officer, Refused, together
from rembug_api.demo.setting import CONTEST, ELECTION, STAGE, Committee
from rembug_ballots.ballot import BallotPlace, Opening, SealedBallot, seal
from rembug_ballots.cards import Card, credential_of_secret, void_card
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.rules import Rules
from rembug_ballots.signing import public_key
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.randomness import RandomSource

AUDIT_NAME: Final = "CONTOH"
_ELECTION: Final = ElectionId(ELECTION)
_CONTEST: Final = ContestId(CONTEST)


@dataclass(slots=True)
class Table:
    """A polling table of the demo.

    Attributes:
        pile: folded cards that nobody has drawn.
        seed: secret of the table's key, in its tablets.
        came: lines of the roll that are checked in.
    """

    number: TableNumber
    adults: int
    pile: list[Card] = field(repr=False)
    seed: bytes = field(repr=False)
    contest: ContestId = _CONTEST
    came: set[int] = field(default_factory=set)
    receipts: list[str] = field(default_factory=list)

    @property
    def place(self) -> BallotPlace:
        """Where its ballots are cast."""
        return BallotPlace(_ELECTION, self.contest, self.number)

    def draw(self) -> Card:
        """Draw a card."""
        return self.pile.pop()


def code_hashes() -> list[dict[str, str]]:
    """Return the hash of every file of the code that seals ballots here."""
    found = []
    for package in (rembug_ballots, rembug_crypto):
        folder = Path(package.__path__[0])
        digest = hashlib.sha256()
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\n" + path.read_bytes())
        found.append({"name": package.__name__, "sha256": digest.hexdigest()})
    return found


def hand_out_cards(
    committee: Committee,
    tables: Sequence[dict[str, Any]],
    rules: Rules,
    random: RandomSource,
    stage: str = STAGE,
) -> list[Table]:
    """Make, register and pile up the cards of every table; then seal the stage."""
    maker, ready = random(32), []
    index_of = {contest.id: contest.index for contest in rules.contests}
    for each in tables:
        number, adults, contest = TableNumber(each["number"]), int(each["adults"]), ContestId(each["contest"])
        count = rules.cards_for(adults)
        batch = make_cards(_ELECTION, contest, index_of[contest], number, count, maker, random)
        body = {"event": to_b64(batch.event), "credentials": to_b64(batch.credentials)}
        committee.kartu.post("/cards", body)
        ready.append(Table(number, adults, list(batch.cards), random(32), contest))
    together(committee.ketua, committee.pokja, "stage.seal", {"stage": stage, "bundles": code_hashes()})
    return ready


def open_tables(committee: Committee, tables: Sequence[Table]) -> None:
    """Open every table with its key; the counts show zero."""
    for table in tables:
        payload = {"table": table.number, "table_key": to_b64(public_key(table.seed))}
        together(committee.meja, committee.meja_dua, "table.open", payload)


@dataclass(slots=True)
class Day:
    """What happens at the tables.

    Attributes:
        key: the first ``W`` joint keys.
        base: address of the service, for booths.
        advance: called after each ballot, for a progress bar.
    """

    committee: Committee
    key: PublicKey = field(repr=False)
    base: str
    random: RandomSource
    seed: int
    advance: Callable[[], None]
    assisted: dict[int, int] = field(default_factory=dict)

    def vote(self, tables: Sequence[Table], ballots: Sequence[Sequence[str]]) -> None:
        """Let everybody vote, all tables at a time."""
        parts = _spread(tables, ballots)
        with ThreadPoolExecutor(max_workers=min(len(tables), 8)) as pool:
            for done in [pool.submit(self._at_table, table, part) for table, part in zip(tables, parts, strict=True)]:
                done.result()

    def _at_table(self, table: Table, ballots: Sequence[Sequence[str]]) -> None:
        chance = random_module.Random(self.seed * 1000 + table.number)
        booth = Device(self.base, ELECTION)
        self.assisted.setdefault(table.number, 0)
        rolls = chance.sample([roll for roll in range(1, table.adults + 1) if roll not in table.came], len(ballots))
        audits = set(chance.sample(range(len(ballots)), min(3, len(ballots))))
        for place, (roll, names) in enumerate(zip(rolls, ballots, strict=True)):
            self.committee.meja.post(f"/tables/{table.number}/checkins", {"roll": roll})
            table.came.add(roll)
            card = table.draw()
            if place in audits:
                self._audit(booth, table, card)
            if chance.random() < 0.06:
                self.assisted[table.number] += 1
            self._cast(booth, table, card, names)
            self.advance()
        booth.close()

    def _cast(self, booth: Device, table: Table, card: Card, names: Sequence[str]) -> None:
        sealed, _ = seal(names, card.secret, table.place, self.key, self.random)
        body = _ballot_json(sealed, table.seed)
        receipt = booth.post("/ballots", body)
        # A tablet that heard no answer sends again, and gets the same receipt.
        if receipt["index"] % 50 == 0 and booth.post("/ballots", body)["index"] != receipt["index"]:
            raise RuntimeError("a ballot sent twice was counted twice")
        table.receipts.append(receipt["tracking"])

    def _audit(self, booth: Device, table: Table, card: Card) -> None:
        """The panitia tests the tablet: a sealed ballot is opened instead of cast."""
        sealed, opening = seal([AUDIT_NAME], card.secret, table.place, self.key, self.random)
        booth.post("/ballots/audits", _audit_json(sealed, opening))

    def mishaps(self, table: Table) -> list[str]:
        """A torn card, a lost one, and one that is used a second time; return what happened, in words."""
        told = []
        torn = table.draw()
        statement = void_card(torn.secret, _ELECTION, table.contest, table.number)
        self.committee.meja.post(
            "/cards/voids",
            {
                "table": table.number,
                "credential": to_b64(credential_of_secret(torn.secret, _ELECTION, table.contest, table.number)),
                "signature": to_b64(statement.signature),
            },
        )
        told.append("Satu kartu sobek dipindai dan dibatalkan; warga mengambil kartu lain.")
        together(
            self.committee.meja,
            self.committee.meja_dua,
            "card.replace",
            {"table": table.number, "reason": "Kartu jatuh ke selokan sebelum dipakai."},
        )
        table.draw()
        told.append("Satu kartu hilang diganti oleh dua petugas.")
        booth = Device(self.base, ELECTION)
        try:
            sealed, _ = seal(["Siapa Saja"], torn.secret, table.place, self.key, self.random)
            booth.post("/ballots", _ballot_json(sealed, table.seed))
        except Refused as refused:
            told.append(f"Kartu batal dicoba lagi dan ditolak: {refused.detail}")
        booth.close()
        return told

    def close_tables(self, tables: Sequence[Table]) -> None:
        """Close tables, then the contest, to which all of them belong."""
        for table in tables:
            self.close_table(table)
        together(self.committee.ketua, self.committee.pokja, "contest.close", {"contest": tables[0].contest})

    def close_table(self, table: Table) -> None:
        """Count, scan what is left, and close."""
        payload = {
            "table": table.number,
            "left_secrets": [to_b64(card.secret) for card in table.pile],
            "walked_away": 0,
            "assisted": self.assisted.get(table.number, 0),
            "paper_signatures": len(table.came),
            # The card that was lost and replaced might have voted: the officers look at the tablet.
            "unsent": max(0, len(table.came) + 1 - len(table.receipts)),
            "tablets_empty": ["DEMO"],
        }
        together(self.committee.meja, self.committee.meja_dua, "table.close", payload)


def late_comer(desk: Officer, table: Table) -> str:
    """Somebody comes after the table was closed; return what the desk says."""
    try:
        desk.post(f"/tables/{table.number}/checkins", {"roll": 1})
    except Refused as refused:
        return refused.detail
    raise RuntimeError("a late-comer was let in")


def _spread(tables: Sequence[Table], ballots: Sequence[Sequence[str]]) -> list[Sequence[Sequence[str]]]:
    """Give each table its share; rounding never gives one more ballots than it has voters."""
    adults, parts, passed, start = sum(table.adults for table in tables), [], 0, 0
    for table in tables:
        passed += table.adults
        stop = len(ballots) * passed // adults
        parts.append(ballots[start:stop])
        start = stop
    return parts


def _ballot_json(sealed: SealedBallot, table_seed: bytes) -> dict[str, object]:
    body = sealed.cast(table_seed)
    return {
        "contest": body.contest,
        "table": body.table,
        "credential": to_b64(body.credential),
        "ciphertext": to_b64(body.ciphertext),
        "proof": to_b64(body.proof),
        "signature": to_b64(body.signature),
        "table_signature": to_b64(body.table_signature),
    }


def _audit_json(sealed: SealedBallot, opening: Opening) -> dict[str, object]:
    return {
        "contest": sealed.place.contest,
        "table": sealed.place.table,
        "tracking": sealed.tracking,
        "ciphertext": to_b64(sealed.ciphertext),
        "proof": to_b64(sealed.proof),
        "credential": to_b64(sealed.credential),
        "randomness": to_b64(opening.randomness),
        "names": list(opening.names),
    }
