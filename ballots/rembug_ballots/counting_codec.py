"""A result as the JSON object of the event ``result.counted``, and back.

Decoding is strict: what is read is encoded again and compared, so an object has one meaning and one form.
"""

from __future__ import annotations

from collections.abc import Mapping

from rembug_ballots.counting_model import (
    MalformedResult,
    Outcome,
    Ranking,
    Result,
    ResultState,
    Tie,
)


def encode_result(result: Result) -> dict[str, object]:
    """Return the JSON object of a result (docs/formats.md, ``result.counted``)."""
    outcome, ranking = result.outcome, result.ranking
    return {
        "ballots": {"blank": result.blank, "valid": result.valid, "void": result.void},
        "elected": list(outcome.elected),
        "names": {
            "counted": result.names_counted,
            "repeated": result.names_repeated,
            "undecodable": result.names_undecodable,
            "void": dict(sorted(result.names_void.items())),
        },
        "ranking": [[votes, list(persons)] for votes, persons in ranking.groups],
        "reserve_ties": [_encode_tie(tie) for tie in outcome.reserve_ties],
        "reserves": list(outcome.reserves),
        "seats": result.seats,
        "state": outcome.state.value,
        "ties": [_encode_tie(tie) for tie in outcome.ties],
        "unfilled": outcome.unfilled,
        "unlisted": {"persons": ranking.unlisted_persons, "votes": ranking.unlisted_votes},
        "women": {"elected": outcome.women_elected, "met": outcome.women_met, "required": outcome.women_required},
    }


def decode_result(value: object) -> Result:
    """Read a result.

    Raises:
        MalformedResult: The object is not what ``encode_result`` makes of any result.
    """
    members = _object(value)
    ballots, names = _object(members.get("ballots")), _object(members.get("names"))
    unlisted, women = _object(members.get("unlisted")), _object(members.get("women"))
    outcome = Outcome(
        state=_state(members.get("state")),
        elected=_texts(members.get("elected")),
        unfilled=_number(members.get("unfilled")),
        ties=_ties(members.get("ties")),
        reserves=_texts(members.get("reserves")),
        reserve_ties=_ties(members.get("reserve_ties")),
        women_elected=_number(women.get("elected")),
        women_required=_number(women.get("required")),
    )
    ranking = Ranking(
        groups=tuple(_group(group) for group in _list(members.get("ranking"))),
        unlisted_persons=_number(unlisted.get("persons")),
        unlisted_votes=_number(unlisted.get("votes")),
    )
    result = Result(
        valid=_number(ballots.get("valid")),
        void=_number(ballots.get("void")),
        blank=_number(ballots.get("blank")),
        names_void={code: _number(number) for code, number in _object(names.get("void")).items()},
        names_undecodable=_number(names.get("undecodable")),
        names_repeated=_number(names.get("repeated")),
        names_counted=_number(names.get("counted")),
        ranking=ranking,
        seats=_number(members.get("seats")),
        outcome=outcome,
    )
    if encode_result(result) != value or not isinstance(women.get("met"), bool):
        raise MalformedResult("the object has members that no result has")
    return result


def _encode_tie(tie: Tie) -> dict[str, object]:
    return {"persons": list(tie.persons), "places": tie.places, "votes": tie.votes}


def _ties(value: object) -> tuple[Tie, ...]:
    ties = []
    for item in _list(value):
        tie = _object(item)
        ties.append(
            Tie(
                votes=_number(tie.get("votes")),
                persons=_texts(tie.get("persons")),
                places=_number(tie.get("places")),
            )
        )
    return tuple(ties)


def _group(value: object) -> tuple[int, tuple[str, ...]]:
    match value:
        case [number, persons]:
            return _number(number), _texts(persons)
        case _:
            raise MalformedResult("a group of the ranking is no pair")


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise MalformedResult("an object is missing")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise MalformedResult("a list is missing")
    return value


def _texts(value: object) -> tuple[str, ...]:
    texts = []
    for item in _list(value):
        if not isinstance(item, str):
            raise MalformedResult("a text is missing")
        texts.append(item)
    return tuple(texts)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise MalformedResult("a number is missing")
    return value


def _state(value: object) -> ResultState:
    for state in ResultState:
        if state.value == value:
            return state
    raise MalformedResult("the state is unknown")
