"""Forgeries of the night: closing, mixing, opening, names, count, result."""

from collections.abc import Callable
from typing import Final

from rembug_ballots.canonical import JsonObject, JsonValue, parse, parse_object, serialise
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import PersonId
from rembug_ballots.state.result import lot_order
from rembug_crypto.merkle import leaf_hash, root_of
from tests.attacks.forgery import (
    Forgeries,
    by_leaves,
    changed,
    last_bit,
    moved,
    twice,
    with_blob,
    without,
)
from tests.ballots.verification.honest import Honest


def _input_of_another_list(record: Honest) -> list[bytes]:
    index = record.events("mix.done")[1]
    first = record.body(record.events("mix.done")[0])
    return record.with_body(index, input=first["input"])


def _same_mixer(record: Honest) -> list[bytes]:
    first = record.body(record.events("mix.done")[0])
    return record.with_body(record.events("mix.done")[1], holder=first["holder"])


def _opened_before_mixed(record: Honest) -> list[bytes]:
    return moved(record, record.events("opening.ordered")[0], record.events("mix.done")[0])


def _other_votes(record: Honest) -> list[bytes]:
    index = record.events("result.counted")[0]
    result = record.body(index)["result"]
    assert isinstance(result, dict)
    ballots = result["ballots"]
    assert isinstance(ballots, dict)
    valid, void = int(str(ballots["valid"])), int(str(ballots["void"]))
    return record.with_body(index, result={**result, "ballots": {**ballots, "valid": valid - 1, "void": void + 1}})


def _other_winner(record: Honest) -> list[bytes]:
    index = record.events("result.certified")[0]
    elected, reserves = record.body(index)["elected"], record.body(index)["reserves"]
    assert isinstance(elected, list)
    assert isinstance(reserves, list)
    return record.with_body(index, elected=[*elected[:-1], reserves[0]], reserves=[elected[-1], *reserves[1:]])


def _first_person(record: Honest) -> tuple[int, JsonObject]:
    for index in record.events("adjudication.decided"):
        person = record.body(index)["person"]
        if isinstance(person, dict):
            return index, person
    raise AssertionError("nobody was named")


def _two_persons(record: Honest) -> list[bytes]:
    """A text that was decided for one resident is decided again for another."""
    index, person = _first_person(record)
    other = next(
        found
        for at in record.events("adjudication.decided")
        if isinstance(found := record.body(at)["person"], dict) and found["id"] != person["id"]
    )
    again = record.with_body(index, person=other)[index]
    return [*record.leaves[: index + 1], again, *record.leaves[index + 1 :]]


def _person_of_another_name(record: Honest) -> list[bytes]:
    index, person = _first_person(record)
    return record.with_body(index, person={**person, "name": "Orang Lain"})


def _person_renamed(record: Honest) -> list[bytes]:
    """One id stands for two people."""
    index, person = _first_person(record)
    other = next(
        found
        for at in record.events("adjudication.decided")
        if isinstance(found := record.body(at)["person"], dict) and found["id"] != person["id"]
    )
    return record.with_body(index, person={**other, "id": person["id"]})


def _lot_of_no_root(record: Honest) -> list[bytes]:
    """A lot whose dice were chosen so that the same persons win, from a root that this log never had."""
    index = record.events("tie.settled")[0]
    persons = record.body(index)["persons"]
    assert isinstance(persons, list)
    order = tuple(PersonId(str(person)) for person in persons)
    dice = next(f"{n}" for n in range(100_000) if lot_order(bytes(32), f"{n}", order) == order)
    size = record.events("contest.opened")[0] + 1
    assert root_of([leaf_hash(leaf) for leaf in record.leaves[:size]]) != bytes(32)
    checkpoint: JsonObject = {"size": size, "root": to_b64(bytes(32))}
    return record.with_body(index, method="UNDIAN", dice=dice, checkpoint=checkpoint)


def _tie_of_others(record: Honest) -> list[bytes]:
    index = record.events("tie.settled")[0]
    persons = record.body(index)["persons"]
    elected = record.body(record.events("result.certified")[0])["elected"]
    assert isinstance(persons, list)
    assert isinstance(elected, list)
    return record.with_body(index, persons=[elected[0], *persons[1:]])


def _minutes(**members: JsonValue) -> Callable[[bytes], bytes]:
    return lambda data: serialise({**parse_object(data, max_bytes=1 << 22), **members})


def _rows_in_another_order(data: bytes) -> bytes:
    rows = parse(data, max_bytes=1 << 22)
    assert isinstance(rows, list)
    return serialise([*rows[1:], rows[0]])


def _one_text_less(data: bytes) -> bytes:
    texts = parse(data, max_bytes=1 << 22)
    assert isinstance(texts, list)
    return serialise(texts[1:])


def _replaced(data: bytes) -> bytes:
    """The first ballot stands in the place of the second too."""
    row = _width(data)
    return data[:row] + data[:row] + data[2 * row :]


def _dropped(data: bytes) -> bytes:
    return data[: -_width(data)]


def _width(data: bytes) -> int:
    """Bytes of a ballot in a list of sixty."""
    assert len(data) % 60 == 0
    return len(data) // 60


def _published_otherwise(record: Honest) -> list[bytes]:
    return record.with_body(record.events("election.published")[0], policy="saksi")


def _unknown_text(record: Honest) -> list[bytes]:
    return record.with_body(record.events("adjudication.decided")[0], string="tidak pernah ditulis")


TALLY: Final[Forgeries] = {
    "quorum-that-was-missed": by_leaves(
        "15.3",
        "A contest whose quorum was met is said to have missed it.",
        changed("contest.closed", 0, quorum_met=False),
    ),
    "closing-of-fewer-ballots": by_leaves(
        "11.1", "The closed contest states fewer ballots than its tables.", changed("contest.closed", 0, ballots=59)
    ),
    "input-of-another-list": by_leaves(
        "11.1",
        "The closed contest names another list of ballots than the log has.",
        changed("contest.closed", 0, input="0" * 64),
    ),
    "mix-of-an-earlier-list": by_leaves(
        "11.2", "The second mixer took the list before the first.", _input_of_another_list
    ),
    "mix-that-replaces-a-ballot": with_blob(
        "11.3", "A mixer put one ballot in the place of another.", "mix.done", "output", _replaced
    ),
    "mix-that-drops-a-ballot": with_blob("11.3", "A mixer dropped a ballot.", "mix.done", "output", _dropped),
    "mix-with-another-output": with_blob("11.3", "A bit of a mixed list was changed.", "mix.done", "output", last_bit),
    "mix-with-another-proof": with_blob("11.3", "A bit of a mixer's proof was changed.", "mix.done", "proof", last_bit),
    "mix-proof-that-omits-a-value": with_blob(
        "11.3", "A mixer's proof lacks its first commitment.", "mix.done", "proof", lambda data: data[32:]
    ),
    "mix-of-garbage": with_blob(
        "11.3", "A mixer sent bytes that are no proof.", "mix.done", "proof", lambda data: b"\xff" * len(data)
    ),
    "mix-dropped": by_leaves("11.4", "One of two agreed mixes was left out.", without("mix.done", 1)),
    "one-mixer-twice": by_leaves("11.4", "One holder mixed both times.", _same_mixer),
    "opening-without-an-order": by_leaves("12.1", "Ballots were opened without an order.", without("opening.ordered")),
    "opening-before-the-mix": by_leaves(
        "12.1", "The opening was ordered before the ballots were mixed.", _opened_before_mixed
    ),
    "wrong-factors": with_blob("12.2", "A holder's factors were changed.", "opening.factor", "factors", last_bit),
    "wrong-proof-of-factors": with_blob(
        "12.2", "The proof of a holder's factors was changed.", "opening.factor", "proof", last_bit
    ),
    "too-few-holders": by_leaves(
        "12.3", "Fewer holders than agreed opened the ballots.", changed("contest.opened", 0, holders=[1, 3])
    ),
    "factor-given-twice": by_leaves("12.3", "One holder's factors stand twice.", twice("opening.factor")),
    "rows-in-another-order": with_blob(
        "13.1", "The opened ballots were put in another order.", "contest.opened", "rows", _rows_in_another_order
    ),
    "text-left-out": with_blob(
        "13.2", "One written text is missing in the list of texts.", "contest.opened", "strings", _one_text_less
    ),
    "text-without-decision": by_leaves("14.1", "A written text was never decided.", without("adjudication.decided")),
    "decision-about-no-text": by_leaves("14.1", "A text was decided that nobody wrote.", _unknown_text),
    "text-decided-twice": by_leaves("14.2", "A text was decided twice.", twice("adjudication.decided", 3)),
    "one-text-two-persons": by_leaves("14.2", "One text was decided for two residents.", _two_persons),
    "monitor-is-an-officer": by_leaves(
        "2.1",
        "A decision's monitor is one of its two officers.",
        changed("adjudication.decided", 0, officers=["pemantau", "ketua"]),
    ),
    "person-of-another-name": by_leaves(
        "14.4", "The decided resident has another name than the sealed list.", _person_of_another_name
    ),
    "one-id-two-persons": by_leaves("14.4", "A decision gives a resident's id to another.", _person_renamed),
    "another-count": by_leaves("15.1", "A valid ballot was counted as void.", _other_votes),
    "lot-of-no-root": by_leaves("15.2", "A lot was drawn from a root that this log never had.", _lot_of_no_root),
    "tie-of-others": by_leaves("15.2", "A tie was settled for somebody who was not tied.", _tie_of_others),
    "another-winner": by_leaves("16.1", "A reserve was certified in the place of an elected person.", _other_winner),
    "another-publication": by_leaves(
        "16.1", "The result was published by another policy than agreed.", _published_otherwise
    ),
    "women-counted-wrong": by_leaves(
        "16.2",
        "The share of women was stated wrong.",
        changed("result.certified", 0, women={"elected": 11, "met": True, "required": 4}),
    ),
    "minutes-that-are-not-there": by_leaves(
        "2.5",
        "The certified result names minutes that nobody can read.",
        changed("result.certified", 0, minutes="0" * 64),
    ),
    "minutes-of-another-result": with_blob(
        "16.3", "The minutes leave the share of women out.", "result.certified", "minutes", _minutes(women={})
    ),
}
"""Forgeries from the closing of the contest to its publication."""
