"""Drafts of minutes and their attachments, as values: no row leaves this module."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from rembug_ballots.ids import ElectionId
from rembug_service.attachment import StoredFile
from rembug_service.sql.tables import assembly_drafts as drafts
from rembug_service.sql.tables import assembly_files as files


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it is kept.

    Attributes:
        version: from 1; grows with every change.
        device, since: who wrote last, and since which version that device alone has written.
        author: account that wrote last.
        assembly, revision, recorded: on the public board, and the version that they were made from; or None.
        data: canonical JSON.
    """

    draft: str
    version: int
    device: str
    since: int
    author: str
    assembly: int | None
    revision: int | None
    recorded: int | None
    data: bytes


_KEPT = (
    drafts.c.draft,
    drafts.c.version,
    drafts.c.device,
    drafts.c.since,
    drafts.c.author,
    drafts.c.assembly,
    drafts.c.revision,
    drafts.c.recorded,
    drafts.c.data,
)
_FILE = (files.c.name, files.c.media, files.c.size, files.c.sha256)


@dataclass(frozen=True, slots=True)
class AssemblyDrafts:
    """The drafts of one election."""

    connection: Connection
    election: ElectionId

    def _this(self, draft: str) -> tuple[ColumnElement[bool], ...]:
        return drafts.c.election == self.election, drafts.c.draft == draft

    def all(self) -> list[KeptDraft]:
        """Return every draft."""
        rows = self.connection.execute(select(*_KEPT).where(drafts.c.election == self.election))
        return [KeptDraft(*row) for row in rows]

    def find(self, draft: str) -> KeptDraft | None:
        """Return a draft, or None."""
        row = self.connection.execute(select(*_KEPT).where(*self._this(draft))).first()
        return None if row is None else KeptDraft(*row)

    def count(self) -> int:
        """Return how many there are."""
        query = select(func.count()).select_from(drafts).where(drafts.c.election == self.election)
        return self.connection.scalar(query) or 0

    def add(self, draft: str, device: str, author: str, data: bytes) -> None:
        """Keep a new draft as version 1."""
        self.connection.execute(
            insert(drafts).values(
                election=self.election, draft=draft, version=1, device=device, since=1, author=author, data=data
            )
        )

    def change(self, kept: KeptDraft) -> None:
        """Keep another version of a draft; what the board says of it stays."""
        self.connection.execute(
            update(drafts)
            .where(*self._this(kept.draft))
            .values(version=kept.version, device=kept.device, since=kept.since, author=kept.author, data=kept.data)
        )

    def record(self, draft: str, assembly: int, revision: int, version: int) -> None:
        """Note that a version of a draft is on the public board."""
        self.connection.execute(
            update(drafts).where(*self._this(draft)).values(assembly=assembly, revision=revision, recorded=version)
        )

    def forget(self, draft: str) -> None:
        """Forget a draft and its attachments."""
        for table in (files, drafts):
            self.connection.execute(delete(table).where(table.c.election == self.election, table.c.draft == draft))


@dataclass(frozen=True, slots=True)
class AssemblyFiles:
    """The attachments of the drafts of one election."""

    connection: Connection
    election: ElectionId

    def _this(self, draft: str, sha256: str) -> tuple[ColumnElement[bool], ...]:
        return files.c.election == self.election, files.c.draft == draft, files.c.sha256 == sha256

    def counts(self) -> dict[str, int]:
        """Return how many each draft has; a draft without any is left out."""
        query = select(files.c.draft, func.count()).where(files.c.election == self.election).group_by(files.c.draft)
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def of(self, draft: str) -> list[StoredFile]:
        """Return the attachments of a draft, by name."""
        query = (
            select(*_FILE)
            .where(files.c.election == self.election, files.c.draft == draft)
            .order_by(files.c.name, files.c.sha256)
        )
        return [StoredFile(*row) for row in self.connection.execute(query)]

    def read(self, draft: str, sha256: str) -> tuple[StoredFile, bytes] | None:
        """Return an attachment and its bytes, or None."""
        row = self.connection.execute(select(*_FILE, files.c.data).where(*self._this(draft, sha256))).first()
        return None if row is None else (StoredFile(*row[:-1]), row[-1])

    def add(self, draft: str, file: StoredFile, data: bytes) -> None:
        """Keep an attachment."""
        self.connection.execute(
            insert(files).values(
                election=self.election,
                draft=draft,
                sha256=file.sha256,
                name=file.name,
                media=file.media,
                size=file.size,
                data=data,
            )
        )

    def forget(self, draft: str, sha256: str) -> bool:
        """Forget an attachment; say whether there was one."""
        return self.connection.execute(delete(files).where(*self._this(draft, sha256))).rowcount > 0
