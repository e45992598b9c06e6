"""What the steps of a key holder share: signing, the run's context, the opened commitments."""

from typing import Final

from rembug_api.holder.errors import HolderRefusal
from rembug_api.holder.secret import HolderSecret
from rembug_ballots.events.body import Body
from rembug_ballots.events.signing import sign_event
from rembug_ballots.ids import HolderNumber
from rembug_ballots.state import BlobSource, ElectionState
from rembug_ballots.state.blobs import name_of
from rembug_crypto.ceremony import CeremonyContext, Commitments, open_commitments
from rembug_crypto.errors import CeremonyFault
from rembug_crypto.group import Scalars

_MISSING: Final = "Bagian kunci pemegang nomor {} belum dapat diunduh."


def signed(state: ElectionState, body: Body, secret: HolderSecret) -> bytes:
    """Return the canonical bytes of a body signed by the holder."""
    return sign_event(state.election, body, secret.signing_seed).data


def context_of(state: ElectionState) -> CeremonyContext:
    """Return the run under way, with the numbers of the agreed rules.

    Raises:
        IllegalEvent: the rules are not sealed yet.
    """
    rules = state.agreed_rules()
    return CeremonyContext(state.election, state.ceremony.number, rules.holders, rules.threshold, rules.max_width)


def check_own(state: ElectionState, holder: HolderNumber, secret: HolderSecret) -> None:
    """Check that the log knows this holder under her own keys, and that her secrets are of this run.

    Raises:
        HolderRefusal: somebody else is registered under her number, or the run is another one.
    """
    known = state.ceremony.holders.get(holder)
    if known is None or known.signing_key != secret.signing_key or known.box_key != secret.box_key:
        raise HolderRefusal(f"Pemegang nomor {holder} di papan bukan pemilik berkas kunci ini.")


def check_run(state: ElectionState, secret: HolderSecret) -> None:
    """Check that the secret belongs to the run that the log is in.

    Raises:
        HolderRefusal: it does not.
    """
    if secret.ceremony != state.ceremony.number:
        raise HolderRefusal("Berkas kunci ini dari acara kunci yang lain.")


def all_commitments(state: ElectionState, blobs: BlobSource) -> tuple[Commitments, ...]:
    """Return the checked commitments of all holders, in their order.

    Raises:
        CeremonyFault: those of a holder do not hold.
        HolderRefusal: a blob is missing, or is not the one of the log.
    """
    context, opened = context_of(state), []
    for number in range(1, context.holders + 1):
        revealed = state.ceremony.revealed.get(HolderNumber(number))
        data = None if revealed is None else blobs.get(revealed.sha256)
        if revealed is None or data is None or name_of(data) != revealed.sha256:
            raise HolderRefusal(_MISSING.format(number))
        if state.ceremony.committed.get(HolderNumber(number)) != revealed.sha256:
            raise CeremonyFault(number, "the revealed blob is not the committed one")
        opened.append(open_commitments(context, number, data))
    return tuple(opened)


def secret_scalars(state: ElectionState, secret: HolderSecret) -> Scalars:
    """Return the holder's secret keys, if the log still has the joint keys that she checked.

    Raises:
        HolderRefusal: she has no keys yet, or the log shows other joint keys.
    """
    check_run(state, secret)
    if not secret.secret_keys:
        raise HolderRefusal("Acara kunci belum diselesaikan di perangkat ini.")
    if state.ceremony.keys is None or bytes(state.ceremony.keys) != secret.joint_keys:
        raise HolderRefusal("Kunci bersama di papan bukan kunci yang Anda periksa.")
    return Scalars.from_bytes(secret.secret_keys)
