"""Ballots: sealing (the reference booth), signatures, proof, and the opening of audited ones.

Source: docs/protocol.md section 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from rembug_ballots import signing
from rembug_ballots.cards import card_seed
from rembug_ballots.errors import InvalidBallot, InvalidName, MalformedBallot, MalformedValue
from rembug_ballots.events.event import member_reader
from rembug_ballots.events.fields import Ciphertext, Credential, KnowledgeProof, Signature
from rembug_ballots.events.polling import BallotAudited, BallotCast
from rembug_ballots.ids import ContestId, ElectionId, TableNumber, TrackingCode
from rembug_ballots.names import to_slots
from rembug_ballots.tracking import tracking_code
from rembug_crypto import ballot_proof
from rembug_crypto.ballot_proof import BallotStatement
from rembug_crypto.domains import Domain, frame, frames, u32be
from rembug_crypto.elgamal import PublicKey, encrypt
from rembug_crypto.encoding import encode_slots
from rembug_crypto.errors import CryptoError, InvalidSignature
from rembug_crypto.group import Scalar, Scalars
from rembug_crypto.randomness import RandomSource


@dataclass(frozen=True, slots=True)
class BallotPlace:
    """Where a ballot is cast: what its proof and signatures bind."""

    election: ElectionId
    contest: ContestId
    table: TableNumber


@dataclass(frozen=True, slots=True)
class SealedBallot:
    """A ballot signed by its card and not yet by its table: its voter may cast it or audit it."""

    place: BallotPlace
    credential: Credential
    ciphertext: Ciphertext
    proof: KnowledgeProof
    signature: Signature

    @property
    def tracking(self) -> TrackingCode:
        """The tracking code, shown before the voter chooses."""
        return tracking_code(self.place.election, self.place.contest, self.ciphertext, self.proof)

    def cast(self, table_seed: bytes) -> BallotCast:
        """Return the ballot as it is cast, signed with the table's Ed25519 seed of 32 bytes."""
        body = body_bytes(self.place, self.credential, self.ciphertext, self.proof)
        signature = signing.sign(table_seed, _table_message(body, self.signature))
        return BallotCast(
            contest=self.place.contest,
            table=self.place.table,
            credential=self.credential,
            ciphertext=self.ciphertext,
            proof=self.proof,
            signature=self.signature,
            table_signature=Signature(signature),
        )


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a sealed ballot; a booth shows it for an audit and otherwise forgets it."""

    randomness: bytes = field(repr=False)
    names: tuple[str, ...] = field(repr=False)


def body_bytes(place: BallotPlace, credential: bytes, ciphertext: bytes, proof: bytes) -> bytes:
    """Return what card and table sign (docs/protocol.md section 9.3)."""
    return frames(
        "election",
        place.election,
        "contest",
        place.contest,
        "table",
        u32be(place.table),
        "credential",
        credential,
        "ciphertext",
        ciphertext,
        "proof",
        proof,
    )


def _card_message(body: bytes) -> bytes:
    return frame("domain", Domain.BALLOT_SIGNATURE) + body


def _table_message(body: bytes, signature: bytes) -> bytes:
    return frame("domain", Domain.TABLE_SIGNATURE) + body + frame("signature", signature)


def seal(
    names: Sequence[str], secret: bytes, place: BallotPlace, key: PublicKey, random: RandomSource
) -> tuple[SealedBallot, Opening]:
    """Seal written names under a card, as a booth does.

    Args:
        names: texts in NFC, as `names.normalise` returns them; empty ones are left out.
        secret: secret of the card, 16 bytes.
        place: election, contest and table of the card.
        key: the first ``W`` joint keys.
        random: source of the randomness of encryption and proof.

    Raises:
        InvalidName: too many names, or one that no slot holds.
        MalformedValue: the secret has not 16 bytes.
    """
    seed = card_seed(secret, place.election, place.contest, place.table)
    credential = signing.public_key(seed)
    messages = encode_slots(to_slots(names, key.width // 2))
    randomness = Scalar.random(random)
    ciphertext = encrypt(messages, key, Scalars.of([randomness])).to_bytes()
    statement = BallotStatement(place.election, place.contest, place.table, key, ciphertext, credential)
    proof = ballot_proof.prove(statement, randomness, random)
    body = body_bytes(place, credential, ciphertext, proof)
    sealed = SealedBallot(
        place=place,
        credential=Credential(credential),
        ciphertext=Ciphertext(ciphertext),
        proof=KnowledgeProof(proof),
        signature=Signature(signing.sign(seed, _card_message(body))),
    )
    return sealed, Opening(randomness.to_bytes(), tuple(name for name in names if name))


def read_ballot(value: object) -> BallotCast:
    """Read a ballot from JSON: the members of the body of `ballot.cast`.

    Raises:
        MalformedBallot: unknown or missing member, or one out of its bounds.
    """
    try:
        return cast("BallotCast", _READ_BALLOT(value))
    except MalformedValue as error:
        raise MalformedBallot(str(error)) from None


_READ_BALLOT = member_reader(BallotCast)


def place_of(election: ElectionId, ballot: BallotCast) -> BallotPlace:
    """Return where a ballot is cast."""
    return BallotPlace(election, ballot.contest, ballot.table)


def check_signatures(election: ElectionId, ballot: BallotCast, table_key: bytes) -> None:
    """Accept the signatures of card and table.

    Args:
        election: the election of the log.
        ballot: the ballot.
        table_key: key of the table's present opening, 32 bytes.

    Raises:
        InvalidBallot: one of them does not hold; the message says which.
    """
    body = body_bytes(place_of(election, ballot), ballot.credential, ballot.ciphertext, ballot.proof)
    try:
        signing.verify(ballot.credential, _card_message(body), ballot.signature)
    except InvalidSignature:
        raise InvalidBallot("card signature") from None
    try:
        signing.verify(table_key, _table_message(body, ballot.signature), ballot.table_signature)
    except InvalidSignature:
        raise InvalidBallot("table signature") from None


def statement_of(election: ElectionId, ballot: BallotCast, key: PublicKey) -> BallotStatement:
    """Return what the proof of a ballot proves; `ballot_proof` checks many at once."""
    return BallotStatement(election, ballot.contest, ballot.table, key, ballot.ciphertext, ballot.credential)


def check_proof(election: ElectionId, ballot: BallotCast, key: PublicKey) -> None:
    """Accept ciphertext and proof of a ballot.

    Args:
        election: the election of the log.
        ballot: the ballot.
        key: the first ``W`` joint keys.

    Raises:
        InvalidBallot: the ciphertext or the proof does not decode or does not hold.
    """
    try:
        ballot_proof.verify(statement_of(election, ballot, key), ballot.proof)
    except CryptoError as error:
        raise InvalidBallot(f"proof: {error}") from None


def check_test(election: ElectionId, audited: BallotAudited, key: PublicKey) -> None:
    """Accept the opening of a committee's test ballot.

    Args:
        election: the election of the log.
        audited: a `ballot.audited` that shows its content.
        key: the first ``W`` joint keys.

    Raises:
        InvalidBallot: it shows nothing, its ciphertext is not that of its names, its proof does not
            hold, or its tracking code is another's.
    """
    if (
        audited.ciphertext is None
        or audited.proof is None
        or audited.credential is None
        or audited.randomness is None
        or audited.names is None
    ):
        raise InvalidBallot("an audited ballot without content")
    check_opening(audited.ciphertext, audited.names, audited.randomness, key)
    place = BallotPlace(election, audited.contest, audited.table)
    code = tracking_code(place.election, place.contest, audited.ciphertext, audited.proof)
    if code != audited.tracking:
        raise InvalidBallot("tracking code")
    statement = BallotStatement(election, audited.contest, audited.table, key, audited.ciphertext, audited.credential)
    try:
        ballot_proof.verify(statement, audited.proof)
    except CryptoError as error:
        raise InvalidBallot(f"proof: {error}") from None


def check_opening(ciphertext: bytes, names: Sequence[str], randomness: bytes, key: PublicKey) -> None:
    """Accept that a ciphertext holds these names under this randomness: what an audit shows.

    Raises:
        InvalidBallot: it does not.
    """
    try:
        messages = encode_slots(to_slots(names, key.width // 2))
        scalars = Scalars.of([Scalar.from_bytes(randomness)])
    except (InvalidName, CryptoError) as error:
        raise InvalidBallot(f"opening: {error}") from None
    if encrypt(messages, key, scalars).to_bytes() != ciphertext:
        raise InvalidBallot("opening: another ciphertext")
