"""Units that may vote alone, proposed from the register."""

from collections import Counter

from rembug_ballots.ids import PersonId
from rembug_service.people.units import Unit
from rembug_service.register import Resident
from rembug_service.unit_plan import plan_units


def people(sizes: dict[tuple[int | None, int], int]) -> list[Resident]:
    return [
        Resident(
            PersonId(f"{rt}-{rw}-{number}"),
            "Asep",
            (),
            "L",
            Unit(rt, rw),
            1970,
            adult=True,
            note="",
            status="AKTIF",
            nik_last4=None,
        )
        for (rt, rw), count in sizes.items()
        for number in range(count)
    ]


def test_units_that_are_large_enough_stand_alone() -> None:
    assert plan_units(people({(2, 1): 12, (1, 1): 10}), 10) == ["RT 01/RW 01", "RT 02/RW 01"]


def test_a_small_unit_is_joined_with_its_neighbour_of_the_same_rw() -> None:
    found = plan_units(people({(1, 1): 4, (2, 1): 7, (3, 1): 15, (4, 1): 3, (1, 2): 11}), 10)
    assert found == ["RT 01/RW 01 + RT 02/RW 01", "RT 03/RW 01 + RT 04/RW 01", "RT 01/RW 02"]


def test_everybody_with_an_rt_is_in_one_unit_and_nobody_in_two() -> None:
    sizes: dict[tuple[int | None, int], int] = {
        (rt, rw): 1 + (7 * rt + 3 * rw) % 13 for rt in range(1, 9) for rw in (1, 2)
    }
    named = Counter(part for unit in plan_units(people(sizes), 10) for part in unit.split(" + "))
    assert named == {Unit(rt, rw).label(): 1 for rt, rw in sizes}


def test_residents_without_an_rt_are_left_for_the_committee_to_place() -> None:
    assert plan_units(people({(None, 1): 40}), 10) == []
