"""Likely duplicates: found with their reason, and ordinary twins left alone."""

from datetime import date

from rembug_service.people.duplicates import (
    EXPLANATIONS,
    DuplicateReason,
    LikelyDuplicate,
    RegisteredPerson,
    find_duplicates,
)
from rembug_service.people.units import Unit

HERE, THERE = Unit(3, 5), Unit(4, 5)


def person(
    ident: str, name: str, birth: date | None = None, unit: Unit = HERE, nik: bytes | None = None
) -> RegisteredPerson:
    return RegisteredPerson(ident, name, unit, birth, None, nik)


def test_the_same_nik_is_the_strongest_sign() -> None:
    people = [person("a", "Asep", date(1970, 1, 1), nik=b"x"), person("b", "Asep", date(1970, 1, 1), nik=b"x")]
    assert find_duplicates(people) == [LikelyDuplicate("a", "b", DuplicateReason.NIK_SAMA)]


def test_the_same_folded_name_and_year_of_birth_are_a_sign_across_units() -> None:
    people = [
        person("a", "Moch. Yusuf, S.Pd.", date(1970, 1, 1)),
        person("b", "MUHAMMAD JUSUF", date(1970, 9, 9), THERE),
    ]
    assert find_duplicates(people) == [LikelyDuplicate("a", "b", DuplicateReason.NAMA_DAN_TAHUN_LAHIR_SAMA)]


def test_a_year_without_a_date_is_enough() -> None:
    people = [RegisteredPerson("a", "Asep", HERE, birth_year=1970), person("b", "Asep", date(1970, 9, 9))]
    assert [pair.reason for pair in find_duplicates(people)] == [DuplicateReason.NAMA_DAN_TAHUN_LAHIR_SAMA]


def test_near_dates_around_new_year_are_a_sign_within_a_unit_only() -> None:
    one, near = person("a", "Asep", date(1969, 12, 25)), date(1970, 1, 5)
    assert [pair.reason for pair in find_duplicates([one, person("b", "Asep", near)])] == [
        DuplicateReason.NAMA_DAN_RT_SAMA_LAHIR_BERDEKATAN
    ]
    assert find_duplicates([one, person("b", "Asep", near, THERE)]) == []


def test_twins_by_name_of_different_years_are_ordinary() -> None:
    assert find_duplicates([person("a", "Asep", date(1970, 1, 1)), person("b", "Asep", date(1980, 1, 1))]) == []


def test_names_that_fold_to_nothing_and_unknown_niks_are_not_compared() -> None:
    assert find_duplicates([person("a", "★", date(1970, 1, 1)), person("b", "?", date(1970, 1, 1))]) == []


def test_three_entries_of_one_person_give_two_pairs_in_order() -> None:
    people = [person(ident, "Asep", date(1970, 1, 1)) for ident in "abc"]
    assert [(pair.first, pair.second) for pair in find_duplicates(people)] == [("a", "b"), ("b", "c")]


def test_every_reason_has_a_sentence() -> None:
    assert set(EXPLANATIONS) == set(DuplicateReason)


def test_twenty_thousand_entries_of_one_name_give_one_pair_each() -> None:
    people = [person(str(number), "Asep", date(1950, 1, 1)) for number in range(20_000)]
    assert len(find_duplicates(people)) == len(people) - 1
