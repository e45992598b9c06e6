"""The invented register: nobody real, the wanted structure, and a file that reads back."""

import random
from collections import Counter
from datetime import date

import pytest

from rembug_service.people.adults import is_adult
from rembug_service.people.cells import RowStatus
from rembug_service.people.invented import InventedResident, how_people_write, invent_register, write_messy_csv
from rembug_service.people.invented_file import Encoding
from rembug_service.people.name_index import RegisteredName
from rembug_service.people.nik import read_nik
from rembug_service.people.register_file import read_register
from rembug_service.people.suggestions import Suggester

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def residents() -> list[InventedResident]:
    return invent_register(1200, seed=7)


def test_a_seed_gives_one_register_and_another_seed_another(residents: list[InventedResident]) -> None:
    assert invent_register(1200, seed=7) == residents
    assert invent_register(1200, seed=8) != residents


@pytest.mark.parametrize("adults", [0, 1, 2, 150, 191, 12_500])
def test_exactly_as_many_are_made_as_are_wanted(adults: int) -> None:
    assert len(invent_register(adults, seed=1)) == adults


def test_every_nik_is_plausible_unique_and_of_an_area_that_no_region_has(residents: list[InventedResident]) -> None:
    assert len({one.nik for one in residents}) == len(residents)
    for one in residents:
        facts = read_nik(one.nik, DAY, birth_date=one.birth_date)
        assert (facts.birth_date, facts.sex, one.nik[:2]) == (one.birth_date, one.sex, "99")


def test_ids_are_unique_and_of_the_form_that_events_want(residents: list[InventedResident]) -> None:
    assert len({one.id for one in residents}) == len(residents)
    assert all(len(one.id) == 10 and set(one.id) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for one in residents)


def test_all_are_adults_in_rts_of_usual_size(residents: list[InventedResident]) -> None:
    assert all(is_adult(DAY, birth_date=one.birth_date) for one in residents)
    sizes = Counter(one.unit for one in residents)
    assert len(sizes) == 6
    assert all(150 <= size <= 230 for size in sizes.values())
    assert 0.45 < sum(one.sex == "P" for one in residents) / len(residents) < 0.56


def test_twins_wives_nicknames_and_titles_occur(residents: list[InventedResident]) -> None:
    assert max(Counter(one.name for one in residents).values()) >= 2
    assert any("istri" in one.note for one in residents)
    assert any(one.nicknames for one in residents)
    assert any(one.name.startswith("H. ") for one in residents)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_messy_file_reads_back_as_the_same_people(
    residents: list[InventedResident], encoding: Encoding, delimiter: str
) -> None:
    found = read_register(write_messy_csv(residents, seed=3, encoding=encoding, delimiter=delimiter), DAY)
    rows = [row for row in found.rows if row.status is not RowStatus.GANDA]
    read = [(row.name.lower(), row.sex, row.unit, row.birth_date, row.nicknames, row.ever_married) for row in rows]
    assert read == [
        (one.name.lower(), one.sex, one.unit, one.birth_date, one.nicknames, one.married) for one in residents
    ]
    assert all(row.nik in {None, one.nik} for row, one in zip(rows, residents, strict=True))
    assert {problem.column for problem in found.problems} == {"NIK"}
    assert len(found.rows) > len(rows)


def test_voters_write_in_many_forms_and_are_mostly_understood(residents: list[InventedResident]) -> None:
    """Of what voters write, suggestions hold the one meant, or say that more residents fit, nearly always."""
    chance = random.Random(11)
    suggester = Suggester(
        [RegisteredName(one.id, one.name, one.sex, one.unit, one.nicknames, one.note) for one in residents]
    )
    understood, forms = 0, set()
    for _ in range(400):
        meant = chance.choice(residents)
        written = how_people_write(meant, chance)
        forms.add(written)
        answer = suggester.suggest(written, limit=15)
        understood += answer.omitted > 0 or meant.id in {one.resident_id for one in answer.ranked}
    assert len(forms) > 300
    assert understood >= 380
