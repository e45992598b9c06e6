"""Shares of the key ceremony, sealed from holder to holder.  Source: docs/protocol.md section 6.

The server that carries a sealed share learns nothing from it; the log holds only its hash.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nacl.exceptions import CryptoError as NaclError
from nacl.public import Box, PrivateKey
from nacl.public import PublicKey as BoxKey

from rembug_crypto.ceremony import CeremonyContext, Commitments, Polynomials
from rembug_crypto.domains import Domain, frames, u32be
from rembug_crypto.errors import CeremonyFault, MalformedEncoding
from rembug_crypto.group import GENERATOR_BASE, Scalars
from rembug_crypto.randomness import RandomSource, draw

_NONCE_BYTES: Final = 24
_TAG_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class ShareRoute:
    """From which holder to which, in which ceremony."""

    context: CeremonyContext
    sender: int
    receiver: int

    def __post_init__(self) -> None:
        self.context.check_holder(self.sender)
        self.context.check_holder(self.receiver)

    def tag(self) -> bytes:
        """Return the first 32 bytes of the plaintext, which tie a share to its place."""
        return hashlib.sha512(
            frames(
                *("domain", Domain.SHARE.value),
                *("election", self.context.election),
                *("ceremony", u32be(self.context.ceremony)),
                *("from", u32be(self.sender)),
                *("to", u32be(self.receiver)),
            )
        ).digest()[:_TAG_BYTES]


def seal_share(
    route: ShareRoute,
    polynomials: Polynomials,
    own_box_secret: bytes,
    receiver_box_key: bytes,
    random: RandomSource,
) -> bytes:
    """Return ``nonce || crypto_box(tag || f_1(j) || ... || f_Wmax(j))`` for the receiver ``j``.

    Args:
        route: from the maker of the polynomials to the receiver.
        polynomials: the sender's.
        own_box_secret: the sender's X25519 secret, 32 bytes.
        receiver_box_key: the receiver's X25519 public key, 32 bytes.
        random: source of the nonce.

    Raises:
        CeremonyFault: names the receiver, whose box key is of small order.
    """
    box = _box(own_box_secret, receiver_box_key, blamed=route.receiver)
    plaintext = route.tag() + polynomials.share_for(route.receiver).to_bytes()
    return bytes(box.encrypt(plaintext, draw(random, _NONCE_BYTES)))


def open_share(
    route: ShareRoute,
    sealed: bytes,
    own_box_secret: bytes,
    sender_box_key: bytes,
    commitments: Commitments,
) -> Scalars:
    """Return the share that the sender made for this holder, ``f_1(j) .. f_Wmax(j)``.

    Args:
        route: from the sender to this holder.
        sealed: as the server delivered it, its hash already compared with the log.
        own_box_secret: this holder's X25519 secret, 32 bytes.
        sender_box_key: the sender's X25519 public key, 32 bytes.
        commitments: the sender's, already opened.

    Raises:
        CeremonyFault: names the sender: it cannot be unsealed, belongs elsewhere, or is not on the
            committed polynomials.
    """
    box = _box(own_box_secret, sender_box_key, blamed=route.sender)
    try:
        plaintext = box.decrypt(sealed)
    except (NaclError, ValueError):
        raise CeremonyFault(route.sender, "a sealed share cannot be unsealed") from None
    if plaintext[:_TAG_BYTES] != route.tag():
        raise CeremonyFault(route.sender, "a share of another place")
    if len(plaintext) != _TAG_BYTES + 32 * route.context.keys:
        raise CeremonyFault(route.sender, "a share of another length")
    try:
        share = Scalars.from_bytes(plaintext[_TAG_BYTES:])
    except MalformedEncoding:
        raise CeremonyFault(route.sender, "a share that is no scalar") from None
    check_share(route.sender, route.receiver, share, commitments)
    return share


def check_share(sender: int, receiver: int, share: Scalars, commitments: Commitments) -> None:
    """Check ``f_k(receiver)*G = sum_l receiver^l * A_{k,l}`` for every ``k``.

    Raises:
        CeremonyFault: names the sender.
    """
    expected = commitments.share_key(receiver)
    if len(share) != len(expected):
        raise CeremonyFault(sender, "a share for another number of keys")
    if GENERATOR_BASE.times(share).to_bytes() != expected.to_bytes():
        raise CeremonyFault(sender, f"the share for holder {receiver} is not on the committed polynomials")


def secret_keys(shares: Sequence[Scalars]) -> Scalars:
    """Return ``x_1 .. x_Wmax`` of a holder from the shares of all holders, its own included."""
    total = shares[0]
    for share in shares[1:]:
        total = total + share
    return total


def _box(own_secret: bytes, other_key: bytes, *, blamed: int) -> Box:
    try:
        return Box(PrivateKey(own_secret), BoxKey(other_key))
    except (NaclError, ValueError, RuntimeError):
        # libsodium refuses a public key of small order, with which anybody could unseal.
        raise CeremonyFault(blamed, "a box key that seals nothing") from None
