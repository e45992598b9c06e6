"""Everything that the papers of one election are gathered from, read once."""

import base64
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sqlalchemy import Connection, func, select

from rembug_ballots.ids import ElectionId, Sha256, TableNumber
from rembug_ballots.state import ElectionState
from rembug_crypto.checkpoint import open_checkpoint
from rembug_service.accounts import Account, Role, list_accounts
from rembug_service.board import StoredBlobs
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading
from rembug_service.errors import Conflict
from rembug_service.papers.request import PrintRequest
from rembug_service.papers.words import groups
from rembug_service.register import Resident, load_residents, voters
from rembug_service.service import Service
from rembug_service.sql.tables import polling_tables, residents, roll

_ROOT_SHOWN: Final = 16
"""Letters of the root's base64 on paper: 96 bits, more than anybody can search through."""


@dataclass(frozen=True, slots=True)
class RollLine:
    """A voter on the roll of a table."""

    line: int
    resident: Resident


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table with its voters, sealed or not yet.

    Attributes:
        contest: id of its contest.
    """

    number: TableNumber
    contest: str
    unit: str
    place: str
    lines: tuple[RollLine, ...]


class Source:
    """An election and what its papers may show.  No NIK is ever read here."""

    def __init__(self, service: Service, election: ElectionId, wish: PrintRequest) -> None:
        """Take the board as it stands.

        Raises:
            NotFound: no such election.
        """
        self.service = service
        self.election = election
        self.wish = wish
        self.board = service.board(election)
        self.state: ElectionState = self.board.state

    @cached_property
    def heading(self) -> Heading:
        """What every paper carries.

        Raises:
            Conflict: PEMILIHAN_BELUM_ADA.
        """
        created = self.state.created
        if created is None:
            raise Conflict("PEMILIHAN_BELUM_ADA", "Pemilihan ini belum dimulai.")
        checkpoint, _ = open_checkpoint(self.board.signed.note.encode(), self.board.key)
        place = created.place
        return Heading(
            election=self.election,
            title=created.title,
            village=f"{'Desa' if self.is_desa else 'Kelurahan'} {place.kelurahan}",
            region=(f"Kecamatan {place.kecamatan}", place.kota, place.provinsi),
            size=checkpoint.size,
            root=groups(root_text(checkpoint.root)[:_ROOT_SHOWN]),
            address=f"{self.wish.base}/pengamat/#pemilihan={self.election}",
        )

    @property
    def is_desa(self) -> bool:
        """Whether the place is a desa: the last part of its code begins with 2 (domain study 5.6)."""
        created = self.state.created
        return created is not None and created.place.region_code.rsplit(".", 1)[-1].startswith("2")

    @property
    def head_of_village(self) -> str:
        """The office of the head of a kelurahan or desa."""
        return "Kepala Desa" if self.is_desa else "Lurah"

    @cached_property
    def voters(self) -> list[Resident]:
        """Active adults, by unit and name."""
        return voters(self.service.read(lambda c: load_residents(c, self.election)))

    @cached_property
    def tables(self) -> list[LaidTable]:
        """All tables with their rolls."""
        people = {each.person: each for each in self.service.read(lambda c: load_residents(c, self.election))}

        def query(connection: Connection) -> list[LaidTable]:
            lines: dict[int, list[RollLine]] = {}
            found = connection.execute(
                select(roll.c.number, roll.c.roll, roll.c.person)
                .where(roll.c.election == self.election)
                .order_by(roll.c.number, roll.c.roll)
            )
            for row in found:
                if row.person in people:
                    lines.setdefault(row.number, []).append(RollLine(row.roll, people[row.person]))
            rows = connection.execute(
                select(polling_tables)
                .where(polling_tables.c.election == self.election)
                .order_by(polling_tables.c.number)
            )
            return [
                LaidTable(TableNumber(row.number), row.contest, row.unit, row.place, tuple(lines.get(row.number, ())))
                for row in rows
            ]

        return self.service.read(query)

    @cached_property
    def table_numbers(self) -> list[TableNumber]:
        """Numbers of the tables, without their rolls."""
        return [
            TableNumber(number)
            for number in self.service.read(
                lambda c: c.scalars(
                    select(polling_tables.c.number)
                    .where(polling_tables.c.election == self.election)
                    .order_by(polling_tables.c.number)
                ).all()
            )
        ]

    @cached_property
    def presence(self) -> dict[tuple[int, str], int]:
        """How many men (L) and women (P) were marked as present, by table and sex."""
        query = (
            select(roll.c.number, residents.c.sex, func.count())
            .join(residents, (residents.c.election == roll.c.election) & (residents.c.person == roll.c.person))
            .where(roll.c.election == self.election, roll.c.present)
            .group_by(roll.c.number, residents.c.sex)
        )
        return self.service.read(lambda c: {(row[0], row[1]): row[2] for row in c.execute(query)})

    @cached_property
    def accounts(self) -> list[Account]:
        """All accounts."""
        return list_accounts(self.service)

    def holder_of(self, role: Role) -> str:
        """Return the name of the only person in an office; empty where there are several or none."""
        names = [each.display_name for each in self.accounts if role in each.roles]
        return names[0] if len(names) == 1 else ""

    def committee(self) -> tuple[Signer, ...]:
        """Return those who sign for the committee, and the monitor."""
        return (
            Signer("Ketua Panitia", self.holder_of(Role.KETUA)),
            Signer("Sekretaris Panitia", self.holder_of(Role.SEKRETARIS)),
            Signer("Pokja Pemantau", self.holder_of(Role.PEMANTAU)),
        )

    def blob(self, sha256: Sha256) -> bytes:
        """Return a blob that the board names.

        Raises:
            Conflict: BERKAS_TIDAK_ADA.
        """
        found = self.service.read(lambda c: StoredBlobs(c, self.election).get(sha256))
        if found is None:
            raise Conflict("BERKAS_TIDAK_ADA", "Naskah ini tidak ada di penyimpanan.")
        return found


def root_text(root: bytes) -> str:
    """Return a root as the checkpoint shows it."""
    return base64.b64encode(root).decode()
