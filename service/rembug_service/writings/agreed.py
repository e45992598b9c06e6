"""Two officers put an adopted text on the public board, and note later which deed a notary recorded it in."""

from typing import Final

from rembug_ballots.encoding import from_b64
from rembug_ballots.errors import MalformedValue
from rembug_ballots.events import Event
from rembug_ballots.events.agreement import DocumentAgreed, DocumentSigner
from rembug_ballots.events.fields import DocumentKind, Label, Ordinal, Signature, SigningKey, parse_day
from rembug_ballots.ids import ElectionId, Officers, parse_sha256
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.payload import Payload
from rembug_service.service import Service
from rembug_service.work import Work
from rembug_service.writings.adoption import SignerLine, list_signers, require_offer, set_row, step_payload
from rembug_service.writings.outline import clean
from rembug_service.writings.overview import Notary, agreed_versions

_LONGEST: Final = 120


def agree(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log that a decision of an assembly agreed to the text that is offered; its words become a public blob.

    The payload is that of `adoption.step_payload`, made when the step was proposed.

    Raises:
        InvalidRequest: ISIAN_SALAH or KESEPAKATAN_SALAH: neither a signature nor a scan.
        Conflict: BELUM_DIBEKUKAN, or KESEPAKATAN_BERUBAH: somebody signed, or something was changed, since.
        IllegalEvent: the assembly did not agree to this, or a signature does not hold.
    """
    try:
        kind = DocumentKind(payload.text("document", 10))
    except ValueError:
        raise InvalidRequest("ISIAN_SALAH", "Isian “document” belum benar.") from None
    offer = require_offer(work.connection, election, kind)
    line, text = offer.version.line, offer.version.document
    signers = tuple(list_signers(work.connection, election, kind, line.version))
    if dict(payload.whole()) != step_payload(kind, offer, signers):
        raise Conflict(
            "KESEPAKATAN_BERUBAH", "Ada yang berubah sesudah langkah ini diusulkan. Baca lagi, lalu usulkan lagi."
        )
    try:
        body = DocumentAgreed(
            document=kind,
            version=Ordinal(line.version),
            title=text.title,
            sha256=work.blobs(election).put(text.to_bytes()),
            rules_sha256=None if text.rules is None else text.rules.sha256,
            assembly=Ordinal(offer.assembly or 0),
            decision=Ordinal(offer.decision or 0),
            signers=tuple(_signer(each) for each in signers if each.signature),
            scan=None if offer.scan is None else parse_sha256(offer.scan),
            officers=officers,
        )
        event = Event.build(election, body)
    except MalformedValue:
        raise InvalidRequest(
            "KESEPAKATAN_SALAH", "Pilih keputusan rembugnya, dan paling sedikit satu tanda tangan atau pindaian naskah."
        ) from None
    work.append_event(event)
    set_row(work, election, kind, offered=None, assembly=None, decision=None, scan=None)


def _signer(line: SignerLine) -> DocumentSigner:
    return DocumentSigner(
        Label(line.name),
        Label(line.capacity),
        SigningKey(from_b64(line.key)),
        Signature(from_b64(line.signature)),
    )


def note_deed(service: Service, election: ElectionId, kind: DocumentKind, notary: Notary) -> None:
    """Note in which deed a notary recorded the version in force.

    Raises:
        InvalidRequest: ISIAN_SALAH.
        Conflict: BELUM_DISEPAKATI: this version is not in force.
    """
    name, number = (" ".join(clean(each).split()) for each in (notary.name, notary.number))
    for text, what in ((name, "nama notaris"), (number, "nomor akta")):
        if not 1 <= len(text) <= _LONGEST:
            raise InvalidRequest("ISIAN_SALAH", f"Isian “{what}” belum benar.")
    try:
        date = parse_day(notary.date)
    except MalformedValue:
        raise InvalidRequest("ISIAN_SALAH", "Isian “tanggal akta” belum benar.") from None
    if agreed_versions(service, election, kind)[-1:] != [notary.version]:
        raise Conflict("BELUM_DISEPAKATI", "Hanya naskah yang berlaku yang dicatat notaris.")

    def job(work: Work) -> None:
        set_row(
            work,
            election,
            kind,
            notary_version=notary.version,
            notary_name=name,
            notary_number=number,
            notary_date=date,
        )

    service.write(job)
