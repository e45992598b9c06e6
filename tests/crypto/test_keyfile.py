"""Key files open for their passphrase only, and unaltered only."""

import json
import os

import pytest

from rembug_crypto.errors import MalformedEncoding, WrongPassphrase
from rembug_crypto.keyfile import KeyFile, seal_key_file
from rembug_crypto.passphrase_box import Argon2Cost

CHEAP = Argon2Cost(memory_kib=64, passes=1)
SECRET = b"bagian kunci"
PASSPHRASE = "sawah pagi kopi hujan bambu rakit"


def sealed() -> KeyFile:
    return seal_key_file("uji-2026", 3, bytes(32), SECRET, PASSPHRASE, os.urandom, CHEAP)


def test_a_key_file_opens_with_its_passphrase() -> None:
    file = KeyFile.parse(sealed().to_bytes())
    assert file.open(PASSPHRASE) == SECRET
    assert file.open("  Sawah pagi KOPI hujan  bambu rakit ") == SECRET


def test_a_key_file_does_not_open_with_another() -> None:
    with pytest.raises(WrongPassphrase):
        sealed().open(PASSPHRASE + "i")


def test_the_secret_stands_nowhere_in_the_file() -> None:
    assert SECRET not in sealed().to_bytes()


def test_an_altered_header_does_not_open() -> None:
    value = json.loads(sealed().to_bytes())
    for member, other in (
        ("election", "lain-2026"),
        ("holder", 4),
        ("signing_key", "A" * 42 + "E"),
    ):
        data = json.dumps({**value, member: other}, sort_keys=True, separators=(",", ":")).encode()
        with pytest.raises(WrongPassphrase):
            KeyFile.parse(data).open(PASSPHRASE)


@pytest.mark.parametrize("cost", [(1 << 21, 1, 1), (64, 17, 1), (64, 0, 1), (7, 1, 1), (64, 1, 9)])
def test_a_hostile_cost_is_refused_before_it_is_paid(cost: tuple[int, int, int]) -> None:
    with pytest.raises(MalformedEncoding):
        Argon2Cost(*cost)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"format":"rembug-key/2"}', b"[" * 100_000])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(MalformedEncoding):
        KeyFile.parse(data)


def test_a_re_spaced_file_is_refused() -> None:
    with pytest.raises(MalformedEncoding):
        KeyFile.parse(json.dumps(json.loads(sealed().to_bytes())).encode())


def test_the_default_cost_is_a_quarter_of_a_gibibyte() -> None:
    assert Argon2Cost() == Argon2Cost(256 * 1024, 3, 1)


@pytest.mark.parametrize(
    ("member", "value"),
    [("election", 5), ("election", None), ("holder", "x"), ("holder", True), ("holder", 1.5), ("lanes", 1.0)],
)
def test_a_member_of_another_type_is_refused(member: str, value: object) -> None:
    found = json.loads(sealed().to_bytes())
    (found["kdf"] if member == "lanes" else found)[member] = value
    with pytest.raises(MalformedEncoding):
        KeyFile.parse(json.dumps(found, sort_keys=True, separators=(",", ":")).encode())


@pytest.mark.parametrize("passphrase", ["", "  \t"])
def test_an_empty_passphrase_locks_and_opens_nothing(passphrase: str) -> None:
    with pytest.raises(MalformedEncoding):
        seal_key_file("uji-2026", 3, bytes(32), SECRET, passphrase, os.urandom, CHEAP)
    with pytest.raises(WrongPassphrase):
        sealed().open(passphrase)
