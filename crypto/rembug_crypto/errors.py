"""The errors of the cryptographic layer.

* CryptoError
  x MalformedEncoding        bytes that are not the one encoding of a value
  * InvalidProof             a proof does not hold; the message names the check
    x InvalidSchnorrProof
    x InvalidBallotProofs    some ballots of a batch; ``faults`` has the error of each
    x InvalidOpeningProof
    x InvalidShuffleProof
  x InvalidSignature
  x InvalidMerkleProof
  x InvalidNote              a signed note or checkpoint that does not parse or verify
  x WrongPassphrase          a key file does not open
  x CeremonyFault            a key holder broke the rules of the ceremony

No message holds a secret value.  Lengths that do not fit together inside the program are a plain
``ValueError``.
"""

from collections.abc import Mapping


class CryptoError(Exception):
    """Anything that this layer refuses."""


class MalformedEncoding(CryptoError):
    """Bytes are not the canonical encoding of what they should be.

    ``what`` says what they should be, ``index`` which one of several is the first that is not.
    """

    def __init__(self, what: str, index: int | None = None) -> None:
        super().__init__(what if index is None else f"{what} (number {index}, from 0)")
        self.what = what
        self.index = index


class InvalidProof(CryptoError):
    """A proof does not hold for its statement."""


class InvalidSchnorrProof(InvalidProof):
    """A proof of knowledge does not hold."""


class InvalidBallotProofs(InvalidProof):
    """Some ballots of a batch have no valid proof.

    ``faults`` has the error of each bad ballot under its index in the batch.
    """

    def __init__(self, faults: Mapping[int, CryptoError]) -> None:
        super().__init__(f"{len(faults)} ballots without a valid proof, the first is number {min(faults)}")
        self.faults = dict(faults)


class InvalidOpeningProof(InvalidProof):
    """A key holder's decryption factors are not proved."""


class InvalidShuffleProof(InvalidProof):
    """An output list is not proved to be a shuffle of the input list."""


class InvalidSignature(CryptoError):
    """A signature does not hold under its key."""


class InvalidMerkleProof(CryptoError):
    """An inclusion or consistency proof does not lead to the root."""


class InvalidNote(CryptoError):
    """A signed note or checkpoint does not parse, or lacks a valid signature."""


class WrongPassphrase(CryptoError):
    """A key file does not open: a wrong passphrase or an altered file, which look the same."""


class CeremonyFault(CryptoError):
    """A key holder sent something that the key ceremony does not allow.

    ``holder`` is the number of the holder at fault, from 1.
    """

    def __init__(self, holder: int, reason: str) -> None:
        super().__init__(f"holder {holder}: {reason}")
        self.holder = holder
        self.reason = reason
