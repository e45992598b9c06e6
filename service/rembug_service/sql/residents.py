"""The register of residents, as values: no row leaves this module."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, insert, select, update

from rembug_ballots.ids import ElectionId
from rembug_service.sql.tables import residents as table


@dataclass(frozen=True, slots=True)
class KeptResident:
    """A resident as the register keeps her.

    Attributes:
        person: her id.
        sex: L, P, or a hyphen where the file said nothing.
        adult: None where nobody can say.
        nik_fingerprint: under the key of the server's key file; None without a NIK.
        salt: of the register commitment.
    """

    person: str
    name: str
    nicknames: tuple[str, ...]
    sex: str
    birth_year: int | None
    adult: bool | None
    rt: int | None
    rw: int | None
    note: str
    status: str
    nik_fingerprint: bytes | None
    nik_last4: str | None
    salt: bytes


_MEMBERS = KeptResident.__slots__
_KEPT = tuple(table.c[name] for name in _MEMBERS)


@dataclass(frozen=True, slots=True)
class Residents:
    """The register of one election."""

    connection: Connection
    election: ElectionId

    def all(self) -> list[KeptResident]:
        """Return everybody, ordered by unit and name."""
        return self._found(table.c.election == self.election)

    def find(self, person: str) -> KeptResident | None:
        """Return a resident, or None."""
        found = self._found(table.c.election == self.election, table.c.person == person)
        return found[0] if found else None

    def add(self, everybody: Sequence[KeptResident]) -> None:
        """Put residents on the register."""
        rows = [{"election": self.election, **_written(_members(each))} for each in everybody]
        if rows:
            self.connection.execute(insert(table), rows)

    def change(self, person: str, values: Mapping[str, object]) -> bool:
        """Change members of a resident; say whether there is one."""
        here = (table.c.election == self.election, table.c.person == person)
        return self.connection.execute(update(table).where(*here).values(**_written(values))).rowcount > 0

    def _found(self, *where: ColumnElement[bool]) -> list[KeptResident]:
        order = (table.c.rw, table.c.rt, table.c.name, table.c.person)
        rows = self.connection.execute(select(*_KEPT).where(*where).order_by(*order)).mappings()
        return [KeptResident(**{**row, "nicknames": tuple(json.loads(row["nicknames"]))}) for row in rows]


def _members(resident: KeptResident) -> dict[str, object]:
    return {name: getattr(resident, name) for name in _MEMBERS}


def _written(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: json.dumps(value, ensure_ascii=False) if name == "nicknames" else value for name, value in values.items()
    }
