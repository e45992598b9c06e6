"""Forgeries before the first ballot: log, rules, keys, rehearsal, register, cards."""

import hashlib
from collections.abc import Callable
from typing import Final

from rembug_ballots.canonical import JsonObject, parse_object, serialise
from rembug_crypto.note import NoteKey
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
    inserted,
    last_bit,
    moved,
    note,
    twice,
    with_bit,
    with_blob,
    without,
)
from tests.ballots.verification.honest import Honest


def _files(record: Honest, leaves: list[bytes] | None = None) -> dict[str, bytes]:
    return files_of(record, record.leaves if leaves is None else leaves)


def _other_origin(record: Honest) -> Forged:
    key = NoteKey("rembug.id/lain", NoteKey.parse(str(record.body(0)["log_key"])).public_key)
    leaves = record.with_body(0, log_key=key.to_text())
    return Forged({**files_of(record, leaves), "checkpoint": note(record, leaves, "rembug.id/lain")})


def _unsigned(record: Honest) -> Forged:
    files = _files(record)
    text = files["checkpoint"].decode()
    head, _, signature = text.rpartition(" ")
    middle = len(signature) // 2
    other = "B" if signature[middle] == "A" else "A"
    return Forged({**files, "checkpoint": f"{head} {signature[:middle]}{other}{signature[middle + 1 :]}".encode()})


def _other_root(record: Honest) -> Forged:
    """The checkpoint of a log that has one event less, over all its files."""
    files = _files(record)
    shorter = note(record, record.leaves[:-1])
    parts = files["checkpoint"].split(b"\n")
    old = shorter.split(b"\n")
    assert parts[2] != old[2]
    leaves = [*record.leaves[:-1], record.leaves[-2]]
    return Forged({**files, "checkpoint": note(record, leaves)})


def _entry(record: Honest) -> Forged:
    """One letter of an entry is another, while tree and checkpoint stay what they were."""
    files = _files(record)
    path = next(path for path in sorted(files) if path.startswith("tile/entries/"))
    assert b"Sukamundur" in files[path]
    return Forged({**files, path: files[path].replace(b"Sukamundur", b"Sukamandur", 1)})


def _tile(record: Honest) -> Forged:
    files = _files(record)
    path = next(path for path in sorted(files) if path.startswith("tile/0/"))
    return Forged({**files, path: last_bit(files[path])})


def _added_file(record: Honest) -> Forged:
    return Forged(files_of(record, record.leaves, [*record.blobs, b"sisipan"]))


def _other_blob(record: Honest) -> Forged:
    """A proof under its own name, whose last bit is another."""
    old = blob_of(record, "mix.done", "proof")
    path = f"blobs/{hashlib.sha256(old).hexdigest()}"
    return Forged({**_files(record), path: last_bit(old)})


def _other_election(record: Honest) -> list[bytes]:
    index = record.events("checkin.block")[0]
    value: JsonObject = {**parse_object(record.leaves[index]), "election": "lain"}
    return [*record.leaves[:index], serialise(value), *record.leaves[index + 1 :]]


def _rules_again(record: Honest) -> list[bytes]:
    sealed = record.events("rules.sealed")[0]
    return inserted(record, record.events("table.opened")[0], "rules.sealed", record.body(sealed))


def _after_opening(record: Honest) -> list[bytes]:
    sealed = record.events("rules.sealed")[0]
    return inserted(record, record.events("contest.opened")[0] + 1, "rules.sealed", record.body(sealed))


def _table(**members: int) -> Callable[[Honest], list[bytes]]:
    def make(record: Honest) -> list[bytes]:
        index = record.events("register.sealed")[0]
        tables = record.body(index)["tables"]
        assert isinstance(tables, list)
        first = tables[0]
        assert isinstance(first, dict)
        return record.with_body(index, tables=[{**first, **members}, *tables[1:]])

    return make


def _late_register(record: Honest) -> list[bytes]:
    return moved(record, record.events("register.sealed")[0], record.events("table.opened")[0] + 1)


def _register_blob(record: Honest, part: str, member: str, *, cut: int) -> Forged:
    """Leave the first 32 bytes of a list of the register out, or put the first two in another order."""
    index = record.events("register.sealed")[0]
    listed = record.body(index)[part]
    assert isinstance(listed, list)
    first = listed[0]
    assert isinstance(first, dict)
    old = next(blob for blob in record.blobs if hashlib.sha256(blob).hexdigest() == first[member])
    new = old[cut:] if cut else old[32:64] + old[:32] + old[64:]
    leaves = record.with_body(index, **{part: [{**first, member: hashlib.sha256(new).hexdigest()}, *listed[1:]]})
    return Forged(files_of(record, leaves, [new if blob == old else blob for blob in record.blobs]))


def _one_card_twice(record: Honest) -> Forged:
    """The second table lists a card of the first."""
    one, other = (blob_of(record, "cards.registered", "sha256", which) for which in range(2))
    cards = {other[place : place + 32] for place in range(32, len(other), 32)} | {one[:32]}
    new = b"".join(sorted(cards))
    assert len(new) == len(other)
    index = record.events("cards.registered")[1]
    leaves = record.with_body(index, sha256=hashlib.sha256(new).hexdigest())
    return Forged(files_of(record, leaves, [new if blob == other else blob for blob in record.blobs]))


def _too_many_cards(record: Honest) -> list[bytes]:
    return changed("cards.registered", 0, count=80)(record)


def _swapped_holder(record: Honest) -> list[bytes]:
    """The second holder is registered with the signing key of the first."""
    first, second = record.events("holder.registered")[:2]
    return record.with_body(second, signing_key=record.body(first)["signing_key"])


def _rehearsal_signature(record: Honest) -> list[bytes]:
    index = record.events("rehearsal.factor")[0]
    value = parse_object(record.leaves[index])
    signatures = value["signatures"]
    assert isinstance(signatures, list)
    first = signatures[0]
    assert isinstance(first, dict)
    changed_one: JsonObject = {**value, "signatures": [{**first, "signature": flipped(first["signature"])}]}
    return [*record.leaves[:index], serialise(changed_one), *record.leaves[index + 1 :]]


def _rogue_key(record: Honest) -> Forged:
    """A holder commits to, and shows, a part of the key whose secret nobody knows."""
    old = blob_of(record, "ceremony.revealed", "sha256")
    new = last_bit(old)
    name = hashlib.sha256(new).hexdigest()
    leaves = list(record.leaves)
    for kind in ("ceremony.committed", "ceremony.revealed"):
        index = record.events(kind)[0]
        leaves[index] = record.with_body(index, sha256=name)[index]
    return Forged(files_of(record, leaves, [new if blob == old else blob for blob in record.blobs]))


PREPARATION: Final[Forgeries] = {
    "log-of-another-name": Forgery("1.1", "The log is signed under the name of another election.", _other_origin),
    "checkpoint-without-signature": Forgery(
        "1.1", "The signature under the last checkpoint is not of the log's key.", _unsigned
    ),
    "checkpoint-of-another-log": Forgery(
        "1.2", "The signed root is that of a log whose last event is another.", _other_root
    ),
    "letter-of-an-entry": Forgery("1.2", "A letter of the first event was changed after it was signed.", _entry),
    "hash-of-an-entry": Forgery("1.3", "A bit of a hash in the tree was changed.", _tile),
    "added-file": Forgery("1.4", "A file that no event names lies among the attachments.", _added_file),
    "changed-attachment": Forgery("2.5", "A bit of a mixer's proof was changed under its old name.", _other_blob),
    "event-with-a-member-too-many": by_leaves(
        "2.1", "The opening of a table says something that no event says.", changed("table.opened", 0, note="x")
    ),
    "another-protocol": by_leaves(
        "2.1", "The log says that it follows another protocol.", changed("election.created", 0, protocol="rembug/2")
    ),
    "event-of-another-election": by_leaves("2.2", "A check-in of another election stands in the log.", _other_election),
    "created-twice": by_leaves("2.2", "The election is created a second time.", twice("election.created")),
    "table-opened-twice": by_leaves("2.3", "A table that is open is opened again.", twice("table.opened")),
    "holder-who-did-not-sign": by_leaves(
        "2.4", "A holder's key was exchanged under her signature.", with_bit("holder.registered", "box_key")
    ),
    "factor-that-nobody-signed": by_leaves(
        "2.4", "A holder's signature under the rehearsal was changed.", _rehearsal_signature
    ),
    "block-of-an-unknown-table": by_leaves(
        "2.6", "People are checked in at a table that no register has.", changed("checkin.block", 0, table=77)
    ),
    "no-agreed-charter": by_leaves("3.1", "The residents never agreed to the charter.", without("document.agreed")),
    "other-rules-than-agreed": by_leaves(
        "4.1",
        "The tatib names other rules than those that were sealed.",
        changed("document.agreed", 2, rules_sha256="0" * 64),
    ),
    "rules-sealed-twice": by_leaves("4.2", "The rules are sealed again before the first table opens.", _rules_again),
    "rules-after-the-opening": by_leaves(
        "4.2", "The rules are sealed again after the ballots were opened.", _after_opening
    ),
    "two-holders-one-key": by_leaves("5.1", "Two holders are registered with one signing key.", _swapped_holder),
    "reveal-of-another-commitment": with_blob(
        "5.2",
        "A holder shows other values than those that she had committed to.",
        "ceremony.revealed",
        "sha256",
        last_bit,
    ),
    "rogue-key": Forgery("5.3", "A holder's proof that she knows her part of the key does not hold.", _rogue_key),
    "confirmation-of-another-run": by_leaves(
        "5.4", "A holder confirms a ceremony that ran otherwise.", with_bit("ceremony.confirmed", "ceremony_hash")
    ),
    "another-joint-key": by_leaves(
        "5.5", "The joint key is not the sum of the holders' parts.", with_bit("keys.joined", "keys")
    ),
    "no-joint-key": by_leaves("5.5", "The event that joins the keys was left out.", without("keys.joined")),
    "rehearsal-of-another-ballot": by_leaves(
        "6.1", "The rehearsal's ballot does not follow from its randomness.", with_bit("rehearsal.set", "randomness")
    ),
    "wrong-rehearsal-factor": by_leaves(
        "6.2", "The proof of a holder's factor in the rehearsal does not hold.", with_bit("rehearsal.factor", "proof")
    ),
    "rehearsal-never-passed": by_leaves("6.3", "Tables open though no rehearsal passed.", without("rehearsal.passed")),
    "register-that-does-not-add-up": by_leaves(
        "7.1", "A table's men and women are not as many as its adults.", _table(men=36)
    ),
    "register-after-the-opening-of-a-table": by_leaves(
        "7.1", "The register is sealed when a table is open.", _late_register
    ),
    "roll-without-a-resident": Forgery(
        "7.2",
        "The list of a table lacks one of its voters.",
        lambda record: _register_blob(record, "tables", "roll", cut=32),
    ),
    "nominees-out-of-order": Forgery(
        "7.3",
        "The list of those who may be elected is not sorted.",
        lambda record: _register_blob(record, "nominees", "sha256", cut=0),
    ),
    "card-that-is-no-key": with_blob(
        "8.1", "A listed card is no key.", "cards.registered", "sha256", lambda data: data[:-32] + b"\xff" * 32
    ),
    "card-at-two-tables": Forgery("8.2", "One card is listed for two tables.", _one_card_twice),
    "more-cards-than-voters": by_leaves("8.3", "A table has far more cards than voters and reserve.", _too_many_cards),
    "void-that-the-card-did-not-sign": by_leaves(
        "8.4", "A card is voided without its own signature.", with_bit("card.voided", "signature")
    ),
    "more-left-cards": by_leaves(
        "8.6", "A closed table states more left cards than its cards allow.", added("table.closed", 0, 1, "left")
    ),
}
"""Forgeries up to the moment when tables open."""
