"""Writes a resident's name as voters do.

Nickname, call name, other spelling, titles left out, ``RT 3`` added, a wife by her husband's name.
"""

import random as random_module
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rembug_service.people.invented import InventedResident

_MUHAMMAD: Final = ("Muhammad", "Muhamad", "Mohamad", "Mochamad", "Moh.", "M.", "Moch")
_MUHAMMAD_WORD: Final = re.compile(r"^(?:M|Muh|Moh|Moch|Much|Muhammad|Muhamad|Mohamad|Mochamad)\.?(?=\s)")
_TITLE: Final = re.compile(r"^(?:(?:H|Hj|Drs|Dra|KH|Ir|Ust|R|Rr|Dr)\.\s*|Ustadzah\s+)+")
# Ways to write the same sound; each pair is tried in both directions.
_SOUNDS: Final = "f-p v-p kh-h oe-u ae-ai iy-i sy-s nn-n mm-m z-j Dj-J dh-d y-i ah-a d-t"
_SPELLINGS: Final = tuple(tuple(pair.split("-")) for pair in _SOUNDS.split())


def how_people_write(resident: "InventedResident", random: random_module.Random) -> str:
    """Return one of the forms in which voters write this resident's name.

    The forms are as in the field: about a third full, a third shortened or a nickname, a third with
    a call name; one in eight has a slip of spelling, one in seven an RT.
    """
    bare = _TITLE.sub("", resident.name.split(",")[0]).strip()
    written = _form(resident, bare, random)
    if random.random() < 0.13:
        written = _other_spelling(written, random)
    if random.random() < 0.14:
        written = f"{written} {_unit(resident, random)}"
    case = random.random()
    if case < 0.25:
        return written.lower()
    return written.upper() if case < 0.4 else written


def _form(resident: "InventedResident", bare: str, random: random_module.Random) -> str:
    words = [word for word in bare.split() if not _MUHAMMAD_WORD.match(f"{word} ")]
    first = " ".join(words[:2]) if words and words[0] in {"Siti", "Abdul", "Sri", "Ai"} else (words or [bare])[0]
    kind = random.random()
    written = " ".join(words[:2]) if words else bare
    if kind < 0.22:
        written = _MUHAMMAD_WORD.sub(random.choice(_MUHAMMAD), bare)
    elif kind < 0.34:
        written = resident.name
    elif kind < 0.54 and resident.nicknames:
        written = random.choice(resident.nicknames)
        if not written.startswith("Bu ") and random.random() < 0.4:
            written = f"{_call(resident, random)} {written}"
    elif kind < 0.60 and resident.sex == "P" and resident.spouse:
        written = f"{random.choice(('Bu', 'Ibu', 'Ny.', 'istrinya Pak'))} {resident.spouse}"
    elif kind < 0.76:
        written = f"{_call(resident, random)} {bare if random.random() < 0.5 else first}"
    elif kind < 0.80 and resident.note:
        written = f"{first} {resident.note}"
    return written


def _call(resident: "InventedResident", random: random_module.Random) -> str:
    calls = (
        ("Pak", "Bapak", "Kang", "Mang", "H.", "A", "Pa")
        if resident.sex == "L"
        else ("Bu", "Ibu", "Teh", "Ceu", "Hj.", "Bi")
    )
    return random.choice(calls)


def _other_spelling(text: str, random: random_module.Random) -> str:
    """Change one sound of the last word: the words before it may be call names, which nobody misspells so."""
    before, _, word = text.rpartition(" ")
    fitting = [(one, other) for pair in _SPELLINGS for one, other in (pair, pair[::-1]) if one in word]
    if not fitting or len(word) < 4:
        return text
    one, other = random.choice(fitting)
    return f"{before} {word.replace(one, other, 1)}".strip()


def _unit(resident: "InventedResident", random: random_module.Random) -> str:
    rt, rw = resident.unit.rt or 1, resident.unit.rw or 1
    return random.choice((f"RT {rt}", f"rt.{rt:02d}/{rw:02d}", f"RT {rt:02d} RW {rw:02d}", f"(RT {rt})"))
