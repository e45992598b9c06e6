"""The data of the berita acara: what the printed minutes show, as canonical JSON.

Source: docs/formats.md, ``result.certified``; docs/protocol.md.  It holds no time and no ballot.
"""

from collections.abc import Mapping

from rembug_ballots.counting_codec import encode_result
from rembug_ballots.counting_model import Outcome, Result
from rembug_ballots.ids import Officers, TableNumber
from rembug_ballots.state import ElectionState
from rembug_ballots.state.model import ContestState, TableState
from rembug_service.errors import Conflict


def minutes_of(
    state: ElectionState, contest: ContestState, officers: Officers, notes: Mapping[TableNumber, str]
) -> dict[str, object]:
    """Return the data of the berita acara of a counted contest.

    ``notes`` says of tables what their officers stated of ballots that may have stayed on tablets (`closing_notes`).

    ``result`` is the object of ``result.counted``; ``elected``, ``reserves`` and ``women`` are the final ones, after
    ties were settled and persons declined, as in ``result.certified``.

    Raises:
        Conflict: BELUM_DIHITUNG.
    """
    tally = contest.tally
    result, outcome = tally.result, tally.outcome
    if result is None or outcome is None:
        raise Conflict("BELUM_DIHITUNG", "Hasil pemilihan ini belum dihitung.")
    whole: dict[str, object] = {
        "acceptances": [
            {"person": person, "reason": answer.reason, "willing": answer.willing}
            for person, answer in sorted(tally.acceptances.items())
        ],
        "contest": {"id": contest.id, "title": contest.rules.title, "unit": contest.rules.unit},
        "elected": list(outcome.elected),
        "election": state.election,
        "kind": "berita acara",
        "officers": list(officers),
        "persons": _persons(contest, result),
        "place": _place(state),
        "quorum": {
            "base": contest.quorum_base or 0,
            "checkins": state.contest_checkins(contest),
            "met": bool(contest.quorum_met),
            "percent": contest.rules.quorum_percent,
        },
        "reserves": list(outcome.reserves),
        "result": encode_result(result),
        "settled": [
            {"dice": each.dice, "method": each.method.value, "persons": list(each.persons), "statement": each.statement}
            for each in tally.settled
        ],
        "tables": [_table(state.table(number), notes.get(number, "")) for number in contest.tables],
        "title": "" if state.created is None else state.created.title,
        "women": _women(outcome),
    }
    if tally.witnessed is not None:
        whole["witnesses"] = {"names": list(tally.witnesses), "size": tally.witnessed.checkpoint.size}
    return whole


def _persons(contest: ContestState, result: Result) -> dict[str, object]:
    return {
        person.id: {"name": person.name, "sex": person.sex.value, "unit": person.unit}
        for person in contest.tally.persons.values()
        if person.id in result.ranking.votes
    }


def _place(state: ElectionState) -> dict[str, object]:
    if state.created is None:
        return {}
    place = state.created.place
    return {
        "kecamatan": place.kecamatan,
        "kelurahan": place.kelurahan,
        "kota": place.kota,
        "provinsi": place.provinsi,
        "region_code": place.region_code,
    }


def _women(outcome: Outcome) -> dict[str, object]:
    return {"elected": outcome.women_elected, "met": outcome.women_met, "required": outcome.women_required}


def _table(table: TableState, note: str) -> dict[str, object]:
    closing = table.closing
    return {
        "added": table.added,
        "adults": table.adults,
        "assisted": 0 if closing is None else closing.assisted,
        "ballots": table.ballots,
        "cards": 0 if table.cards is None else table.cards.count,
        "checkins": table.checkins,
        "left": 0 if closing is None else closing.left,
        "missing": 0 if closing is None else closing.missing,
        "note": note,
        "paper_signatures": 0 if closing is None else closing.paper_signatures,
        "place": table.sealed.place,
        "replaced": table.replaced,
        "table": table.number,
        "unit": table.sealed.unit,
        "voided": table.voided,
        "walked_away": 0 if closing is None else closing.walked_away,
    }
