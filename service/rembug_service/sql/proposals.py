"""Steps that wait for a second officer, as values: no row leaves this module."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, insert, select, update

from rembug_ballots.ids import ElectionId
from rembug_service.sql.tables import proposals as table

WAITING = "MENUNGGU"
DONE = "DISETUJUI"
WITHDRAWN = "DITARIK"


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A proposal as it is kept.

    Attributes:
        payload: JSON; an empty object once the step is done or withdrawn.
        proposer_device: hash of the cookie of the first officer's browser.
        expires: POSIX seconds; 0 once the step is done or withdrawn.
        state: `WAITING`, `DONE` or `WITHDRAWN`.
    """

    id: str
    election: ElectionId
    kind: str
    payload: str
    words: str
    digest: str
    proposer: str
    proposer_device: str
    expires: int
    state: str


_KEPT = tuple(table.c[name] for name in KeptProposal.__slots__)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals of all elections."""

    connection: Connection

    def add(self, kept: KeptProposal) -> None:
        """Keep a new proposal."""
        values = {name: getattr(kept, name) for name in KeptProposal.__slots__}
        self.connection.execute(insert(table).values(**values))

    def find(self, election: ElectionId, proposal: str) -> KeptProposal | None:
        """Return a proposal, or None."""
        where = (table.c.id == proposal, table.c.election == election)
        row = self.connection.execute(select(*_KEPT).where(*where)).first()
        return None if row is None else KeptProposal(*row)

    def waiting(self, election: ElectionId, moment: int) -> list[KeptProposal]:
        """Return the proposals that somebody may still agree to at a moment, in POSIX seconds."""
        where = (table.c.election == election, table.c.state == WAITING, table.c.expires >= moment)
        return [KeptProposal(*row) for row in self.connection.execute(select(*_KEPT).where(*where))]

    def settle(self, proposal: str, state: str) -> None:
        """Note what became of a waiting proposal, and forget its payload and its moment."""
        self._forget(state, table.c.id == proposal)

    def forget_late(self, moment: int) -> None:
        """Withdraw every proposal that nobody agreed to before a moment, in POSIX seconds."""
        self._forget(WITHDRAWN, table.c.expires < moment)

    def _forget(self, state: str, *where: ColumnElement[bool]) -> None:
        self.connection.execute(
            update(table).where(table.c.state == WAITING, *where).values(state=state, payload="{}", expires=0)
        )
