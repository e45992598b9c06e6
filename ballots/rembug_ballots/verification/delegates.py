"""Check 7.4: whoever votes as a delegate, or is written as one, was elected at the stage before.

The rolls are commitments whose salts stay with the committee, so of the electorate only the number can be checked; a
list of nominees shows each delegate, because the decisions that name them show their salts.
"""

from __future__ import annotations

from rembug_ballots.events.polling import ContestRevote, VoterAdded
from rembug_ballots.events.setup import RegisterSealed, SealedNominees
from rembug_ballots.events.tally import AdjudicationDecided, MemberReplaced, ResultCertified
from rembug_ballots.ids import ContestId, PersonId
from rembug_ballots.register import nominee_commitment
from rembug_ballots.replacements import serving
from rembug_ballots.rules import ContestRules, Electorate, NomineeSet, Stage
from rembug_ballots.verification.context import Context
from rembug_ballots.verification.register import COMMITMENT, split

_SLUG = "register.delegates"


def check_delegates(context: Context) -> None:
    """Check 7.4."""
    stages = context.rules.stages if context.rules else ()
    for place, stage in enumerate(stages):
        for contest in stage.contests:
            if Electorate.UTUSAN is contest.electorate or NomineeSet.UTUSAN is contest.nominees:
                _check_contest(context, contest, stages[place - 1] if place else None)
    if stages:
        context.findings.skip(_SLUG, "Tata tertib tidak mengenal utusan.")
    else:
        context.findings.lack(_SLUG, "belum ada aturan yang menyebut pemilihan")


def _check_contest(context: Context, contest: ContestRules, before: Stage | None) -> None:
    findings, sealed = context.findings, _sealed(context, contest.id)
    if sealed is None:
        findings.lack(_SLUG, f"daftar pemilih untuk pemilihan '{contest.id}' belum dikunci")
        return
    index, nominees = sealed
    elected = _elected(context, contest, before, index)
    if contest.electorate is Electorate.UTUSAN:
        tables = {number for number, table in context.tables.items() if table.contest == contest.id}
        added = sum(body.table in tables for _, body in context.each(VoterAdded))
        voters = added + sum(context.tables[number].adults for number in tables)
        words = f"'{contest.id}' punya {voters} pemilih untuk {len(elected)} utusan"
        findings.require(_SLUG, voters <= len(elected), words, index)
    if contest.nominees is NomineeSet.UTUSAN and nominees is not None:
        data = context.blob(_SLUG, nominees.sha256, f"daftar warga '{contest.id}'", index)
        known = {
            nominee_commitment(body.person)
            for _, body in context.each(AdjudicationDecided)
            if body.person is not None and body.person.id in elected
        }
        within = data is None or set(split(data, COMMITMENT)) <= known
        findings.require(_SLUG, within, f"daftar warga '{contest.id}' memuat yang bukan utusan", index)


def _sealed(context: Context, contest: ContestId) -> tuple[int, SealedNominees | None] | None:
    for index, body in context.each(RegisterSealed):
        if any(table.contest == contest for table in body.tables):
            return index, next((each for each in body.nominees if each.contest == contest), None)
    return None


def _elected(context: Context, contest: ContestRules, before: Stage | None, index: int) -> set[PersonId]:
    """Return who was elected at the stage before; all of it must be settled when the register is sealed."""
    elected: set[PersonId] = set()
    if before is None:
        context.findings.fail(_SLUG, f"'{contest.id}' dipilih oleh utusan tanpa tahap sebelumnya", index)
        return elected
    for each in before.contests:
        certified = [body for at, body in context.of(ResultCertified, each.id) if at < index]
        ended = any(at < index for at, _ in context.of(ContestRevote, each.id))
        words = f"daftar pemilih '{contest.id}' dikunci sebelum hasil '{each.id}' ditetapkan"
        context.findings.require(_SLUG, bool(certified) or ended, words, index)
        if certified:
            replaced = [body for at, body in context.of(MemberReplaced, each.id) if at < index]
            elected.update(serving(certified[-1], replaced))
    return elected
