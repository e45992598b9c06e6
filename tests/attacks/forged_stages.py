"""Forgeries of an election in two stages: units, home round, repeated vote, delegates, lots."""

from collections.abc import Callable
from typing import Final

from rembug_api.demo.setting import ELECTION
from rembug_ballots.encoding import from_b64, to_b64
from rembug_ballots.events import Body, Event, polling
from rembug_ballots.events.fields import Reason
from rembug_ballots.ids import ContestId, ElectionId, OfficerId, Officers, PersonId, TableNumber
from rembug_ballots.state.result import lot_order
from rembug_crypto.merkle import leaf_hash, root_of
from tests.attacks.forgery import Forgeries, by_leaves, moved, without
from tests.ballots.verification.honest import Honest
from tests.story.two_stages import AGAIN, BOARD, FIRST, MERGED, ROUND, told

SUKAMUNDUR = ElectionId(ELECTION)
OFFICERS = Officers((OfficerId("ketua"), OfficerId("pokja")))


def of(record: Honest, kind: str, contest: str) -> list[int]:
    """Return the indices of the events of a kind about a contest or one of its tables."""
    tables = {table.number for table in told("terbuka").tables[ContestId(contest)]}
    return [
        index
        for index in record.events(kind)
        if record.body(index).get("contest") == contest or record.body(index).get("table") in tables
    ]


def inserted(record: Honest, to: int, *bodies: Body) -> list[bytes]:
    """Return the leaves with new events before a place."""
    new = [Event.build(SUKAMUNDUR, body).data for body in bodies]
    return [*record.leaves[:to], *new, *record.leaves[to:]]


def _late(record: Honest) -> list[bytes]:
    return moved(record, of(record, "ballot.cast", ROUND)[-1], of(record, "contest.closed", ROUND)[1] + 1)


def _between(record: Honest) -> list[bytes]:
    return moved(record, of(record, "ballot.cast", ROUND)[-1], of(record, "home_round.opened", ROUND)[0])


def _second_round(record: Honest) -> list[bytes]:
    body = polling.HomeRoundOpened(AGAIN, Reason("sekali lagi"), OFFICERS)
    return inserted(record, of(record, "contest.closed", AGAIN)[1] + 1, body)


def _round_over_quorum(record: Honest) -> list[bytes]:
    body = polling.HomeRoundOpened(FIRST, Reason("supaya lebih banyak"), OFFICERS)
    return inserted(record, of(record, "contest.closed", FIRST)[0] + 1, body)


def _no_round(record: Honest) -> list[bytes]:
    index = of(record, "home_round.opened", ROUND)[0]
    return [*record.leaves[:index], *record.leaves[index + 1 :]]


def _quorum_claimed(record: Honest) -> list[bytes]:
    return record.with_body(of(record, "contest.closed", AGAIN)[1], quorum_met=True)


def _mixed_in_spite(record: Honest) -> list[bytes]:
    index = of(record, "mix.done", ROUND)[0]
    revote = of(record, "contest.revote", AGAIN)[0]
    forged = record.with_body(index, contest=AGAIN)[index]
    return [*record.leaves[: revote + 1], forged, *record.leaves[revote + 1 :]]


def _published_in_spite(record: Honest) -> list[bytes]:
    index = of(record, "result.certified", ROUND)[0]
    return [*record.leaves, record.with_body(index, contest=AGAIN)[index]]


def _ballot_of_another_contest(record: Honest) -> list[bytes]:
    """A ballot of one unit is copied into the box of another."""
    source, target = of(record, "ballot.cast", FIRST)[0], of(record, "ballot.cast", MERGED)[0]
    body = record.body(source)
    return record.with_body(target, ciphertext=body["ciphertext"], proof=body["proof"])


def _copied_first_element(record: Honest) -> list[bytes]:
    """Two ballots of one contest with one randomness."""
    first, second = (record.body(index) for index in of(record, "ballot.cast", MERGED)[:2])
    joined = from_b64(str(first["ciphertext"]))[:32] + from_b64(str(second["ciphertext"]))[32:]
    return record.with_body(of(record, "ballot.cast", MERGED)[1], ciphertext=to_b64(joined))


def _nominee_of_another_unit(record: Honest) -> list[bytes]:
    """A text of one unit is settled as a resident of another."""
    source, target = of(record, "adjudication.decided", FIRST), of(record, "adjudication.decided", ROUND)
    person = next(found for index in source if (found := record.body(index)["person"]) is not None)
    index = next(index for index in target if record.body(index)["person"] is not None)
    return record.with_body(index, person=person)


def _other_dice(record: Honest) -> list[bytes]:
    index = of(record, "tie.settled", FIRST)[0]
    body = record.body(index)
    root, persons = from_b64(str(dict(body["checkpoint"])["root"])), _persons(body["persons"])  # type: ignore[arg-type]  # an object
    dice = next(str(n) for n in range(1000) if lot_order(root, str(n), persons) != persons)
    return record.with_body(index, dice=dice)


def _persons(value: object) -> tuple[PersonId, ...]:
    assert isinstance(value, list)
    return tuple(PersonId(str(each)) for each in value)


def _lot_at(size: int, *, root: bytes | None = None) -> Callable[[Honest], list[bytes]]:
    """Draw the lot of the board from another checkpoint, with dice chosen so that the same persons win."""

    def forge(record: Honest) -> list[bytes]:
        index = of(record, "tie.settled", BOARD)[0]
        persons = _persons(record.body(index)["persons"])
        place = {0: of(record, "contest.opened", FIRST)[0] + 1, 1: index + 1}[size]
        true_root = root_of([leaf_hash(leaf) for leaf in record.leaves[:place]])
        order = lot_order(root or true_root, "123", persons)
        return record.with_body(
            index, persons=list(order), dice="123", checkpoint={"size": place, "root": to_b64(root or true_root)}
        )

    return forge


def _voter_who_is_no_delegate(record: Honest) -> list[bytes]:
    (table,) = told("terbuka").tables[BOARD]
    body = polling.VoterAdded(TableNumber(table.number), Reason("teman panitia"), OFFICERS)
    return inserted(record, of(record, "ballot.cast", BOARD)[0], body)


def _register_before_the_result(record: Honest) -> list[bytes]:
    """The register of the board stands before one unit has its result."""
    return moved(record, record.events("register.sealed")[-1], of(record, "result.certified", MERGED)[0])


STAGES: Final[Forgeries] = {
    "sealed-twice-with-nothing-between": by_leaves(
        "4.2", "The rules were sealed twice, and nothing had opened them again.", without("rules.reopened")
    ),
    "ballot-after-the-home-round": by_leaves("9.1", "A ballot stands after the home round was closed.", _late),
    "ballot-between-closing-and-round": by_leaves(
        "9.1", "A ballot stands between the closing and the home round.", _between
    ),
    "second-home-round": by_leaves("2.3", "A contest goes from house to house a second time.", _second_round),
    "home-round-over-quorum": by_leaves(
        "2.3", "A contest goes from house to house though its quorum was met.", _round_over_quorum
    ),
    "reopened-without-a-round": by_leaves("2.3", "A closed table opens again without a home round.", _no_round),
    "quorum-claimed": by_leaves("15.3", "A contest that missed its quorum is said to have met it.", _quorum_claimed),
    "mix-of-a-repeated-contest": by_leaves(
        "11.2", "The box of a contest that is voted again is mixed.", _mixed_in_spite
    ),
    "result-of-a-repeated-contest": by_leaves(
        "16.1", "A contest that is voted again is certified.", _published_in_spite
    ),
    "ballot-of-another-contest": by_leaves(
        "9.6", "A ballot of one unit is copied into the box of another.", _ballot_of_another_contest
    ),
    "one-randomness-twice": by_leaves("9.7", "Two ballots of one contest have one randomness.", _copied_first_element),
    "voter-who-is-no-delegate": by_leaves(
        "7.4", "A voter whom nobody elected is added to the delegates.", _voter_who_is_no_delegate
    ),
    "delegates-before-their-election": by_leaves(
        "7.4", "The delegates' register is sealed before a unit has its result.", _register_before_the_result
    ),
    "resident-of-another-unit": by_leaves(
        "14.4", "A text of one unit was decided as a resident of another.", _nominee_of_another_unit
    ),
    "lot-with-other-dice": by_leaves("15.2", "A lot has another order than its dice give.", _other_dice),
    "lot-of-another-opening": by_leaves(
        "15.2", "A lot was drawn from the checkpoint of another contest's opening.", _lot_at(0)
    ),
    "lot-of-a-later-checkpoint": by_leaves(
        "15.2", "A lot was drawn from a checkpoint that did not exist yet.", _lot_at(1)
    ),
    "stage-lot-of-no-root": by_leaves(
        "15.2", "A lot was drawn from a root that this log never had.", _lot_at(0, root=bytes(32))
    ),
}
"""Forgeries of the story of two stages."""
