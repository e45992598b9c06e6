"""Chapters 14 to 16: every text is settled, the count is recounted, the certified are those of the count."""

from __future__ import annotations

from typing import Final

from rembug_ballots.counting import count, quorum_met
from rembug_ballots.counting_codec import encode_result
from rembug_ballots.counting_model import CountingError, Decision, Outcome, Result
from rembug_ballots.events.polling import TableClosed
from rembug_ballots.events.setup import RegisterSealed
from rembug_ballots.events.tally import (
    AcceptanceRecorded,
    AdjudicationDecided,
    AdjudicationReversed,
    ContestOpened,
    ResultCertified,
    ResultCounted,
    TieSettled,
)
from rembug_ballots.ids import ContestId, PersonId
from rembug_ballots.names import distinct
from rembug_ballots.register import nominee_commitment
from rembug_ballots.state.result import lot_order
from rembug_ballots.verification.context import Context
from rembug_ballots.verification.findings import EXPECTED
from rembug_ballots.verification.minutes import check_minutes
from rembug_ballots.verification.register import split
from rembug_ballots.verification.sentences import sentence_of
from rembug_ballots.verification.tally import Opened
from rembug_crypto.merkle import MerkleTree

_ADJUDICATION: Final = tuple(f"adjudication.{part}" for part in ("complete", "one-person", "three", "nominee"))
_COUNT: Final = ("count.recount", "count.ties")
_CERTIFIED: Final = tuple(f"certification.{part}" for part in ("elected", "women", "minutes"))


def decisions_in_force(context: Context, contest: ContestId) -> dict[str, tuple[int, AdjudicationDecided]]:
    """Return the decision in force of each text."""
    found: dict[str, tuple[int, AdjudicationDecided]] = {}
    for at in context.readable:
        body = at.event.body
        if isinstance(body, AdjudicationDecided) and body.contest == contest:
            if body.string in found:
                words = f"“{body.string}” diputuskan dua kali"
                context.findings.fail("adjudication.one-person", words, at.index)
            found[body.string] = at.index, body
        elif isinstance(body, AdjudicationReversed) and body.contest == contest:
            found.pop(body.string, None)
    return found


def check_adjudication(context: Context, opened: Opened) -> None:
    """Check 14.1 to 14.4."""
    findings = context.findings
    if not context.contests:
        for slug in _ADJUDICATION:
            findings.lack(slug, "belum ada aturan yang menyebut pemilihan")
    for contest in context.contests:
        if context.last(ContestOpened, contest) is None or context.last(ResultCounted, contest) is None:
            context.stage_missing(_ADJUDICATION, contest, "tulisan belum selesai ditetapkan")
            if context.last(ContestOpened, contest) is None:
                continue
        decided = decisions_in_force(context, contest)
        rows = opened.rows.get(contest)
        if rows is None:
            findings.lack("adjudication.complete", "nama yang terbuka tidak dapat dihitung ulang")
        else:
            # In order, so that every run tells the same failures first.
            written = dict.fromkeys(distinct(rows))
            for text in written:
                if text not in decided and context.last(ResultCounted, contest) is not None:
                    findings.fail("adjudication.complete", f"“{text}” belum diputuskan")
            for text, (index, _body) in decided.items():
                if text not in written:
                    findings.fail("adjudication.complete", f"“{text}” tidak pernah ditulis", index)
            findings.looked("adjudication.complete", len(written))
        _check_decisions(context, contest, decided)


def _check_decisions(context: Context, contest: ContestId, decided: dict[str, tuple[int, AdjudicationDecided]]) -> None:
    findings = context.findings
    nominees = _nominees(context, contest)
    known: dict[PersonId, object] = {}
    for index, body in decided.values():
        three = len({*body.officers, body.monitor}) == 3
        findings.require("adjudication.three", three, "petugas dan pemantau bukan tiga orang", index)
        findings.looked("adjudication.one-person")
        if body.person is None:
            continue
        if known.setdefault(body.person.id, body.person) != body.person:
            findings.fail("adjudication.one-person", f"data warga {body.person.id} berbeda-beda", index)
        if nominees is None:
            findings.lack("adjudication.nominee", "daftar warga tidak disertakan")
        else:
            listed = nominee_commitment(body.person) in nominees
            findings.require("adjudication.nominee", listed, f"warga {body.person.id} tidak ada di daftar", index)
    if decided and not known:
        findings.looked("adjudication.nominee")


def _nominees(context: Context, contest: ContestId) -> set[bytes] | None:
    for _, body in context.each(RegisterSealed):
        for each in body.nominees:
            if each.contest == contest:
                data = context.blob("adjudication.nominee", each.sha256, "daftar warga")
                return None if data is None else set(split(data, 32))
    return None


def _recount(context: Context, opened: Opened, contest: ContestId, *, final: bool) -> Result | None:
    """Count again from the rows: as first counted, or with ties settled and refusals to serve."""
    rows, rules = opened.rows.get(contest), context.contests[contest]
    if rows is None or context.rules is None:
        return None
    decided = decisions_in_force(context, contest)
    decisions = {
        text: Decision(body.code.value, None if body.person is None else body.person.id)
        for text, (_, body) in decided.items()
    }
    sexes: dict[str, str] = {
        body.person.id: body.person.sex.value for _, body in decided.values() if body.person is not None
    }
    last = context.last(ResultCounted, contest)
    since = -1 if last is None else last[0]
    settled = [body.persons for index, body in context.of(TieSettled, contest) if final and index > since]
    answers = {body.person: body.willing for index, body in context.of(AcceptanceRecorded, contest)}
    declined = [person for person, willing in answers.items() if final and not willing]
    return count(rows, decisions, context.rules.count_rules(rules), sexes, settled=settled, declined=declined)


def check_count(context: Context, opened: Opened, tree: MerkleTree | None) -> None:
    """Check 15.1 to 15.3; ``tree`` is that of the log, None where it cannot be read."""
    findings = context.findings
    _check_lots(context, tree)
    if not context.contests:
        for slug in (*_COUNT, "count.quorum"):
            findings.lack(slug, "belum ada aturan yang menyebut pemilihan")
    for contest in context.contests:
        _check_quorum(context, contest)
        counted = context.last(ResultCounted, contest)
        if counted is None:
            context.stage_missing(_COUNT, contest, "suara belum dihitung")
            continue
        index, body = counted
        try:
            again = _recount(context, opened, contest, final=False)
        except (CountingError, *EXPECTED) as error:
            findings.require("count.recount", holds=False, reason=sentence_of(error), index=index)
            continue
        if again is None:
            for slug in _COUNT:
                findings.lack(slug, "nama yang terbuka tidak dapat dihitung ulang")
            continue
        same = encode_result(again) == body.result
        findings.require("count.recount", same, "hitung ulang memberi hasil lain", index)
        findings.looked("count.recount", again.ballots)
        # The fold judged each settlement; what is left is that every tie was settled before certifying.
        findings.looked("count.ties", 1 + len(context.of(TieSettled, contest)))


def _check_lots(context: Context, tree: MerkleTree | None) -> None:
    """A lot is drawn from a checkpoint of this very log: whoever could choose the root could choose the winner."""
    for index, body in context.each(TieSettled):
        lot = body.checkpoint
        if lot is None or body.dice is None:
            continue
        opened = context.last(ContestOpened, body.contest)
        drawn = (
            tree is not None
            and opened is not None
            and opened[0] < lot.size <= index
            and tree.root(lot.size) == lot.root
        )
        context.findings.require("count.ties", drawn, "undian tidak memakai tanda buku dari buku ini", index)
        order = body.persons == lot_order(lot.root, body.dice, body.persons)
        context.findings.require("count.ties", order, "urutan undian tidak mengikuti dadu", index)


def _check_quorum(context: Context, contest: ContestId) -> None:
    findings, closed = context.findings, context.closed.get(contest)
    if closed is None:
        context.stage_missing(("count.quorum",), contest, "belum ditutup")
        return
    index, body = closed
    checkins = {
        each.table: each.checkins
        for at, each in context.each(TableClosed)
        if at < index and each.table in context.tables and context.tables[each.table].contest == contest
    }
    base = sum(
        each.adults
        for _, register in context.each(RegisterSealed)
        for each in register.quorum_base
        if each.contest == contest
    )
    met = quorum_met(body.checkins, base, context.contests[contest].quorum_percent)
    right = body.checkins == sum(checkins.values()) and body.quorum_base == base and body.quorum_met is met
    findings.require("count.quorum", right, "angka kuorum tidak cocok dengan penutupan meja", index)


def check_certification(context: Context, opened: Opened) -> None:
    """Check 16.1 to 16.3."""
    findings = context.findings
    if not context.contests:
        for slug in _CERTIFIED:
            findings.lack(slug, "belum ada aturan yang menyebut pemilihan")
    for contest in context.contests:
        certified = context.last(ResultCertified, contest)
        if certified is None:
            context.stage_missing(_CERTIFIED, contest, "hasil belum ditetapkan")
            continue
        index, body = certified
        check_minutes(context, contest, index, body)
        try:
            final = _recount(context, opened, contest, final=True)
        except (CountingError, *EXPECTED) as error:
            findings.require("certification.elected", holds=False, reason=sentence_of(error), index=index)
            continue
        if final is None:
            for slug in _CERTIFIED[:2]:
                findings.lack(slug, "hitung ulang tidak dapat dibuat")
            continue
        _check_elected(context, index, body, final.outcome)


def _check_elected(context: Context, index: int, body: ResultCertified, outcome: Outcome) -> None:
    same = body.elected == outcome.elected and body.reserves == outcome.reserves
    context.findings.require("certification.elected", same, "yang ditetapkan bukan hasil hitungan", index)
    context.findings.looked("certification.elected", len(body.elected))
    stated = (body.women.elected, body.women.required, body.women.met)
    counted = (outcome.women_elected, outcome.women_required, outcome.women_met)
    context.findings.require("certification.women", stated == counted, "keterwakilan perempuan salah hitung", index)
