"""Check 17.2 over a real election with witnesses: what is forged around their cosignatures fails it."""

from rembug_api.demo.setting import ELECTION
from rembug_ballots.encoding import to_b64
from rembug_ballots.state.blobs import name_of
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.merkle import leaf_hash, root_of
from rembug_crypto.note import Note, parse_note
from tests.ballots.verification.honest import Honest
from tests.ballots.verification.witnessed import witnessed

SLUG = "witnesses.opening"


def _note(record: Honest) -> tuple[int, Note]:
    index = record.events("contest.witnessed")[0]
    name = record.body(index)["note"]
    return index, parse_note(next(blob for blob in record.blobs if name_of(blob) == name))


def _with_note(record: Honest, note: Note, **members: object) -> tuple[list[bytes], list[bytes]]:
    index, _ = _note(record)
    data = note.to_text().encode()
    old = record.body(index)["note"]
    blobs = [blob for blob in record.blobs if name_of(blob) != old]
    return record.with_body(index, note=name_of(data), **members), [*blobs, data]


def _failed(record: Honest, leaves: list[bytes], blobs: list[bytes]) -> set[str]:
    return {check.slug for check in record.verify(leaves, blobs).checks if check.status.value == "failed"}


def test_an_honest_election_with_witnesses_holds_and_its_checkpoint_carries_them() -> None:
    record = witnessed()
    report = record.verify(record.leaves)
    assert report.verdict.value == "valid"
    assert {check.slug: check.status.value for check in report.checks}[SLUG] == "ok"
    assert len(_note(record)[1].signatures) == 4


def test_each_forgery_of_the_witnesses_fails_check_17_2() -> None:
    record = witnessed()
    index, note = _note(record)
    fewer = Note(note.text, note.signatures[:2])
    assert SLUG in _failed(record, *_with_note(record, fewer))
    # Left out, and moved behind the order.
    left_out = [*record.leaves[:index], *record.leaves[index + 1 :]]
    assert SLUG in _failed(record, left_out, list(record.blobs))
    # Another root, which the log signs as gladly: the witnesses did not.
    size = int(note.text.split("\n")[1])
    lie = sign_checkpoint(Checkpoint(f"rembug.id/{ELECTION}", size, bytes(32)), record.seed)
    swapped = Note(lie.text, (lie.signatures[0], *note.signatures[1:]))
    checkpoint = {"size": size, "root": to_b64(bytes(32))}
    assert SLUG in _failed(record, *_with_note(record, swapped, checkpoint=checkpoint))
    # What they cosigned is the beginning of another log than this one: an earlier leaf was changed since.
    place = record.events("checkin.list")[0]
    changed = record.with_body(place, rolls=list(range(1, 4)))
    assert SLUG in _failed(record, changed, list(record.blobs))
    # The root of the whole is never what they saw before the mixing ended.
    early = record.events("mixing.finished")[0]
    root = root_of([leaf_hash(leaf) for leaf in record.leaves[:early]])
    assert SLUG in _failed(record, *_with_note(record, note, checkpoint={"size": early, "root": to_b64(root)}))
