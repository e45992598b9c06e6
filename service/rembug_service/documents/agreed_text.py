"""The agreed document itself: AD, ART, tatib or criteria, with its numbers of bab, pasal, ayat and huruf."""

from dataclasses import dataclass

from rembug_ballots.documents import Line
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class AgreedText:
    """A document as the residents agreed to it.

    Attributes:
        kind: its kind in words.
        state: what is said of it under the title, such as ``disepakati ...``.
        lines: the text, numbered.
        sha256: of its canonical bytes, in groups.
        signers: who signed the agreement.
    """

    kind: str
    title: str
    version: int
    state: str
    lines: tuple[Line, ...]
    sha256: str
    signers: tuple[Signer, ...]


def agreed_text_pdf(heading: Heading, paper: AgreedText) -> bytes:
    """Return the document as PDF."""
    return typeset("agreed_text.typ", heading, paper)
