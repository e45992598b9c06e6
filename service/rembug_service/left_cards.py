"""Secrets of left-over cards, held back as long as their table may open again, then shown in the log.

Trust: whoever holds these secrets and the key of a reopened table could vote with cards that nobody drew.  So they are
sealed under the server's key file, forgotten when their table opens again (the cards themselves go out with it), and
shown in the same transaction in which it becomes certain that no home round follows.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, insert, select

from rembug_ballots.events.fields import Count
from rembug_ballots.events.polling import CardsLeft
from rembug_ballots.ids import ContestId, ElectionId, TableNumber
from rembug_ballots.state.closing import may_reopen
from rembug_service.sql.tables import left_cards
from rembug_service.system import system_random
from rembug_service.work import Work

SECRET_BYTES: Final = 16


def hold(work: Work, election: ElectionId, table: TableNumber, secrets: Sequence[bytes]) -> None:
    """Keep the secrets of a table that was closed just now, instead of any kept before."""
    forget(work, election, table)
    sealed = work.boards.secrets.seal(b"".join(sorted(secrets)), system_random)
    work.connection.execute(insert(left_cards).values(election=election, number=table, secrets=sealed))


def forget(work: Work, election: ElectionId, table: TableNumber) -> None:
    """Keep nothing of a table any more."""
    work.connection.execute(delete(left_cards).where(left_cards.c.election == election, left_cards.c.number == table))


def show_settled(work: Work, election: ElectionId, contest: ContestId) -> None:
    """Log the left-over cards of every table of a contest that cannot open again, and keep them no longer."""
    state = work.board(election).state
    for number in state.contest(contest).tables:
        if may_reopen(state, state.table(number)):
            continue
        sealed = work.connection.scalar(
            select(left_cards.c.secrets).where(left_cards.c.election == election, left_cards.c.number == number)
        )
        if sealed is None:
            continue
        data = work.boards.secrets.unseal(sealed)
        sha256 = work.blobs(election).put(data)
        work.append(election, CardsLeft(number, Count(len(data) // SECRET_BYTES), sha256))
        forget(work, election, number)
