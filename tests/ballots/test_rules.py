import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots.errors import InvalidRules, NotCanonical
from rembug_ballots.presets import dua_tingkat, langsung
from rembug_ballots.rules import Rules

DIRECT: dict[str, Any] = langsung("Sukamaju").to_json()
UNITS = [f"RW 01/RT {number:02}" for number in range(1, 6)]


def changed(path: list[str | int], value: object) -> dict[str, Any]:
    tree = copy.deepcopy(DIRECT)
    node: Any = tree
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return tree


CONTEST: list[str | int] = ["stages", 0, "contests", 0]


SAID = Rules.from_json(changed([*CONTEST, "women_rounding"], "BAWAH"))


@pytest.mark.parametrize("rules", [langsung("Sukamaju"), dua_tingkat("Sukamaju", UNITS), SAID])
def test_a_preset_survives_its_bytes(rules: Rules) -> None:
    assert Rules.from_bytes(rules.to_bytes()) == rules


def test_a_tatib_that_does_not_say_how_the_womens_share_is_rounded_rounds_it_up_and_has_no_such_member() -> None:
    silent = langsung("Sukamaju")
    assert b"women_rounding" not in silent.to_bytes()
    made = [rules.count_rules(rules.contests[0]).women_required for rules in (silent, SAID)]
    assert made == [rules.contests[0].women_required for rules in (silent, SAID)] == [4, 3]


def test_two_levels_give_a_contest_to_every_unit_and_one_to_the_board() -> None:
    rules = dua_tingkat("Sukamaju", UNITS)
    assert [contest.id for contest in rules.contests] == [
        *[f"utusan-{number}" for number in range(1, 6)],
        "bkm",
    ]
    assert rules.max_width == 22


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["preset"], "LAIN"),
        (["adult", "age"], 14),
        (["adult", "age"], True),
        (["adult", "or_ever_married"], 1),
        (["adult"], None),
        (["holders"], 1),
        (["holders"], 16),
        (["threshold"], 1),
        (["threshold"], 6),
        (["mixers"], 1),
        (["mixers"], 6),
        (["min_batch"], 1),
        (["checkin_block"], 4),
        (["checkin_block"], 51),
        (["publication"], "rahasia"),
        (["card_reserve_permille"], -1),
        (["card_reserve_permille"], 501),
        (["table_max"], 151),
        (["audits_per_table"], 21),
        (["duplicate_policy"], "DUA"),
        (["tie_ladder"], []),
        (["tie_ladder"], ["UNDIAN", "UNDIAN"]),
        (["tie_ladder"], ["PANCO"]),
        (["criteria"], []),
        (["criteria"], ["jujur", "jujur"]),
        (["criteria"], [" jujur"]),
        (["criteria"], ["a" * 201]),
        (["stages"], []),
        (["stages"], "kelurahan"),
        (["stages", 0], None),
        (["stages", 0, "id"], "Kelurahan"),
        (["stages", 0, "title"], ""),
        (["stages", 0, "contests"], []),
        ([*CONTEST, "id"], "BKM"),
        ([*CONTEST, "id"], "bkm-1"),
        ([*CONTEST, "index"], 0),
        ([*CONTEST, "index"], 1024),
        ([*CONTEST, "title"], "a\x00b"),
        ([*CONTEST, "unit"], "e\u0301"),
        ([*CONTEST, "electorate"], "KK"),
        ([*CONTEST, "nominees"], "KOTA"),
        ([*CONTEST, "names_min"], 0),
        ([*CONTEST, "names_min"], 4),
        ([*CONTEST, "names_max"], 18),
        ([*CONTEST, "seats"], 10),
        ([*CONTEST, "seats"], 18),
        ([*CONTEST, "reserves"], 61),
        ([*CONTEST, "quorum_percent"], 101),
        ([*CONTEST, "women_percent"], -1),
        ([*CONTEST, "women_rule"], "BEBAS"),
        ([*CONTEST, "women_rounding"], "SETENGAH"),
        ([*CONTEST, "women_rounding"], None),
        (["lain"], 1),
    ],
)
def test_each_broken_bound_is_one_indonesian_sentence(path: list[str | int], value: object) -> None:
    with pytest.raises(InvalidRules) as refused:
        Rules.from_json(changed(path, value))
    assert refused.value.faults
    assert all(fault.endswith(".") for fault in refused.value.faults)


@pytest.mark.parametrize("name", sorted(DIRECT))
def test_no_member_may_be_missing(name: str) -> None:
    with pytest.raises(InvalidRules, match=f"tidak memuat '{name}'"):
        Rules.from_json({key: value for key, value in DIRECT.items() if key != name})


def test_all_faults_are_told_at_once() -> None:
    tree = changed(["holders"], 0)
    tree["mixers"] = 0
    with pytest.raises(InvalidRules) as refused:
        Rules.from_json(tree)
    assert len(refused.value.faults) == 2


def test_two_contests_do_not_share_an_index() -> None:
    tree = dua_tingkat("Sukamaju", UNITS).to_json()
    tree["stages"][0]["contests"][1]["index"] = 1  # type: ignore[index, call-overload]  # a JSON tree
    with pytest.raises(InvalidRules, match="'index' yang sama"):
        Rules.from_json(tree)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_no_object_makes_the_reader_crash(value: object) -> None:
    with pytest.raises(InvalidRules):
        Rules.from_json(value)


def test_bytes_that_are_not_canonical_are_refused() -> None:
    with pytest.raises(NotCanonical):
        Rules.from_bytes(b" " + langsung("Sukamaju").to_bytes())


@pytest.mark.parametrize(("adults", "cards"), [(1, 2), (40, 41), (41, 43), (150, 154), (0, 0)])
def test_a_table_gets_a_card_an_adult_and_the_reserve_rounded_up(adults: int, cards: int) -> None:
    assert langsung("Sukamaju").cards_for(adults) == cards
