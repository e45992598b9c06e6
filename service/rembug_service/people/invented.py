"""A kelurahan of people who do not exist, for the demo, the tests and the measurements.

`invent_register` makes residents with names as they are spread in West Java (twins, nicknames,
titles, couples, old spelling), in RT of about 190 adults and RW of six RT.  Every NIK has the area
code 99xxxx, which no region has, so no real person is met.  `write_messy_csv` writes the list as an
office would, and `how_people_write` writes a name as a voter would.  Everything follows from the
seed.
"""

import random as random_module
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from rembug_service.people import invented_names as names
from rembug_service.people.folding import Sex
from rembug_service.people.invented_file import write_messy_csv
from rembug_service.people.invented_writing import how_people_write
from rembug_service.people.units import Unit

__all__ = ["InventedResident", "how_people_write", "invent_register", "write_messy_csv"]

ADULTS_OF_RT: Final = 190
RT_OF_RW: Final = 6
_WOMEN_SHARE: Final = 0.506  # Source: the voter list of Bandung, domain study 5.1


@dataclass(frozen=True, slots=True)
class InventedResident:
    """A resident who does not exist.

    Attributes:
        name: as on the identity card, with titles.
        spouse: the name that the husband or wife is called by, or None.
        nik: 16 digits of the impossible area 99xxxx.
        note: what tells the person from others of the name; may be empty.
    """

    id: str
    name: str
    nicknames: tuple[str, ...]
    sex: Sex
    unit: Unit
    birth_date: date
    married: bool
    spouse: str | None
    nik: str = field(repr=False)
    note: str = ""


def invent_register(
    adults: int, seed: int, *, as_of: date = date(2026, 11, 1), twin_share: float = 0.02
) -> list[InventedResident]:
    """Return ``adults`` residents of age, ordered by RW, RT and house.

    Args:
        adults: how many.
        seed: equal seeds give equal registers.
        as_of: the day on which all are 17 or older.
        twin_share: the share of residents who carry the exact name of another one, mostly of
            another RT.
    """
    random = random_module.Random(seed)  # noqa: S311 - invented people, no secrets
    rt_count = max(1, round(adults / ADULTS_OF_RT))
    residents: list[InventedResident] = []
    maker = _Maker(random, as_of, defaultdict(int))
    for position in range(rt_count):
        unit = Unit(rt=position % RT_OF_RW + 1, rw=position // RT_OF_RW + 1)
        share = adults * (position + 1) // rt_count - adults * position // rt_count
        residents += _people_of_an_rt(unit, share, maker)
    residents = [replace(one, id=_person_id(number, seed)) for number, one in enumerate(residents)]
    return _with_twins(residents, round(adults * twin_share), random)


@dataclass(frozen=True, slots=True)
class _Maker:
    """What every invented person is made from."""

    random: random_module.Random
    as_of: date
    serials: dict[str, int]


def _people_of_an_rt(unit: Unit, count: int, maker: _Maker) -> list[InventedResident]:
    random = maker.random
    people: list[InventedResident] = []
    while len(people) < count:
        if count - len(people) >= 2 and random.random() < 0.36:
            husband, wife = (
                _person("L", unit, maker, 22),
                _person("P", unit, maker, 20),
            )
            called = husband.nicknames[0] if husband.nicknames else _bare_first(husband.name)
            known_as = (f"Bu {called}",) if random.random() < 0.25 else ()
            note = f"istri Pak {called}" if random.random() < 0.5 else wife.note
            people.append(replace(husband, married=True, spouse=_bare_first(wife.name)))
            people.append(replace(wife, married=True, spouse=called, nicknames=(*wife.nicknames, *known_as), note=note))
        else:
            sex: Sex = "P" if random.random() < _WOMEN_SHARE else "L"
            people.append(_person(sex, unit, maker, 17))
    return people


def _person(sex: Sex, unit: Unit, maker: _Maker, youngest: int) -> InventedResident:
    random, as_of = maker.random, maker.as_of
    age_days = int(random.triangular(youngest * 365.25 + 5, 88 * 365.25, 34 * 365.25))
    birth = as_of - timedelta(days=age_days)
    bare, nicknames = _invent_name(sex, birth, random)
    name = _with_titles(bare, sex, as_of.year - birth.year, random)
    note = ""
    if random.random() < 0.08:
        note = random.choice(names.TRADES)
        nicknames = (*nicknames, f"{_bare_first(bare)} {note.split()[-1].title()}")
    elif random.random() < 0.12:
        note = f"Gg. {random.choice(names.ALLEYS)}"
    return InventedResident(
        "",
        name,
        nicknames,
        sex,
        unit,
        birth,
        married=False,
        spouse=None,
        nik=_nik(birth, sex, unit, maker.serials),
        note=note,
    )


def _invent_name(sex: Sex, birth: date, random: random_module.Random) -> tuple[str, tuple[str, ...]]:
    first_names, second_names = (
        (names.MEN_FIRST, names.MEN_SECOND) if sex == "L" else (names.WOMEN_FIRST, names.WOMEN_SECOND)
    )
    first = _draw(first_names, random)
    words = [first]
    # One-word names are common among the old; three words among the young.
    words_wanted = 1 if random.random() < (0.34 if birth.year < 1970 else 0.08) else 2
    if first in {"Siti", "Sri", "Abdul", "Ahmad", "Ai"}:
        words_wanted = max(2, words_wanted)
    if birth.year > 1990 and random.random() < 0.25:
        words_wanted = 3
    while len(words) < words_wanted:
        word = _draw(second_names, random)
        if word not in words:
            words.append(word)
    if sex == "L" and random.random() < 0.12:
        words.insert(0, random.choice(names.MUHAMMAD))
    name = " ".join(words)
    if birth.year < 1955 and random.random() < 0.25:
        name = name.replace("u", "oe").replace("U", "Oe", 1) if "u" in name[1:] else name
    elif birth.year < 1955 and random.random() < 0.2:
        name = name.replace("J", "Dj")
    nicknames: tuple[str, ...] = ()
    if random.random() < 0.3:
        nicknames = (_nickname(words[-1] if random.random() < 0.4 else first, random),)
    return name, tuple(nick for nick in nicknames if nick.lower() != name.lower())


def _nickname(word: str, random: random_module.Random) -> str:
    """Shorten a name as families do: its last two syllables (Sumarni, Marni), or its beginning and an i (Kurni)."""
    if len(word) <= 5:
        return word
    tail = re.search(r"[^aeiou]?[aeiou][^aeiou]*[aeiou][^aeiou]*$", word.lower())
    if tail is not None and random.random() < 0.5:
        return tail[0].title()
    return word[:4].rstrip("aeiou") + "i"


def _with_titles(name: str, sex: Sex, age: int, random: random_module.Random) -> str:
    if age > 40 and random.random() < 0.09:
        name = f"{_draw(names.TITLES_MEN if sex == 'L' else names.TITLES_WOMEN, random)} {name}"
    if age > 23 and random.random() < 0.06:
        name = f"{name}, {_draw(names.DEGREES, random)}"
    return name


def _with_twins(residents: list[InventedResident], count: int, random: random_module.Random) -> list[InventedResident]:
    """Give some residents the name of another of their sex."""
    people = list(residents)
    for _ in range(count if len(people) > 1 else 0):
        one, other = random.randrange(len(people)), random.randrange(len(people))
        if one != other and people[one].sex == people[other].sex and people[one].unit != people[other].unit:
            people[other] = replace(people[other], name=people[one].name, nicknames=people[one].nicknames)
    return people


def _nik(birth: date, sex: Sex, unit: Unit, serials: dict[str, int]) -> str:
    day = birth.day + (40 if sex == "P" else 0)
    front = f"99{10 + (unit.rw or 0) % 60:02d}{unit.rt or 0:02d}{day:02d}{birth:%m%y}"
    serials[front] += 1
    return f"{front}{serials[front]:04d}"


def _person_id(number: int, seed: int) -> str:
    """Return an id of ten signs of Crockford's base 32, unlike for other positions."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    value = (number * 0x9E3779B1 + seed * 0x85EBCA6B + 1) % (1 << 32) + (number << 32)
    return "".join(alphabet[(value >> shift) & 31] for shift in range(45, -5, -5))


def _bare_first(name: str) -> str:
    words = [word for word in name.split(",", maxsplit=1)[0].split() if not word.endswith(".")]
    skipped = [
        word
        for word in words
        if word not in {"Muhammad", "Muhamad", "Mohamad", "Mochamad", "Siti", "Abdul", "Ustadzah"}
    ]
    return (skipped or words or [name])[0]


def _draw(weighted: names.Weighted, random: random_module.Random) -> str:
    return random.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]
