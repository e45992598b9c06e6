"""How a clerk finds people: nicknames, alleys, titles, sex, and a whole kelurahan at once."""

import pytest

from rembug_service.people.name_index import RegisteredName
from rembug_service.people.roll_search import RollSearch
from rembug_service.people.units import Unit

PEOPLE = [
    RegisteredName("dedi", "Dedi Kurnia", "L", Unit(3, 5), ("Dedi Sopir",), "gang Mawar"),
    RegisteredName("dedi2", "Dedi Kurniawan", "L", Unit(4, 5), (), "gang Melati"),
    RegisteredName("tuti", "Hj. Tuti Rohaeti", "P", Unit(3, 5), ("Bu Haji",), "gang Mawar, istri Pak Dedi"),
    RegisteredName("ana", "Ana", "P", Unit(1, 1)),
    RegisteredName("muhammad", "Muhammad Yusuf", "L", Unit(2, 1)),
]


def names(typed: str) -> list[str]:
    return [PEOPLE[who].id for who in RollSearch(PEOPLE).find(typed)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dedi rt3", ["dedi"]),
        ("dedi rt 3", ["dedi", "tuti"]),
        ("DED KURNIAW", ["dedi2"]),
        ("sopir", ["dedi"]),
        ("bu haji gang mawar", ["tuti", "dedi"]),
        ("gg melati", ["dedi2"]),
        ("an", ["ana"]),
        ("bu an", ["ana"]),
        ("m yusuf", ["muhammad"]),
        ("yusup", ["muhammad"]),
        ("rt 1 rw 1", ["ana"]),
        ("", []),
        (" . ", []),
        ("xyzzy", []),
    ],
)
def test_people_are_found_as_they_are_called(typed: str, found: list[str]) -> None:
    assert names(typed)[: len(found)] == found


def test_whole_words_come_before_beginnings_and_the_said_sex_first() -> None:
    assert names("dedi kurnia") == ["dedi", "dedi2"]
    assert names("bu dedi")[0] == "tuti"
