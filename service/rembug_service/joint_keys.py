"""What the revealed commitments of a ceremony give: joint keys and verification keys."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from rembug_ballots.ids import ElectionId, Sha256
from rembug_ballots.state import ElectionState
from rembug_crypto.ceremony import CeremonyContext, Commitments, joint_key, open_commitments, verification_keys
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.group import Elements
from rembug_service.errors import Conflict

GetBlob: TypeAlias = Callable[[Sha256], bytes | None]


def context_of(election: ElectionId, state: ElectionState) -> CeremonyContext:
    """Return the present run of the ceremony.

    Raises:
        IllegalEvent: the rules are not sealed yet.
    """
    rules = state.agreed_rules()
    return CeremonyContext(election, state.ceremony.number, rules.holders, rules.threshold, rules.max_width)


def commitments_of(election: ElectionId, state: ElectionState, blob: GetBlob) -> tuple[Commitments, ...]:
    """Return the opened commitments of all holders, in their order.

    Raises:
        Conflict: KUNCI_BELUM_LENGKAP: somebody's are not revealed.
        CeremonyFault: they do not hold; the log would not have taken them.
    """
    context = context_of(election, state)
    revealed = dict(state.ceremony.revealed)
    blobs = [blob(revealed[number].sha256) for number in sorted(revealed)]
    found = tuple(each for each in blobs if each is not None)
    if len(found) != context.holders:
        raise Conflict("KUNCI_BELUM_LENGKAP", "Belum semua pemegang kunci membuka bagiannya.")
    return _opened(context, found)


@lru_cache(maxsize=4)
def _opened(context: CeremonyContext, blobs: tuple[bytes, ...]) -> tuple[Commitments, ...]:
    return tuple(open_commitments(context, number, blob) for number, blob in enumerate(blobs, start=1))


def joint_keys(commitments: tuple[Commitments, ...]) -> bytes:
    """Return ``X_1 .. X_Wmax``, 32 bytes each."""
    return joint_key(commitments).to_bytes()


def keys_of_holder(commitments: tuple[Commitments, ...], holder: int, width: int) -> Elements:
    """Return ``Y_{holder,1} .. Y_{holder,width}``."""
    return verification_keys(commitments, holder)[:width]


@lru_cache(maxsize=8)
def public_key(data: bytes) -> PublicKey:
    """Return the decoded keys of a contest; their tables are made once."""
    return PublicKey.from_bytes(data)
