"""Events of the residents' assemblies and of what they agree to, and the rules that follow from it."""

from dataclasses import dataclass
from typing import ClassVar, Final

from rembug_ballots.errors import MalformedEvent
from rembug_ballots.events.body import Body
from rembug_ballots.events.fields import (
    AssemblyKind,
    AssemblyOutcome,
    Count,
    Day,
    DocumentKind,
    Label,
    Ordinal,
    Signature,
    SigningKey,
    Title,
)
from rembug_ballots.ids import Officers, Sha256
from rembug_ballots.rules import Rules

MAX_SIGNERS: Final = 30


@dataclass(frozen=True, slots=True)
class AssemblyRecorded(Body):
    """The minutes of an assembly, or a later revision of them; ``sha256`` names their blob."""

    TYPE: ClassVar = "assembly.recorded"
    assembly: Ordinal
    revision: Ordinal
    kind: AssemblyKind
    title: Title
    date: Day
    men: Count
    women: Count
    outcome: AssemblyOutcome | None
    sha256: Sha256
    officers: Officers


@dataclass(frozen=True, slots=True)
class DocumentSigner:
    """Somebody who signed a document on a device of their own."""

    name: Label
    capacity: Label
    key: SigningKey
    signature: Signature


@dataclass(frozen=True, slots=True)
class DocumentAgreed(Body):
    """A decision of an assembly agreed to a document; ``sha256`` names the blob of the text.

    ``scan`` is the hash of the paper that was signed by hand, an attachment of the assembly.
    """

    TYPE: ClassVar = "document.agreed"
    document: DocumentKind
    version: Ordinal
    title: Title
    sha256: Sha256
    rules_sha256: Sha256 | None
    assembly: Ordinal
    decision: Ordinal
    signers: tuple[DocumentSigner, ...]
    scan: Sha256 | None
    officers: Officers

    def __post_init__(self) -> None:
        """Refuse a hash of rules beside any document but the tatib, and signatures that are none or too many."""
        if (self.rules_sha256 is not None) != (self.document is DocumentKind.TATIB):
            raise MalformedEvent("rules_sha256 belongs to TATIB and only there")
        if not self.signers and self.scan is None:
            raise MalformedEvent("neither a signer nor a scan")
        if len(self.signers) > MAX_SIGNERS:
            raise MalformedEvent(f"more than {MAX_SIGNERS} signers")
        if len({each.key for each in self.signers}) != len(self.signers):
            raise MalformedEvent("one key signs twice")


@dataclass(frozen=True, slots=True)
class RulesSealed(Body):
    """The rules as data; their hash stands in the agreed tatib."""

    TYPE: ClassVar = "rules.sealed"
    rules: Rules
    officers: Officers


@dataclass(frozen=True, slots=True)
class RulesReopened(Body):
    """A decision agrees to a newer text: the rules are open again, and what followed from them must be made anew."""

    TYPE: ClassVar = "rules.reopened"
    assembly: Ordinal
    decision: Ordinal
    officers: Officers
