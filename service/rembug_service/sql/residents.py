"""The register of residents, as values: no row leaves this module, and no name reaches the database in clear."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from rembug_ballots.ids import ElectionId
from rembug_service.sql.tables import residents as table
from rembug_service.sql.vault import PrivateColumns, Vault


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


# What the database counts, orders and groups by, and what tells nothing without a key.
_OPEN = ("person", "sex", "adult", "rt", "rw", "status", "nik_fingerprint", "salt")
_SEALED = tuple(each.name for each in fields(PrivateColumns))
_COLUMNS = (*(table.c[name] for name in _OPEN), table.c.private)
_Line = tuple[Any, ...]
_MEMORY: Final = "rembug_registers"
_MOST_REGISTERS: Final = 4


@dataclass(frozen=True, slots=True)
class _Opened:
    lines: Sequence[_Line]
    everybody: Sequence[KeptResident]


@dataclass(slots=True)
class RegisterMemory:
    """Registers as they were last read, by election.

    A line is taken from here only where every one of its bytes is the one that was opened: so nobody has to say that
    something changed, and several servers may write.
    """

    opened: dict[str, _Opened] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, election: str) -> _Opened | None:
        """Return a register as it was last read, or None."""
        with self.lock:
            return self.opened.get(election)

    def keep(self, election: str, opened: _Opened) -> None:
        """Keep a register, and those that were read last before it."""
        with self.lock:
            self.opened.pop(election, None)
            self.opened[election] = opened
            while len(self.opened) > _MOST_REGISTERS:
                del self.opened[next(iter(self.opened))]


def connection_options(vault: Vault) -> dict[str, object]:
    """Return what an engine is told, so that its connections read the register."""
    return {**vault.as_option(), _MEMORY: RegisterMemory()}


@dataclass(frozen=True, slots=True)
class Residents:
    """The register of one election."""

    connection: Connection
    election: ElectionId

    def all(self) -> Sequence[KeptResident]:
        """Return everybody, ordered by unit and name; the same object for as long as nothing changed."""
        here = select(*_COLUMNS).where(table.c.election == self.election).order_by(table.c.person)
        lines = [tuple(row) for row in self.connection.execute(here)]
        vault = Vault.of(self.connection)
        memory: RegisterMemory = self.connection.get_execution_options()[_MEMORY]
        before = memory.find(self.election)
        if before is not None and before.lines == lines:
            return before.everybody
        known = {} if before is None else {each.person: (line, each) for line, each in _pairs(before)}
        everybody = []
        for line in lines:
            old = known.get(line[0])
            everybody.append(old[1] if old is not None and old[0] == line else self._opened(vault, line))
        made = _Opened(lines, tuple(sorted(everybody, key=_place)))
        memory.keep(self.election, made)
        return made.everybody

    def find(self, person: str) -> KeptResident | None:
        """Return a resident, or None."""
        here = select(*_COLUMNS).where(table.c.election == self.election, table.c.person == person)
        row = self.connection.execute(here).first()
        return None if row is None else self._opened(Vault.of(self.connection), tuple(row))

    def add(self, everybody: Sequence[KeptResident]) -> None:
        """Put residents on the register."""
        rows = [{"election": self.election, **self._written(each)} for each in everybody]
        if rows:
            self.connection.execute(insert(table), rows)

    def change(self, person: str, values: Mapping[str, object]) -> bool:
        """Change members of a resident; say whether there is one."""
        found = self.find(person)
        if found is None:
            return False
        changed = self._written(replace(found, **dict(values)))  # type: ignore[arg-type]  # names of columns, each with its type
        here = (table.c.election == self.election, table.c.person == person)
        self.connection.execute(update(table).where(*here).values(**changed))
        return True

    def _opened(self, vault: Vault, line: _Line) -> KeptResident:
        person, sex, adult, rt, rw, status, fingerprint, salt, sealed = line
        private = vault.open(self.election, person, sealed)
        return KeptResident(
            person=person,
            name=private.name,
            nicknames=private.nicknames,
            sex=sex,
            birth_year=private.birth_year,
            adult=adult,
            rt=rt,
            rw=rw,
            note=private.note,
            status=status,
            nik_fingerprint=fingerprint,
            nik_last4=private.nik_last4,
            salt=salt,
        )

    def _written(self, resident: KeptResident) -> dict[str, object]:
        private = PrivateColumns(**{name: getattr(resident, name) for name in _SEALED})
        sealed = Vault.of(self.connection).seal(self.election, resident.person, private)
        return {**{name: getattr(resident, name) for name in _OPEN}, "private": sealed}


def _pairs(opened: _Opened) -> list[tuple[_Line, KeptResident]]:
    found = {each.person: each for each in opened.everybody}
    return [(line, found[line[0]]) for line in opened.lines]


def _place(resident: KeptResident) -> tuple[int, int, str, str]:
    # Whoever has no unit comes first.
    return (
        -1 if resident.rw is None else resident.rw,
        -1 if resident.rt is None else resident.rt,
        resident.name,
        resident.person,
    )
