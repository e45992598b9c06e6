"""Counting: hand-made examples, invariants of the domain study (8.6), and a recount by brute force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembug_ballots.counting import count, outcome_of, quorum_met
from rembug_ballots.counting_codec import decode_result, encode_result
from rembug_ballots.counting_model import (
    CountRules,
    Decision,
    DuplicatePolicy,
    MalformedDecision,
    MalformedResult,
    MalformedRow,
    MalformedSettlement,
    Outcome,
    ResultState,
    Tie,
    UndecidedText,
    UnknownPerson,
    WomenRounding,
    WomenRule,
    ranking_of,
)
from rembug_ballots.counting_seats import allot, check_settlement

RULES = CountRules(
    seats=2,
    reserves=2,
    names_min=1,
    names_max=3,
    duplicate_policy=DuplicatePolicy.ONCE,
    women_percent=0,
    women_rule=WomenRule.REPORT,
)
DECISIONS = {
    "Asep": Decision("SAH", "A"),
    "Kang Asep": Decision("SAH_DENGAN_KETERANGAN", "A"),
    "Budi": Decision("SAH", "B"),
    "Citra": Decision("SAH", "C"),
    "Pak RT": Decision("SAH_JABATAN", "D"),
    "Dedi": Decision("TIDAK_SAH_GANDA_MAKNA", None),
    "X": Decision("TIDAK_SAH_BUKAN_NAMA", None),
}
SEXES = {"A": "L", "B": "L", "C": "P", "D": "L"}


@pytest.mark.parametrize(
    ("row", "names_min", "policy", "kind", "votes"),
    [
        (("", "", ""), 1, DuplicatePolicy.ONCE, "blank", {}),
        (("Asep", "", ""), 1, DuplicatePolicy.ONCE, "valid", {"A": 1}),
        (("Asep", "Budi", "Citra"), 1, DuplicatePolicy.ONCE, "valid", {"A": 1, "B": 1, "C": 1}),
        (("Asep", "Kang Asep", ""), 1, DuplicatePolicy.ONCE, "valid", {"A": 1}),
        (("Asep", "Kang Asep", "Budi"), 1, DuplicatePolicy.VOID, "void", {}),
        (("Asep", "Kang Asep", ""), 2, DuplicatePolicy.ONCE, "void", {}),
        (("Asep", "Dedi", ""), 2, DuplicatePolicy.ONCE, "valid", {"A": 1}),
        (("Asep", "", ""), 2, DuplicatePolicy.ONCE, "void", {}),
        (("Dedi", "Dedi", ""), 1, DuplicatePolicy.VOID, "void", {}),
        (("Dedi", "X", ""), 1, DuplicatePolicy.ONCE, "void", {}),
        ((None, "Budi", ""), 2, DuplicatePolicy.ONCE, "valid", {"B": 1}),
        ((None, "", ""), 1, DuplicatePolicy.ONCE, "void", {}),
        (("Pak RT", None, None), 3, DuplicatePolicy.VOID, "valid", {"D": 1}),
    ],
)
def test_one_ballot_is_classed_as_the_table_of_examples_says(
    row: tuple[str | None, ...], names_min: int, policy: DuplicatePolicy, kind: str, votes: dict[str, int]
) -> None:
    rules = replace(RULES, names_min=names_min, duplicate_policy=policy)
    result = count([row], DECISIONS, rules, SEXES)
    assert {"valid": result.valid, "void": result.void, "blank": result.blank}[kind] == 1
    assert result.ballots == 1
    assert result.ranking.votes == votes


def test_void_names_are_reported_by_code_and_only_from_ballots_that_stand() -> None:
    rows = [("Asep", "Dedi", "X"), ("Dedi", "", ""), ("Budi", "Budi", None)]
    result = count(rows, DECISIONS, RULES, SEXES)
    assert result.names_void == {"TIDAK_SAH_GANDA_MAKNA": 1, "TIDAK_SAH_BUKAN_NAMA": 1}
    assert (result.names_repeated, result.names_undecodable, result.names_counted) == (1, 1, 2)


def _allot(votes: Mapping[str, int], women: str = "", **changes: object) -> Outcome:
    sexes = {person: "P" if person in women else "L" for person in votes}
    settled = changes.pop("settled", ())
    declined = changes.pop("declined", ())
    rules = replace(RULES, **changes)  # type: ignore[arg-type]  # a table of examples names fields by hand
    return allot(votes, sexes, rules, settled=settled, declined=declined)  # type: ignore[arg-type]


def test_a_tie_wholly_above_the_line_stops_nothing() -> None:
    outcome = _allot({"A": 5, "B": 5, "C": 1}, reserves=1)
    assert outcome.state is ResultState.COUNTED
    assert outcome.elected == ("A", "B")
    assert outcome.reserves == ("C",)


def test_a_tie_across_the_last_seat_stops_the_count_with_the_tied_and_the_free_seats() -> None:
    outcome = _allot({"A": 5, "B": 3, "C": 3, "D": 3, "E": 1}, seats=3)
    assert outcome.state is ResultState.TIE
    assert outcome.elected == ("A",)
    assert outcome.ties == (Tie(votes=3, persons=("B", "C", "D"), places=2),)
    assert outcome.reserves == ()


def test_a_settled_tie_seats_the_first_of_the_agreed_order() -> None:
    outcome = _allot({"A": 5, "B": 3, "C": 3, "D": 3}, seats=3, settled=[["D", "B", "C"]])
    assert outcome.state is ResultState.COUNTED
    assert outcome.elected == ("A", "D", "B")
    assert outcome.reserves == ("C",)


def test_fewer_persons_than_seats_leave_seats_unfilled() -> None:
    outcome = _allot({"A": 5, "B": 3}, seats=11)
    assert outcome.state is ResultState.SEATS_UNFILLED
    assert (outcome.elected, outcome.unfilled) == (("A", "B"), 9)


def test_the_womens_share_is_only_reported_where_the_rules_say_so() -> None:
    outcome = _allot({"A": 5, "B": 3, "C": 2}, women="C", women_percent=30)
    assert outcome.elected == ("A", "B")
    assert (outcome.women_required, outcome.women_elected, outcome.women_met) == (1, 0, False)


def test_the_last_man_gives_way_to_the_first_woman_where_seats_are_kept_for_women() -> None:
    outcome = _allot({"A": 5, "B": 3, "C": 2}, women="C", women_percent=30, women_rule=WomenRule.SEATS)
    assert outcome.elected == ("A", "C")
    assert outcome.women_met
    assert outcome.reserves == ("B",)


def test_women_who_tie_for_a_seat_kept_for_them_stop_the_count() -> None:
    votes = {"A": 5, "B": 4, "C": 2, "D": 2, "E": 2}
    outcome = _allot(votes, women="CD", women_percent=30, women_rule=WomenRule.SEATS)
    assert outcome.ties == (Tie(votes=2, persons=("C", "D"), places=1),)
    settled = _allot(votes, women="CD", women_percent=30, women_rule=WomenRule.SEATS, settled=[["D", "C"]])
    assert settled.elected == ("A", "D")


def test_a_tie_that_the_womens_share_decides_by_itself_is_no_tie() -> None:
    outcome = _allot({"A": 5, "B": 3, "C": 3}, women="C", women_percent=50, women_rule=WomenRule.SEATS)
    assert outcome.state is ResultState.COUNTED
    assert outcome.elected == ("A", "C")


def test_men_and_women_may_tie_apart_under_the_womens_rule() -> None:
    votes = {"A": 9, "B": 9, "C": 2, "D": 2}
    outcome = _allot(votes, women="CD", women_percent=50, women_rule=WomenRule.SEATS)
    assert outcome.ties == (Tie(9, ("A", "B"), 1), Tie(2, ("C", "D"), 1))
    settled = _allot(votes, women="CD", women_percent=50, women_rule=WomenRule.SEATS, settled=[["D", "B", "C", "A"]])
    assert settled.elected == ("B", "D")


@pytest.mark.parametrize(("seats", "required"), [(9, 3), (11, 4), (13, 4), (15, 5), (17, 6)])
def test_the_womens_share_is_rounded_up(seats: int, required: int) -> None:
    assert replace(RULES, seats=seats, women_percent=30).women_required == required


@pytest.mark.parametrize(
    ("rounding", "required"),
    [
        (WomenRounding.UP, [3, 4, 5, 6]),
        (WomenRounding.DOWN, [3, 3, 4, 5]),
        (WomenRounding.NEAREST, [3, 3, 5, 5]),
    ],
)
def test_the_womens_share_is_rounded_as_the_rules_say(rounding: WomenRounding, required: list[int]) -> None:
    of = replace(RULES, women_percent=30, women_rounding=rounding)
    assert [replace(of, seats=seats).women_required for seats in (10, 11, 15, 17)] == required


def test_reserves_of_one_rank_are_shown_as_open_and_stop_nothing() -> None:
    outcome = _allot({"A": 9, "B": 8, "C": 5, "D": 5, "E": 1}, reserves=3)
    assert outcome.state is ResultState.COUNTED
    assert outcome.reserves == ("C", "D", "E")
    assert outcome.reserve_ties == (Tie(5, ("C", "D"), 2),)


def test_reserves_who_compete_for_the_last_reserve_place_are_not_listed() -> None:
    outcome = _allot({"A": 9, "B": 8, "C": 5, "D": 1, "E": 1}, reserves=2)
    assert outcome.reserves == ("C",)
    assert outcome.reserve_ties == (Tie(1, ("D", "E"), 1),)


def test_the_next_in_rank_moves_up_when_an_elected_person_declines() -> None:
    outcome = _allot({"A": 9, "B": 8, "C": 5}, declined=["A"])
    assert outcome.elected == ("B", "C")


def test_a_settlement_covers_the_tied_and_nobody_else() -> None:
    outcome = _allot({"A": 5, "B": 3, "C": 3, "D": 1})
    check_settlement(outcome, ["C", "B"])
    for wrong in (["C"], ["C", "B", "D"], ["C", "C", "B"], [], ["A", "B", "C"]):
        with pytest.raises(MalformedSettlement):
            check_settlement(outcome, wrong)


def test_a_settlement_where_nobody_is_tied_is_refused() -> None:
    with pytest.raises(MalformedSettlement):
        check_settlement(_allot({"A": 5, "B": 3}), [])


def test_ties_of_reserves_may_be_settled_as_whole_groups() -> None:
    outcome = _allot({"A": 9, "B": 8, "C": 5, "D": 5})
    check_settlement(outcome, ["D", "C"])
    with pytest.raises(MalformedSettlement):
        check_settlement(outcome, ["D"])


def test_the_quorum_is_reached_exactly_and_never_by_rounding() -> None:
    assert quorum_met(30, 100, 30)
    assert not quorum_met(29, 97, 30)
    assert quorum_met(0, 50, 0)


def test_a_text_without_a_decision_cannot_be_counted() -> None:
    with pytest.raises(UndecidedText):
        count([("Entah", "", "")], DECISIONS, RULES, SEXES)


def test_a_person_without_a_description_cannot_be_counted() -> None:
    with pytest.raises(UnknownPerson):
        count([("Asep", "", "")], DECISIONS, RULES, {})


def test_a_row_longer_than_the_ballot_is_refused() -> None:
    with pytest.raises(MalformedRow):
        count([("Asep", "", "", "")], DECISIONS, RULES, SEXES)


@pytest.mark.parametrize(("code", "person"), [("SAH", None), ("TIDAK_SAH_BUKAN_NAMA", "A"), ("LAIN", None)])
def test_a_code_and_a_person_must_belong_together(code: str, person: str | None) -> None:
    with pytest.raises(MalformedDecision):
        Decision(code, person)


def test_a_ranking_is_cut_at_a_whole_group_when_it_is_too_long_for_a_leaf() -> None:
    votes = {f"{i:010}": 2 for i in range(1500)} | {f"Z{i:09}": 1 for i in range(600)}
    ranking = ranking_of(votes)
    assert [len(persons) for _, persons in ranking.groups] == [1500]
    assert (ranking.unlisted_persons, ranking.unlisted_votes) == (600, 600)


def test_an_outcome_is_not_taken_from_a_ranking_that_is_cut_too_high() -> None:
    rows = [("Asep", "", "")]
    result = count(rows, DECISIONS, RULES, SEXES)
    cut = replace(result, ranking=replace(result.ranking, unlisted_persons=1, unlisted_votes=1))
    with pytest.raises(MalformedResult):
        outcome_of(cut, RULES, SEXES)


# -- properties ---------------------------------------------------------------------------------------------------

PEOPLE = "ABCDEFG"
votes_of = st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 3), max_size=7)


@st.composite
def situations(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, str], CountRules, list[list[str]]]:
    votes = draw(votes_of)
    sexes = {person: draw(st.sampled_from("LP")) for person in PEOPLE}
    rules = CountRules(
        seats=draw(st.integers(1, 6)),
        reserves=draw(st.integers(0, 4)),
        names_min=1,
        names_max=7,
        duplicate_policy=draw(st.sampled_from(DuplicatePolicy)),
        women_percent=draw(st.integers(0, 100)),
        women_rule=draw(st.sampled_from(WomenRule)),
        women_rounding=draw(st.sampled_from(WomenRounding)),
    )
    settled = draw(st.lists(st.permutations(PEOPLE), max_size=1))
    return votes, sexes, rules, settled


def _rankings(votes: Mapping[str, int], settled: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Every order of all persons that puts more votes first and keeps to a settled order."""
    groups = [[p for p in votes if votes[p] == n] for n in sorted(set(votes.values()), reverse=True)]
    if settled:
        yield [p for group in groups for p in settled[0] if p in group]
        return
    for orders in product(*(permutations(group) for group in groups)):
        yield [person for order in orders for person in order]


def _elect(ranking: Sequence[str], sexes: Mapping[str, str], rules: CountRules) -> frozenset[str]:
    """The rule word by word: the last elected man gives way to the next woman until the share is met."""
    elected, others = list(ranking[: rules.seats]), list(ranking[rules.seats :])
    if rules.women_rule is WomenRule.REPORT:
        return frozenset(elected)
    # Short of a whole seat, a share may stop where the rounding forgives the rest: 0, less than 1, or less than a half.
    forgiven = {WomenRounding.UP: 0, WomenRounding.DOWN: 99, WomenRounding.NEAREST: 49}[rules.women_rounding]
    while 100 * sum(sexes[p] == "P" for p in elected) < rules.women_percent * rules.seats - forgiven:
        next_women = [p for p in others if sexes[p] == "P"]
        # With fewer women elected than seats kept for them, a free seat cannot exist while a woman waits.
        last_men = [p for p in elected if sexes[p] == "L"]
        if not next_women or not last_men:
            break
        elected.remove(last_men[-1])
        elected.append(next_women[0])
        others.remove(next_women[0])
    return frozenset(elected)


@settings(max_examples=400, deadline=None)
@given(situations())
def test_a_tie_is_reported_exactly_when_the_order_of_equals_decides_a_seat(
    situation: tuple[dict[str, int], dict[str, str], CountRules, list[list[str]]],
) -> None:
    votes, sexes, rules, settled = situation
    outcome = allot(votes, sexes, rules, settled=settled)
    results = {_elect(ranking, sexes, rules) for ranking in _rankings(votes, settled)}
    in_all, in_some = frozenset.intersection(*results), frozenset.union(*results)
    assert frozenset(outcome.elected) == in_all
    assert {p for tie in outcome.ties for p in tie.persons} == in_some - in_all
    assert (outcome.state is ResultState.TIE) == (len(results) > 1)
    for tie in outcome.ties:
        assert 0 < tie.places < len(tie.persons)
        assert {votes[p] for p in tie.persons} == {tie.votes}
    filled = len(outcome.elected) + sum(tie.places for tie in outcome.ties)
    assert filled + outcome.unfilled == rules.seats


def test_a_tie_beside_somebody_settled_out_of_its_tier_shows_the_places_that_are_left() -> None:
    votes = {"A": 2, "D": 2, "B": 1, "C": 1, "E": 1, "G": 1}
    sexes = {person: "P" if person in "CDEG" else "L" for person in votes}
    rules = replace(RULES, seats=4, women_percent=50, women_rule=WomenRule.SEATS)
    # G, C, E was settled among the women; then a man who had a seat declined.
    outcome = allot(votes, sexes, rules, settled=[["G", "C", "E"]])
    assert outcome.elected == ("A", "D", "G")
    assert outcome.ties == (Tie(votes=1, persons=("B", "C"), places=1),)


@settings(max_examples=300, deadline=None)
@given(situations(), st.randoms(use_true_random=False))
def test_settling_the_tied_ends_every_tie(
    situation: tuple[dict[str, int], dict[str, str], CountRules, list[list[str]]], random: object
) -> None:
    votes, sexes, rules, _ = situation
    outcome = allot(votes, sexes, rules)
    if not outcome.ties:
        return
    order = [person for tie in outcome.ties for person in tie.persons]
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a Random, which our code may not import
    check_settlement(outcome, order)
    settled = allot(votes, sexes, rules, settled=[order])
    assert settled.state is not ResultState.TIE
    assert set(outcome.elected) <= set(settled.elected)
    for tie in outcome.ties:
        assert [p for p in order if p in tie.persons and p in settled.elected] == [
            p for p in order if p in tie.persons
        ][: tie.places] or rules.women_rule is WomenRule.SEATS


rows_strategy = st.lists(st.lists(st.sampled_from(["", None, *DECISIONS]), max_size=3).map(tuple), max_size=30)
rules_strategy = st.builds(
    CountRules,
    seats=st.integers(1, 4),
    reserves=st.integers(0, 3),
    names_min=st.integers(1, 3),
    names_max=st.just(3),
    duplicate_policy=st.sampled_from(DuplicatePolicy),
    women_percent=st.integers(0, 100),
    women_rule=st.sampled_from(WomenRule),
)


def _recount(rows: Sequence[Sequence[str | None]], rules: CountRules) -> tuple[Counter[str], int, int, int]:
    """A second count that shares no line with the first: by sets, ballot by ballot."""
    votes: Counter[str] = Counter()
    kinds = {"valid": 0, "void": 0, "blank": 0}
    for row in rows:
        written = [slot for slot in row if slot != ""]
        people = [DECISIONS[s].person for s in written if s is not None and DECISIONS[s].code.startswith("SAH")]
        void = {s for s in written if s is not None and DECISIONS[s].code.startswith("TIDAK")}
        different = len(set(people)) + len(void) + sum(s is None for s in written)
        if not written:
            kinds["blank"] += 1
        elif (
            different < rules.names_min
            or not people
            or (rules.duplicate_policy == "BATAL" and len(people) != len(set(people)))
        ):
            kinds["void"] += 1
        else:
            kinds["valid"] += 1
            for person in set(people):
                assert person is not None
                votes[person] += 1
    return votes, kinds["valid"], kinds["void"], kinds["blank"]


@settings(max_examples=300, deadline=None)
@given(rows_strategy, rules_strategy)
def test_the_count_agrees_with_an_independent_recount(rows: list[tuple[str | None, ...]], rules: CountRules) -> None:
    result = count(rows, DECISIONS, rules, SEXES)
    assert (Counter(result.ranking.votes), result.valid, result.void, result.blank) == _recount(rows, rules)


@settings(max_examples=300, deadline=None)
@given(rows_strategy, rules_strategy)
def test_no_ballot_and_no_vote_is_made_or_lost(rows: list[tuple[str | None, ...]], rules: CountRules) -> None:
    result = count(rows, DECISIONS, rules, SEXES)
    votes = result.ranking.votes
    assert result.valid + result.void + result.blank == len(rows)
    assert sum(votes.values()) == result.names_counted <= result.valid * rules.names_max
    assert all(number <= result.valid for number in votes.values())
    assert len(result.outcome.elected) <= rules.seats
    assert not set(result.outcome.elected) & set(result.outcome.reserves)


@settings(max_examples=200, deadline=None)
@given(rows_strategy, rules_strategy, st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_of_names_changes_nothing(
    rows: list[tuple[str | None, ...]], rules: CountRules, random: object
) -> None:
    mixed = [tuple(reversed(row)) for row in rows]
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random, which our code may not import
    assert encode_result(count(mixed, DECISIONS, rules, SEXES)) == encode_result(count(rows, DECISIONS, rules, SEXES))


@settings(max_examples=200, deadline=None)
@given(rows_strategy, rules_strategy)
def test_a_result_is_read_back_from_its_object(rows: list[tuple[str | None, ...]], rules: CountRules) -> None:
    result = count(rows, DECISIONS, rules, SEXES)
    decoded = decode_result(encode_result(result))
    assert decoded == result
    assert outcome_of(decoded, rules, SEXES) == result.outcome


@pytest.mark.parametrize("member", sorted(encode_result(count([], DECISIONS, RULES, SEXES))))
def test_an_object_with_a_member_missing_or_changed_is_no_result(member: str) -> None:
    value = encode_result(count([("Asep", "", "")], DECISIONS, RULES, SEXES))
    for wrong in (None, [None], -1, True, {"a": 1}, "x"):
        with pytest.raises(MalformedResult):
            decode_result({**value, member: wrong})
    with pytest.raises(MalformedResult):
        decode_result({key: value[key] for key in value if key != member})
    with pytest.raises(MalformedResult):
        decode_result({**value, "extra": 0})
    with pytest.raises(MalformedResult):
        decode_result({**value, "women": {"elected": 0, "met": 1, "required": 0}})
