import pytest

from rembug_ballots.events import Body, tally
from rembug_ballots.events.fields import Code, SettleMethod
from rembug_ballots.ids import PersonId
from rembug_ballots.names import rows_blob, strings_blob
from rembug_ballots.phases import ContestPhase
from rembug_ballots.presets import langsung
from rembug_ballots.refusals import Refusal
from rembug_ballots.state.mixing import list_hash
from rembug_ballots.state.model import ContestState
from rembug_ballots.state.result import lot_order
from tests.ballots.story import BKM, MONITOR, OFFICERS, Story, but, of
from tests.ballots.test_state_polling import refuse


def contest(story: Story) -> ContestState:
    return story.state.contests[BKM]


def phase(story: Story) -> ContestPhase:
    return contest(story).phase


def closed() -> Story:
    story = Story()
    story.close()
    return story


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"step": 2}, Refusal.STEP_DIFFERS),
        ({"holder": 6}, Refusal.UNKNOWN_HOLDER),
        ({"input": "0" * 64}, Refusal.INPUT_DIFFERS),
        ({"output": "0" * 64}, Refusal.BLOB_MISSING),
        ({"proof": "0" * 64}, Refusal.BLOB_MISSING),
    ],
)
def test_a_mix_takes_the_list_before_it(changes: dict[str, object], code: Refusal) -> None:
    story = closed()
    refuse(story, but(story.mix_step(1), **changes), code)


def test_the_output_and_proof_of_a_mix_have_their_size() -> None:
    story = closed()
    step = story.mix_step(1)
    refuse(story, but(step, output=step.proof), Refusal.BLOB_MALFORMED)
    refuse(story, but(step, proof=step.output), Refusal.BLOB_MALFORMED)


def test_no_holder_mixes_twice_and_two_must() -> None:
    story = closed()
    story.do(story.mix_step(1))
    refuse(story, story.mix_step(1), Refusal.MIXED_BEFORE)
    finished = of(tally.MixingFinished, BKM, 1, list_hash(contest(story)), OFFICERS)
    refuse(story, finished, Refusal.TOO_FEW_MIXES)
    story.do(story.mix_step(3))
    refuse(story, finished, Refusal.INPUT_DIFFERS)
    story.do(of(tally.MixingFinished, BKM, 2, list_hash(contest(story)), OFFICERS))


def test_a_small_box_is_never_opened() -> None:
    # Two ballots only.
    story = Story(rules=langsung("Sukamaju"), adults=(6,))
    story.open()
    for card in range(2):
        story.do(story.ballot(1, card))
    story.do(story.closing(1, checkins=2))
    story.papers(1)
    story.do(story.contest_closing())
    for holder in (1, 2):
        story.do(story.mix_step(holder))
    last = list_hash(contest(story))
    story.do(of(tally.MixingFinished, BKM, 2, last, OFFICERS))
    refuse(story, of(tally.OpeningOrdered, BKM, last, OFFICERS), Refusal.TOO_FEW_BALLOTS)


def test_nothing_is_opened_before_every_table_has_given_its_lists() -> None:
    story = Story()
    story.vote()
    story.close_tables(papers=False)
    story.do(story.contest_closing())
    for holder in (1, 2):
        story.do(story.mix_step(holder))
    last = list_hash(contest(story))
    story.do(of(tally.MixingFinished, BKM, 2, last, OFFICERS))
    order = of(tally.OpeningOrdered, BKM, last, OFFICERS)
    refuse(story, order, Refusal.CLOSING_PAPERS_MISSING)
    story.papers(1)
    refuse(story, order, Refusal.CLOSING_PAPERS_MISSING)
    story.papers(2)
    refuse(story, but(order, list="0" * 64), Refusal.INPUT_DIFFERS)
    story.do(order)


def test_exactly_the_threshold_of_holders_opens() -> None:
    story = Story()
    story.order()
    for holder in (1, 2, 4):
        story.do(of(tally.OpeningFactor, BKM, holder, "0" * 64, "1" * 64))
    refuse(story, of(tally.OpeningFactor, BKM, 4, "0" * 64, "1" * 64), Refusal.FACTOR_ALREADY_GIVEN)
    rows = story.rows()
    names = story.keep(rows_blob(rows)), story.keep(strings_blob(rows))
    for holders, code in (
        ((1, 2), Refusal.TOO_FEW_HOLDERS),
        ((1, 2, 3, 4), Refusal.TOO_FEW_HOLDERS),
        ((2, 1, 4), Refusal.TOO_FEW_HOLDERS),
        ((1, 2, 3), Refusal.FACTOR_MISSING),
    ):
        refuse(story, of(tally.ContestOpened, BKM, holders, *names), code)
    unsorted = story.keep(b'["b","a"]')
    refuse(
        story,
        of(tally.ContestOpened, BKM, (1, 2, 4), names[0], unsorted),
        Refusal.BLOB_MALFORMED,
    )
    story.do(of(tally.ContestOpened, BKM, (1, 2, 4), *names))
    assert set(contest(story).tally.strings or ()) == {f"warga {number}" for number in range(1, 14)}


def test_a_withheld_list_of_texts_leaves_the_fold_going() -> None:
    story = Story()
    story.order()
    for holder in (1, 2, 3):
        story.do(of(tally.OpeningFactor, BKM, holder, "0" * 64, "1" * 64))
    story.do(of(tally.ContestOpened, BKM, (1, 2, 3), "2" * 64, "3" * 64))
    assert contest(story).tally.strings is None
    story.do(story.decision("warga 40"))
    story.do(of(tally.AdjudicationCompleted, BKM, 1, OFFICERS))


def opened() -> Story:
    story = Story()
    story.opened()
    return story


def test_a_text_has_one_decision_at_a_time() -> None:
    story = opened()
    story.do(story.decision("warga 1"))
    refuse(story, story.decision("warga 1"), Refusal.ALREADY_DECIDED)
    reversal = of(tally.AdjudicationReversed, BKM, "warga 1", "keliru", OFFICERS, MONITOR)
    story.do(reversal)
    refuse(story, reversal, Refusal.NOT_DECIDED)
    void = but(story.decision("warga 1"), code=Code.TIDAK_SAH_GANDA_MAKNA, person=None)
    story.do(void)
    assert contest(story).tally.decisions["warga 1"] == void


def test_only_texts_that_were_written_are_decided() -> None:
    story = opened()
    refuse(story, story.decision("warga 40"), Refusal.STRING_NOT_WRITTEN)


def test_only_residents_of_the_sealed_list_count() -> None:
    story = opened()
    stranger = but(story.decision("warga 1"), person=story.person(99))
    refuse(story, stranger, Refusal.PERSON_NOT_NOMINEE)
    renamed = but(story.people[0], name="Warga Lain")
    refuse(story, but(story.decision("warga 1"), person=renamed), Refusal.PERSON_NOT_NOMINEE)


def test_the_adjudication_is_complete_when_every_text_is_decided() -> None:
    story = opened()
    story.do(story.decision("warga 1"))
    complete = of(tally.AdjudicationCompleted, BKM, 1, OFFICERS)
    refuse(story, complete, Refusal.DECISIONS_INCOMPLETE)
    refuse(story, but(complete, decided=13), Refusal.DECISIONS_INCOMPLETE)


def tied() -> Story:
    """Thirteen names, nearly as many votes each: the last seats are tied."""
    story = Story()
    story.count()
    assert phase(story) is ContestPhase.TIE
    return story


def tied_persons(story: Story) -> tuple[str, ...]:
    outcome = contest(story).tally.outcome
    assert outcome is not None
    return tuple(person for tie in outcome.ties for person in tie.persons)


def settlement(story: Story, method: SettleMethod, **changes: object) -> tally.TieSettled:
    body = of(tally.TieSettled, BKM, method, tied_persons(story), "sepakat", None, None, OFFICERS)
    return but(body, **changes)


def test_a_tie_stops_the_certification() -> None:
    story = tied()
    refuse(story, story.certification(), Refusal.WRONG_PHASE)


def test_a_tie_is_settled_by_an_order_of_exactly_the_tied() -> None:
    story = tied()
    persons = tied_persons(story)
    less = settlement(story, SettleMethod.MUSYAWARAH, persons=persons[:-1])
    refuse(story, less, Refusal.NOT_TIED)
    more = settlement(story, SettleMethod.MUSYAWARAH, persons=(*persons, story.people[39].id))
    refuse(story, more, Refusal.NOT_TIED)
    story.do(settlement(story, SettleMethod.MUSYAWARAH))
    assert phase(story) is ContestPhase.COUNTED
    story.do(story.certification())


def test_a_repeat_vote_must_be_decided_before_it_settles() -> None:
    story = tied()
    again = settlement(story, SettleMethod.PEMUNGUTAN_ULANG)
    refuse(story, again, Refusal.REVOTE_MISSING)
    story.do(of(tally.TieRevote, BKM, tied_persons(story), "malam ini", OFFICERS))
    story.do(again)
    assert phase(story) is ContestPhase.COUNTED


def lot(story: Story, **changes: object) -> tally.TieSettled:
    root = story.random(32)
    checkpoint = of(tally.LogCheckpoint, story.state.size, root)
    order = lot_order(root, "3 5 1", tied_ids(story))
    return but(
        settlement(story, SettleMethod.MUSYAWARAH),
        method=SettleMethod.UNDIAN,
        **{"persons": order, "dice": "3 5 1", "checkpoint": checkpoint, **changes},
    )


def tied_ids(story: Story) -> tuple[PersonId, ...]:
    return tuple(person.id for person in story.people if person.id in tied_persons(story))


def test_a_lot_has_the_order_of_its_dice_and_a_checkpoint_after_the_opening() -> None:
    story = tied()
    good = lot(story)
    refuse(story, but(good, persons=good.persons[::-1]), Refusal.LOT_ORDER)
    refuse(story, but(good, dice="3 5 2"), Refusal.LOT_ORDER)
    early = of(tally.LogCheckpoint, contest(story).tally.opened_index, story.random(32))
    refuse(story, but(good, checkpoint=early), Refusal.LOT_CHECKPOINT)
    late = of(tally.LogCheckpoint, story.state.size + 1, story.random(32))
    refuse(story, but(good, checkpoint=late), Refusal.LOT_CHECKPOINT)
    story.do(good)


def test_only_rungs_of_the_agreed_ladder_settle_a_tie() -> None:
    rules = langsung("Sukamaju").to_json()
    rules["tie_ladder"] = ["UNDIAN"]
    story = Story(rules=type(langsung("Sukamaju")).from_json(rules))
    story.count()
    refuse(story, settlement(story, SettleMethod.MUSYAWARAH), Refusal.NOT_ON_THE_LADDER)
    revote = of(tally.TieRevote, BKM, tied_persons(story), "malam ini", OFFICERS)
    refuse(story, revote, Refusal.NOT_ON_THE_LADDER)
    story.do(lot(story))


def test_a_false_count_is_refused() -> None:
    story = Story()
    story.adjudicate()
    good = story.result()
    wrong: list[Body] = []
    for name, value in (
        ("state", "COUNTED"),
        ("elected", []),
        ("seats", 12),
        ("ballots", {"blank": 0, "valid": 23, "void": 0}),
        ("ranking", [[24, [story.people[30].id]]]),
    ):
        wrong.append(but(good, result={**good.result, name: value}))
    for body in wrong:
        refuse(story, body, Refusal.RESULT_DIFFERS)
    refuse(story, but(good, result={"a": 1}), Refusal.RESULT_MALFORMED)
    story.do(good)


def test_who_declines_gives_way_to_the_next() -> None:
    story = Story()
    story.settle()
    outcome = contest(story).tally.outcome
    assert outcome is not None
    first = outcome.elected[0]
    refuse(
        story,
        of(
            tally.AcceptanceRecorded,
            BKM,
            story.people[39].id,
            willing=False,
            reason="sakit",
            officers=OFFICERS,
        ),
        Refusal.UNKNOWN_PERSON,
    )
    answer = of(tally.AcceptanceRecorded, BKM, first, willing=False, reason="sakit", officers=OFFICERS)
    stale = story.certification()
    story.do(answer)
    refuse(story, stale, Refusal.CERTIFIED_DIFFERS)
    now = contest(story).tally.outcome
    assert now is not None
    assert first not in now.elected
    assert len(now.elected) == 11
    story.do(but(answer, willing=True))
    assert contest(story).tally.outcome == outcome


def test_a_decision_reversed_after_the_count_sends_the_contest_back() -> None:
    story = Story()
    story.settle()
    story.do(of(tally.AdjudicationReversed, BKM, "warga 3", "keberatan", OFFICERS, MONITOR))
    assert phase(story) is ContestPhase.OPENED
    assert contest(story).tally.result is None
    assert not contest(story).tally.settled
    story.do(story.decision("warga 3"))
    story.do(of(tally.AdjudicationCompleted, BKM, 13, OFFICERS))
    story.do(story.result())


def test_only_what_was_counted_is_certified_and_only_as_agreed_published() -> None:
    story = Story()
    story.settle()
    good = story.certification()
    refuse(story, but(good, elected=good.elected[::-1]), Refusal.CERTIFIED_DIFFERS)
    refuse(story, but(good, reserves=good.elected[:1]), Refusal.CERTIFIED_DIFFERS)
    refuse(story, but(good, women=but(good.women, met=not good.women.met)), Refusal.CERTIFIED_DIFFERS)
    refuse(story, but(good, minutes="0" * 64), Refusal.BLOB_MISSING)
    story.do(good)
    publish = of(tally.ElectionPublished, (BKM,), story.rules.publication)
    refuse(story, but(publish, policy=type(story.rules.publication).SAKSI), Refusal.POLICY_DIFFERS)
    refuse(story, but(publish, contests=()), Refusal.UNKNOWN_CONTEST)
    refuse(story, but(publish, contests=(BKM, BKM)), Refusal.UNKNOWN_CONTEST)
    story.do(publish)
