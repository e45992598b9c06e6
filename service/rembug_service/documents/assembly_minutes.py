"""Berita acara of an assembly (rembug warga, FGD, RKM), and of the agreement to a document (domain study 2.9, 4.3)."""

from dataclasses import dataclass

from rembug_service.documents.occasion import Occasion
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of the agenda and what was said."""

    title: str
    minutes: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """The document that a decision adopts."""

    name: str
    version: int
    chapters: int
    articles: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A numbered decision.

    Attributes:
        votes: for, against, abstain; None under mufakat.
    """

    number: int
    text: str
    votes: tuple[int, int, int] | None
    outcome: str
    adopts: Adopted | None
    dissent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """An institution against the criteria: (criterion, meets, note)."""

    institution: str
    criteria: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class AssemblyMinutes:
    """The record of a meeting.

    Attributes:
        kind, level: in words.
        invited, invited_how: None and empty where nobody was invited in writing.
        quorum: the rule and whether it was met, in words; empty without one.
        chosen: the choice of an institution, in words; empty elsewhere.
        follow_up: (what, who, when).
        attachments: (name, fingerprint).
        members: of a committee: (name, L/P, unit, role).
        fingerprint: SHA-256 of the canonical minutes, in groups.
    """

    agreement: bool
    kind: str
    level: str
    unit: str
    title: str
    revision: int
    occasion: Occasion
    invited: int | None
    invited_how: str
    convenor: str
    chair: str
    note_taker: str
    facilitator: str
    men: int
    women: int
    poor: int | None
    elements: tuple[str, ...]
    quorum: str
    agenda: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]
    assessment: tuple[Assessed, ...]
    chosen: str
    members: tuple[tuple[str, str, str, str], ...]
    follow_up: tuple[tuple[str, str, str], ...]
    attachments: tuple[tuple[str, str], ...]
    fingerprint: str
    signers: tuple[Signer, ...]
    witnesses: tuple[Signer, ...]


def assembly_minutes_pdf(heading: Heading, paper: AssemblyMinutes) -> bytes:
    """Return the record as PDF."""
    return typeset("assembly_minutes.typ", heading, paper)
