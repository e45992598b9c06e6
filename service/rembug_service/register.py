"""The register of adults: import, correction, search, and sealing it for a stage."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, insert, select, update

from rembug_ballots.ids import ElectionId, PersonId
from rembug_ballots.register import SALT_BYTES
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.people.adults import is_adult
from rembug_service.people.duplicates import EXPLANATIONS, RegisteredPerson, find_duplicates
from rembug_service.people.errors import PeopleError
from rembug_service.people.folding import fold
from rembug_service.people.nik import last4, nik_fingerprint
from rembug_service.people.register_file import read_register
from rembug_service.people.units import Unit
from rembug_service.service import Service
from rembug_service.sql.tables import residents
from rembug_service.work import Work

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ACTIVE: Final = "AKTIF"
STATUSES: Final = frozenset({ACTIVE, "PINDAH", "MENINGGAL", "GANDA"})
_CORRECTABLE: Final = frozenset({"name", "nicknames", "sex", "birth_year", "adult", "rt", "rw", "note", "status"})


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident as officers see her: no NIK, no date of birth."""

    person: PersonId
    name: str
    nicknames: tuple[str, ...]
    sex: str
    unit: Unit
    birth_year: int | None
    adult: bool | None
    note: str
    status: str
    nik_last4: str | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: rows taken, and a sentence for each problem."""

    taken: int
    problems: tuple[tuple[int, str, str], ...]
    """Row, column, sentence."""


def _person_id(service: Service) -> PersonId:
    value = int.from_bytes(service.random(7), "big")
    return PersonId("".join(_ALPHABET[(value >> 5 * place) & 31] for place in range(10)))


def import_register(
    service: Service, election: ElectionId, data: bytes, voting_day: date, *, dry_run: bool
) -> ImportReport:
    """Read an office's file into the register.

    Args:
        service: the service.
        election: of which election.
        data: CSV or XLSX as offices write them.
        voting_day: the day on which a resident must be an adult.
        dry_run: only say what would happen.

    Raises:
        InvalidRequest: BERKAS_TIDAK_TERBACA.
        Conflict: DAFTAR_TERKUNCI.
    """
    service.board(election)
    try:
        file = read_register(data, voting_day)
    except PeopleError as error:
        raise InvalidRequest("BERKAS_TIDAK_TERBACA", error.reason) from None
    problems = [(each.row or 0, each.column or "", each.message) for each in file.problems]
    rows: list[dict[str, object]] = []
    for row in file.rows:
        adult = is_adult(
            voting_day, birth_date=row.birth_date, birth_year=row.birth_year, ever_married=row.ever_married
        )
        if row.sex is None:
            problems.append((row.row, "L/P", "Jenis kelamin belum terisi; lengkapi sebelum daftar ditetapkan."))
        rows.append(
            {
                "election": election,
                "person": _person_id(service),
                "name": row.name,
                "nicknames": json.dumps(list(row.nicknames), ensure_ascii=False),
                "sex": row.sex or "-",
                "birth_year": row.birth_year if row.birth_date is None else row.birth_date.year,
                "adult": adult,
                "rt": row.unit.rt,
                "rw": row.unit.rw,
                "note": row.note,
                "status": row.status,
                "nik_fingerprint": nik_fingerprint(service.secrets.nik_key, row.nik) if row.nik else None,
                "nik_last4": last4(row.nik) if row.nik else None,
                "salt": service.random(SALT_BYTES),
            }
        )

    def job(work: Work) -> None:
        _check_unsealed(work, election)
        if rows:
            work.connection.execute(insert(residents), rows)

    if not dry_run:
        service.write(job)
    return ImportReport(len(rows), tuple(sorted(problems)))


def _check_unsealed(work: Work, election: ElectionId) -> None:
    if any(contest.nominees is not None for contest in work.board(election).state.contests.values()):
        raise Conflict("DAFTAR_TERKUNCI", "Daftar pemilih sudah ditetapkan dan tidak dapat diubah lagi.")


def load_residents(connection: Connection, election: ElectionId) -> list[Resident]:
    """Return everybody on the register, ordered by unit and name."""
    rows = connection.execute(
        select(residents)
        .where(residents.c.election == election)
        .order_by(residents.c.rw, residents.c.rt, residents.c.name, residents.c.person)
    ).fetchall()
    return [
        Resident(
            PersonId(row.person),
            row.name,
            tuple(json.loads(row.nicknames)),
            row.sex,
            Unit(rt=row.rt, rw=row.rw),
            row.birth_year,
            row.adult,
            row.note,
            row.status,
            row.nik_last4,
        )
        for row in rows
    ]


def voters(everybody: Sequence[Resident]) -> list[Resident]:
    """Return those who may vote and be written: active adults."""
    return [each for each in everybody if each.status == ACTIVE and each.adult]


def search(service: Service, election: ElectionId, words: str) -> list[Resident]:
    """Return residents in whose name, nickname or unit every word occurs, folded as names are spoken."""
    service.board(election)
    everybody = service.read(lambda c: load_residents(c, election))
    wanted = fold(words)
    tokens = [*wanted.tokens]
    found = []
    for each in everybody:
        names = " ".join([fold(each.name).plain, *(fold(nick).plain for nick in each.nicknames)])
        keys = " ".join([*fold(each.name).tokens, *(token for nick in each.nicknames for token in fold(nick).tokens)])
        unit_fits = wanted.unit_hint is None or wanted.unit_hint.admits(each.unit)
        if unit_fits and all(token in keys or token in names for token in tokens):
            found.append(each)
    return found


def correct(service: Service, election: ElectionId, person: str, changes: dict[str, object]) -> None:
    """Change a resident: name, sex, status, adult flag, unit, nicknames or note.

    Raises:
        NotFound: WARGA_TIDAK_ADA.
        InvalidRequest: ISIAN_SALAH.
        Conflict: DAFTAR_TERKUNCI.
    """
    if not changes.keys() <= _CORRECTABLE:
        raise InvalidRequest("ISIAN_SALAH", "Isian ini tidak dapat diubah di daftar warga.")
    if "status" in changes and changes["status"] not in STATUSES:
        raise InvalidRequest("ISIAN_SALAH", "Keadaan warga: AKTIF, PINDAH, MENINGGAL, atau GANDA.")
    values = dict(changes)
    if "nicknames" in values:
        values["nicknames"] = json.dumps(values["nicknames"], ensure_ascii=False)

    def job(work: Work) -> None:
        _check_unsealed(work, election)
        done = work.connection.execute(
            update(residents).where(residents.c.election == election, residents.c.person == person).values(**values)
        )
        if done.rowcount == 0:
            raise NotFound("WARGA_TIDAK_ADA", "Warga ini tidak ada di daftar.")

    if values:
        service.write(job)


def likely_duplicates(service: Service, election: ElectionId) -> list[tuple[PersonId, PersonId, str]]:
    """Return pairs who may be one person, each with an Indonesian reason."""
    service.board(election)
    rows = service.read(
        lambda c: c.execute(
            select(residents).where(residents.c.election == election, residents.c.status == ACTIVE)
        ).fetchall()
    )
    people = [
        RegisteredPerson(
            id=row.person,
            name=row.name,
            unit=Unit(rt=row.rt, rw=row.rw),
            birth_date=None,
            birth_year=row.birth_year,
            nik_fingerprint=row.nik_fingerprint,
        )
        for row in rows
    ]
    return [
        (PersonId(each.first), PersonId(each.second), EXPLANATIONS[each.reason]) for each in find_duplicates(people)
    ]
