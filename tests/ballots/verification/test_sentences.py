"""A report speaks Indonesian: no words of a programmer's error get into it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import rembug_ballots
import rembug_crypto
from rembug_ballots.errors import BrokenRecord, InvalidBallot, MalformedEvent, MalformedValue
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.verification.sentences import OF_ANY, OF_CLASS, OF_MESSAGE, SPEAKING, sentence_of
from rembug_crypto.errors import InvalidNote, InvalidShuffleProof, MalformedEncoding
from tests.ballots.verification.honest import english

SPOKEN = {each.__name__ for each in SPEAKING}


def _classes() -> Iterator[str]:
    """Yield the name of every error class of the two layers."""
    for package in (rembug_ballots, rembug_crypto):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ClassDef):
                    yield from (node.name for each in node.bases if isinstance(each, ast.Name) and _is_error(each.id))


def _is_error(name: str) -> bool:
    return name.endswith(("Error", "Value", "Proof")) or name in OF_CLASS


# Raised outside of a verification, or only the root of a tree.
ROOTS = {"BallotsError", "CryptoError", "CountingError", "InvalidProof", "WrongPassphrase"}


def test_every_class_of_error_has_a_sentence() -> None:
    names = set(_classes())
    assert "InvalidNote" in names
    assert "MalformedRow" in names
    assert names - SPOKEN - ROOTS <= set(OF_CLASS)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InvalidShuffleProof("equation (5): sh_j is not ..."), "bukti pengacakan tidak berlaku, persamaan 5"),
        (MalformedEncoding("group element", 12), "unsur ke-12 (dihitung dari 0) tidak sah"),
        (InvalidNote("not signed by rembug.id/x"), "tidak ditandatangani rembug.id/x"),
        (MalformedEvent("ballot.cast: a member is out of its bounds"), "bentuk ballot.cast tidak sesuai"),
        (InvalidBallot("proof: s*G is not T + c*P"), "bukti suara tidak berlaku"),
        (BrokenRecord("tile/entries/000 is missing"), "berkas tile/entries/000 tidak ada"),
        (MalformedValue("words that no table foresees"), OF_CLASS["MalformedValue"]),
        (IllegalEvent(Refusal.NOT_TIED), "NOT_TIED: Urutan ini tidak menyelesaikan suara yang sama."),
    ],
)
def test_an_error_is_told_in_indonesian(error: Exception, sentence: str) -> None:
    assert sentence_of(error) == sentence


def test_no_sentence_is_english() -> None:
    sentences = [OF_ANY, *OF_CLASS.values(), *(template for _, template in OF_MESSAGE)]
    assert [each for each in sentences if english(each)] == []
