"""The register of adults: search, correction, additions, and who may be entered twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from rembug_ballots.ids import ElectionId, PersonId
from rembug_ballots.register import SALT_BYTES
from rembug_service.audit_trail import Act, note
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.people.duplicates import EXPLANATIONS, RegisteredPerson, find_duplicates
from rembug_service.people.units import Unit
from rembug_service.service import Service
from rembug_service.sql.residents import KeptResident, Residents
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
    return [_resident(each) for each in Residents(connection, election).all()]


def _resident(kept: KeptResident) -> Resident:
    return Resident(
        PersonId(kept.person),
        kept.name,
        kept.nicknames,
        kept.sex,
        Unit(rt=kept.rt, rw=kept.rw),
        kept.birth_year,
        kept.adult,
        kept.note,
        kept.status,
        kept.nik_last4,
    )


def voters(everybody: Sequence[Resident]) -> list[Resident]:
    """Return those who may vote and be written: active adults."""
    return [each for each in everybody if each.status == ACTIVE and each.adult]


def search(service: Service, election: ElectionId, words: str) -> list[Resident]:
    """Return residents in whose name, nickname or unit every word occurs, folded as names are spoken."""
    service.board(election)
    everybody = service.read(lambda c: Residents(c, election).all())
    return [_resident(each) for each in service.register_search.find(election, everybody, words)]


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
    if isinstance(nicknames := values.get("nicknames"), list):
        values["nicknames"] = tuple(nicknames)

    def job(work: Work) -> None:
        check_unsealed(work, election)
        if not Residents(work.connection, election).change(person, values):
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
    kept = KeptResident(
        person=person,
        name=name,
        nicknames=tuple(newcomer.nicknames),
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

    def job(work: Work) -> None:
        check_unsealed(work, election)
        Residents(work.connection, election).add([kept])
        note(work, moment, officer, Act.RESIDENT_ADDED, election=election, about=person)

    service.write(job)
    return person


def likely_duplicates(service: Service, election: ElectionId) -> list[tuple[PersonId, PersonId, str]]:
    """Return pairs who may be one person, each with an Indonesian reason."""
    service.board(election)
    people = [
        RegisteredPerson(
            id=each.person,
            name=each.name,
            unit=Unit(rt=each.rt, rw=each.rw),
            birth_date=None,
            birth_year=each.birth_year,
            nik_fingerprint=each.nik_fingerprint,
        )
        for each in service.read(lambda c: Residents(c, election).all())
        if each.status == ACTIVE
    ]
    return [
        (PersonId(each.first), PersonId(each.second), EXPLANATIONS[each.reason]) for each in find_duplicates(people)
    ]
