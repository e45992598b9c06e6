from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rembug_ballots.events.fields import Code, SettleMethod
from rembug_ballots.events.tally import TieSettled
from rembug_ballots.phases import ContestPhase
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.result import lot_order
from rembug_service.adjudication import OpinionInput, file_opinion
from rembug_service.errors import Conflict
from rembug_service.opening import distinct_strings, receive_factors
from rembug_service.results import (
    certify,
    complete_adjudication,
    lot_checkpoint,
    record_acceptance,
    result_view,
    settle_tie,
    tie_revote,
)
from tests.service.tally.staged import BKM, ELECTION, OFFICERS, Stage, stage
from tests.service.tally.test_tally import opening_factor, order_opening, phase, rehearse, three

# Twelve residents with one vote each compete for eleven seats.
NAMES = [(f"warga {number}",) for number in range(1, 13)]


@pytest.fixture
def tied(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as told:
        told.run_ceremony()
        rehearse(told)
        told.add_people()
        told.poll(NAMES)
        order_opening(told)
        sent = [opening_factor(told, holder) for holder in told.holders[:2]]
        # Both arrive at one moment: the writer opens with whatever it has.
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda each: receive_factors(told.service, ELECTION, *each), sent))
        opinions = [
            OpinionInput(text, Code.SAH.value, told.story.people[int(text.split()[1]) - 1].id, "dikenal warga")
            for text in distinct_strings(told.service, ELECTION, BKM)
        ]
        for account in three(told):
            file_opinion(told.service, account, ELECTION, BKM, opinions)
        told.service.write(lambda work: complete_adjudication(work, ELECTION, BKM, OFFICERS))
        yield told


def test_a_lot_follows_from_the_first_checkpoint_after_the_opening_and_the_dice(tied: Stage) -> None:
    assert phase(tied) is ContestPhase.TIE
    (tie,) = result_view(tied.service, ELECTION, BKM).ties
    persons = [each.person for each in tie.persons]
    assert (tie.places, len(persons)) == (11, 12)
    checkpoint = tied.service.read(lambda connection: lot_checkpoint(connection, tied.board, BKM))
    size = tied.size()
    with pytest.raises(Conflict, match="DADU_BELUM_ADA"):
        draw(tied, None)
    assert tied.size() == size
    # What is appended after the opening does not change the lot.
    tied.service.write(lambda work: tie_revote(work, ELECTION, BKM, persons, "jika undian ditolak", OFFICERS))
    assert tied.service.read(lambda connection: lot_checkpoint(connection, tied.board, BKM)) == checkpoint
    draw(tied, "3 5 1")
    assert phase(tied) is ContestPhase.COUNTED
    order = lot_order(checkpoint.root, "3 5 1", tuple(persons))
    settled: TieSettled = tied.board.state.contests[BKM].tally.settled[0]
    assert (settled.persons, settled.checkpoint) == (order, checkpoint)
    result = result_view(tied.service, ELECTION, BKM)
    assert [each.person for each in result.elected] == list(order[:11])
    assert [each.person for each in result.reserves] == list(order[11:])
    # Who declines gives way to the reserve.
    tied.service.write(
        lambda work: record_acceptance(
            work, ELECTION, BKM, order[0], willing=False, reason="pindah rumah", officers=OFFICERS
        )
    )
    result = result_view(tied.service, ELECTION, BKM)
    assert [each.person for each in result.elected] == list(order[1:])
    tied.service.write(lambda work: certify(work, ELECTION, BKM, OFFICERS))
    assert phase(tied) is ContestPhase.CERTIFIED


def draw(tied: Stage, dice: str | None) -> None:
    (tie,) = result_view(tied.service, ELECTION, BKM).ties
    persons = [each.person for each in tie.persons]
    tied.service.write(
        lambda work: settle_tie(
            work, ELECTION, BKM, SettleMethod.UNDIAN, persons, "undian di depan warga", dice, OFFICERS
        )
    )


def test_an_open_tie_is_never_certified(tied: Stage) -> None:
    size = tied.size()
    with pytest.raises(IllegalEvent) as refused:
        tied.service.write(lambda work: certify(work, ELECTION, BKM, OFFICERS))
    assert refused.value.code is Refusal.WRONG_PHASE
    assert tied.size() == size


def test_an_agreed_order_stands_as_it_was_agreed(tied: Stage) -> None:
    (tie,) = result_view(tied.service, ELECTION, BKM).ties
    order = [each.person for each in reversed(tie.persons)]
    tied.service.write(
        lambda work: settle_tie(
            work, ELECTION, BKM, SettleMethod.MUSYAWARAH, order, "satu orang mundur tertulis", None, OFFICERS
        )
    )
    assert [each.person for each in result_view(tied.service, ELECTION, BKM).elected] == order[:11]
