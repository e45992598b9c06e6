"""Chapters 11 to 13: from exactly the accepted ballots, through the mixes, to the opened names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from rembug_ballots.events.tally import ContestOpened, MixDone, MixingFinished, OpeningFactor, OpeningOrdered
from rembug_ballots.ids import ContestId
from rembug_ballots.names import distinct, from_slot, rows_blob, strings_blob
from rembug_ballots.rules import ContestRules
from rembug_ballots.state import ElectionState
from rembug_ballots.verification.context import Context
from rembug_ballots.verification.findings import EXPECTED
from rembug_ballots.verification.keys import commitments_of, verification_keys_of
from rembug_ballots.verification.sentences import sentence_of
from rembug_crypto import opening, shuffle_proof
from rembug_crypto.ceremony import Commitments
from rembug_crypto.elgamal import Ciphertexts, PublicKey
from rembug_crypto.randomness import RandomSource
from rembug_crypto.shuffle_proof import ShuffleProof, ShuffleStatement

_MIXING: Final = tuple(f"mixing.{part}" for part in ("input", "chain", "proofs", "mixers"))
_OPENING: Final = ("opening.ordered", "opening.factors", "opening.holders", "names.rows", "names.texts")

Row = tuple[str | None, ...]


@dataclass(slots=True)
class Opened:
    """What the verifier itself computed.

    Attributes:
        rows: opened names of each contest whose opening could be recomputed.
    """

    rows: dict[ContestId, list[Row]] = field(default_factory=dict)


def check_tally(context: Context, state: ElectionState, random: RandomSource) -> Opened:
    """Check 11.1 to 13.2 for every contest; return the opened rows."""
    opened = Opened()
    commitments = commitments_of(context, state)
    if not context.contests:
        for slug in (*_MIXING, *_OPENING):
            context.findings.lack(slug, "belum ada aturan yang menyebut pemilihan")
    for contest, rules in context.contests.items():
        last = _check_mixes(context, contest, rules, random)
        if last is not None:
            _check_opening(context, contest, last, commitments, opened)
    return opened


def _key(context: Context, rules: ContestRules) -> PublicKey | None:
    if context.key_bytes is None:
        return None
    try:
        return PublicKey.from_bytes(context.key_bytes[: 32 * rules.width])
    except EXPECTED:
        return None


def _check_mixes(context: Context, contest: ContestId, rules: ContestRules, random: RandomSource) -> Ciphertexts | None:
    """Return the last mixed list, decoded, or None where it is not there or not sound."""
    findings = context.findings
    closed, finished = context.closed.get(contest), context.last(MixingFinished, contest)
    mixes = context.of(MixDone, contest)
    if closed is None or finished is None:
        context.stage_missing((*_MIXING, *_OPENING), contest, "suara belum selesai diacak")
        if closed is None or not mixes:
            return None
    index, closing = closed
    data = b"".join(body.ciphertext for _, body in context.ballots.get(contest, []))
    name = hashlib.sha256(data).hexdigest()
    findings.require("mixing.input", closing.input == name, "daftar suara yang ditutup bukan yang diterima", index)
    findings.looked("mixing.input", len(context.ballots.get(contest, [])))
    key = _key(context, rules)
    try:
        present = Ciphertexts.from_bytes(data, rules.width)
    except EXPECTED as error:
        findings.fail("mixing.input", sentence_of(error), index)
        return None
    for step, (place, mix) in enumerate(mixes, start=1):
        linked = mix.input == name and mix.step == step
        findings.require("mixing.chain", linked, f"pengacakan {mix.step} tidak mulai dari hasil sebelumnya", place)
        findings.progress("mixing.proofs", step, len(mixes))
        output = _check_mix(context, rules, key, present, place, mix, random)
        if output is None:
            return None
        name, present = mix.output, output
    if finished is not None:
        place, body = finished
        whole = body.list == name and body.steps == len(mixes)
        findings.require("mixing.chain", whole, "daftar akhir bukan hasil pengacakan terakhir", place)
        least = context.rules.mixers if context.rules else 1
        enough = len({mix.holder for _, mix in mixes}) == len(mixes) >= least
        findings.require("mixing.mixers", enough, f"pengacak kurang dari {least} pemegang yang berbeda", place)
    return present


def _check_mix(
    context: Context,
    rules: ContestRules,
    key: PublicKey | None,
    present: Ciphertexts,
    place: int,
    mix: MixDone,
    random: RandomSource,
) -> Ciphertexts | None:
    output = context.blob("mixing.proofs", mix.output, f"hasil pengacakan {mix.step}", place)
    proof = context.blob("mixing.proofs", mix.proof, f"bukti pengacakan {mix.step}", place)
    if output is None or proof is None or key is None or context.election is None:
        context.findings.lack("mixing.proofs", "kunci, hasil, atau bukti pengacakan tidak ada")
        return None
    with context.findings.guard("mixing.proofs", place, f"pengacakan {mix.step}"):
        decoded = Ciphertexts.from_bytes(output, rules.width)
        statement = ShuffleStatement(context.election, mix.contest, mix.holder, mix.step, key, present, decoded)
        shuffle_proof.verify(statement, ShuffleProof.from_bytes(proof, len(present), rules.width), random)
        return decoded
    return None


def _check_opening(
    context: Context, contest: ContestId, last: Ciphertexts, commitments: list[Commitments] | None, opened: Opened
) -> None:
    findings = context.findings
    ordered, done = context.last(OpeningOrdered, contest), context.last(ContestOpened, contest)
    finished = context.last(MixingFinished, contest)
    if done is not None:
        # Both blobs are recomputed from the factors; where they are in the record, they are known.
        context.asked.update((done[1].rows, done[1].strings))
    if ordered is None or done is None or finished is None:
        context.stage_missing(_OPENING, contest, "suara belum dibuka")
        return
    in_order = finished[0] < ordered[0] < done[0] and ordered[1].list == finished[1].list
    findings.require("opening.ordered", in_order, "pembukaan tidak menurut perintah", ordered[0])
    threshold = context.rules.threshold if context.rules else 0
    holders = done[1].holders
    right = len(set(holders)) == len(holders) == threshold
    findings.require("opening.holders", right, f"dibuka {len(holders)} pemegang, ditetapkan {threshold}", done[0])
    factors = _check_factors(context, contest, last, commitments)
    if factors is None or not right or not set(holders) <= factors.keys():
        for slug in ("names.rows", "names.texts"):
            findings.lack(slug, "bagian pembuka tidak lengkap atau tidak terbukti")
        return
    used = {int(holder): factors[holder] for holder in holders}
    slots = opening.open_slots(last, used, threshold)
    texts = [None if slot is None else from_slot(slot) for slot in slots]
    width = last.width // 2
    rows: list[Row] = [tuple(texts[start : start + width]) for start in range(0, len(texts), width)]
    opened.rows[contest] = rows
    _check_names(context, done, rows)


def _check_factors(
    context: Context, contest: ContestId, last: Ciphertexts, commitments: list[Commitments] | None
) -> dict[int, bytes] | None:
    findings, slug = context.findings, "opening.factors"
    if commitments is None or context.election is None:
        findings.lack(slug, "kunci para pemegang tidak dapat dihitung")
        return None
    found: dict[int, bytes] = {}
    for index, body in context.of(OpeningFactor, contest):
        words = f"bagian pembuka pemegang {body.holder}"
        data = context.blob(slug, body.factors, words, index)
        proof = context.blob(slug, body.proof, f"bukti {words}", index)
        if data is None or proof is None:
            continue
        with findings.guard(slug, index, words):
            keys = verification_keys_of(commitments, body.holder, last.width)
            statement = opening.OpeningStatement(context.election, contest, body.holder, keys, last)
            opening.verify(statement, opening.factors_from_bytes(data, len(last), last.width), proof)
            found[int(body.holder)] = data
    return found


def _check_names(context: Context, done: tuple[int, ContestOpened], rows: list[Row]) -> None:
    findings = context.findings
    index, body = done
    same = hashlib.sha256(rows_blob(rows)).hexdigest() == body.rows
    findings.require("names.rows", same, "nama yang terbuka bukan yang tercatat", index)
    findings.looked("names.rows", len(rows))
    same = hashlib.sha256(strings_blob(rows)).hexdigest() == body.strings
    findings.require("names.texts", same, "daftar tulisan bukan dari nama yang terbuka", index)
    findings.looked("names.texts", len(distinct(rows)))
