"""Golden vectors of witnesses: which of the agreed witnesses cosigned a checkpoint of the log."""

import hashlib

from rembug_ballots.canonical import serialise
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.note import Note
from tests.ballots.vector import Vector, changed, vector, without
from tests.ballots.witnesses import LOG_KEY, LOG_SEED, NAMES, note_of, witnessed_rules

SIZE = 1234
ROOT = hashlib.sha256(b"root").digest()


def witnesses() -> list[Vector]:
    """Notes with the names of those whose cosignature counts, and rules with one fault each."""
    good = note_of(SIZE, ROOT)
    moved = note_of(SIZE, bytes(32))
    mixed = Note(good.text, (*good.signatures[:2], moved.signatures[2]))
    notes = [
        ("all three cosigned", good, [0, 1, 2]),
        ("one cosigned", note_of(SIZE, ROOT, NAMES[1:2]), [1]),
        ("nobody cosigned", note_of(SIZE, ROOT, ()), []),
        ("a stranger cosigned", note_of(SIZE, ROOT, ("orang.lain", NAMES[2])), [2]),
        ("one cosigned another root", mixed, [0]),
    ]
    found = [
        vector(
            comment, kind="note", note=note.to_text(), **_point(), signers=[f"Saksi {NAMES[each]}" for each in signers]
        )
        for comment, note, signers in notes
    ]
    other = sign_checkpoint(Checkpoint("rembug.id/lain", SIZE, ROOT), LOG_SEED)
    bad = [
        ("another root", moved),
        ("another size", note_of(SIZE + 1, ROOT)),
        ("another log", other),
        ("not signed by the log", Note(good.text, good.signatures[1:])),
    ]
    found += [
        vector(comment, "invalid", kind="note", note=note.to_text(), **_point(), signers=[]) for comment, note in bad
    ]
    return found + _rules()


def _point() -> Vector:
    rules = serialise(witnessed_rules().to_json()).decode()
    return {"rules": rules, "log_key": LOG_KEY.to_text(), "size": SIZE, "root": ROOT.hex()}


def _rules() -> list[Vector]:
    tree = witnessed_rules().to_json()
    first: list[str | int] = ["witnessing", "witnesses", 0]
    faults: list[tuple[str, object]] = [
        ("a quorum of 0", changed(tree, ["witnessing", "quorum"], 0)),
        ("more than there are", changed(tree, ["witnessing", "quorum"], 4)),
        ("no witness", changed(tree, ["witnessing", "witnesses"], [])),
        ("no object", changed(tree, ["witnessing"], None)),
        ("a key that signs notes only", changed(tree, [*first, "key"], LOG_KEY.to_text())),
        ("one witness twice", changed(tree, ["witnessing", "witnesses", 1], tree["witnessing"]["witnesses"][0])),  # type: ignore[index,call-overload]  # JSON
        ("an unknown member", changed(tree, [*first, "url"], "x")),
        ("no name", without(tree, [*first, "name"])),
    ]
    return [
        vector("rules with witnesses", kind="rules", rules=serialise(tree).decode()),
        *[vector(comment, "invalid", kind="rules", rules=serialise(each).decode()) for comment, each in faults],
    ]
