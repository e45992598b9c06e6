"""Forgeries of polling day: ballots, cards, check-ins, closing, and what voters and observers kept."""

import hashlib
from collections.abc import Callable
from typing import Final

from rembug_ballots.cards import credential_of_secret
from rembug_ballots.encoding import to_b64
from rembug_ballots.events import Event
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.tracking import tracking_code
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.tlog_proof import TlogProof
from tests.attacks.forgery import (
    Forged,
    Forgeries,
    Forgery,
    added,
    blob_of,
    by_leaves,
    changed,
    files_of,
    flipped,
    moved,
    note,
    twice,
    with_blob,
    without,
)
from tests.ballots.verification.honest import Honest


def _late(record: Honest) -> list[bytes]:
    return moved(record, record.events("ballot.cast")[0], record.events("contest.closed")[0])


def _early(record: Honest) -> list[bytes]:
    return moved(record, record.events("ballot.cast")[0], record.events("table.opened")[0])


def _swapped(record: Honest) -> list[bytes]:
    """The list that was mixed is another one then."""
    first, second = record.events("ballot.cast")[:2]
    leaves = list(record.leaves)
    leaves[first], leaves[second] = leaves[second], leaves[first]
    return leaves


def _of_another(*members: str) -> Callable[[Honest], list[bytes]]:
    """Give the first ballot members of the second."""

    def make(record: Honest) -> list[bytes]:
        first, second = record.events("ballot.cast")[:2]
        return record.with_body(first, **{member: record.body(second)[member] for member in members})

    return make


def _other_table(record: Honest) -> list[bytes]:
    index = record.events("ballot.cast")[0]
    return record.with_body(index, table=3 - int(str(record.body(index)["table"])))


def _unlisted(record: Honest) -> list[bytes]:
    index = record.events("ballot.cast")[0]
    return record.with_body(index, credential=flipped(record.body(index)["credential"]))


def _one_card_two_ballots(record: Honest) -> list[bytes]:
    """A second ballot, with another content, under the card of the first."""
    first, second = record.events("ballot.cast")[:2]
    return record.with_body(second, credential=record.body(first)["credential"])


def _left_but_voted(record: Honest) -> list[bytes]:
    """The secret of a voted card is not known here, so the ballot is said to have used a left-over one."""
    cast = record.events("ballot.cast")[0]
    table = int(str(record.body(cast)["table"]))
    which = next(at for at, i in enumerate(record.events("cards.left")) if record.body(i)["table"] == table)
    secret = blob_of(record, "cards.left", "sha256", which)[:16]
    credential = credential_of_secret(secret, ElectionId(record.election), ContestId("bkm"), TableNumber(table))
    return record.with_body(cast, credential=to_b64(credential))


def _check_ins_fall(record: Honest) -> list[bytes]:
    blocks = record.events("checkin.block")
    table = record.body(blocks[0])["table"]
    same = [index for index in blocks if record.body(index)["table"] == table]
    return record.with_body(same[1], total=record.body(same[0])["total"])


def _nobody_came(record: Honest) -> list[bytes]:
    """No block of check-ins is left before the ballots."""
    return [leaf for leaf in record.leaves if b'"type":"checkin.block"' not in leaf]


def _audited_then_cast(record: Honest) -> list[bytes]:
    """A ballot that a voter had opened for a test is counted as hers."""
    audited, cast = record.events("ballot.audited")[0], record.events("ballot.cast")[-1]
    body = record.body(audited)
    return record.with_body(cast, ciphertext=body["ciphertext"], proof=body["proof"], credential=body["credential"])


def _tested_after_it_was_cast(record: Honest) -> list[bytes]:
    """A ballot that is in the box is shown open as a test."""
    cast, audited = record.events("ballot.cast")[0], record.events("ballot.audited")
    event = Event.parse(record.leaves[cast])
    assert isinstance(event.body, BallotCast)
    code = tracking_code(event.election, event.body.contest, event.body.ciphertext, event.body.proof)
    last = next(index for index in reversed(audited) if index > cast)
    empty = dict.fromkeys(("ciphertext", "proof", "credential", "randomness", "names"))
    return record.with_body(last, tracking=str(code), **empty)


def receipt(record: Honest, size: int | None = None) -> bytes:
    """Return a voter's receipt for a ballot, under the checkpoint of that hour."""
    index = record.events("ballot.cast")[5]
    leaves = record.leaves[: record.events("contest.closed")[0] if size is None else size]
    event = Event.parse(record.leaves[index])
    assert isinstance(event.body, BallotCast)
    code = tracking_code(event.election, event.body.contest, event.body.ciphertext, event.body.proof)
    proof = MerkleTree([leaf_hash(leaf) for leaf in leaves]).inclusion_proof(index)
    return TlogProof(index, tuple(proof), note(record, leaves).decode(), code.encode()).to_text().encode()


def _forgotten(record: Honest) -> Forged:
    """The whole log was written anew without a ballot, its voter's receipt was not."""
    index = record.events("ballot.cast")[5]
    leaves = [*record.leaves[:index], *record.leaves[index + 1 :]]
    return Forged(files_of(record, leaves), [receipt(record)])


def _rewritten(record: Honest) -> Forged:
    """The log was written anew without a check-in, which an older receipt stands upon."""
    index = record.events("checkin.block")[0]
    leaves = [*record.leaves[:index], *record.leaves[index + 1 :]]
    return Forged(files_of(record, leaves), [receipt(record)])


def _receipt_of_another_place(record: Honest) -> Forged:
    """A receipt whose proof leads to another ballot."""
    text = receipt(record).decode()
    index = record.events("ballot.cast")[5]
    assert f"\nindex {index}\n" in text
    other = text.replace(f"\nindex {index}\n", f"\nindex {index + 1}\n")
    return Forged(files_of(record, record.leaves), [other.encode()])


def _forked(record: Honest) -> Forged:
    """The log does not continue what an observer copied on polling day."""
    forged = [record.leaves[0], *record.leaves[2:]]
    return Forged(files_of(record, forged), older=[note(record, record.leaves[:20])])


def _rewound(record: Honest) -> Forged:
    """The log ends before the checkpoint that an observer has."""
    return Forged(files_of(record, record.leaves[:-3], record.blobs), older=[note(record, record.leaves)])


def _mauled(record: Honest) -> list[bytes]:
    """The first elements of a ciphertext, under the same proof and card."""
    index = record.events("ballot.cast")[0]
    return record.with_body(index, ciphertext=record.body(record.events("ballot.cast")[1])["ciphertext"])


def _hash_of_left(data: bytes) -> bytes:
    """A left card that nobody made."""
    cards = sorted({hashlib.sha256(data).digest()[:16], *(data[at : at + 16] for at in range(16, len(data), 16))})
    return b"".join(cards)


POLLING: Final[Forgeries] = {
    "ballot-dropped": by_leaves(
        "11.1", "A ballot was taken out of the log after it was mixed.", without("ballot.cast")
    ),
    "ballot-before-opening": by_leaves("9.1", "A ballot stands before its table was opened.", _early),
    "ballot-after-closing": by_leaves("9.1", "A ballot stands after its table was closed.", _late),
    "card-of-another-table": by_leaves("9.2", "A ballot is said to have come at another table.", _other_table),
    "card-that-was-never-listed": by_leaves("9.2", "A ballot used a card that nobody registered.", _unlisted),
    "ballot-replayed": by_leaves("9.3", "A ballot stands in the log twice.", twice("ballot.cast", 3)),
    "one-card-two-ballots": by_leaves("9.3", "Two different ballots used one card.", _one_card_two_ballots),
    "signature-of-another-card": by_leaves(
        "9.4", "A ballot carries the signature of another card.", _of_another("signature")
    ),
    "signature-of-another-ballot-of-the-table": by_leaves(
        "9.5", "A ballot carries the table's signature of another ballot.", _of_another("table_signature")
    ),
    "proof-of-another-ballot": by_leaves("9.6", "A ballot carries the proof of another.", _of_another("proof")),
    "ciphertext-of-another-ballot": by_leaves("9.6", "A ballot's content is exchanged under its proof.", _mauled),
    "ballot-copied-under-another-card": by_leaves(
        "9.7", "A ballot is a copy of another, under a card of its own.", _of_another("ciphertext", "proof")
    ),
    "more-ballots-than-people": by_leaves("9.8", "Ballots came though no one was checked in.", _nobody_came),
    "check-ins-that-do-not-rise": by_leaves("9.8", "A table's check-ins stand still.", _check_ins_fall),
    "more-check-ins-than-the-list": by_leaves(
        "9.9", "A closed table states one person more than its list.", added("table.closed", 0, 1, "checkins")
    ),
    "one-ballot-fewer-at-closing": by_leaves(
        "9.9", "A closed table states one ballot fewer than it took.", added("table.closed", 0, -1, "ballots")
    ),
    "left-card-that-voted": by_leaves("8.5", "A card of the left-over pile had voted.", _left_but_voted),
    "left-card-that-nobody-made": with_blob(
        "8.5", "A card that was never listed lies in the left-over pile.", "cards.left", "sha256", _hash_of_left
    ),
    "test-with-another-name": by_leaves(
        "10.1", "A committee's test ballot is said to hold another name.", changed("ballot.audited", 0, names=["LAIN"])
    ),
    "test-with-other-randomness": by_leaves(
        "10.1",
        "A committee's test ballot does not follow from its randomness.",
        lambda record: record.with_body(
            record.events("ballot.audited")[0],
            randomness=record.body(record.events("ballot.audited")[1])["randomness"],
        ),
    ),
    "test-that-is-counted": by_leaves("10.2", "A ballot that was opened as a test is counted.", _audited_then_cast),
    "ballot-opened-as-a-test": by_leaves(
        "10.2", "A ballot that is in the box is opened as a test.", _tested_after_it_was_cast
    ),
    "too-few-tests": by_leaves("10.3", "A table tested fewer ballots than the tatib asks.", without("ballot.audited")),
    "box-of-another-list": by_leaves("11.1", "Two ballots changed places after the mix.", _swapped),
    "receipt-of-a-dropped-ballot": Forgery(
        "18.3", "A log was written anew without a ballot whose voter has her receipt.", _forgotten
    ),
    "receipt-of-a-rewritten-log": Forgery("18.2", "A log was written anew below a receipt.", _rewritten),
    "receipt-of-another-place": Forgery(
        "18.1", "A receipt points at another place than its proof.", _receipt_of_another_place
    ),
    "forked-log": Forgery("1.5", "A log does not continue the checkpoint that an observer copied.", _forked),
    "rewound-log": Forgery("1.5", "A log ends before the checkpoint that an observer copied.", _rewound),
}
"""Forgeries from the first opened table to the receipts."""
