"""What two officers said of a table: ballots that may have stayed on its tablets, and who could not be served and why.

The words go into the berita acara, whose hash is certified (`minutes`).  They name numbers and tablets, and nobody.
"""

from sqlalchemy import Connection, delete, insert, select

from rembug_ballots.ids import ElectionId, TableNumber
from rembug_service.sql.tables import closing_notes as notes
from rembug_service.work import Work


def closing_notes(connection: Connection, election: ElectionId) -> dict[TableNumber, str]:
    """Return the notes by table; a table that needed none is not among them."""
    rows = connection.execute(select(notes.c.number, notes.c.note).where(notes.c.election == election))
    return {TableNumber(row.number): row.note for row in rows}


def add_closing_note(work: Work, election: ElectionId, table: TableNumber, note: str) -> None:
    """Keep a note beside those of an earlier closing of this table."""
    earlier = closing_notes(work.connection, election).get(table)
    text = note if earlier is None else f"{earlier}\n{note}"
    work.connection.execute(delete(notes).where(notes.c.election == election, notes.c.number == table))
    work.connection.execute(insert(notes).values(election=election, number=table, note=text))
