"""Pencocokan kartu suara: every card that was made is used, void, left or missing; any gap is shown."""

from dataclasses import dataclass

from rembug_service.documents.figures import Figures
from rembug_service.documents.occasion import Occasion
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading, typeset


@dataclass(frozen=True, slots=True)
class CardReconciliation:
    """The cards of all tables; ``reserve_permille`` is how many more cards than voters the rules ask for."""

    occasion: Occasion
    reserve_permille: int
    tables: tuple[Figures, ...]
    total: Figures
    signers: tuple[Signer, ...]


def card_reconciliation_pdf(heading: Heading, paper: CardReconciliation) -> bytes:
    """Return the reconciliation as PDF."""
    return typeset("card_reconciliation.typ", heading, paper)
