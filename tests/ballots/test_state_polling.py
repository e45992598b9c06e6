from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembug_ballots.events import Body, polling, tally
from rembug_ballots.ids import TableNumber
from rembug_ballots.phases import ContestPhase
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.closing import may_reopen
from rembug_ballots.state.mixing import list_hash
from rembug_ballots.state.polling import check_cast
from tests.ballots.snapshots import snapshot, unchanged
from tests.ballots.story import BKM, OFFICERS, Story, but, of


def opened(adults: Sequence[int] = (40, 30)) -> Story:
    story = Story(adults=adults)
    story.open()
    return story


def refuse(story: Story, body: Body, code: Refusal) -> None:
    before = snapshot(story.state)
    with pytest.raises(IllegalEvent) as refused:
        story.do(body)
    assert refused.value.code is code
    assert refused.value.reason.endswith(".")
    assert unchanged(story.state, before)


def test_ballots_may_outrun_the_check_ins_by_one_block_and_no_more() -> None:
    story = opened()
    for card in range(10):
        story.do(story.ballot(1, card))
    refuse(story, story.ballot(1, 10), Refusal.COUNT_RULE)
    story.do(of(polling.CheckinBlock, 1, 10))
    story.do(story.ballot(1, 10))
    # The other table has its own count.
    story.do(story.ballot(2, 0))


def test_a_replaced_card_lets_one_more_ballot_in_and_a_voided_one_takes_none() -> None:
    story = opened()
    for card in range(10):
        story.do(story.ballot(1, card))
    story.do(of(polling.CardReplaced, 1, "hilang", OFFICERS))
    story.do(story.ballot(1, 10))
    story.do(of(polling.CardVoided, 1, story.credentials[1][30], story.random(64)))
    refuse(story, story.ballot(1, 11), Refusal.COUNT_RULE)


def test_at_closing_there_is_no_slack() -> None:
    story = opened()
    story.do(of(polling.CheckinBlock, 1, 10))
    for card in range(11):
        story.do(story.ballot(1, card))
    refuse(story, story.closing(1, checkins=10), Refusal.COUNT_RULE)
    story.do(story.closing(1, checkins=11))


@given(st.lists(st.sampled_from(["ballot", "block", "replace", "add", "void"]), max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_order_of_events_breaks_the_count_rule(steps: list[str]) -> None:
    story = opened(adults=(12,))
    table = story.state.tables[story.state.contests[BKM].tables[0]]
    cards = iter(range(len(story.credentials[1])))
    for step in steps:
        card = next(cards, None)
        bodies: dict[str, Body] = {
            "block": of(polling.CheckinBlock, 1, table.checkins + 10),
            "replace": of(polling.CardReplaced, 1, "hilang", OFFICERS),
            "add": of(polling.VoterAdded, 1, "warga baru", OFFICERS),
        }
        if card is not None:
            bodies["ballot"] = story.ballot(1, card)
            bodies["void"] = of(polling.CardVoided, 1, story.credentials[1][card], story.random(64))
        if step not in bodies:
            continue
        allowed = {
            "ballot": table.ballots < table.checkins + table.replaced + 10,
            "block": table.checkins + 10 <= 12 + table.added,
        }.get(step, True)
        before = snapshot(story.state)
        if allowed:
            story.do(bodies[step])
        else:
            with pytest.raises(IllegalEvent):
                story.do(bodies[step])
            assert unchanged(story.state, before)
        assert table.ballots <= table.checkins + table.replaced + 10
        assert table.checkins <= 12 + table.added


def test_a_card_votes_once() -> None:
    story = opened()
    ballot = story.ballot(1, 0)
    story.do(ballot)
    refuse(story, ballot, Refusal.CREDENTIAL_USED)
    refuse(story, story.ballot(1, 0), Refusal.CREDENTIAL_USED)
    refuse(story, of(polling.CardVoided, 1, ballot.credential, story.random(64)), Refusal.CREDENTIAL_USED)


def test_a_voided_card_does_not_vote() -> None:
    story = opened()
    body = of(polling.CardVoided, 1, story.credentials[1][0], story.random(64))
    story.do(body)
    refuse(story, story.ballot(1, 0), Refusal.CREDENTIAL_VOIDED)
    refuse(story, body, Refusal.CREDENTIAL_VOIDED)


def test_a_card_votes_only_at_its_table_and_only_if_it_was_listed() -> None:
    story = opened()
    elsewhere = but(story.ballot(2, 0), table=1)
    refuse(story, elsewhere, Refusal.CREDENTIAL_NOT_LISTED)
    invented = but(story.ballot(1, 0), credential=story.random(32))
    refuse(story, invented, Refusal.CREDENTIAL_NOT_LISTED)
    refuse(story, but(story.ballot(1, 0), table=9), Refusal.UNKNOWN_TABLE)
    refuse(story, but(story.ballot(1, 0), contest="rt"), Refusal.TABLE_OF_OTHER_CONTEST)


def test_a_copied_ballot_is_refused_under_another_card() -> None:
    story = opened()
    ballot = story.ballot(1, 0)
    story.do(ballot)
    other = story.credentials[1][1]
    refuse(story, but(ballot, credential=other), Refusal.CIPHERTEXT_COPIED)
    # Only the first element is the same.
    mauled = ballot.ciphertext[:32] + story.random(len(ballot.ciphertext) - 32)
    refuse(
        story,
        but(ballot, credential=other, ciphertext=mauled),
        Refusal.CIPHERTEXT_COPIED,
    )


def test_a_ballot_of_another_width_is_refused() -> None:
    story = opened()
    wide = but(story.ballot(1, 0), ciphertext=story.random(32 * 9))
    refuse(story, wide, Refusal.WIDTH_DIFFERS)


def test_an_audited_ballot_is_never_cast_and_its_card_stays_unspent() -> None:
    story = opened()
    ballot = story.ballot(1, 0)
    contest, _table, tracking = check_cast(story.state, ballot)
    assert not contest.ballots
    own = of(polling.BallotAudited, BKM, 1, tracking, None, None, None, None, None)
    story.do(own)
    refuse(story, ballot, Refusal.TRACKING_USED)
    refuse(story, own, Refusal.TRACKING_USED)
    story.do(story.ballot(1, 0))
    test = story.committee_test(1, 1)
    story.do(test)
    table = story.state.tables[TableNumber(1)]
    assert (table.audits, table.committee_audits) == (2, 1)
    refuse(
        story,
        but(story.committee_test(1, 1), tracking="0" * 16),
        Refusal.TRACKING_DIFFERS,
    )


def test_voting_stops_while_a_contest_is_suspended_and_goes_on_after() -> None:
    story = opened()
    story.do(of(polling.ContestSuspended, BKM, "hujan", OFFICERS))
    refuse(story, story.ballot(1, 0), Refusal.WRONG_PHASE)
    story.do(of(polling.ContestResumed, BKM, "reda", OFFICERS))
    story.do(story.ballot(1, 0))


def test_a_closed_table_takes_nothing_more() -> None:
    story = opened()
    story.do(story.closing(1))
    refuse(story, story.ballot(1, 0), Refusal.TABLE_NOT_OPEN)
    refuse(story, of(polling.CheckinBlock, 1, 10), Refusal.TABLE_NOT_OPEN)
    refuse(story, of(polling.TableOpened, 1, story.random(32), OFFICERS), Refusal.TABLE_CLOSED)


@pytest.mark.parametrize(
    ("total", "code"),
    [(5, Refusal.CHECKINS_NOT_A_BLOCK), (10, Refusal.CHECKINS_NOT_RISING), (50, Refusal.CHECKINS_TOO_MANY)],
)
def test_check_ins_rise_by_blocks_up_to_the_roll(total: int, code: Refusal) -> None:
    story = opened()
    story.do(of(polling.CheckinBlock, 1, 10))
    refuse(story, of(polling.CheckinBlock, 1, total), code)


def test_a_table_key_is_used_for_one_opening() -> None:
    story = Story()
    story.seal()
    key = story.random(32)
    story.do(of(polling.TableOpened, 1, key, OFFICERS))
    refuse(story, of(polling.TableOpened, 2, key, OFFICERS), Refusal.TABLE_KEY_USED)
    refuse(story, of(polling.TableOpened, 1, story.random(32), OFFICERS), Refusal.TABLE_ALREADY_OPEN)


@pytest.mark.parametrize("member", ["ballots", "voided", "replaced", "added", "left", "missing"])
def test_the_counts_of_a_closing_are_those_of_the_log(member: str) -> None:
    story = opened()
    closing = story.closing(1)
    wrong = but(closing, **{member: getattr(closing, member) + 1})
    code = Refusal.CARDS_DO_NOT_ADD_UP if member in {"left", "missing"} else Refusal.CLOSING_COUNT_DIFFERS
    refuse(story, wrong, code)


def test_missing_cards_are_stated_and_not_hidden() -> None:
    story = opened()
    closing = story.closing(1)
    story.do(but(closing, left=closing.left - 2, missing=2))


def test_the_list_of_check_ins_has_as_many_as_the_closing_and_none_beyond_the_roll() -> None:
    story = opened()
    refuse(story, of(polling.CheckinList, 1, ()), Refusal.TABLES_STILL_OPEN)
    story.do(story.closing(1, checkins=3))
    refuse(story, of(polling.CheckinList, 1, (1, 2)), Refusal.LIST_DIFFERS)
    refuse(story, of(polling.CheckinList, 1, (1, 2, 41)), Refusal.LIST_DIFFERS)
    story.do(of(polling.CheckinList, 1, (1, 2, 40)))
    refuse(story, of(polling.CheckinList, 1, (1, 2, 40)), Refusal.LIST_ALREADY_GIVEN)


def test_left_cards_are_as_many_as_stated_and_sorted() -> None:
    story = opened()
    story.do(story.closing(1, checkins=0))
    left = len(story.secrets[1])
    refuse(story, of(polling.CardsLeft, 1, left - 1, story.keep(b"")), Refusal.LIST_DIFFERS)
    refuse(story, of(polling.CardsLeft, 1, left, "0" * 64), Refusal.BLOB_MISSING)
    backwards = story.keep(b"".join(reversed(story.secrets[1])))
    refuse(story, of(polling.CardsLeft, 1, left, backwards), Refusal.BLOB_MALFORMED)
    story.do(of(polling.CardsLeft, 1, left, story.keep(b"".join(story.secrets[1]))))


def below_quorum() -> Story:
    story = opened()
    for card in range(5):
        story.do(story.ballot(1, card))
    story.do(story.closing(1, checkins=5), story.closing(2, checkins=0))
    story.do(story.contest_closing())
    assert story.state.contests[BKM].phase is ContestPhase.BELOW_QUORUM
    return story


def test_below_the_quorum_nothing_is_mixed() -> None:
    story = below_quorum()
    refuse(story, story.mix_step(1), Refusal.WRONG_PHASE)


def test_a_home_round_reopens_tables_once_and_counts_the_whole() -> None:
    story = below_quorum()
    home = of(polling.HomeRoundOpened, BKM, "belum kuorum", OFFICERS)
    story.do(home)
    story.do(of(polling.TableOpened, 1, story.random(32), OFFICERS))
    story.do(of(polling.CheckinBlock, 1, 30))
    for card in range(5, 25):
        story.do(story.ballot(1, card))
    story.do(of(polling.ContestSuspended, BKM, "hujan", OFFICERS))
    story.do(of(polling.ContestResumed, BKM, "reda", OFFICERS))
    assert story.state.contests[BKM].phase is ContestPhase.HOME_ROUND
    story.do(story.closing(1))
    refuse(story, of(polling.TableOpened, 1, story.random(32), OFFICERS), Refusal.TABLE_CLOSED)
    story.do(story.contest_closing())
    assert story.state.contests[BKM].phase is ContestPhase.CLOSED
    assert len(story.state.contests[BKM].ballots) == 25


def test_after_a_second_miss_only_a_repeat_vote_remains() -> None:
    story = below_quorum()
    home = of(polling.HomeRoundOpened, BKM, "belum kuorum", OFFICERS)
    story.do(home)
    story.do(story.contest_closing())
    refuse(story, home, Refusal.HOME_ROUND_DONE)
    story.do(of(polling.ContestRevote, BKM, "diulang bulan depan", OFFICERS))
    refuse(story, story.mix_step(1), Refusal.WRONG_PHASE)


def closed_with(ballots: int) -> Story:
    """Close a contest in which half have come and few of them voted."""
    story = opened()
    story.do(*[of(polling.CheckinBlock, number, 10) for number in (1, 2)])
    story.do(*[story.ballot(1, card) for card in range(ballots)])
    story.do(story.closing(1, checkins=20), story.closing(2, checkins=15))
    story.do(story.contest_closing())
    assert story.state.contests[BKM].phase is ContestPhase.CLOSED
    return story


def test_a_box_too_small_to_open_goes_from_house_to_house_though_its_quorum_is_met() -> None:
    story = closed_with(9)
    story.do(of(polling.HomeRoundOpened, BKM, "suara kurang dari sepuluh", OFFICERS))
    story.do(of(polling.TableOpened, 1, story.random(32), OFFICERS))
    story.do(story.ballot(1, 9))
    story.do(story.closing(1))
    story.do(story.contest_closing())
    story.papers(1)
    story.papers(2)
    for holder in range(1, story.rules.mixers + 1):
        story.do(story.mix_step(holder))
    last = list_hash(story.state.contests[BKM])
    story.do(of(tally.MixingFinished, BKM, story.rules.mixers, last, OFFICERS))
    story.do(of(tally.OpeningOrdered, BKM, last, OFFICERS))


def test_a_box_that_may_be_opened_or_is_mixed_is_not_filled_any_more() -> None:
    home = of(polling.HomeRoundOpened, BKM, "supaya lebih banyak", OFFICERS)
    refuse(closed_with(10), home, Refusal.WRONG_PHASE)
    story = closed_with(9)
    story.do(story.mix_step(1))
    refuse(story, home, Refusal.WRONG_PHASE)
    story.do(of(polling.ContestRevote, BKM, "diulang bulan depan", OFFICERS))


@pytest.mark.parametrize("number", [1, 2])
def test_a_table_may_reopen_until_it_is_certain_that_it_cannot(number: int) -> None:
    def can(story: Story) -> bool:
        return may_reopen(story.state, story.state.table(TableNumber(number)))

    assert not can(closed_with(10))
    small = closed_with(9)
    assert can(small)
    small.do(small.mix_step(1))
    assert not can(small)
    story = below_quorum()
    assert can(story)
    story.do(of(polling.HomeRoundOpened, BKM, "belum kuorum", OFFICERS))
    assert can(story)
    story.do(of(polling.TableOpened, number, story.random(32), OFFICERS))
    story.do(of(polling.ContestSuspended, BKM, "hujan", OFFICERS))
    assert not can(story)
    story.do(story.closing(number), of(polling.ContestResumed, BKM, "reda", OFFICERS))
    assert not can(story)
    story.do(story.contest_closing())
    assert not can(story)


def test_a_table_whose_left_cards_are_shown_does_not_reopen() -> None:
    story = below_quorum()
    story.papers(1)
    story.do(of(polling.HomeRoundOpened, BKM, "belum kuorum", OFFICERS))
    refuse(story, of(polling.TableOpened, 1, story.random(32), OFFICERS), Refusal.LEFT_CARDS_REVEALED)


@pytest.mark.parametrize("member", ["ballots", "checkins", "quorum_base", "quorum_met", "input"])
def test_a_contest_closes_with_the_figures_of_the_log(member: str) -> None:
    story = Story()
    story.vote()
    story.close_tables()
    closing = story.contest_closing()
    wrong = {"input": "0" * 64, "quorum_met": not closing.quorum_met}.get(member)
    value = getattr(closing, member) + 1 if wrong is None else wrong
    code = Refusal.INPUT_DIFFERS if member in {"ballots", "input"} else Refusal.QUORUM_DIFFERS
    refuse(story, but(closing, **{member: value}), code)
    story.do(closing)


def test_a_contest_does_not_close_before_its_tables() -> None:
    story = Story()
    story.vote()
    story.do(story.closing(1))
    refuse(story, story.contest_closing(), Refusal.TABLES_STILL_OPEN)
