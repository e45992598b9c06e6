"""What people sign when they agree to a document on a device of their own.

Source: docs/formats.md, "Signatures of documents".
"""

from dataclasses import dataclass

from rembug_ballots import signing
from rembug_ballots.encoding import from_hex
from rembug_ballots.events.agreement import DocumentAgreed, DocumentSigner
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId, Sha256
from rembug_crypto.domains import Domain, frames, u32be


@dataclass(frozen=True, slots=True)
class Agreement:
    """A text and the decision that agrees to it: the same for all who sign."""

    election: ElectionId
    document: DocumentKind
    version: int
    sha256: Sha256
    assembly: int
    decision: int

    @classmethod
    def of(cls, election: ElectionId, body: DocumentAgreed) -> "Agreement":
        """Return what the signers of an event signed."""
        return cls(election, body.document, body.version, body.sha256, body.assembly, body.decision)

    def signing_bytes(self, name: str, capacity: str) -> bytes:
        """Return what a person signs, as whom and in which capacity."""
        return frames(
            "domain",
            Domain.DOCUMENT_SIGNATURE,
            "election",
            self.election,
            "document",
            self.document.value,
            "version",
            u32be(self.version),
            "sha256",
            from_hex(self.sha256),
            "assembly",
            u32be(self.assembly),
            "decision",
            u32be(self.decision),
            "name",
            name,
            "capacity",
            capacity,
        )

    def check(self, signer: DocumentSigner) -> None:
        """Accept a signature.

        Raises:
            InvalidSignature: it is by another key, for another name or capacity, or over another text.
        """
        signing.verify(signer.key, self.signing_bytes(signer.name, signer.capacity), signer.signature)
