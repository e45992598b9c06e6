"""Chapter 8: the cards: listed before the polls, each used at most once, the left-over ones shown."""

from __future__ import annotations

from rembug_ballots.cards import credential_of_secret, verify_void
from rembug_ballots.events.polling import BallotCast, CardsLeft, CardVoided
from rembug_ballots.events.setup import CardsRegistered
from rembug_ballots.ids import TableNumber
from rembug_ballots.signing import is_public_key
from rembug_ballots.verification.context import Context
from rembug_ballots.verification.polling_facts import PollingFacts
from rembug_ballots.verification.register import is_sorted_list, split

CREDENTIAL, SECRET = 32, 16
"""Bytes of a credential and of a card secret."""


class Cards:
    """The listed credentials, and what became of each."""

    def __init__(self) -> None:
        """Start with no card."""
        self.table_of: dict[bytes, TableNumber] = {}
        self.made: dict[TableNumber, int] = {}
        self.used: set[bytes] = set()
        self.voided: set[bytes] = set()
        self.unlisted_tables: set[TableNumber] = set()
        """Tables whose list is not in the record, so that nothing can be said of their cards."""


def check_cards(context: Context, facts: PollingFacts) -> Cards:
    """Check 8.1 to 8.6; return the cards for the chapter on ballots."""
    cards = Cards()
    for index, body in context.each(CardsRegistered):
        _check_list(context, cards, index, body)
    slugs = ("cards.lists", "cards.disjoint", "cards.number", "cards.balance", "cards.left")
    for table in (each for each in context.tables if each not in cards.made and each not in cards.unlisted_tables):
        for slug in slugs:
            context.findings.lack(slug, f"kartu meja {table} belum didaftarkan")
    if not context.tables:
        for slug in (*slugs, "cards.voids"):
            context.findings.lack(slug, "belum ada meja")
    cards.used = {body.credential for _, body in context.each(BallotCast)}
    _check_voids(context, cards)
    _check_left(context, cards, facts)
    _check_balance(context, cards, facts)
    return cards


def _check_list(context: Context, cards: Cards, index: int, body: CardsRegistered) -> None:
    findings = context.findings
    sealed = context.tables.get(body.table)
    fits = sealed is not None and sealed.contest == body.contest and body.table not in cards.made
    findings.require("cards.lists", fits, f"kartu meja {body.table} didaftarkan di luar daftar pemilih", index)
    if sealed is not None and context.rules is not None:
        most = context.rules.cards_for(sealed.adults)
        findings.require("cards.number", body.count <= most, f"{body.count} kartu, paling banyak {most}", index)
    data = context.blob("cards.lists", body.sha256, f"daftar kartu meja {body.table}", index)
    if data is None:
        cards.unlisted_tables.add(body.table)
        return
    findings.require(
        "cards.lists",
        is_sorted_list(data, CREDENTIAL, body.count),
        f"daftar kartu meja {body.table} tidak urut atau tidak sejumlah {body.count}",
        index,
    )
    pieces = split(data, CREDENTIAL)
    for credential in pieces:
        if not is_public_key(credential):
            findings.fail("cards.lists", f"kartu {credential.hex()[:12]} bukan kunci yang sah", index)
        elsewhere = cards.table_of.setdefault(credential, body.table) != body.table
        if elsewhere:
            findings.fail("cards.disjoint", f"kartu {credential.hex()[:12]} sudah terdaftar di meja lain", index)
    findings.looked("cards.lists", len(pieces))
    findings.looked("cards.disjoint", len(pieces))
    cards.made[body.table] = len(pieces)


def _check_voids(context: Context, cards: Cards) -> None:
    findings = context.findings
    first_use = {body.credential: index for index, body in reversed(list(context.each(BallotCast)))}
    for index, body in context.each(CardVoided):
        sealed = context.tables.get(body.table)
        listed = cards.table_of.get(body.credential) == body.table or body.table in cards.unlisted_tables
        findings.require("cards.voids", listed, "kartu yang dibatalkan tidak terdaftar untuk meja ini", index)
        fresh = body.credential not in cards.voided and first_use.get(body.credential, index) >= index
        findings.require("cards.voids", fresh, "kartu sudah dipakai atau sudah dibatalkan", index)
        cards.voided.add(body.credential)
        if sealed is not None and context.election is not None:
            with findings.guard("cards.voids", index, "pernyataan batal tidak sah"):
                verify_void(context.election, sealed.contest, body)
    findings.skip("cards.voids", "Tidak ada kartu yang dibatalkan.")


def _check_left(context: Context, cards: Cards, facts: PollingFacts) -> None:
    """A left-over secret shows its credential: were it voted, somebody voted with a card that nobody drew."""
    findings = context.findings
    given: set[TableNumber] = set()
    for index, body in context.each(CardsLeft):
        given.add(body.table)
        sealed = context.tables.get(body.table)
        data = context.blob("cards.left", body.sha256, f"kartu sisa meja {body.table}", index)
        if data is None or sealed is None or context.election is None:
            continue
        closings = facts.tables[body.table].closings if body.table in facts.tables else []
        closed = closings and closings[-1][0] < index and closings[-1][1].left == body.count
        sound = is_sorted_list(data, SECRET, body.count) and bool(closed)
        findings.require("cards.left", sound, f"kartu sisa meja {body.table} tidak cocok dengan penutupan", index)
        for secret in split(data, SECRET):
            if len(secret) == SECRET:
                credential = credential_of_secret(secret, context.election, sealed.contest, body.table)
                _judge_left(context, cards, index, body.table, credential)
    for table in (each for each in context.tables if each not in given):
        context.table_missing("cards.left", table, f"kartu sisa meja {table} belum ditunjukkan")


def _judge_left(context: Context, cards: Cards, index: int, table: TableNumber, credential: bytes) -> None:
    findings = context.findings
    findings.looked("cards.left")
    name = credential.hex()[:12]
    if credential in cards.used:
        findings.fail("cards.left", f"CARD_LEFT_BUT_VOTED: kartu sisa {name} di meja {table} telah dipakai", index)
    if credential in cards.voided:
        findings.fail("cards.left", f"kartu sisa {name} di meja {table} telah dibatalkan", index)
    if cards.table_of.get(credential) != table and table not in cards.unlisted_tables:
        findings.fail("cards.left", f"kartu sisa {name} tidak terdaftar di meja {table}", index)


def _check_balance(context: Context, cards: Cards, facts: PollingFacts) -> None:
    findings = context.findings
    for table in context.tables:
        closings = facts.tables[table].closings if table in facts.tables else []
        if not closings:
            context.table_missing("cards.balance", table, f"meja {table} belum ditutup")
            continue
        index, body = closings[-1]
        if table in cards.made:
            counted = body.ballots + body.voided + body.left + body.missing
            findings.require(
                "cards.balance",
                counted == cards.made[table],
                f"meja {table}: {cards.made[table]} kartu dibuat, {counted} terhitung",
                index,
            )
