"""When witnesses are asked: never so often that their seconds tell when one ballot came."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots.phases import ContestPhase, ElectionPhase
from rembug_service.witnesses.points import GROUP, Mark, is_point

OPEN = Mark(100, 40, ElectionPhase.KEYED, (ContestPhase.OPEN, ContestPhase.SEALED))


def after(ballots: int, *phases: ContestPhase) -> Mark:
    return Mark(OPEN.size + ballots + 1, OPEN.ballots + ballots, OPEN.election, phases or OPEN.contests)


def test_while_a_table_is_open_a_group_of_ballots_comes_between_two_points() -> None:
    assert [is_point(OPEN, after(came), polling=True) for came in (0, 1, GROUP - 1, GROUP, GROUP + 9)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_a_change_of_phase_is_a_point_unless_it_would_set_few_ballots_apart() -> None:
    opened = (ContestPhase.OPEN, ContestPhase.OPEN)
    assert is_point(OPEN, after(0, *opened), polling=True)
    assert not is_point(OPEN, after(3, *opened), polling=True)
    assert is_point(OPEN, after(3, ContestPhase.CLOSED, ContestPhase.SEALED), polling=False)


def test_a_mixed_contest_does_not_wait_for_the_others() -> None:
    closed = replace(OPEN, contests=(ContestPhase.OPEN, ContestPhase.CLOSED))
    mixed = after(3, ContestPhase.OPEN, ContestPhase.MIXED)
    assert is_point(closed, mixed, polling=True)
    # Its point is made: then the others' ballots wait for their group again.
    assert not is_point(mixed, replace(mixed, size=mixed.size + 1, ballots=mixed.ballots + 1), polling=True)


def test_before_and_after_polling_every_growth_is_a_point_and_no_growth_is_none() -> None:
    assert is_point(OPEN, after(0), polling=False)
    assert not is_point(OPEN, OPEN, polling=False)


@given(st.lists(st.integers(0, 6), max_size=200))
def test_whatever_comes_in_whatever_batches_no_point_sets_less_than_a_group_apart(batches: list[int]) -> None:
    last, now, groups = OPEN, OPEN, []
    for came in batches:
        now = replace(now, size=now.size + came + 1, ballots=now.ballots + came)
        if is_point(last, now, polling=True):
            groups.append(now.ballots - last.ballots)
            last = now
    assert all(group >= GROUP for group in groups)
