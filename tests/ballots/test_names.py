import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots.errors import InvalidName, MalformedValue
from rembug_ballots.names import (
    EMPTY_SLOT,
    distinct,
    from_slot,
    normalise,
    read_rows,
    rows_blob,
    strings_blob,
    to_slot,
    to_slots,
)

TYPED = st.text(max_size=40)


@given(TYPED)
def test_what_a_booth_accepts_comes_back_from_its_slot(typed: str) -> None:
    try:
        name = normalise(typed)
    except InvalidName:
        return
    assert normalise(name) == name
    assert from_slot(to_slot(name)) == name


@given(st.binary(min_size=60, max_size=60))
def test_no_slot_makes_the_decoder_crash_and_no_text_has_two(slot: bytes) -> None:
    text = from_slot(slot)
    if text is not None:
        assert to_slot(text) == slot


@given(st.text(max_size=30))
def test_any_utf_8_in_a_slot_is_its_text_or_undecodable(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")[:60]
    decoded = from_slot(data.ljust(60, b"\x00"))
    # Zero bytes at the end are the padding, whoever wrote them.
    assert decoded is None or decoded.encode() == data.rstrip(b"\0")


@given(st.lists(TYPED, max_size=3))
def test_the_order_of_typing_does_not_show(typed: list[str]) -> None:
    try:
        names = [normalise(text) for text in typed]
    except InvalidName:
        return
    slots = to_slots(names, 3)
    assert slots == to_slots(reversed(names), 3)
    assert len(slots) == 3
    written = [slot for slot in slots if slot != EMPTY_SLOT]
    assert written == sorted(written)
    assert list(slots[len(written) :]) == [EMPTY_SLOT] * (3 - len(written))


def test_a_booth_writes_names_in_one_form() -> None:
    assert normalise("  Siti   Aminah\t") == "Siti Aminah"
    assert normalise("Re\u0301ne\u0301") == "R\u00e9n\u00e9"
    assert normalise("") == ""
    assert normalise(" \u3000 ") == ""


@pytest.mark.parametrize("text", ["a" * 61, "\u00e9" * 31, "a\x00b", "a\x7fb", "a\x9fb", "a\ud800", "a" * 10_000])
def test_a_booth_refuses_what_no_slot_holds(text: str) -> None:
    with pytest.raises(InvalidName, match=r"\.$"):
        normalise(text)


def test_sixty_bytes_fit() -> None:
    assert from_slot(to_slot("a" * 60)) == "a" * 60
    with pytest.raises(InvalidName):
        to_slot("a" * 61)
    with pytest.raises(InvalidName):
        to_slots(["a", "b", "c", "d"], 3)


@pytest.mark.parametrize(
    "data",
    [
        b"a\x00b",
        b"\x00a",
        b"\xff",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"a\x1f",
        b"\x7f",
        "\x85".encode(),
        "e\u0301".encode(),
        b"a" * 59 + b"\xc3",
    ],
)
def test_slots_that_hold_no_text_are_undecodable(data: bytes) -> None:
    assert from_slot(data.ljust(60, b"\x00")) is None


def test_marks_without_a_letter_are_a_text_like_any_other() -> None:
    marks = "\u0301" * 30
    assert from_slot(marks.encode()) == marks


def test_a_slot_has_sixty_bytes() -> None:
    assert from_slot(b"a" * 59) is None
    assert from_slot(b"a" * 61) is None
    assert from_slot(EMPTY_SLOT) == ""


ROWS = [("Budi", "Siti", ""), ("Budi", None, ""), ("", "", ""), ("\u00c9va", "z", "")]


def test_rows_survive_their_blob_and_give_the_distinct_texts() -> None:
    assert read_rows(rows_blob(ROWS), 4, 3) == ROWS
    assert distinct(ROWS) == ["Budi", "Siti", "z", "\u00c9va"]
    assert strings_blob(ROWS) == '["Budi","Siti","z","Éva"]'.encode()


@pytest.mark.parametrize(
    ("data", "count", "names_max"),
    [
        (b"[]", 1, 3),
        (b'[["a"]]', 1, 3),
        (b'[["a","b","c"]]', 2, 3),
        (b'[["a","b",1]]', 1, 3),
        (b'[["a","b","' + b"c" * 61 + b'"]]', 1, 3),
        (b'[["a","b","\\u0001"]]', 1, 3),
        (b'["a","b","c"]', 3, 1),
        (b'{"a":1}', 1, 3),
        (b'[ ["a","b","c"]]', 1, 3),
    ],
)
def test_other_rows_are_refused(data: bytes, count: int, names_max: int) -> None:
    with pytest.raises(MalformedValue):
        read_rows(data, count, names_max)
