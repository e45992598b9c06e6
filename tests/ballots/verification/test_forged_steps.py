"""Forgeries of whole steps, and records that are odd in every place: named, never a crash.

All are signed with the log's own key, and blobs are named by their new hashes, so only what they say is wrong.
"""

import hashlib
import random
from collections.abc import Iterator

import pytest

from rembug_api.demo.setting import ELECTION
from rembug_ballots.canonical import JsonObject, JsonValue, parse_object, serialise
from rembug_ballots.encoding import from_b64, to_b64
from rembug_ballots.errors import BallotsError, BrokenRecord
from rembug_ballots.ids import PersonId
from rembug_ballots.record import Record, record_files
from rembug_ballots.refusals import Refusal
from rembug_ballots.state.result import lot_order
from rembug_ballots.verification import Report, Status, Verdict, verify_record
from rembug_ballots.verification.attribution import SLUG_OF
from rembug_ballots.verification.catalogue import CATALOGUE
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.cosignature import cosign
from rembug_crypto.merkle import leaf_hash, root_of
from rembug_crypto.note import COSIGNATURE, NoteKey, parse_note
from rembug_service.system import system_random
from tests.ballots.verification.honest import Honest, Memory, honest


def first_blob(record: Honest, kind: str, member: str) -> bytes:
    """Return the blob that the first event of a kind names at a member."""
    sha256 = record.body(record.events(kind)[0])[member]
    return next(blob for blob in record.blobs if hashlib.sha256(blob).hexdigest() == sha256)


def with_blob(record: Honest, kind: str, member: str, changed: bytes | None = None) -> Report:
    """Verify the record with another blob at a member of the first event of a kind, named by its own hash."""
    index = record.events(kind)[0]
    old = first_blob(record, kind, member)
    new = bytes([*old[:-1], old[-1] ^ 1]) if changed is None else changed
    leaves = record.with_body(index, **{member: hashlib.sha256(new).hexdigest()})
    return record.verify(leaves, [new if blob == old else blob for blob in record.blobs])


def lot(record: Honest, root: bytes) -> list[bytes]:
    """Settle the tie by a lot whose dice were chosen so that the same persons win."""
    index = record.events("tie.settled")[0]
    persons = record.body(index)["persons"]
    assert isinstance(persons, list)
    order = tuple(PersonId(str(person)) for person in persons)
    dice = next(f"{n}" for n in range(100_000) if lot_order(root, f"{n}", order) == order)
    size = record.events("contest.opened")[0] + 1
    checkpoint: JsonObject = {"size": size, "root": to_b64(root)}
    return record.with_body(index, method="UNDIAN", dice=dice, checkpoint=checkpoint)


def test_a_lot_from_a_root_that_this_log_never_had_is_refused() -> None:
    record = honest()
    size = record.events("contest.opened")[0] + 1
    true_root = root_of([leaf_hash(leaf) for leaf in record.leaves[:size]])
    assert "15.2" not in record.verify(lot(record, true_root)).failed
    forged = record.verify(lot(record, bytes(32)))
    assert "15.2" in forged.failed


def test_a_result_that_was_never_published_leaves_the_record_incomplete() -> None:
    record = honest()
    report = record.verify(record.leaves[: record.events("election.published")[0]])
    assert report.failed == ()
    assert report.verdict is Verdict.INCOMPLETE
    assert any("belum diumumkan" in check.detail for check in report.checks)


def test_minutes_of_another_result_are_refused_though_their_hash_is_logged() -> None:
    record = honest()
    name = record.body(record.events("result.certified")[0])["minutes"]
    minutes = parse_object(next(blob for blob in record.blobs if hashlib.sha256(blob).hexdigest() == name))
    elected = minutes["elected"]
    persons = minutes["persons"]
    assert isinstance(elected, list)
    assert isinstance(persons, dict)
    tables = minutes["tables"]
    assert isinstance(tables, list)
    assert isinstance(tables[0], dict)
    # In Python True is 1; in JSON it is not.
    renumbered: JsonObject = {"tables": [{**tables[0], "table": True}, *tables[1:]]}
    renamed: JsonObject = {**persons, str(elected[0]): persons[str(elected[1])]}
    assert "16.3" not in record.verify(record.leaves).failed
    others: tuple[JsonObject, ...] = (
        {"elected": elected[1:]},
        {"contest": "lain"},
        {"women": {}},
        {"tables": []},
        renumbered,
        {"persons": renamed},
    )
    for changed in others:
        blob = serialise({**minutes, **changed})
        assert with_blob(record, "result.certified", "minutes", blob).failed == ("16.3",)


def test_a_witness_is_believed_only_with_a_cosignature() -> None:
    record = honest()
    checkpoint = Checkpoint(f"rembug.id/{ELECTION}", len(record.leaves), root_of([*map(leaf_hash, record.leaves)]))
    note = sign_checkpoint(checkpoint, record.seed)
    seed = bytes(range(32))
    signed = cosign(note, "saksi.example/1", seed, 1_700_000_000)
    key = NoteKey("saksi.example/1", public_of(seed), COSIGNATURE)
    for each, status in ((signed, Status.OK), (note, Status.FAILED)):
        files = dict(record_files(each.to_text().encode(), record.leaves, record.blobs))
        assert parse_note(files["checkpoint"]) == each
        report = verify_record(Record(Memory(files)), random=system_random, witnesses=[key])
        assert {check.id: check.status for check in report.checks}["17.1"] is status


def public_of(seed: bytes) -> bytes:
    """Return the Ed25519 key of a seed."""
    from rembug_ballots.signing import public_key  # noqa: PLC0415 - only here

    return public_key(seed)


class Faulty:
    """A source of which one file cannot be read, and which may not say what it holds."""

    def __init__(self, files: dict[str, bytes], broken: str, *, lists: bool) -> None:
        self._files, self._broken, self._lists = files, broken, lists

    def read(self, path: str) -> bytes | None:
        if path == self._broken:
            raise BrokenRecord(f"{path} cannot be read")
        return self._files.get(path)

    def paths(self) -> Iterator[str]:
        yield from self._files
        if not self._lists:
            raise BrokenRecord("too many files")


def test_a_source_that_breaks_off_never_stops_the_verifier() -> None:
    record = honest()
    checkpoint = Checkpoint(f"rembug.id/{ELECTION}", len(record.leaves), root_of([*map(leaf_hash, record.leaves)]))
    note = sign_checkpoint(checkpoint, record.seed).to_text().encode()
    files = dict(record_files(note, record.leaves, record.blobs))
    for path in [path for path in files if path.startswith("tile/")] + [min(files)]:
        report = verify_record(Record(Faulty(files, path, lists=True)), random=system_random)
        assert report.verdict is Verdict.INVALID
    report = verify_record(Record(Faulty(files, "", lists=False)), random=system_random)
    assert {"1.4", "2.5"} <= set(report.failed)


FREE = {"officers", "bundles", "title", "assembly", "place", "version", "reason", "statement"}
"""Members that no other part of a record can contradict."""


def mutated(value: JsonValue, chance: random.Random, record: Honest, blobs: list[bytes]) -> JsonValue:
    """Return another value of about the same shape; a blob's name becomes the name of another blob."""
    match value:
        case bool():
            return not value
        case int():
            return chance.choice([value + 1, max(0, value - 1), 0, 1, value + 10])
        case list():
            cut = chance.choice([value[:-1], value + value[:1], value[::-1]])
            return cut if cut != value else [*value, 1]
        case dict():
            key = chance.choice(sorted(value))
            return {**value, key: mutated(value[key], chance, record, blobs)}
        case str():
            return other_text(value, chance, record, blobs)
        case _:
            return 1


def other_text(value: str, chance: random.Random, record: Honest, blobs: list[bytes]) -> str:
    """Return the name of a changed blob, changed bytes, or a longer text."""
    old = next((blob for blob in record.blobs if hashlib.sha256(blob).hexdigest() == value), None)
    if old is not None:
        cuts = [old[:-32], old + old[:32], b"", bytes(len(old)), old[32:] + old[:32], old[: len(old) // 2]]
        blobs.append(chance.choice([cut for cut in cuts if cut != old]))
        return hashlib.sha256(blobs[-1]).hexdigest()
    try:
        data = from_b64(value)
    except BallotsError:
        return value + "x"
    return to_b64(chance.choice([data[:-64], data + data[:64], bytes(len(data)), bytes([*data[:-1], data[-1] ^ 1])]))


@pytest.mark.parametrize("seed", range(30))
def test_a_record_that_is_odd_anywhere_is_named_and_stops_nothing(seed: int) -> None:
    chance, record = random.Random(seed), honest()
    blobs = list(record.blobs)
    kinds = sorted({str(parse_object(leaf)["type"]) for leaf in record.leaves})
    kind = chance.choice(kinds)
    index = chance.choice(record.events(kind))
    body = record.body(index)
    # More holders than needed may pass the rehearsal, so one fewer contradicts nothing.
    members = sorted(body.keys() - FREE - ({"holders"} if kind == "rehearsal.passed" else set()))
    way = chance.randrange(5) if members else 0
    if way == 0:
        leaves = [*record.leaves[:index], *record.leaves[index + 1 :]]
    elif way == 1:
        leaves = [*record.leaves, record.leaves[index]]
    else:
        member = chance.choice(members)
        leaves = record.with_body(index, **{member: mutated(body[member], chance, record, blobs)})
    named = b"".join(leaves)
    report = record.verify(leaves, [blob for blob in blobs if hashlib.sha256(blob).hexdigest().encode() in named])
    if leaves != list(record.leaves):
        assert report.verdict is not Verdict.VALID, (kind, way)
    assert report.verdict is Verdict.VALID or any(check.detail for check in report.checks)


def test_every_refusal_of_the_fold_belongs_to_a_check_of_the_catalogue() -> None:
    assert set(SLUG_OF) == set(Refusal)
    assert set(SLUG_OF.values()) <= set(CATALOGUE)


def test_no_number_of_the_catalogue_is_given_twice() -> None:
    ids = [entry.id for entry in CATALOGUE.values()]
    assert len(set(ids)) == len(ids)
