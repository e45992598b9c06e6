"""Passphrases that a machine draws and a person keeps: six words, 66 bits.

Trust: whoever shows the words shows the key to whatever can see the screen.  They are never stored.
"""

from typing import Final

from rembug_crypto.passphrase_words import WORDS
from rembug_crypto.randomness import RandomSource, draw

WORDS_DRAWN: Final = 6
# Each word is one of 2048.  With the key file's Argon2id (256 MiB, three passes) a guess costs about half a second.
ENTROPY_BITS: Final = 11 * WORDS_DRAWN


def offer(random: RandomSource) -> str:
    """Return six words, each drawn alike and by itself, with single spaces between them."""
    data = draw(random, 2 * WORDS_DRAWN)
    # 65536 is a multiple of 2048: no word is likelier than another.
    places = (int.from_bytes(data[at : at + 2], "big") % len(WORDS) for at in range(0, len(data), 2))
    return " ".join(WORDS[place] for place in places)
