"""An assembly agrees to a text in the one way there is: saved, frozen, decided, signed, logged."""

from collections.abc import Callable, Mapping

from sqlalchemy import insert, select

from rembug_ballots import signing
from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document
from rembug_ballots.ids import ElectionId
from rembug_service.service import Service
from rembug_service.sql.tables import accounts
from rembug_service.system import system_random
from rembug_service.work import Work
from rembug_service.writings import adoption, signatures, store
from tests.ballots import agreements

Record = Callable[[Mapping[str, object]], object]


def author(service: Service) -> str:
    """Return an account that may write."""

    def make(work: Work) -> None:
        if work.connection.scalar(select(accounts.c.id).where(accounts.c.id == "penulis")) is None:
            work.connection.execute(
                insert(accounts).values(id="penulis", display_name="Penulis", password="x", roles="[]", person=None)
            )

    service.write(make)
    return "penulis"


def frozen(service: Service, election: ElectionId, text: Document) -> int:
    """Save a text and freeze it; return its version."""
    newest = service.read(lambda c: store.find_version(c, election, text.document))
    base = 0 if newest is None else newest.line.version
    value = text.to_json()
    version = store.save(service, election, text.document, author(service), base, "Usul warga", value).version
    adoption.offer(service, election, text.document, version)
    return version


def signed(service: Service, election: ElectionId, text: Document, version: int, assembly: int) -> None:
    """Let two people sign on devices of their own."""
    agreement = Agreement(election, text.document, version, text.sha256, assembly, 1)
    for name, capacity in agreements.SIGNERS:
        code = signatures.invite(service, election, text.document, name, capacity)
        seed = system_random(32)
        signature = signing.sign(seed, agreement.signing_bytes(name, capacity))
        signatures.sign(service, code, signing.public_key(seed), signature)


def agreement(
    service: Service, election: ElectionId, text: Document, assembly: int, record: Record
) -> Mapping[str, object]:
    """Go all the way but the last step: return the payload of ``document.agree``.

    Args:
        service: the service.
        election: which election.
        text: what is agreed to.
        assembly: number of the assembly that decides.
        record: puts its minutes on the board.
    """
    version = frozen(service, election, text)
    record(agreements.minutes(assembly, agreements.decision(adopts=agreements.adopts(text, version))))
    adoption.choose_decision(service, election, text.document, assembly, 1)
    signed(service, election, text, version, assembly)
    payload = adoption.read_adoption(service, election, text.document).payload
    assert payload is not None
    return payload
