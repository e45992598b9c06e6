"""Residents as the sealed register commits to them, and whom a written text may mean."""

import json
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, Row, select

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
from rembug_service.sql.tables import residents

# Nobody of another entry can be sealed as a nominee.
_SEXES: Final = {sex.value for sex in Sex}


def person_of(connection: Connection, election: ElectionId, person: PersonId) -> Person:
    """Return a resident with the salt of the register commitment.

    Raises:
        NotFound: WARGA_TIDAK_ADA.
    """
    row = connection.execute(
        select(residents).where(residents.c.election == election, residents.c.person == person)
    ).first()
    if row is None:
        raise NotFound("WARGA_TIDAK_ADA", "Warga ini tidak ada dalam daftar.")
    return _person(row)


def _person(row: Row[tuple[object, ...]]) -> Person:
    return Person(
        id=PersonId(row.person),
        name=Label(row.name[:120]),
        sex=Sex(row.sex),
        unit=Label(Unit(row.rt, row.rw).label() or "-"),
        salt=Salt(row.salt),
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
    rows = snapshot.service.read(
        lambda c: c.execute(select(residents).where(residents.c.election == election)).fetchall()
    )
    return Suggester(
        [
            RegisteredName(
                id=row.person,
                name=row.name,
                sex=row.sex,
                unit=Unit(row.rt, row.rw),
                nicknames=tuple(json.loads(row.nicknames)),
                note=row.note,
            )
            for row in rows
            if row.sex in _SEXES and holds_commitment(snapshot.nominees, nominee_commitment(_person(row)))
        ]
    )
