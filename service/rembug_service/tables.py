"""Polling tables: allotting voters to them, and sealing register and nominees of a stage."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from rembug_ballots.events.fields import Count, Label
from rembug_ballots.events.setup import QuorumBase, RegisterSealed, SealedNominees, SealedTable
from rembug_ballots.events.tally import Person
from rembug_ballots.ids import ContestId, ElectionId, Officers, PersonId, TableNumber
from rembug_ballots.register import SALT_BYTES, nominee_commitment, roll_commitment
from rembug_ballots.rules import ContestRules, Stage
from rembug_service.electorate import check_size, check_units, electorate, nominees
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.nominees import public_person
from rembug_service.payload import Payload
from rembug_service.register import Resident, load_residents, voters
from rembug_service.service import Service
from rembug_service.sql.residents import Residents
from rembug_service.sql.tables import polling_tables, roll
from rembug_service.work import Work


@dataclass(frozen=True, slots=True)
class Allotment:
    """A table and how many voters it has."""

    number: TableNumber
    contest: ContestId
    unit: str
    place: str
    adults: int


def allot_tables(service: Service, election: ElectionId, stage: str, least_tables: int, place: str) -> list[Allotment]:
    """Spread the voters of a stage over tables, by RW, RT and name, as evenly as it goes.

    Args:
        service: the service.
        election: of which election.
        stage: id of the stage.
        least_tables: tables of each contest, if more than the limit of voters a table asks for.
        place: where the tables stand.

    Raises:
        InvalidRequest: TAHAP_TIDAK_ADA.
        Conflict: ATURAN_BELUM_DIKUNCI or TAHAP_TERKUNCI; or units that are too small, overlap or leave somebody out.
    """

    def job(work: Work) -> list[Allotment]:
        found = _stage(work, election, stage)
        everybody = voters(load_residents(work.connection, election))
        made: list[Allotment] = []
        state = work.board(election).state
        if any(state.contests[contest.id].tables for contest in found.contests):
            raise Conflict("TAHAP_TERKUNCI", "Daftar pemilih tahap ini sudah ditetapkan.")
        names = [contest.id for contest in found.contests]
        old = work.connection.scalars(
            select(polling_tables.c.number).where(
                polling_tables.c.election == election, polling_tables.c.contest.in_(names)
            )
        ).all()
        work.connection.execute(delete(roll).where(roll.c.election == election, roll.c.number.in_(old)))
        work.connection.execute(
            delete(polling_tables).where(polling_tables.c.election == election, polling_tables.c.number.in_(old))
        )
        taken = work.connection.scalars(
            select(polling_tables.c.number).where(polling_tables.c.election == election)
        ).all()
        number = max(taken, default=0)
        check_units(found, everybody)
        for contest in found.contests:
            people = electorate(state, contest, everybody)
            check_size(state.agreed_rules(), contest, len(people))
            limit = state.agreed_rules().table_max
            count = max(-(-len(people) // limit), min(least_tables, len(people)), 1)
            for part in range(count):
                number += 1
                share = people[len(people) * part // count : len(people) * (part + 1) // count]
                _store_table(
                    service,
                    work,
                    election,
                    Allotment(TableNumber(number), contest.id, contest.unit, place, len(share)),
                    share,
                )
                made.append(Allotment(TableNumber(number), contest.id, contest.unit, place, len(share)))
        return made

    return service.write(job)


def _store_table(
    service: Service, work: Work, election: ElectionId, table: Allotment, share: Sequence[Resident]
) -> None:
    work.connection.execute(
        insert(polling_tables).values(
            election=election, number=table.number, contest=table.contest, unit=table.unit, place=table.place
        )
    )
    rows = [
        {
            "election": election,
            "number": table.number,
            "roll": place,
            "person": each.person,
            "salt": service.random(SALT_BYTES),
            "present": False,
        }
        for place, each in enumerate(share, start=1)
    ]
    if rows:
        work.connection.execute(insert(roll), rows)


def list_tables(service: Service, election: ElectionId) -> list[Allotment]:
    """Return the tables with their voters."""
    service.board(election)

    def query(connection: Connection) -> list[Allotment]:
        counts: dict[int, int] = {}
        for row in connection.execute(select(roll.c.number).where(roll.c.election == election)).fetchall():
            counts[row.number] = counts.get(row.number, 0) + 1
        rows = connection.execute(
            select(polling_tables).where(polling_tables.c.election == election).order_by(polling_tables.c.number)
        ).fetchall()
        return [
            Allotment(TableNumber(row.number), ContestId(row.contest), row.unit, row.place, counts.get(row.number, 0))
            for row in rows
        ]

    return service.read(query)


def _stage(work: Work, election: ElectionId, stage: str) -> Stage:
    rules = work.board(election).state.rules
    if rules is None:
        raise Conflict("ATURAN_BELUM_DIKUNCI", "Kunci dulu aturan pemilihan.")
    for each in rules.stages:
        if each.id == stage:
            return each
    raise InvalidRequest("TAHAP_TIDAK_ADA", "Tahap pemilihan ini tidak ada di tata tertib.")


def public_persons(connection: Connection, election: ElectionId) -> dict[PersonId, Person]:
    """Return what a decision would publish of each resident, with the salt of her commitment."""
    register = Residents(connection, election).all()
    return {PersonId(each.person): public_person(each) for each in register if each.sex in {"L", "P"}}


def seal_register(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log the final register of a stage: rolls, nominees and quorum base as salted commitments."""
    stage = _stage(work, election, payload.text("stage", 32))
    everybody = voters(load_residents(work.connection, election))
    unclear = [each for each in everybody if each.sex not in {"L", "P"}]
    if unclear:
        raise Conflict(
            "DAFTAR_BELUM_LENGKAP",
            f"{len(unclear)} warga belum jelas laki-laki atau perempuan, mulai dari {unclear[0].name}.",
        )
    persons = public_persons(work.connection, election)
    sex_of = {each.person: each.sex for each in everybody}
    blobs, state = work.blobs(election), work.board(election).state
    tables: list[SealedTable] = []
    listed: list[SealedNominees] = []
    bases: list[QuorumBase] = []
    for contest in stage.contests:
        own = _sealed_tables(work, election, contest, sex_of)
        if not own:
            raise Conflict("MEJA_BELUM_DIBAGI", "Bagi dulu pemilih tahap ini ke meja-meja.")
        check_size(state.agreed_rules(), contest, sum(each.adults for each in own))
        tables += own
        commitments = sorted(nominee_commitment(persons[each.person]) for each in nominees(state, contest, everybody))
        listed.append(SealedNominees(contest.id, Count(len(commitments)), blobs.put(b"".join(commitments))))
        bases.append(QuorumBase(contest.id, Count(sum(each.adults for each in own))))
    work.append(election, RegisterSealed(stage.id, tuple(tables), tuple(listed), tuple(bases), officers))


def _sealed_tables(
    work: Work, election: ElectionId, contest: ContestRules, sex_of: dict[PersonId, str]
) -> list[SealedTable]:
    sealed = []
    rows = work.connection.execute(
        select(polling_tables)
        .where(polling_tables.c.election == election, polling_tables.c.contest == contest.id)
        .order_by(polling_tables.c.number)
    ).fetchall()
    for row in rows:
        entries = work.connection.execute(
            select(roll).where(roll.c.election == election, roll.c.number == row.number).order_by(roll.c.roll)
        ).fetchall()
        gone = [each for each in entries if each.person not in sex_of]
        if gone:
            raise Conflict(
                "MEJA_PERLU_DIBAGI_ULANG", "Daftar berubah sesudah meja dibagi. Bagi ulang pemilih ke meja-meja."
            )
        commitments = b"".join(roll_commitment(each.salt, each.roll, PersonId(each.person)) for each in entries)
        men = sum(sex_of[PersonId(each.person)] == "L" for each in entries)
        sealed.append(
            SealedTable(
                TableNumber(row.number),
                contest.id,
                Label(row.unit),
                Label(row.place),
                Count(len(entries)),
                Count(men),
                Count(len(entries) - men),
                work.blobs(election).put(commitments),
            )
        )
    return sealed
