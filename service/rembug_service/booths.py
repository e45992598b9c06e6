"""What a booth must know: where its ballots belong, how they are sealed, and whether a card may still be used.

All of it is public: the rules, the joint keys and every credential stand on the board.
"""

from dataclasses import dataclass

from rembug_ballots.encoding import to_b64
from rembug_ballots.events.fields import Credential
from rembug_ballots.ids import ElectionId, TableNumber
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_service.errors import Conflict
from rembug_service.service import Service


@dataclass(frozen=True, slots=True)
class BoothView:
    """A table as its tablets need it.

    Attributes:
        contest_index: what cards of this contest carry.
        names_min: fewer different names make a ballot void.
        names_max: lines of the ballot, half the number of keys.
        criteria: the moral criteria that were agreed.
        keys: the contest's joint keys, 32 bytes each, as base64url.
        table_key: key of the table's present or last opening, as base64url; empty before the first.
        is_open: whether ballots are accepted now.
        is_closed: whether the table was closed with its counts, and not opened again.
        is_over: whether the contest takes no ballots any more.
    """

    election: str
    title: str
    contest: str
    contest_index: int
    contest_title: str
    table: int
    names_min: int
    names_max: int
    criteria: tuple[str, ...]
    keys: str
    table_key: str
    is_open: bool
    is_closed: bool
    is_over: bool


def booth_view(service: Service, election: ElectionId, table: int) -> BoothView:
    """Return what the tablets of a table need.

    Raises:
        IllegalEvent: UNKNOWN_TABLE, or KEYS_NOT_JOINED while there is nothing to seal with.
    """
    state = service.board(election).state
    found = state.table(TableNumber(table))
    contest = state.contest(found.contest)
    return BoothView(
        election=election,
        title="" if state.created is None else state.created.title,
        contest=contest.id,
        contest_index=contest.rules.index,
        contest_title=contest.rules.title,
        table=found.number,
        names_min=contest.rules.names_min,
        names_max=contest.rules.names_max,
        criteria=state.agreed_rules().criteria,
        keys=to_b64(state.contest_keys(contest.id)),
        table_key="" if found.key is None else to_b64(found.key),
        is_open=found.is_open and contest.is_polling,
        is_closed=found.closing is not None and not found.is_open,
        is_over=contest.input is not None and not contest.is_polling,
    )


def check_card(service: Service, election: ElectionId, table: int, credential: Credential) -> None:
    """Accept a card that could vote at this table now.

    Raises:
        Conflict: KARTU_MEJA_LAIN.
        IllegalEvent: UNKNOWN_TABLE, CREDENTIAL_NOT_LISTED, CREDENTIAL_USED or CREDENTIAL_VOIDED.
    """
    state = service.board(election).state
    number = state.table(TableNumber(table)).number
    listed = state.cards.table_of.get(credential)
    if listed is None:
        raise IllegalEvent(Refusal.CREDENTIAL_NOT_LISTED, table=number)
    if listed != number:
        raise Conflict("KARTU_MEJA_LAIN", f"Kartu ini untuk meja {listed}.")
    if credential in state.cards.used:
        raise IllegalEvent(Refusal.CREDENTIAL_USED)
    if credential in state.cards.voided:
        raise IllegalEvent(Refusal.CREDENTIAL_VOIDED)
