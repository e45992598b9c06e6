"""Opinions about written texts that wait for agreement, as values: no row leaves this module."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from rembug_ballots.ids import ContestId, ElectionId
from rembug_service.opinions import FiledOpinion, OpinionInput, Seat, string_hash
from rembug_service.sql.tables import opinions as table


@dataclass(frozen=True, slots=True)
class Opinions:
    """The waiting opinions of one contest."""

    connection: Connection
    election: ElectionId
    contest: ContestId

    def _here(self) -> ColumnElement[bool]:
        return (table.c.election == self.election) & (table.c.contest == self.contest)

    def _about(self, string: str) -> ColumnElement[bool]:
        return self._here() & (table.c.string_hash == string_hash(string))

    def all(self) -> list[FiledOpinion]:
        """Return every waiting opinion."""
        return self._found(self._here())

    def about(self, string: str) -> dict[Seat, FiledOpinion]:
        """Return the opinions about a text by seat."""
        return {each.seat: each for each in self._found(self._about(string))}

    def _found(self, where: ColumnElement[bool]) -> list[FiledOpinion]:
        rows = self.connection.execute(select(table.c.seat, table.c.account, table.c.decision).where(where))
        return [FiledOpinion(Seat(row.seat), row.account, OpinionInput(**json.loads(row.decision))) for row in rows]

    def take_seat(self, filed: FiledOpinion) -> None:
        """Keep the opinion of somebody who has no seat for this text yet."""
        self.connection.execute(
            insert(table).values(
                election=self.election,
                contest=self.contest,
                string_hash=string_hash(filed.opinion.string),
                seat=filed.seat.value,
                account=filed.account,
                decision=_written(filed.opinion),
            )
        )

    def change(self, filed: FiledOpinion) -> None:
        """Keep what the holder of a seat says now."""
        where = self._about(filed.opinion.string) & (table.c.seat == filed.seat.value)
        self.connection.execute(update(table).where(where).values(decision=_written(filed.opinion)))

    def forget(self, string: str) -> None:
        """Forget the opinions about a text that is settled."""
        self.connection.execute(delete(table).where(self._about(string)))


def _written(opinion: OpinionInput) -> str:
    return json.dumps(asdict(opinion), ensure_ascii=False)
