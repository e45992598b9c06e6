"""Papers of the day and the night: tables, cards, roll-up, plano, berita acara."""

from rembug_ballots.counting_model import Outcome, Result
from rembug_ballots.phases import ContestPhase
from rembug_ballots.rules import BKM_CONTEST, Electorate, Stage
from rembug_ballots.state.model import ContestState
from rembug_service.documents.card_reconciliation import CardReconciliation, card_reconciliation_pdf
from rembug_service.documents.election_minutes import (
    Basis,
    Declined,
    ElectionMinutes,
    Quorum,
    Settlement,
    election_minutes_pdf,
)
from rembug_service.documents.rollup import Rollup, UnitRollup, rollup_pdf
from rembug_service.documents.signers import Signer
from rembug_service.documents.table_record import TableRecord, TableRecords, table_records_pdf
from rembug_service.documents.tally_sheet import TallySheet, tally_sheet_pdf
from rembug_service.errors import Conflict
from rembug_service.papers.agreements import agreed_in_force
from rembug_service.papers.counted import chosen, contest_figures, ranking, table_figures, total, women_share
from rembug_service.papers.source import Source
from rembug_service.papers.words import METHODS, NOT_COUNTED, groups

_KEY_SHOWN = 16


def counted(contest: ContestState) -> tuple[Result, Outcome]:
    """Return count and outcome.

    Raises:
        Conflict: BELUM_DIHITUNG.
    """
    result, outcome = contest.tally.result, contest.tally.outcome
    if result is None or outcome is None:
        raise Conflict("BELUM_DIHITUNG", "Hasil pemilihan ini belum dihitung.")
    return result, outcome


def table_records(source: Source) -> bytes:
    """Return the records of opening and closing of all sealed tables."""
    records = tuple(
        TableRecord(
            table.number,
            source.state.contest(table.contest).rules.title,
            table.sealed.unit,
            table.sealed.place,
            "" if table.key is None else groups(table.key.hex()[:_KEY_SHOWN]),
            len(table.keys),
            table_figures(source, table),
            0 if table.closing is None else table.closing.paper_signatures,
        )
        for table in source.state.tables.values()
    )
    signers = (Signer("Petugas meja"), source.committee()[0], Signer("Pemantau"))
    return table_records_pdf(source.heading, TableRecords(source.wish.occasion(), records, signers))


def card_reconciliation(source: Source) -> bytes:
    """Return the reconciliation of all cards of sealed tables."""
    tables = tuple(table_figures(source, table) for table in source.state.tables.values())
    paper = CardReconciliation(
        source.wish.occasion(),
        source.state.agreed_rules().card_reserve_permille,
        tables,
        total("Jumlah", tables),
        source.committee(),
    )
    return card_reconciliation_pdf(source.heading, paper)


def rollup(source: Source, stage: Stage) -> bytes:
    """Return the roll-up of a stage."""
    units = tuple(_unit(source, source.state.contest(each.id)) for each in stage.contests)
    shares = [each.women for each in units if each.women is not None]
    paper = Rollup(
        stage.title,
        source.wish.occasion(),
        units,
        total("Jumlah", [each.total for each in units]),
        sum(each.elected for each in shares),
        sum(each.of for each in shares),
        source.committee(),
    )
    return rollup_pdf(source.heading, paper)


def _unit(source: Source, contest: ContestState) -> UnitRollup:
    result, outcome = contest.tally.result, contest.tally.outcome
    figures = contest_figures(source, contest)
    tables = tuple(table_figures(source, source.state.table(number)) for number in contest.tables)
    if result is None or outcome is None:
        words = "Kotak tidak dibuka; memilih ulang pada hari lain." if contest.phase is ContestPhase.REVOTE else ""
        return UnitRollup(contest.rules.title, figures, tables, (), None, words)
    words = "Ada suara sama yang belum diselesaikan." if outcome.ties else ""
    elected = chosen(contest, result, outcome.elected)
    return UnitRollup(contest.rules.title, figures, tables, elected, women_share(contest, outcome), words)


def tally_sheet(source: Source, contest: ContestState) -> bytes:
    """Return the plano of a counted contest."""
    result, outcome = counted(contest)
    paper = TallySheet(
        contest.rules.title,
        contest.rules.unit,
        source.wish.occasion(_place(source, contest)),
        contest_figures(source, contest),
        women_share(contest, outcome),
        ranking(contest, result),
        0,
        result.ranking.unlisted_persons,
        source.committee(),
    )
    return tally_sheet_pdf(source.heading, paper)


def election_minutes(source: Source, contest: ContestState) -> bytes:
    """Return the berita acara of a certified contest, with the board's own minutes attached.

    Raises:
        Conflict: BELUM_DITETAPKAN.
    """
    certified = contest.tally.certified
    if certified is None:
        raise Conflict("BELUM_DITETAPKAN", "Hasil pemilihan ini belum ditetapkan.")
    result, outcome = counted(contest)
    board = contest.id == BKM_CONTEST
    rules, tally, state = contest.rules, contest.tally, source.state
    names = {number: holder.name for number, holder in state.ceremony.holders.items()}
    paper = ElectionMinutes(
        board=board,
        contest=rules.title,
        unit=rules.unit,
        electorate=_electorate(source, contest),
        delegates=rules.electorate is Electorate.UTUSAN,
        occasion=source.wish.occasion(_place(source, contest)),
        bases=tuple(
            Basis(each.name, each.version, each.agreed, groups(each.sha256)) for each in agreed_in_force(source)
        ),
        names_min=rules.names_min,
        names_max=rules.names_max,
        seats=rules.seats,
        unfilled=outcome.unfilled,
        figures=contest_figures(source, contest),
        tables=len(contest.tables),
        quorum=Quorum(
            contest.quorum_base or 0, state.contest_checkins(contest), rules.quorum_percent, bool(contest.quorum_met)
        ),
        names_counted=result.names_counted,
        not_counted=_not_counted(result),
        elected=chosen(contest, result, certified.elected),
        reserves=chosen(contest, result, certified.reserves),
        ranking=ranking(contest, result),
        unlisted=result.ranking.unlisted_persons,
        settled=tuple(
            Settlement(
                METHODS[each.method.value],
                each.statement,
                each.dice or "",
                tuple(tally.persons[person].name for person in each.persons),
            )
            for each in tally.settled
        ),
        answers=tuple(
            Declined(tally.persons[person].name, answer.willing, answer.reason)
            for person, answer in sorted(tally.acceptances.items())
        ),
        women=women_share(contest, outcome),
        mixers=tuple(names[each.holder] for each in tally.mixes),
        openers=() if tally.opened is None else tuple(names[each] for each in tally.opened.holders),
        log_witnesses=tally.witnesses,
        home_round=contest.home_round,
        fingerprint=groups(certified.minutes),
        signers=source.committee(),
        witnesses=_witnesses(source, board=board),
    )
    return election_minutes_pdf(source.heading, paper, source.blob(certified.minutes))


def _not_counted(result: Result) -> tuple[tuple[str, int], ...]:
    kinds = [(NOT_COUNTED.get(code, code), count) for code, count in sorted(result.names_void.items())]
    kinds += [("tidak terbaca", result.names_undecodable), ("ditulis lebih dari sekali", result.names_repeated)]
    return tuple((words, count) for words, count in kinds if count)


def _electorate(source: Source, contest: ContestState) -> str:
    if contest.rules.electorate is Electorate.UTUSAN:
        return "utusan warga yang terpilih di tahap sebelumnya"
    adult = source.state.agreed_rules().adult
    married = " atau sudah pernah menikah" if adult.or_ever_married else ""
    return f"warga dewasa (umur {adult.age} tahun ke atas{married})"


def _place(source: Source, contest: ContestState) -> str:
    places = {source.state.table(number).sealed.place for number in contest.tables}
    return places.pop() if len(places) == 1 else ""


def _witnesses(source: Source, *, board: bool) -> tuple[Signer, ...]:
    people = (Signer("Wakil warga laki-laki"), Signer("Wakil warga perempuan"))
    if board:
        return (Signer(source.head_of_village), Signer("Fasilitator"), *people)
    return (Signer("Ketua RT"), *people)
