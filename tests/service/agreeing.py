"""Payloads of the two steps by which an assembly agrees to a document."""

from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document
from rembug_ballots.ids import ElectionId
from tests.ballots import agreements

Step = tuple[str, dict[str, object]]


def agreeing(election: ElectionId, text: Document, assembly: int, *, version: int = 1) -> tuple[Step, Step]:
    """Return kind and payload of recording an assembly that adopts a text, and of the agreement itself."""
    taken = agreements.decision(adopts=agreements.adopts(text, version))
    return ("assembly.record", dict(agreements.minutes(assembly, taken))), (
        "document.agree",
        agreement(election, text, assembly, version=version),
    )


def agreement(election: ElectionId, text: Document, assembly: int, *, version: int = 1) -> dict[str, object]:
    """Return the payload of an agreement that two people signed."""
    signed = Agreement(election, text.document, version, text.sha256, assembly, 1)
    return {
        "document": text.document.value,
        "title": text.title,
        "content": text.to_json(),
        "version": version,
        "assembly": assembly,
        "decision": 1,
        "signers": [agreements.signer_json(signed, name, capacity) for name, capacity in agreements.SIGNERS],
        "scan": None,
    }
