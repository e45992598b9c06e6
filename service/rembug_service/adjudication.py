"""What written texts mean: two officers and a monitor each say it, and only agreement is logged.

The first officer files, a second officer and a monitor file the same to agree.  Opinions are private until then, and
are gone once the decision is in the log.  Nobody settles a text that may mean herself.
"""

from collections.abc import Sequence
from typing import Final

from rembug_ballots.events.body import Body
from rembug_ballots.events.fields import COUNTING_CODES, Code, Reason, Written
from rembug_ballots.events.tally import AdjudicationDecided, AdjudicationReversed
from rembug_ballots.ids import ContestId, ElectionId, OfficerId, Officers, PersonId
from rembug_ballots.phases import check_contest
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.register import holds_commitment, nominee_commitment
from rembug_ballots.state.model import ContestState
from rembug_service.accounts import Account, Role, find_account
from rembug_service.errors import Conflict, InvalidRequest, NotAllowed
from rembug_service.nominees import person_of, suggestions_for
from rembug_service.opinions import (
    DecisionsView,
    DecisionView,
    FiledOpinion,
    OpinionInput,
    OpinionOutcome,
    OpinionState,
    OpinionView,
    Seat,
)
from rembug_service.service import Service
from rembug_service.sql.opinions import Opinions
from rembug_service.work import Work

__all__ = [
    "DecisionView",
    "DecisionsView",
    "OpinionInput",
    "OpinionOutcome",
    "OpinionState",
    "OpinionView",
    "Seat",
    "decisions_view",
    "file_opinion",
    "suggestions_for",
]

_OFFICERS: Final = frozenset({Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN})
_LONGEST_REASON: Final = 500


def file_opinion(
    service: Service, account: Account, election: ElectionId, contest: ContestId, opinions: Sequence[OpinionInput]
) -> list[OpinionOutcome]:
    """File the opinions of one person about many texts, all or none.

    An account holds one seat for a text; filing again changes what it said there.

    Raises:
        NotAllowed: PERAN_TIDAK_BERHAK, PETUGAS_YANG_DIMAKSUD or SATU_ORANG_DUA_KURSI.
        Conflict: KURSI_TERISI.
        InvalidRequest: PENDAPAT_SALAH.
        NotFound: WARGA_TIDAK_ADA.
        IllegalEvent: WRONG_PHASE, STRING_NOT_WRITTEN, ALREADY_DECIDED, NOT_DECIDED or PERSON_NOT_NOMINEE.
    """
    account.require(*_OFFICERS, Role.PEMANTAU)
    if len({each.string for each in opinions}) != len(opinions):
        raise InvalidRequest("PENDAPAT_SALAH", "Satu tulisan disebut dua kali.")
    for each in opinions:
        _check_form(each)
    return service.write(lambda work: _file_all(work, account, election, contest, opinions))


def _check_form(opinion: OpinionInput) -> None:
    if not 1 <= len(opinion.reason.strip()) <= _LONGEST_REASON:
        raise InvalidRequest("PENDAPAT_SALAH", "Alasan harus diisi, paling banyak 500 huruf.")
    if opinion.reverse:
        return
    if opinion.code not in {code.value for code in Code}:
        raise InvalidRequest("PENDAPAT_SALAH", "Keputusan ini tidak dikenal.")
    if (opinion.code in {code.value for code in COUNTING_CODES}) != (opinion.person is not None):
        raise InvalidRequest("PENDAPAT_SALAH", "Keputusan sah harus menunjuk satu warga, yang lain tidak.")


def _file_all(
    work: Work, account: Account, election: ElectionId, contest: ContestId, opinions: Sequence[OpinionInput]
) -> list[OpinionOutcome]:
    found = work.board(election).state.contest(contest)
    # Everything that can be refused comes before the first leaf.
    filed = [(each, _file(work, account, election, found, each)) for each in opinions]
    return [_conclude(work, election, found, each, seats, account) for each, seats in filed]


def _file(
    work: Work, account: Account, election: ElectionId, contest: ContestState, opinion: OpinionInput
) -> dict[Seat, FiledOpinion]:
    _check_place(contest, opinion)
    target = _target(contest, opinion)
    if opinion.person is not None and not opinion.reverse:
        _check_nominee(work, election, contest, PersonId(opinion.person))
    if account.person is not None and account.person == target:
        raise NotAllowed(
            "PETUGAS_YANG_DIMAKSUD", "Tulisan ini menunjuk Anda sendiri. Petugas lain yang harus memutuskan."
        )
    kept = Opinions(work.connection, election, contest.id)
    seats = kept.about(opinion.string)
    own = next((each.seat for each in seats.values() if each.account == account.id), None)
    if own is None:
        _check_other_person(work, account, seats)
        filed = FiledOpinion(_free_seat(account, seats), account.id, opinion)
        kept.take_seat(filed)
    else:
        filed = FiledOpinion(own, account.id, opinion)
        kept.change(filed)
    seats[filed.seat] = filed
    return seats


def _check_place(contest: ContestState, opinion: OpinionInput) -> None:
    kind: type[Body] = AdjudicationReversed if opinion.reverse else AdjudicationDecided
    check_contest(kind.TYPE, contest.phase)
    tally = contest.tally
    if tally.strings is None or opinion.string not in tally.strings:
        raise IllegalEvent(Refusal.STRING_NOT_WRITTEN)
    if opinion.reverse and opinion.string not in tally.decisions:
        raise IllegalEvent(Refusal.NOT_DECIDED)
    if not opinion.reverse and opinion.string in tally.decisions:
        raise IllegalEvent(Refusal.ALREADY_DECIDED)


def _target(contest: ContestState, opinion: OpinionInput) -> str | None:
    if not opinion.reverse:
        return opinion.person
    person = contest.tally.decisions[opinion.string].person
    return None if person is None else person.id


def _check_nominee(work: Work, election: ElectionId, contest: ContestState, person: PersonId) -> None:
    commitment = nominee_commitment(person_of(work.connection, election, person))
    if not holds_commitment(contest.nominee_list, commitment):
        raise IllegalEvent(Refusal.PERSON_NOT_NOMINEE, person=person)


def _check_other_person(work: Work, account: Account, seats: dict[Seat, FiledOpinion]) -> None:
    """Refuse a second account of a resident who already has a seat."""
    for each in seats.values():
        other = find_account(work.connection, each.account)
        if account.person is not None and other is not None and other.person == account.person:
            raise NotAllowed("SATU_ORANG_DUA_KURSI", "Anda sudah berpendapat tentang tulisan ini dengan akun lain.")


def _free_seat(account: Account, seats: dict[Seat, FiledOpinion]) -> Seat:
    wanted = [Seat.FIRST, Seat.SECOND] if account.roles & _OFFICERS else []
    if Role.PEMANTAU in account.roles:
        wanted.append(Seat.MONITOR)
    for seat in wanted:
        if seat not in seats:
            return seat
    raise Conflict("KURSI_TERISI", "Sudah cukup petugas yang berpendapat tentang tulisan ini.")


def _conclude(
    work: Work,
    election: ElectionId,
    contest: ContestState,
    opinion: OpinionInput,
    seats: dict[Seat, FiledOpinion],
    account: Account,
) -> OpinionOutcome:
    own = next(each.seat for each in seats.values() if each.account == account.id)
    if any(not opinion.same_as(each.opinion) for each in seats.values()):
        return OpinionOutcome(opinion.string, own, OpinionState.DISAGREED, None)
    if len(seats) < len(Seat):
        return OpinionOutcome(opinion.string, own, OpinionState.WAITING, None)
    index = work.append(election, _body(work, election, contest, seats))
    Opinions(work.connection, election, contest.id).forget(opinion.string)
    return OpinionOutcome(opinion.string, own, OpinionState.LOGGED, index)


def _body(work: Work, election: ElectionId, contest: ContestState, seats: dict[Seat, FiledOpinion]) -> Body:
    first = seats[Seat.FIRST].opinion
    officers = Officers((OfficerId(seats[Seat.FIRST].account), OfficerId(seats[Seat.SECOND].account)))
    monitor = OfficerId(seats[Seat.MONITOR].account)
    string, reason = Written(first.string), Reason(first.reason.strip())
    if first.reverse:
        return AdjudicationReversed(contest.id, string, reason, officers, monitor)
    person = None if first.person is None else person_of(work.connection, election, PersonId(first.person))
    return AdjudicationDecided(contest.id, string, Code(first.code), person, reason, officers, monitor)


def decisions_view(service: Service, election: ElectionId, contest: ContestId) -> DecisionsView:
    """Return what is decided, what is not, and the opinions that wait for agreement.

    Raises:
        IllegalEvent: UNKNOWN_CONTEST.
    """
    tally = service.board(election).state.contest(contest).tally
    decisions = dict(tally.decisions)

    filed = service.read(lambda c: Opinions(c, election, contest).all())
    waiting = [OpinionView(each.opinion.string, each.seat, each.account, each.opinion) for each in filed]
    return DecisionsView(
        decided=tuple(
            DecisionView(text, each.code, each.person, each.reason, each.officers, each.monitor)
            for text, each in sorted(decisions.items(), key=lambda item: _place(item[0]))
        ),
        undecided=tuple(sorted((tally.strings or frozenset()) - decisions.keys(), key=_place)),
        opinions=tuple(sorted(waiting, key=lambda view: (_place(view.string), view.seat.value))),
    )


def _place(text: str) -> tuple[str, str]:
    return text.casefold(), text
