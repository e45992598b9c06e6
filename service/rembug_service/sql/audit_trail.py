"""The trail of what officers did, as values: no row leaves this module."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, insert, select, true

from rembug_service.sql.tables import accounts
from rembug_service.sql.tables import audit_trail as table


@dataclass(frozen=True, slots=True)
class KeptAct:
    """One act.

    Attributes:
        moment: POSIX seconds.
        account: who did it.
        act: one of `rembug_service.audit_trail.Act`.
        election: which election it was about; empty for none.
        about: what it was done to: a paper's name, a number of rows, an account.
    """

    moment: int
    account: str
    act: str
    election: str
    about: str


_KEPT = tuple(table.c[name] for name in KeptAct.__slots__)


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """Acts in their order: all of them, or those about one election and of accounts that are for it alone."""

    connection: Connection
    election: str | None = None

    def add(self, kept: KeptAct) -> None:
        """Put an act at the end; for the writer, so that no two get one number."""
        last = self.connection.scalar(select(func.max(table.c.number))) or 0
        members = {name: getattr(kept, name) for name in KeptAct.__slots__}
        self.connection.execute(insert(table).values(number=last + 1, **members))

    def page(self, offset: int, limit: int) -> list[KeptAct]:
        """Return acts, the newest first."""
        newest = select(*_KEPT).where(self._wanted()).order_by(table.c.number.desc())
        rows = self.connection.execute(newest.offset(offset).limit(limit))
        return [KeptAct(*row) for row in rows]

    def size(self) -> int:
        """Return how many there are."""
        return self.connection.scalar(select(func.count()).select_from(table).where(self._wanted())) or 0

    def _wanted(self) -> ColumnElement[bool]:
        if self.election is None:
            return true()
        own = select(accounts.c.id).where(accounts.c.election == self.election)
        return (table.c.election == self.election) | ((table.c.election == "") & table.c.account.in_(own))
