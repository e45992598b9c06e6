"""Replacement during the term: the next of the reserves, women's seats kept where they are reserved."""

import pytest

from rembug_ballots.counting_model import WomenRule
from rembug_ballots.events import tally
from rembug_ballots.events.fields import LeaveCause, Sex
from rembug_ballots.ids import PersonId
from rembug_ballots.phases import ContestPhase
from rembug_ballots.refusals import Refusal
from rembug_ballots.replacements import next_in_line
from tests.ballots.story import BKM, OFFICERS, Story, but, of
from tests.ballots.test_state_polling import refuse
from tests.ballots.test_state_tally import contest


def leave(person: str, successor: str | None, cause: LeaveCause = LeaveCause.PINDAH) -> tally.MemberReplaced:
    return of(
        tally.MemberReplaced,
        BKM,
        PersonId(person),
        cause,
        "pindah kota",
        None if successor is None else PersonId(successor),
        OFFICERS,
    )


@pytest.fixture
def story() -> Story:
    told = Story()
    told.publish()
    return told


def test_the_first_reserve_takes_the_place_and_nobody_twice(story: Story) -> None:
    certified = contest(story).tally.certified
    assert certified is not None
    first, second, *_ = certified.elected
    reserve, *others = certified.reserves
    refuse(story, leave(first, None), Refusal.REPLACEMENT_DIFFERS)
    if others:
        refuse(story, leave(first, others[0]), Refusal.REPLACEMENT_DIFFERS)
    story.do(leave(first, reserve))
    assert contest(story).tally.members == (reserve, *certified.elected[1:])
    assert contest(story).phase is ContestPhase.PUBLISHED
    refuse(story, leave(first, None), Refusal.NOT_SERVING)
    refuse(story, leave(second, reserve), Refusal.REPLACEMENT_DIFFERS)


def test_places_stay_empty_when_the_reserves_are_used_up(story: Story) -> None:
    certified = contest(story).tally.certified
    assert certified is not None
    for reserve in certified.reserves:
        refuse(story, leave(reserve, certified.elected[0]), Refusal.REPLACEMENT_DIFFERS)
        story.do(leave(reserve, None, LeaveCause.TIDAK_BERSEDIA))
    assert contest(story).tally.members == certified.elected
    story.do(leave(certified.elected[3], None, LeaveCause.MENINGGAL))
    assert contest(story).tally.members == (*certified.elected[:3], *certified.elected[4:])


def test_who_was_called_may_decline_and_the_next_follows(story: Story) -> None:
    certified = contest(story).tally.certified
    assert certified is not None
    called, following = certified.reserves[0], certified.reserves[1] if len(certified.reserves) > 1 else None
    story.do(leave(certified.elected[0], called))
    story.do(leave(called, following, LeaveCause.TIDAK_BERSEDIA))
    assert called not in contest(story).tally.members


def test_nobody_is_replaced_before_the_result_is_published_nor_who_never_served(story: Story) -> None:
    early = Story()
    early.certify()
    certified = contest(early).tally.certified
    assert certified is not None
    refuse(early, leave(certified.elected[0], certified.reserves[0]), Refusal.WRONG_PHASE)
    refuse(story, leave(story.people[39].id, None), Refusal.NOT_SERVING)
    refuse(story, but(leave(certified.elected[0], None), contest="lain"), Refusal.UNKNOWN_CONTEST)


SEXES = {PersonId(each): Sex.P if each in "abc" else Sex.L for each in "abcxyz"}


@pytest.mark.parametrize(
    ("members", "reserves", "leaving", "reserved", "follows"),
    [
        ("abx", "yc", "a", 2, "c"),
        ("abx", "yc", "x", 2, "y"),
        ("abx", "yc", "a", 1, "y"),
        ("abx", "yc", "a", 0, "y"),
        ("abx", "yz", "a", 2, "y"),
        ("abx", "", "a", 2, None),
    ],
)
def test_a_seat_that_is_reserved_goes_to_the_first_woman(
    members: str, reserves: str, leaving: str, reserved: int, follows: str | None
) -> None:
    found = next_in_line(
        [*map(PersonId, members)], [*map(PersonId, reserves)], PersonId(leaving), SEXES, women_reserved=reserved
    )
    assert found == follows


def test_the_fold_keeps_the_seats_that_the_rules_reserve(story: Story) -> None:
    assert contest(story).rules.women_rule in set(WomenRule)
    certified = contest(story).tally.certified
    assert certified is not None
    persons = contest(story).tally.persons
    reserved = contest(story).rules.women_rule is WomenRule.SEATS
    required = certified.women.required if reserved else 0
    sexes = {person: found.sex for person, found in persons.items()}
    for leaving in certified.elected:
        expected = next_in_line(certified.elected, certified.reserves, leaving, sexes, women_reserved=required)
        other = Story()
        other.publish()
        other.do(leave(leaving, expected))
