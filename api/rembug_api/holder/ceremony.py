"""A key holder's steps in the ceremony and the rehearsal.  Source: docs/protocol.md section 6.

Every function is pure: state and messages in, signed event out.  The state must come from a log that the caller
checked; the messages may come from anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rembug_api.holder.common import all_commitments, check_own, check_run, context_of, secret_scalars, signed
from rembug_api.holder.errors import HolderRefusal
from rembug_api.holder.secret import HolderSecret
from rembug_ballots.events.ceremony import (
    CeremonyCommitted,
    CeremonyComplained,
    CeremonyConfirmed,
    CeremonyRevealed,
    CeremonyShared,
    HolderRegistered,
    RehearsalFactor,
    SealedShare,
)
from rembug_ballots.events.fields import (
    BoxKey,
    CeremonyHash,
    FactorProof,
    FactorRow,
    Label,
    Ordinal,
    Reason,
    SigningKey,
)
from rembug_ballots.events.signing import sign_event
from rembug_ballots.ids import ElectionId, HolderNumber
from rembug_ballots.names import to_slots
from rembug_ballots.state import BlobSource, ElectionState
from rembug_ballots.state.blobs import name_of
from rembug_ballots.state.ceremony import ceremony_hash
from rembug_crypto import ceremony as dkg
from rembug_crypto import opening
from rembug_crypto.ceremony import Commitments, Polynomials
from rembug_crypto.ceremony_shares import ShareRoute, check_share, open_share, seal_share, secret_keys
from rembug_crypto.elgamal import Ciphertexts, PublicKey, encrypt
from rembug_crypto.encoding import encode_slots
from rembug_crypto.errors import CeremonyFault, MalformedEncoding
from rembug_crypto.group import GENERATOR_BASE, Scalar, Scalars
from rembug_crypto.opening import OpeningStatement
from rembug_crypto.randomness import RandomSource

REHEARSAL_NAME = "LATIHAN"
REHEARSAL_CONTEST = "rehearsal"


@dataclass(frozen=True, slots=True)
class SharedStep:
    """The shares of one holder: the signed event, and what each receiver gets."""

    event: bytes
    sealed: Mapping[int, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a holder says about the run.

    Attributes:
        event: a signed ``ceremony.confirmed``, or ``ceremony.complained``.
        against: the holder complained about, or None.
    """

    event: bytes
    against: int | None


def register(election: ElectionId, number: int, name: str, secret: HolderSecret) -> bytes:
    """Return the signed ``holder.registered`` with the holder's public keys."""
    body = HolderRegistered(HolderNumber(number), Label(name), SigningKey(secret.signing_key), BoxKey(secret.box_key))
    return sign_event(election, body, secret.signing_seed).data


def commit(state: ElectionState, number: int, secret: HolderSecret, random: RandomSource) -> tuple[bytes, HolderSecret]:
    """Draw the polynomials of this run; return the signed ``ceremony.committed`` and the secret to keep.

    A secret that has polynomials of this run keeps them: asked again, the same event comes out.

    Raises:
        HolderRefusal: the log knows somebody else under this number.
    """
    holder, context = HolderNumber(number), context_of(state)
    check_own(state, holder, secret)
    kept = secret
    if secret.ceremony != context.ceremony or not secret.commitments:
        polynomials = Polynomials.draw(context, random)
        blob = dkg.commit(context, holder, polynomials, random)
        kept = secret.in_run(context.ceremony, polynomials.to_bytes(), blob)
    body = CeremonyCommitted(Ordinal(context.ceremony), holder, name_of(kept.commitments))
    return signed(state, body, kept), kept


def reveal(state: ElectionState, number: int, secret: HolderSecret) -> tuple[bytes, bytes]:
    """Return the signed ``ceremony.revealed`` and the commitment blob.

    Raises:
        HolderRefusal: not everybody has committed; whoever sees the blob earlier could choose theirs after it.
    """
    holder, context = HolderNumber(number), context_of(state)
    check_own(state, holder, secret)
    check_run(state, secret)
    if len(state.ceremony.committed) != context.holders:
        raise HolderRefusal("Belum semua pemegang kunci mengunci bagiannya. Tunggu dulu.")
    if state.ceremony.committed.get(holder) != name_of(secret.commitments):
        raise HolderRefusal("Bagian Anda yang tercatat di papan bukan yang ada di perangkat ini.")
    body = CeremonyRevealed(Ordinal(context.ceremony), holder, name_of(secret.commitments))
    return signed(state, body, secret), secret.commitments


def share(
    state: ElectionState, blobs: BlobSource, number: int, secret: HolderSecret, random: RandomSource
) -> SharedStep:
    """Seal the shares for all other holders.

    Raises:
        CeremonyFault: the commitments of a holder do not hold, or a box key seals nothing.
        HolderRefusal: the commitments are not all there.
    """
    holder, context = HolderNumber(number), context_of(state)
    check_own(state, holder, secret)
    check_run(state, secret)
    all_commitments(state, blobs)
    polynomials = _polynomials(state, secret)
    sealed = {
        other: seal_share(
            ShareRoute(context, holder, other),
            polynomials,
            secret.box_secret,
            state.ceremony.holders[HolderNumber(other)].box_key,
            random,
        )
        for other in range(1, context.holders + 1)
        if other != holder
    }
    shares = tuple(SealedShare(HolderNumber(other), name_of(data)) for other, data in sealed.items())
    return SharedStep(signed(state, CeremonyShared(Ordinal(context.ceremony), holder, shares), secret), sealed)


def confirm(
    state: ElectionState, blobs: BlobSource, number: int, secret: HolderSecret, sealed: Mapping[int, bytes]
) -> Verdict:
    """Check commitments and shares of everybody; confirm the run, or complain about the first who is at fault.

    Args:
        state: with the shares of all holders.
        blobs: where the revealed commitments are.
        number: the holder.
        secret: hers.
        sealed: the sealed shares for her, by sender.

    Raises:
        HolderRefusal: a message was lost or changed on its way: nobody is to blame but who carried it.
    """
    holder = HolderNumber(number)
    check_own(state, holder, secret)
    check_run(state, secret)
    run = Ordinal(state.ceremony.number)
    try:
        _shares(state, all_commitments(state, blobs), holder, secret, sealed)
    except CeremonyFault as fault:
        return complain(state, number, secret, fault)
    confirmed = CeremonyConfirmed(run, holder, CeremonyHash(ceremony_hash(state.ceremony)))
    return Verdict(signed(state, confirmed, secret), None)


def complain(state: ElectionState, number: int, secret: HolderSecret, fault: CeremonyFault) -> Verdict:
    """Complain about the holder whom ``share`` or ``confirm`` found at fault; the run has to be made anew.

    Raises:
        HolderRefusal: it is her own part that does not hold: the board shows another one than her device made.
    """
    holder = HolderNumber(number)
    if fault.holder == holder:
        raise HolderRefusal("Bagian Anda di papan bukan yang dibuat perangkat ini.") from None
    reason = f"Bagian dari pemegang nomor {fault.holder} tidak cocok dengan kuncinya."
    run = Ordinal(state.ceremony.number)
    body = CeremonyComplained(run, holder, HolderNumber(fault.holder), Reason(reason))
    return Verdict(signed(state, body, secret), fault.holder)


def finish(
    state: ElectionState, blobs: BlobSource, number: int, secret: HolderSecret, sealed: Mapping[int, bytes]
) -> HolderSecret:
    """Compute the holder's secret keys and check the joint keys of the log; return the secret to keep.

    Raises:
        HolderRefusal: the joint keys are not there yet, or are not those of the commitments.
        CeremonyFault: a share does not hold, though she confirmed.
    """
    holder = HolderNumber(number)
    check_own(state, holder, secret)
    check_run(state, secret)
    keys = state.ceremony.keys
    if keys is None:
        raise HolderRefusal("Kunci bersama belum jadi. Tunggu semua pemegang kunci menyatakan cocok.")
    if secret.secret_keys:
        secret_scalars(state, secret)
        return secret
    commitments = all_commitments(state, blobs)
    own = secret_keys(_shares(state, commitments, holder, secret, sealed))
    public = GENERATOR_BASE.times(own).to_bytes()
    joint = dkg.joint_key(commitments).to_bytes()
    if joint != bytes(keys) or public != dkg.verification_keys(commitments, holder).to_bytes():
        raise HolderRefusal("Kunci bersama di papan tidak berasal dari bagian para pemegang kunci. Jangan dipakai.")
    return secret.with_keys(own.to_bytes(), joint)


def rehearsal_factor(
    state: ElectionState, blobs: BlobSource, number: int, secret: HolderSecret, random: RandomSource
) -> bytes:
    """Return the signed ``rehearsal.factor``, after the test ciphertext was made anew from its randomness.

    Raises:
        HolderRefusal: there is no rehearsal, or its ciphertext is not that of ``LATIHAN``.
    """
    holder = HolderNumber(number)
    check_own(state, holder, secret)
    own = secret_scalars(state, secret)
    rehearsal = state.ceremony.rehearsal
    if rehearsal is None:
        raise HolderRefusal("Latihan membuka suara belum dimulai.")
    key = PublicKey.from_bytes(secret.joint_keys)
    messages = encode_slots(to_slots([REHEARSAL_NAME], key.width // 2))
    try:
        row = encrypt(messages, key, Scalars.of([Scalar.from_bytes(rehearsal.randomness)]))
    except MalformedEncoding:
        row = None
    if row is None or row.to_bytes() != rehearsal.ciphertext:
        raise HolderRefusal("Suara latihan di papan bukan suara latihan. Jangan dibuka; laporkan kepada pemantau.")
    row = Ciphertexts.from_bytes(rehearsal.ciphertext, key.width)
    public = dkg.verification_keys(all_commitments(state, blobs), holder)
    factors = opening.compute_factors(row, own)
    statement = OpeningStatement(state.election, REHEARSAL_CONTEST, holder, public, row)
    proof = opening.prove(statement, factors, own, random)
    body = RehearsalFactor(holder, FactorRow(factors.to_bytes()), FactorProof(proof))
    return signed(state, body, secret)


def _polynomials(state: ElectionState, secret: HolderSecret) -> Polynomials:
    if not secret.coefficients:
        raise HolderRefusal("Berkas kunci ini tidak memuat bagian acara kunci yang berjalan.")
    return Polynomials.from_bytes(secret.coefficients, context_of(state))


def _shares(
    state: ElectionState,
    commitments: tuple[Commitments, ...],
    holder: HolderNumber,
    secret: HolderSecret,
    sealed: Mapping[int, bytes],
) -> list[Scalars]:
    context, run = context_of(state), state.ceremony
    opened = []
    for sender in range(1, context.holders + 1):
        of_sender = commitments[sender - 1]
        if sender == holder:
            own = _polynomials(state, secret).share_for(holder)
            check_share(holder, holder, own, of_sender)
            opened.append(own)
            continue
        shared = run.shared.get(HolderNumber(sender))
        named = next((each.sha256 for each in shared.sealed if each.to == holder), None) if shared else None
        data = sealed.get(sender)
        if named is None or data is None or name_of(data) != named:
            raise HolderRefusal(f"Bagian tersegel dari pemegang nomor {sender} tidak sampai dengan utuh. Unduh lagi.")
        box_key = run.holders[HolderNumber(sender)].box_key
        opened.append(open_share(ShareRoute(context, sender, holder), data, secret.box_secret, box_key, of_sender))
    return opened
