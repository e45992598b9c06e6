"""The register of adults: search, correction, additions, and who may be entered twice."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, insert, select, update

from rembug_ballots.ids import ElectionId, PersonId
from rembug_ballots.register import SALT_BYTES
from rembug_service.audit_trail import Act, note
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.people.duplicates import EXPLANATIONS, RegisteredPerson, find_duplicates
from rembug_service.people.folding import fold
from rembug_service.people.units import Unit
from rembug_service.service import Service
from rembug_service.sql.tables import residents
from rembug_service.work import Work

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONGEST_NAME: Final = 120
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


def check_unsealed(work: Work, election: ElectionId) -> None:
    """Refuse to change a register that was sealed.

    Raises:
        Conflict: DAFTAR_TERKUNCI.
    """
    if any(contest.nominees is not None for contest in work.board(election).state.contests.values()):
        raise Conflict("DAFTAR_TERKUNCI", "Daftar pemilih sudah ditetapkan dan tidak dapat diubah lagi.")


def new_person_id(service: Service) -> PersonId:
    """Return a random code of a resident: 50 bits in Crockford's letters."""
    value = int.from_bytes(service.random(7), "big")
    return PersonId("".join(_ALPHABET[(value >> 5 * place) & 31] for place in range(10)))


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


def correct(service: Service, election: ElectionId, person: str, changes: dict[str, object], *, officer: str) -> None:
    """In the name of an officer change a resident: name, sex, status, adult flag, unit, nicknames or note.

    Raises:
        NotFound: WARGA_TIDAK_ADA.
        InvalidRequest: ISIAN_SALAH.
        Conflict: DAFTAR_TERKUNCI.
    """
    if not changes.keys() <= _CORRECTABLE:
        raise InvalidRequest("ISIAN_SALAH", "Isian ini tidak dapat diubah di daftar warga.")
    if "status" in changes and changes["status"] not in STATUSES:
        raise InvalidRequest("ISIAN_SALAH", "Keadaan warga: AKTIF, PINDAH, MENINGGAL, atau GANDA.")
    values, moment = dict(changes), service.clock()
    if "nicknames" in values:
        values["nicknames"] = json.dumps(values["nicknames"], ensure_ascii=False)

    def job(work: Work) -> None:
        check_unsealed(work, election)
        done = work.connection.execute(
            update(residents).where(residents.c.election == election, residents.c.person == person).values(**values)
        )
        if done.rowcount == 0:
            raise NotFound("WARGA_TIDAK_ADA", "Warga ini tidak ada di daftar.")
        about = f"{person}: {', '.join(sorted(changes))}"
        note(work, moment, officer, Act.RESIDENT_CORRECTED, election=election, about=about)

    if values:
        service.write(job)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom the office's list lacks."""

    name: str
    sex: str
    unit: Unit
    adult: bool = field(kw_only=True)
    birth_year: int | None = None
    nicknames: Sequence[str] = ()
    note: str = ""


def add_resident(service: Service, election: ElectionId, newcomer: Newcomer, *, officer: str) -> PersonId:
    """In the name of an officer add somebody whom the office's list lacks, and return her code.

    Raises:
        InvalidRequest: ISIAN_SALAH.
        Conflict: DAFTAR_TERKUNCI.
    """
    name = " ".join(newcomer.name.split())
    if not name or len(name) > _LONGEST_NAME or newcomer.sex not in {"L", "P"}:
        raise InvalidRequest("ISIAN_SALAH", "Isi nama dan L atau P.")
    service.board(election)
    person, moment = new_person_id(service), service.clock()

    def job(work: Work) -> None:
        check_unsealed(work, election)
        work.connection.execute(
            insert(residents).values(
                election=election,
                person=person,
                name=name,
                nicknames=json.dumps(list(newcomer.nicknames), ensure_ascii=False),
                sex=newcomer.sex,
                birth_year=newcomer.birth_year,
                adult=newcomer.adult,
                rt=newcomer.unit.rt,
                rw=newcomer.unit.rw,
                note=newcomer.note,
                status=ACTIVE,
                nik_fingerprint=None,
                nik_last4=None,
                salt=service.random(SALT_BYTES),
            )
        )
        note(work, moment, officer, Act.RESIDENT_ADDED, election=election, about=person)

    service.write(job)
    return person


def likely_duplicates(service: Service, election: ElectionId) -> list[tuple[PersonId, PersonId, str]]:
    """Return pairs who may be one person, each with an Indonesian reason."""
    service.board(election)
    active = select(residents).where(residents.c.election == election, residents.c.status == ACTIVE)
    people = service.read(
        lambda c: [
            RegisteredPerson(
                id=row.person,
                name=row.name,
                unit=Unit(rt=row.rt, rw=row.rw),
                birth_date=None,
                birth_year=row.birth_year,
                nik_fingerprint=row.nik_fingerprint,
            )
            for row in c.execute(active)
        ]
    )
    return [
        (PersonId(each.first), PersonId(each.second), EXPLANATIONS[each.reason]) for each in find_duplicates(people)
    ]
