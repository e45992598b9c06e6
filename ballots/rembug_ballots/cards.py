"""Cards: a secret on paper that is the key to one ballot.  Source: docs/protocol.md section 7.

Whoever holds a secret can cast one ballot at its table; it is in no message and no repr.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from rembug_ballots import signing
from rembug_ballots.encoding import (
    base32_to_bits,
    bits_to_base32,
    first_bits,
    from_base32,
    to_base32,
)
from rembug_ballots.errors import InvalidCard, MalformedValue
from rembug_ballots.events.fields import Credential, Signature
from rembug_ballots.events.polling import CardVoided
from rembug_ballots.ids import (
    MAX_CONTEST_INDEX,
    MAX_TABLE,
    ContestId,
    ContestIndex,
    ElectionId,
    TableNumber,
)
from rembug_crypto.domains import Domain, frames, u32be

SECRET_BYTES: Final = 16
TEXT_LENGTH: Final = 36
NUMBER_LENGTH: Final = 6
_VERSION: Final = "1"
_CHECKED: Final = 32
_CHECKSUM_BITS: Final = 20
_NUMBER_BITS: Final = 30
_LONGEST_TYPED: Final = 200

# What a person or a scanner may give for a character of the alphabet.
_TYPED: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


def new_secret(random: Callable[[int], bytes]) -> bytes:
    """Draw a card secret, 16 bytes."""
    return random(SECRET_BYTES)


def card_seed(secret: bytes, election: ElectionId, contest: ContestId, table: TableNumber) -> bytes:
    """Return the Ed25519 seed of a card, 32 bytes: HKDF-SHA512 (RFC 5869) of its secret.

    Raises:
        MalformedValue: the secret has not 16 bytes.
    """
    if len(secret) != SECRET_BYTES:
        raise MalformedValue("a card secret has 16 bytes")
    info = frames("election", election, "contest", contest, "table", u32be(table))
    # One block of output is enough, so that RFC 5869 section 2.3 is a single HMAC.
    extracted = hmac.digest(Domain.CARD.encode(), secret, "sha512")
    return hmac.digest(extracted, info + b"\x01", "sha512")[: signing.SEED_BYTES]


def credential_of_secret(secret: bytes, election: ElectionId, contest: ContestId, table: TableNumber) -> Credential:
    """Return the credential (public key) of a card, 32 bytes.

    Raises:
        MalformedValue: the secret has not 16 bytes.
    """
    return Credential(signing.public_key(card_seed(secret, election, contest, table)))


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card.

    Attributes:
        contest_index: index of the contest in the rules, 1 to 1023.
        table: number of its table.
        secret: 16 bytes.
    """

    contest_index: ContestIndex
    table: TableNumber
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what no card can hold."""
        if not 1 <= self.contest_index <= MAX_CONTEST_INDEX or not 1 <= self.table <= MAX_TABLE:
            raise MalformedValue("no card of such a contest or table")
        if len(self.secret) != SECRET_BYTES:
            raise MalformedValue("a card secret has 16 bytes")

    def to_text(self) -> str:
        """Return the text of the QR code, 36 characters."""
        start = (
            _VERSION + bits_to_base32(self.contest_index, 2) + bits_to_base32(self.table, 3) + to_base32(self.secret)
        )
        return start + _checksum(start)

    @classmethod
    def parse(cls, text: str) -> "Card":
        """Read a card text that was scanned or typed.

        Raises:
            InvalidCard: an Indonesian sentence that says what is wrong, without the secret.
        """
        plain = text[:_LONGEST_TYPED].upper().translate(_TYPED)
        if len(text) > _LONGEST_TYPED or len(plain) != TEXT_LENGTH:
            raise InvalidCard(f"Kode kartu harus {TEXT_LENGTH} huruf dan angka.")
        if plain[0] != _VERSION:
            raise InvalidCard("Ini bukan kartu suara Rembug, atau dari versi lain.")
        try:
            base32_to_bits(plain)
            secret = from_base32(plain[6:_CHECKED], SECRET_BYTES)
        except MalformedValue:
            raise InvalidCard("Kode kartu memuat huruf yang tidak dikenal. Periksa lagi.") from None
        if plain[_CHECKED:] != _checksum(plain[:_CHECKED]):
            raise InvalidCard("Kode kartu salah ketik. Periksa lagi huruf demi huruf.")
        contest_index, table = base32_to_bits(plain[1:3]), base32_to_bits(plain[3:6])
        if not contest_index or not table:
            raise InvalidCard("Kode kartu tidak menyebut pemilihan atau meja yang ada.")
        return cls(ContestIndex(contest_index), TableNumber(table), secret)


def _checksum(start: str) -> str:
    digest = hashlib.sha512(frames("domain", Domain.CARD_CHECKSUM, "text", start)).digest()
    return bits_to_base32(first_bits(digest, _CHECKSUM_BITS), _CHECKSUM_BITS // 5)


def card_number(credential: bytes) -> str:
    """Return the number printed inside a card, 6 characters; two cards may share one."""
    digest = hashlib.sha512(frames("domain", Domain.CARD_NUMBER, "credential", credential)).digest()
    return bits_to_base32(first_bits(digest, _NUMBER_BITS), NUMBER_LENGTH)


def void_bytes(election: ElectionId, contest: ContestId, table: TableNumber, credential: bytes) -> bytes:
    """Return what a card signs to void itself."""
    return frames(
        "domain",
        Domain.CARD_VOID,
        "election",
        election,
        "contest",
        contest,
        "table",
        u32be(table),
        "credential",
        credential,
    )


def void_card(secret: bytes, election: ElectionId, contest: ContestId, table: TableNumber) -> CardVoided:
    """Return the void statement of a torn card.

    Raises:
        MalformedValue: the secret has not 16 bytes.
    """
    seed = card_seed(secret, election, contest, table)
    credential = signing.public_key(seed)
    signature = signing.sign(seed, void_bytes(election, contest, table, credential))
    return CardVoided(table, Credential(credential), Signature(signature))


def verify_void(election: ElectionId, contest: ContestId, body: CardVoided) -> None:
    """Accept the void statement of a card of ``contest``.

    Raises:
        InvalidSignature: it is not signed by its credential.
    """
    message = void_bytes(election, contest, body.table, body.credential)
    signing.verify(body.credential, message, body.signature)
