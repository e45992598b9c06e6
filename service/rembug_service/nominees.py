"""Residents as the sealed register commits to them, and whom a written text may mean."""

from functools import lru_cache
from typing import Final

from sqlalchemy import Connection

from rembug_ballots.events.fields import Label, Salt, Sex
from rembug_ballots.events.tally import Person
from rembug_ballots.ids import ContestId, ElectionId, PersonId
from rembug_ballots.register import holds_commitment, nominee_commitment
from rembug_service.electorate import units_of
from rembug_service.errors import Conflict, NotFound
from rembug_service.people.name_index import RegisteredName
from rembug_service.people.suggestions import Suggester, Suggestions
from rembug_service.people.units import Unit
from rembug_service.service import Service
from rembug_service.sql.residents import KeptResident, Residents

# Nobody of another entry can be sealed as a nominee.
_SEXES: Final = {sex.value for sex in Sex}


def person_of(connection: Connection, election: ElectionId, person: PersonId) -> Person:
    """Return a resident with the salt of the register commitment.

    Raises:
        NotFound: WARGA_TIDAK_ADA.
    """
    found = Residents(connection, election).find(person)
    if found is None:
        raise NotFound("WARGA_TIDAK_ADA", "Warga ini tidak ada dalam daftar.")
    return public_person(found)


def public_person(kept: KeptResident) -> Person:
    """Return what a decision would publish of a resident, with the salt of her commitment."""
    return Person(
        id=PersonId(kept.person),
        name=Label(kept.name[:120]),
        sex=Sex(kept.sex),
        unit=Label(Unit(kept.rt, kept.rw).label() or "-"),
        salt=Salt(kept.salt),
    )


def suggestions_for(
    service: Service, election: ElectionId, contest: ContestId, string: str, *, limit: int = 10
) -> Suggestions:
    """Return the nominees whom a text may mean, the best first.  It decides nothing.

    Raises:
        Conflict: DAFTAR_BELUM_DIKUNCI.
        IllegalEvent: UNKNOWN_CONTEST.
    """
    found = service.board(election).state.contest(contest)
    if found.nominees is None:
        raise Conflict("DAFTAR_BELUM_DIKUNCI", "Daftar warga yang boleh dipilih belum dikunci.")
    key = _Snapshot(service, election, found.nominee_list)
    units = units_of(found.rules)
    within = units[0] if len(units) == 1 else None
    return _suggester(key).suggest(string, limit=limit, within=within)


class _Snapshot:
    """A sealed list of nominees, and how to read them; equal to any other of the same list in the same folder."""

    def __init__(self, service: Service, election: ElectionId, nominees: bytes) -> None:
        self.service = service
        self.election = election
        self.nominees = nominees
        self._key = (service.folder, election, nominees)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Snapshot) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=4)
def _suggester(snapshot: _Snapshot) -> Suggester:
    """Build the index of the nominees once: it takes about a second for 12,500 residents."""
    election = snapshot.election
    register = snapshot.service.read(lambda c: Residents(c, election).all())
    return Suggester(
        [
            RegisteredName(
                id=each.person,
                name=each.name,
                sex="L" if each.sex == Sex.L else "P",
                unit=Unit(each.rt, each.rw),
                nicknames=each.nicknames,
                note=each.note,
            )
            for each in register
            if each.sex in _SEXES and holds_commitment(snapshot.nominees, nominee_commitment(public_person(each)))
        ]
    )
