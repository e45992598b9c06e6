"""Folding of one word of a name, so that ways to spell it meet.

Old spelling (before 1972: oe, dj, tj, j, sj, ch, nj), Arabic names in their many Latin forms,
Sundanese p for f and v, Javanese glides and dropped e.  The result is a key for comparing, not a
name: it is never shown.  Two different names may meet in one key; that only makes a suggestion
more, which people then refuse.
"""

import re
from functools import lru_cache
from typing import Final

_MUHAMMAD: Final = re.compile(
    r"(?:m(?:u|o|oe)(?:h|ch|kh)(?:am+[aeiu]?[dt]|d)|muhamm?|moh|moch|mokh|muh|much|mukh|mhd|mohm?d|muhd)"
)
_KHAIR: Final = re.compile(r"^(?:kh|ch|h)(?:ai|ae|oi|oe)(?=r)")
_OLD_SIGNS: Final = re.compile(r"oe|dj|tj|sj|[aeiou]ch|nj[ao]e")
_CH_AS_C: Final = re.compile(r"^ch(?=andr|arl|eryl|elsea|ika|intya|yntia|intia)")
_OLD_J_WORDS: Final = re.compile(r"^j(?=usu[pf]|unus|asin|ahy?j?a$|uliana|uliati|ulianti)")

_WHOLE: Final = {
    "abd": "abdul", "abdl": "abdul", "st": "siti", "sitti": "siti", "sity": "siti", "noor": "nur",
    "ahmed": "ahmat", "achmed": "ahmat", "akhmed": "ahmat",
}  # fmt: skip

# Applied in this order; each is a rule of spelling, with an example.
_RULES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^chr", "kr"),  # Christina, Kristina
        (r"tj", "c"),  # Tjahjono
        (r"sj", "sy"),  # Sjarif
        (r"dj", "j"),  # Djoko
        (r"aj(?=at)", "ay"),  # Hidajat
        (r"oe|oo", "u"),  # Soeharto, Noor
        (r"ie(?=[a-z]?$|[bcdfgklmnpqrst])", "i"),  # Arief
        (r"kh|ch", "h"),  # Achmad, Akhmad
        (r"ph|f|v", "p"),  # Fitri, Novi
        (r"dz", "z"),  # Dzikri
        (r"(?<=[dtbg])h", ""),  # Ramdhan, Luthfi, Bhakti
        (r"sh|sy|ts", "s"),  # Shinta, Syarif, Tsani
        (r"x", "ks"),
        (r"q|ck", "k"),  # Iqbal
        (r"^z", "j"),  # Zaenal, Jaenal
        (r"z", "s"),  # Rizki, Riski; Faizal, Faisal
        (r"ae", "ai"),  # Saefudin, Saifudin
        (r"^abdu([rsn])\1?(?=[aeio])", r"abdul\1"),  # Abdurrahman, Abdul Rahman
        (r"^moh", "muh"),  # Mochtar, Muhtar
        (r"roh(?=m)", "rah"),  # Rochmat, Rahmat
        (r"oyo$", "aya"),  # Wardoyo, Wardaya
        (r"uw(?=[aeo])", "u"),  # Suwardi, Suardi
        (r"iy(?=[aeou])", "i"),  # Supriyanto, Suprianto
        (r"(?<=[bdghklmprt])y(?=[aeou])", "i"),  # Mulyadi, Muliadi
        (r"([bcdfghjklmnpqrstvwxyz])\1+", r"\1"),  # Abdullah, Abdulah
        (r"^([bcdgkpst])e(?=[rl][aeiou][a-z]{2})", r"\1"),  # Selamet, Slamet
        (r"d$", "t"),  # Rahmad, Rahmat
        (r"b$", "p"),  # Yakub, Yakup
    )
)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return the spelling key of one lower-case word without marks.

    Folding a folded word changes nothing more, so keys may be compared with keys of any origin.
    """
    previous = ""
    folded = word
    # A rule may prepare the ground for another one; three rounds are the most any word has needed.
    while folded != previous:
        previous = folded
        folded = _fold_once(folded)
    return folded


def _fold_once(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    if word == "muhamat" or _MUHAMMAD.fullmatch(word):
        return "muhamat"
    word = _KHAIR.sub("hoi", word)
    if word.startswith("ch") and _CH_AS_C.match(word):
        word = "c" + word[2:]
    if _OLD_SIGNS.search(word) or _OLD_J_WORDS.match(word):
        # A writer of oe or tj also wrote j for y and nj for ny; dj and sj are kept apart first.
        word = word.replace("dj", "\0").replace("tj", "c").replace("sj", "sy").replace("j", "y").replace("\0", "j")
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    if len(word) > 4:  # Iis, Uu and Eem stay what they are
        word = re.sub(r"([aeiou])\1+", r"\1", word)
    if len(word) > 5 and word.endswith("h"):  # Fatimah, Fatima; but Dedeh is not Dede
        word = word[:-1]
    return word
