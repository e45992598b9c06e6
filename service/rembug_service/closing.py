"""Closing tables with their counts and left-over cards, and closing the contest with its quorum."""

import hashlib
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from rembug_ballots.cards import credential_of_secret
from rembug_ballots.events.fields import Count, Ordinal, Reason
from rembug_ballots.events.polling import (
    CheckinList,
    ContestClosed,
    ContestRevote,
    HomeRoundOpened,
    TableClosed,
)
from rembug_ballots.ids import ContestId, ElectionId, Officers, Sha256, TableNumber
from rembug_service import left_cards
from rembug_service.closing_notes import add_closing_note
from rembug_service.codes import from_b64
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.payload import Payload
from rembug_service.sql.tables import roll
from rembug_service.tablet_memory import Tablet
from rembug_service.work import Work

_LONGEST_NAME: Final = 20
_MOST_TABLETS: Final = 100


def close_table(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log the counts of a table and the sorted list of its check-ins, and take the secrets of its left-over cards.

    The secrets are logged at once where the table cannot open again, and else when that is certain: the contest closes
    with its quorum, or after its home round, or ends without a result.

    As long as somebody who came has no ballot in the log, it may still wait on a tablet, and no ballot enters once the
    table is closed.  Then the officers state that they saw the tablets empty, or why they close all the same.

    Raises:
        InvalidRequest: KARTU_SISA_SALAH: a left-over secret belongs to no card of this table, or was used.
        Conflict: the counts do not add up; TABLET_BELUM_KOSONG or SUARA_TERTINGGAL_BERTAMBAH.
        IllegalEvent: the table is not open.
    """
    number = TableNumber(payload.number("table", 32_767))
    state = work.board(election).state
    table = state.table(number)
    secrets = sorted({from_b64(each) for each in payload.texts("left_secrets")})
    _check_left(work, election, number, secrets)
    rolls = work.connection.scalars(
        select(roll.c.roll)
        .where(roll.c.election == election, roll.c.number == number, roll.c.present)
        .order_by(roll.c.roll)
    ).all()
    made = 0 if table.cards is None else table.cards.count
    missing = made - table.ballots - table.voided - len(secrets)
    if missing < 0:
        raise Conflict("KARTU_TIDAK_COCOK", "Kartu sisa lebih banyak daripada kartu yang belum dipakai. Pindai ulang.")
    walked_away = payload.number("walked_away")
    unsent = unsent_ballots(len(rolls), table.replaced, table.ballots, walked_away)
    note = _unsent_note(payload, unsent, work.boards.tablets.of(election, 0, number))
    body = TableClosed(
        table=number,
        checkins=Count(len(rolls)),
        ballots=Count(table.ballots),
        voided=Count(table.voided),
        replaced=Count(table.replaced),
        added=Count(table.added),
        left=Count(len(secrets)),
        missing=Count(missing),
        walked_away=Count(walked_away),
        assisted=Count(payload.number("assisted")),
        paper_signatures=Count(payload.number("paper_signatures")),
        officers=officers,
    )
    work.append(election, body)
    work.append(election, CheckinList(number, tuple(Ordinal(each) for each in rolls)))
    if note:
        add_closing_note(work, election, number, note)
    left_cards.hold(work, election, number, secrets)
    left_cards.show_settled(work, election, table.contest)


def unsent_ballots(present: int, replaced: int, ballots: int, walked_away: int) -> int:
    """Return how many ballots of a table can still be kept on its tablets.

    Whoever came or had a card replaced could vote; whose ballot is in, and who went without voting, no longer count.
    """
    return max(0, present + replaced - ballots - walked_away)


def _unsent_note(payload: Payload, unsent: int, tablets: Sequence[Tablet]) -> str:
    """Return what the officers say of ballots that may have stayed behind, empty where there can be none.

    Raises:
        Conflict: TABLET_BELUM_KOSONG or SUARA_TERTINGGAL_BERTAMBAH.
    """
    if unsent > payload.number("unsent"):
        raise Conflict(
            "SUARA_TERTINGGAL_BERTAMBAH",
            f"Sekarang {unsent} suara masih bisa tertinggal di tablet, lebih banyak daripada usul ini. Ajukan lagi.",
        )
    holding = [each.name for each in tablets if each.waiting]
    if not unsent and not holding:
        return ""
    empty = [each[:_LONGEST_NAME] for each in payload.texts("tablets_empty")[:_MOST_TABLETS]]
    reason = payload.optional("unsent_reason")
    unseen = [each.name for each in tablets if each.name not in empty or each.waiting]
    if reason is None and (unseen or not empty):
        raise Conflict(
            "TABLET_BELUM_KOSONG",
            f"{unsent} suara masih bisa tertinggal di tablet. Lihat setiap tablet sampai kosong"
            f"{': ' + ', '.join(unseen) if unseen else ''}, atau tulis alasan menutup.",
        )
    parts = [f"{unsent} suara masih bisa tertinggal di tablet saat meja ditutup."]
    if empty:
        parts.append(f"Tablet yang dilihat kosong: {', '.join(empty)}.")
    if reason is not None:
        parts.append(f"Alasan menutup: {reason}")
    return " ".join(parts)


def _check_left(work: Work, election: ElectionId, number: TableNumber, secrets: list[bytes]) -> None:
    state = work.board(election).state
    contest = state.table(number).contest
    for secret in secrets:
        if len(secret) != left_cards.SECRET_BYTES:
            raise InvalidRequest("KARTU_SISA_SALAH", "Ada kartu sisa yang tidak terbaca. Pindai ulang.")
        credential = credential_of_secret(secret, election, contest, number)
        if state.cards.table_of.get(credential) != number:
            raise InvalidRequest("KARTU_SISA_SALAH", "Ada kartu sisa yang bukan milik meja ini.")
        if credential in state.cards.used:
            raise InvalidRequest(
                "KARTU_SISA_TERPAKAI",
                "Ada kartu di tumpukan sisa yang sudah dipakai memilih. Catat dalam berita acara, sisihkan kartu itu.",
            )
        if credential in state.cards.voided:
            raise InvalidRequest("KARTU_SISA_SALAH", "Ada kartu batal di tumpukan sisa. Sisihkan kartu itu.")


def close_contest(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log that all tables are closed: the list to be mixed, and whether the quorum is met."""
    contest = ContestId(payload.text("contest", 32))
    state = work.board(election).state
    found = state.contest(contest)
    body = ContestClosed(
        contest=contest,
        ballots=Count(len(found.ballots)),
        input=_hash(found.mix_input()),
        checkins=Count(state.contest_checkins(found)),
        quorum_base=Count(found.quorum_base or 0),
        quorum_met=state.reaches_quorum(found),
        officers=officers,
    )
    work.append(election, body)
    left_cards.show_settled(work, election, contest)


def _hash(data: bytes) -> Sha256:
    return Sha256(hashlib.sha256(data).hexdigest())


def open_home_round(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Go from house to house after a missed quorum."""
    contest = ContestId(payload.text("contest", 32))
    work.append(election, HomeRoundOpened(contest, Reason(payload.text("reason")), officers))


def call_revote(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """End a contest without a result; its ciphertexts stay unopened."""
    contest = ContestId(payload.text("contest", 32))
    work.append(election, ContestRevote(contest, Reason(payload.text("reason")), officers))
    left_cards.show_settled(work, election, contest)
