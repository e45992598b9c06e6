"""Berita acara of an election: delegates of a unit (domain study 2.6), or the members of the BKM (2.7).

The canonical minutes of the board travel inside the file (PDF/A-3), byte for byte, so that a changed copy can be told.
"""

from dataclasses import dataclass

from rembug_service.documents.figures import Figures, WomenShare, Written
from rembug_service.documents.occasion import Occasion
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Attachment, Heading, typeset

ATTACHED = "berita-acara.json"
"""Name of the file inside the PDF."""


@dataclass(frozen=True, slots=True)
class Basis:
    """An agreed document that the election ran under."""

    name: str
    version: int
    agreed: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """The quorum: check-ins against a share of the sealed list."""

    base: int
    checkins: int
    percent: int
    met: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a tie was settled."""

    method: str
    statement: str
    dice: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """An answer to the question whether somebody serves."""

    name: str
    willing: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ElectionMinutes:
    """What the berita acara says.

    Attributes:
        board: whether the BKM itself was elected, not delegates.
        electorate: who voted, in words.
        delegates: whether they were delegates, who are invited one by one.
        names_min, names_max, seats: of the rules.
        unfilled: seats that nobody fills.
        not_counted: written names that did not count, each kind with its words.
        ranking: everybody who was written, elected ones included.
        mixers, openers: names of the key holders who mixed, and who opened.
        log_witnesses: names of the witnesses of the log who cosigned it before the opening; none where the tatib
            asks for none.
        home_round: whether voters were visited at home.
        fingerprint: SHA-256 of the canonical minutes, in groups.
    """

    board: bool
    contest: str
    unit: str
    electorate: str
    delegates: bool
    occasion: Occasion
    bases: tuple[Basis, ...]
    names_min: int
    names_max: int
    seats: int
    unfilled: int
    figures: Figures
    tables: int
    quorum: Quorum
    names_counted: int
    not_counted: tuple[tuple[str, int], ...]
    elected: tuple[Written, ...]
    reserves: tuple[Written, ...]
    ranking: tuple[Written, ...]
    unlisted: int
    settled: tuple[Settlement, ...]
    answers: tuple[Declined, ...]
    women: WomenShare
    mixers: tuple[str, ...]
    openers: tuple[str, ...]
    log_witnesses: tuple[str, ...]
    home_round: bool
    fingerprint: str
    signers: tuple[Signer, ...]
    witnesses: tuple[Signer, ...]


def election_minutes_pdf(heading: Heading, paper: ElectionMinutes, minutes: bytes) -> bytes:
    """Return the berita acara as PDF/A-3a with the canonical minutes attached.

    Args:
        heading: as on every paper.
        paper: what it says.
        minutes: the blob of ``result.certified``.
    """
    attached = Attachment(ATTACHED, "Data berita acara, sama dengan yang di papan pemilihan", minutes.decode())
    return typeset("election_minutes.typ", heading, paper, attached)
