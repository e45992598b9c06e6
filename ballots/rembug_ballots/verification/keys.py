"""Chapters 5 and 6: the key ceremony and the rehearsal."""

from __future__ import annotations

from typing import Final

from rembug_ballots.events.ceremony import CeremonyConfirmed, RehearsalSet
from rembug_ballots.events.polling import TableOpened
from rembug_ballots.names import from_slot, to_slots
from rembug_ballots.state import ElectionState
from rembug_ballots.state.ceremony import ceremony_hash
from rembug_ballots.verification.context import Context
from rembug_ballots.verification.findings import EXPECTED
from rembug_crypto import opening
from rembug_crypto.ceremony import CeremonyContext, Commitments, joint_key, open_commitments, verification_keys
from rembug_crypto.elgamal import Ciphertexts, PublicKey, encrypt
from rembug_crypto.encoding import decode_slots, encode_slots
from rembug_crypto.group import Elements, Scalar, Scalars

_SLUGS: Final = tuple(f"ceremony.{part}" for part in ("holders", "commitments", "proofs", "confirmations", "keys"))
REHEARSAL: Final = "rehearsal"
REHEARSAL_NAME: Final = "LATIHAN"


def commitments_of(context: Context, state: ElectionState, slug: str = "ceremony.proofs") -> list[Commitments] | None:
    """Return the checked commitments of all holders of the run in force, or None where some are missing or wrong."""
    rules, run = state.rules, state.ceremony
    if rules is None or context.election is None or len(run.revealed) != rules.holders:
        return None
    frame = CeremonyContext(context.election, run.number, rules.holders, rules.threshold, rules.max_width)
    found: list[Commitments] = []
    for holder in sorted(run.revealed):
        blob = context.blob(slug, run.revealed[holder].sha256, f"bagian kunci pemegang {holder}")
        if blob is None:
            return None
        with context.findings.guard(slug, words=f"pemegang {holder}"):
            found.append(open_commitments(frame, holder, blob))
    return found if len(found) == rules.holders else None


def check_ceremony(context: Context, state: ElectionState) -> None:
    """Check 5.1 to 5.5."""
    findings, run, rules = context.findings, state.ceremony, state.rules
    if rules is None or run.keys is None:
        for slug in _SLUGS:
            findings.lack(slug, "kunci bersama belum dibuat")
        return
    registered = len(run.holders) == rules.holders
    findings.require("ceremony.holders", registered, "pemegang kunci belum lengkap")
    for holder, said in run.committed.items():
        shown = run.revealed.get(holder)
        same = shown is not None and shown.sha256 == said
        findings.require("ceremony.commitments", same, f"pemegang {holder} membuka yang lain")
    _check_confirmations(context, state)
    commitments = commitments_of(context, state)
    if commitments is None:
        findings.lack("ceremony.keys", "bagian kunci pemegang tidak lengkap")
        return
    with findings.guard("ceremony.keys"):
        same = joint_key(commitments).to_bytes() == run.keys == context.key_bytes
        findings.require("ceremony.keys", same, "kunci bersama bukan gabungan bagian para pemegang")


def _check_confirmations(context: Context, state: ElectionState) -> None:
    """Check 5.4: every holder confirmed, and confirmed the run that stands in this log."""
    findings, run, rules = context.findings, state.ceremony, state.rules
    expected, confirmed = ceremony_hash(run), set[int]()
    for index, body in context.each(CeremonyConfirmed):
        if body.ceremony == run.number:
            same = body.ceremony_hash == expected
            findings.require("ceremony.confirmations", same, f"pemegang {body.holder} menegaskan yang lain", index)
            confirmed.add(body.holder)
    everybody = rules is not None and confirmed == set(range(1, rules.holders + 1))
    findings.require("ceremony.confirmations", everybody, "belum semua pemegang menegaskan")


def verification_keys_of(commitments: list[Commitments], holder: int, width: int) -> Elements:
    """Return the verification keys of a holder for a contest of this width."""
    return verification_keys(commitments, holder)[:width]


def _test_rows(context: Context, keys: bytes, rehearsal: RehearsalSet, width: int) -> Ciphertexts | None:
    """Recompute the test ciphertext, and return it decoded, or None where it is malformed."""
    slug = "rehearsal.ciphertext"
    with context.findings.guard(slug):
        slots = encode_slots(to_slots([REHEARSAL_NAME], width // 2))
        made = encrypt(slots, PublicKey.from_bytes(keys), Scalars.of([Scalar.from_bytes(rehearsal.randomness)]))
        same = made.to_bytes() == rehearsal.ciphertext
        context.findings.require(slug, same, "suara latihan bukan dari bilangan acaknya")
        return Ciphertexts.from_bytes(rehearsal.ciphertext, width)
    return None


def check_rehearsal(context: Context, state: ElectionState) -> None:
    """Check 6.1 to 6.3."""
    findings, run, rules = context.findings, state.ceremony, state.rules
    slugs = ("rehearsal.ciphertext", "rehearsal.factors", "rehearsal.name")
    opened = next((index for index, _ in context.each(TableOpened)), None)
    if run.passed is None and opened is not None:
        findings.require("rehearsal.name", holds=False, reason="meja dibuka sebelum latihan selesai", index=opened)
    if rules is None or run.keys is None or run.rehearsal is None or run.passed is None:
        for slug in slugs:
            findings.lack(slug, "latihan membuka suara belum selesai")
        return
    rehearsal = run.rehearsal
    rows = _test_rows(context, run.keys, rehearsal, rules.max_width)
    commitments = commitments_of(context, state, "rehearsal.factors")
    if rows is None or commitments is None or context.election is None:
        for slug in slugs[1:]:
            findings.lack(slug, "latihan tidak dapat dihitung ulang")
        return
    factors = {}
    for holder, given in run.factors.items():
        with findings.guard("rehearsal.factors", words=f"pemegang {holder}"):
            keys = verification_keys(commitments, holder)
            statement = opening.OpeningStatement(context.election, REHEARSAL, holder, keys, rows)
            decoded = opening.factors_from_bytes(given.factors, 1, rules.max_width)
            opening.verify(statement, decoded, given.proof)
            factors[int(holder)] = decoded
    used = {int(holder): factors[holder] for holder in sorted(run.passed)[: rules.threshold] if holder in factors}
    if len(used) < rules.threshold:
        findings.require("rehearsal.name", holds=False, reason="pemegang yang membuka latihan kurang")
        return
    try:
        slots = decode_slots(opening.combine(rows, used, rules.threshold))
        names = [None if slot is None else from_slot(slot) for slot in slots]
    except EXPECTED:
        names = []
    read = names[:1] == [REHEARSAL_NAME] and all(name == "" for name in names[1:])
    findings.require("rehearsal.name", read, "latihan tidak terbaca LATIHAN")
