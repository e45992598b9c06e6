"""The cards of a table as a file under a passphrase, for a desk that shows each card on its screen.

The card officer's device writes it, the desk's device opens it; the server never sees it.  Source: docs/formats.md,
"Card pile".
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rembug_ballots.cards import TEXT_LENGTH, Card
from rembug_ballots.errors import InvalidCard, MalformedValue
from rembug_ballots.ids import ContestId, ElectionId, TableNumber, parse_contest_id, parse_election_id
from rembug_crypto.errors import MalformedEncoding
from rembug_crypto.passphrase_box import SALT_BYTES, Argon2Cost, b64, from_b64, lock, to_line, unlock
from rembug_crypto.randomness import RandomSource

FORMAT: Final = "rembug-pile/1"
MAX_FILE_BYTES: Final = 1 << 22
# The words have 66 bits; a desk is often an old laptop.
COST: Final = Argon2Cost(memory_kib=64 * 1024)
_MEMBERS: Final = {"box", "contest", "election", "format", "kdf", "salt", "table"}


@dataclass(frozen=True, slots=True)
class CardPile:
    """A pile, closed.

    Attributes:
        election, contest, table: where its cards are good.
        cost, salt: of Argon2id.
        box: nonce (24 bytes) and ciphertext.
    """

    election: ElectionId
    contest: ContestId
    table: TableNumber
    cost: Argon2Cost
    salt: bytes
    box: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """Return the file."""
        return to_line({**_header(self), "box": b64(self.box)})

    @classmethod
    def parse(cls, data: bytes) -> "CardPile":
        """Read a file; re-printed it is the same bytes.

        Raises:
            MalformedValue: malformed, or its cost is out of bounds.
        """
        try:
            value = json.loads(data) if len(data) <= MAX_FILE_BYTES else None
            if type(value) is not dict or value.keys() != _MEMBERS or type(value["table"]) is not int:
                raise MalformedValue("card pile")
            file = cls(
                parse_election_id(value["election"]),
                parse_contest_id(value["contest"]),
                TableNumber(value["table"]),
                Argon2Cost.of(value["kdf"]),
                from_b64(value["salt"]),
                from_b64(value["box"]),
            )
        except (ValueError, TypeError, RecursionError, MalformedEncoding):
            raise MalformedValue("card pile") from None
        if len(file.salt) != SALT_BYTES or file.to_bytes() != data:
            raise MalformedValue("card pile")
        return file

    def open(self, passphrase: str) -> tuple[Card, ...]:
        """Return the cards.

        Raises:
            WrongPassphrase: another passphrase, or the file was altered.
            MalformedValue: what is inside are no cards of this table.
        """
        text = unlock(_header(self), self.box, passphrase, self.salt, self.cost).decode("ascii", "replace")
        if len(text) % TEXT_LENGTH:
            raise MalformedValue("card pile")
        try:
            cards = tuple(Card.parse(text[at : at + TEXT_LENGTH]) for at in range(0, len(text), TEXT_LENGTH))
        except InvalidCard:
            raise MalformedValue("card pile") from None
        if any(each.table != self.table for each in cards):
            raise MalformedValue("card pile")
        return cards


def seal_pile(
    place: tuple[ElectionId, ContestId, TableNumber],
    cards: Sequence[Card],
    passphrase: str,
    random: RandomSource,
    cost: Argon2Cost = COST,
) -> CardPile:
    """Lock the cards of a table.

    Args:
        place: election, contest and table, in clear.
        cards: in random order, as they were made.
        passphrase: as typed; leading and trailing spaces and letter case do not matter.
        random: source of salt and nonce.
        cost: other than the default, in tests.

    Raises:
        MalformedEncoding: an empty passphrase.
    """
    bare = CardPile(*place, cost, random(SALT_BYTES), b"")
    secret = "".join(each.to_text() for each in cards).encode("ascii")
    return CardPile(*place, cost, bare.salt, lock(_header(bare), secret, passphrase, bare.salt, cost, random))


def _header(file: CardPile) -> dict[str, object]:
    return {
        "contest": file.contest,
        "election": file.election,
        "format": FORMAT,
        "kdf": file.cost.to_value(),
        "salt": b64(file.salt),
        "table": file.table,
    }
