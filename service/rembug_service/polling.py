"""What happens at a polling table beside its desk: opening, late-comers, replacement, void, suspension."""

from sqlalchemy import Connection, func, insert, select

from rembug_ballots.cards import verify_void
from rembug_ballots.errors import BallotsError
from rembug_ballots.events.event import Event
from rembug_ballots.events.fields import Count, Label, Reason, SigningKey
from rembug_ballots.events.polling import (
    CardReplaced,
    CardVoided,
    ContestResumed,
    ContestSuspended,
    TableOpened,
    VoterAdded,
)
from rembug_ballots.events.setup import BoothSealed, Bundle, CardsRegistered, StageSealed
from rembug_ballots.events.signing import check_signature
from rembug_ballots.ids import ContestId, ElectionId, Officers, Sha256, StageId, TableNumber
from rembug_ballots.register import SALT_BYTES
from rembug_crypto.errors import CryptoError
from rembug_service import left_cards
from rembug_service.closing_notes import add_closing_note
from rembug_service.codes import from_b64
from rembug_service.electorate import electorate
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.payload import Payload
from rembug_service.register import load_residents, voters
from rembug_service.service import Service
from rembug_service.sql.tables import roll
from rembug_service.system import system_random
from rembug_service.work import Work


def register_cards(service: Service, election: ElectionId, data: bytes, credentials: bytes) -> int:
    """Take the card maker's signed list of a table; return the index of its event.

    Raises:
        InvalidRequest: CATATAN_SALAH.
        IllegalEvent: the list does not fit the table or the phase.
    """
    try:
        event = Event.parse(data)
        if event.election != election or not isinstance(event.body, CardsRegistered):
            raise InvalidRequest("CATATAN_SALAH", "Berkas ini bukan daftar kartu pemilihan ini.")
        check_signature(event, event.body.maker_key)
    except (BallotsError, CryptoError):
        raise InvalidRequest("CATATAN_SALAH", "Daftar kartu rusak atau tidak ditandatangani pembuatnya.") from None
    body = event.body

    def job(work: Work) -> int:
        table = work.board(election).state.tables.get(body.table)
        if table is not None and table.cards == body:
            return len(work.board(election).tree)
        work.blobs(election).put(credentials)
        return work.append_event(event)

    return service.write(job)


def seal_stage(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log the hashes of the booth's code, and that the stage may open."""
    bundles = tuple(
        Bundle(Label(each.text("name", 120)), Sha256(each.text("sha256", 64))) for each in payload.objects("bundles")
    )
    work.append(election, BoothSealed(bundles))
    work.append(election, StageSealed(StageId(payload.text("stage", 32)), officers))


def open_table(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log that a table opens with the key of its tablets.

    In a home round its left-over cards go out again, so what was kept of them is forgotten.
    """
    key, table = from_b64(payload.text("table_key", 43)), _table(payload)
    work.append(election, TableOpened(table, SigningKey(key), officers))
    left_cards.forget(work, election, table)


def _table(payload: Payload) -> TableNumber:
    return TableNumber(payload.number("table", 32_767))


def add_voter(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Add an adult who was left off the roll; she stands at its end."""
    table = _table(payload)
    person = payload.text("person", 10)
    state = work.board(election).state
    contest = state.contest(state.table(table).contest)
    own = electorate(state, contest.rules, voters(load_residents(work.connection, election)))
    if person not in {each.person for each in own}:
        raise NotFound("WARGA_TIDAK_ADA", f"Warga ini bukan pemilih {contest.rules.title} menurut daftar warga dewasa.")
    # A delegate stands on a roll of the stage before as well.
    here = (roll.c.election == election) & roll.c.number.in_(contest.tables)
    if work.connection.scalar(select(roll.c.roll).where(here, roll.c.person == person)):
        raise Conflict("SUDAH_DI_DAFTAR", "Warga ini sudah ada di daftar sebuah meja.")
    last = work.connection.scalar(
        select(func.max(roll.c.roll)).where(roll.c.election == election, roll.c.number == table)
    )
    work.connection.execute(
        insert(roll).values(
            election=election,
            number=table,
            roll=(last or 0) + 1,
            person=person,
            salt=system_random(SALT_BYTES),
            present=False,
        )
    )
    work.append(election, VoterAdded(table, Reason(payload.text("reason")), officers))


def refuse_voter(work: Work, election: ElectionId, payload: Payload, _officers: Officers) -> None:
    """Keep for the berita acara why somebody could not vote at a table.

    Nothing of it is an event, and neither a moment nor a person is kept: only the officers' reason, beside the table's
    other notes.

    Raises:
        Conflict: MEJA_BELUM_BUKA.
    """
    table = _table(payload)
    if not work.board(election).state.table(table).is_open:
        raise Conflict("MEJA_BELUM_BUKA", "Meja ini belum dibuka atau sudah ditutup.")
    add_closing_note(work, election, table, f"Tidak dapat dilayani memilih: {Reason(payload.text('reason'))}")


def whom(connection: Connection, election: ElectionId, payload: Payload) -> str:
    """Return the resident whom `add_voter` would add, as both officers must know her: name, L or P, RT, note.

    It is read when an officer looks, and stored nowhere.
    """
    person = payload.text("person", 10)
    for each in load_residents(connection, election):
        if each.person == person:
            parts = [each.name, each.sex, each.unit.label(), each.note]
            return " - ".join(part for part in parts if part)
    return ""


def replace_card(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log that a lost card was replaced; nobody can say which one."""
    work.append(election, CardReplaced(_table(payload), Reason(payload.text("reason")), officers))


def void_card(service: Service, election: ElectionId, body: CardVoided) -> None:
    """Take a torn card out: its own signed statement.

    Raises:
        InvalidRequest: KARTU_TIDAK_SAH.
        IllegalEvent: the card is not listed, used or voided.
    """
    table = service.board(election).state.table(body.table)
    try:
        verify_void(election, table.contest, body)
    except (BallotsError, CryptoError):
        raise InvalidRequest("KARTU_TIDAK_SAH", "Kartu ini tidak dapat dibaca.") from None
    service.write(lambda work: work.append(election, body))


def suspend(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Pause voting in a contest."""
    contest = ContestId(payload.text("contest", 32))
    work.append(election, ContestSuspended(contest, Reason(payload.text("reason")), officers))


def resume(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Go on after a pause."""
    contest = ContestId(payload.text("contest", 32))
    work.append(election, ContestResumed(contest, Reason(payload.text("reason")), officers))


def count_of(payload: Payload, name: str) -> Count:
    """Return a count that a payload states."""
    return Count(payload.number(name))
