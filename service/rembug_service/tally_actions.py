"""Critical steps of the night, from mixing to publication."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection

from rembug_ballots.errors import BallotsError
from rembug_ballots.events.ceremony import CeremonyAbandoned
from rembug_ballots.events.fields import LeaveCause, Ordinal, SettleMethod
from rembug_ballots.events.tally import MixingFinished, OpeningOrdered
from rembug_ballots.ids import ContestId, ElectionId, HolderNumber, Officers, PersonId, parse_person_id
from rembug_ballots.refusals import IllegalEvent
from rembug_ballots.state import ElectionState
from rembug_ballots.state.mixing import list_hash
from rembug_ballots.state.term import successor_of
from rembug_service import results
from rembug_service.accounts import Role
from rembug_service.board import Board
from rembug_service.errors import InvalidRequest
from rembug_service.payload import Payload
from rembug_service.proposals import Action
from rembug_service.witnesses.cosigning import witnesses_of
from rembug_service.witnesses.gate import log_witnesses, require_witnesses
from rembug_service.work import Work

_LEAD: Final = frozenset({Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN})


def _contest(payload: Payload) -> ContestId:
    return ContestId(payload.text("contest", 32))


def _persons(payload: Payload) -> list[PersonId]:
    return [_person(each) for each in payload.texts("persons")]


def _person(text: str) -> PersonId:
    try:
        return parse_person_id(text)
    except BallotsError:
        raise InvalidRequest("WARGA_SALAH", "Kode warga tidak benar.") from None


def _abandon_ceremony(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    number = work.board(election).state.ceremony.number
    without = tuple(HolderNumber(int(each)) for each in payload.texts("without") if each.isdecimal())
    work.append(election, CeremonyAbandoned(Ordinal(number), without, officers))


def _finish_mixing(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    contest = work.board(election).state.contest(_contest(payload))
    # No mix at all is refused by the fold as too few; the member cannot be zero.
    steps = Ordinal(max(len(contest.tally.mixes), 1))
    work.append(election, MixingFinished(contest.id, steps, list_hash(contest), officers))


def _order_opening(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    contest = work.board(election).state.contest(_contest(payload))
    log_witnesses(work, election, contest.id)
    work.append(election, OpeningOrdered(contest.id, list_hash(contest), officers))


def _is_witnessed(connection: Connection, board: Board, payload: Payload) -> None:
    if witnesses_of(board.state):
        require_witnesses(connection, board, _contest(payload))


def _complete_adjudication(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    results.complete_adjudication(work, election, _contest(payload), officers)


def _settle_tie(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    method = payload.text("method", 20)
    if method not in {each.value for each in SettleMethod}:
        raise InvalidRequest("CARA_SALAH", "Cara menyelesaikan suara sama: MUSYAWARAH, PEMUNGUTAN_ULANG, atau UNDIAN.")
    results.settle_tie(
        work,
        election,
        _contest(payload),
        SettleMethod(method),
        _persons(payload),
        payload.text("statement"),
        payload.optional("dice"),
        officers,
    )


def _tie_revote(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    results.tie_revote(work, election, _contest(payload), _persons(payload), payload.text("reason"), officers)


def _acceptance(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    results.record_acceptance(
        work,
        election,
        _contest(payload),
        _person(payload.text("person", 10)),
        willing=payload.flag("willing"),
        reason=payload.text("reason"),
        officers=officers,
    )


def _replace(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    try:
        cause = LeaveCause(payload.text("cause", 32))
    except ValueError:
        raise InvalidRequest(
            "SEBAB_SALAH", "Sebabnya mengundurkan diri, meninggal, pindah, diberhentikan, atau tidak bersedia."
        ) from None
    leaving, reason = _person(payload.text("person", 32)), payload.text("reason")
    results.replace_member(work, election, _contest(payload), leaving, cause=cause, reason=reason, officers=officers)


def _certify(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    results.certify(work, election, _contest(payload), officers)


def _publish(work: Work, election: ElectionId, payload: Payload, _officers: Officers) -> None:
    results.publish(work, election, [ContestId(each) for each in payload.texts("contests")])


def _women_missing(state: ElectionState, payload: Mapping[str, object]) -> str:
    """Warn both officers where fewer women were elected than the tatib strives for."""
    several = payload.get("contests")
    wanted = [payload.get("contest"), *(several if isinstance(several, list) else ())]
    notes = []
    for contest in state.contests.values():
        outcome = contest.tally.outcome
        if contest.id in wanted and outcome is not None and not outcome.women_met:
            notes.append(
                f" Perhatian: perempuan terpilih {outcome.women_elected}, harapan tata tertib paling sedikit "
                f"{outcome.women_required} ({contest.rules.title})."
            )
    return "".join(notes)


def _who_answers(state: ElectionState, payload: Mapping[str, object]) -> str:
    """Name the person whose answer is recorded, and say what it does: the words alone hold a code."""
    person, contest = payload.get("person"), payload.get("contest")
    for found in state.contests.values():
        for each in found.tally.persons.values():
            if found.id == contest and each.id == person:
                if payload.get("willing") is True:
                    return f" {each.name} ({each.unit}): bersedia."
                return f" {each.name} ({each.unit}): tidak duduk; tempatnya jatuh ke urutan berikutnya."
    return ""


def _who_leaves(state: ElectionState, payload: Mapping[str, object]) -> str:
    """Name who leaves and who takes the place now: the payload holds a code, and the fold chooses the successor."""
    contest = state.contests.get(ContestId(str(payload.get("contest"))))
    leaving = PersonId(str(payload.get("person")))
    if contest is None or leaving not in contest.tally.persons:
        return ""
    try:
        successor = successor_of(contest, leaving)
    except IllegalEvent:
        return ""
    persons = contest.tally.persons
    who = f" {persons[leaving].name} ({persons[leaving].unit}) berhenti"
    if successor is not None:
        return f"{who}; penggantinya {persons[successor].name} ({persons[successor].unit})."
    if leaving not in contest.tally.members:
        return f"{who} sebagai cadangan."
    return f"{who}; tidak ada cadangan lagi, tempatnya kosong."


TALLY: Final[Mapping[str, Action]] = {
    "ceremony.abandon": Action(
        _LEAD, "Mengulang pembuatan kunci dari awal; pemegang yang bermasalah mendaftar lagi.", _abandon_ceremony
    ),
    "mixing.finish": Action(_LEAD, "Menyatakan pengacakan suara {contest} selesai.", _finish_mixing),
    "opening.order": Action(
        _LEAD,
        "Memerintahkan pemegang kunci membuka suara {contest}. Suara yang sudah diacak akan terbaca.",
        _order_opening,
        ready=_is_witnessed,
    ),
    "adjudication.complete": Action(
        _LEAD, "Menyatakan semua tulisan {contest} sudah ditetapkan, lalu menghitung.", _complete_adjudication
    ),
    "tie.settle": Action(_LEAD, "Menyelesaikan suara sama {contest} dengan {method}: {statement}", _settle_tie),
    "tie.revote": Action(_LEAD, "Memutuskan pemungutan ulang di antara yang sama suaranya: {reason}", _tie_revote),
    "acceptance.record": Action(_LEAD, "Mencatat kesediaan: {reason}", _acceptance, note=_who_answers),
    "member.replace": Action(
        _LEAD, "Penggantian antar waktu {contest} ({cause}): {reason}", _replace, note=_who_leaves
    ),
    "result.certify": Action(
        _LEAD, "Menetapkan hasil {contest}. Berita acara dibuat dari angka ini.", _certify, note=_women_missing
    ),
    "election.publish": Action(
        _LEAD, "Mengumumkan hasil dan membuka catatan untuk umum.", _publish, note=_women_missing
    ),
}
