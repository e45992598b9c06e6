"""Passphrases: words that everybody knows, drawn so that a guess is hopeless."""

import os
import re
from collections import Counter

from rembug_crypto.passphrase import ENTROPY_BITS, WORDS_DRAWN, offer
from rembug_crypto.passphrase_words import WORDS
from tests.crypto.seeded import SeededRandom


def _as_heard(word: str) -> str:
    """Return a word without what people write now one way, now another."""
    for written, heard in (("sy", "s"), ("kh", "h"), ("y", "i"), ("f", "p"), ("v", "p"), ("z", "j"), ("x", "ks")):
        word = word.replace(written, heard)
    return re.sub(r"(.)\1", r"\1", word)


def test_there_are_as_many_words_as_eleven_bits_choose() -> None:
    assert len(WORDS) == 2048
    assert len(set(WORDS)) == 2048
    assert (WORDS_DRAWN, ENTROPY_BITS) == (6, 66)


def test_every_word_is_short_and_plain() -> None:
    assert [word for word in WORDS if not re.fullmatch("[a-z]{3,8}", word)] == []
    assert list(WORDS) == sorted(WORDS), "a reader looks for a word by the alphabet"


def test_no_two_words_are_one_when_written_carelessly() -> None:
    assert [heard for heard, count in Counter(map(_as_heard, WORDS)).items() if count > 1] == []


def test_six_words_are_offered_anew_each_time() -> None:
    offered = [offer(os.urandom) for _ in range(50)]
    assert all(len(each.split(" ")) == WORDS_DRAWN for each in offered)
    assert len(set(offered)) == 50
    assert {word for each in offered for word in each.split(" ")} <= set(WORDS)


def test_each_word_comes_up_alike() -> None:
    random = SeededRandom("words")
    drawn = Counter(word for _ in range(20_000) for word in offer(random).split(" "))
    assert len(drawn) == 2048
    # 58.6 of each are expected; with this seed the rarest and the commonest are well within six deviations.
    assert min(drawn.values()) > 15
    assert max(drawn.values()) < 110


def test_the_pages_draw_the_same_words() -> None:
    """The same bytes as in `frontend/tests/crypto/passphrase.test.ts`."""
    assert offer(lambda count: bytes(range(count))) == "abdi hati makan salju agama hidup"
