"""What the residents agreed to, as hashed records: minutes of assemblies, documents, and the rules inside the tatib."""

from sqlalchemy import Connection, delete, insert, select

from rembug_ballots.assemblies import Minutes
from rembug_ballots.documents import Document
from rembug_ballots.encoding import from_b64
from rembug_ballots.errors import BallotsError, InvalidRules, MalformedValue
from rembug_ballots.events import Event
from rembug_ballots.events.agreement import AssemblyRecorded, DocumentAgreed, DocumentSigner, RulesSealed
from rembug_ballots.events.fields import DocumentKind, Label, Ordinal, Signature, SigningKey
from rembug_ballots.ids import ElectionId, Officers, Sha256, parse_sha256
from rembug_ballots.presets import dua_tingkat, langsung
from rembug_ballots.rules import Preset, Rules
from rembug_ballots.state import ElectionState
from rembug_service.electorate import check_rules, check_unit_names
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.payload import Payload
from rembug_service.register import load_residents, voters
from rembug_service.service import Service
from rembug_service.sql.tables import drafts
from rembug_service.unit_plan import plan_units
from rembug_service.work import Work


def save_rules_draft(service: Service, election: ElectionId, value: object) -> Rules:
    """Keep the draft of the tatib's numbers.

    Raises:
        InvalidRequest: ATURAN_SALAH, with every fault in one sentence each.
        Conflict: ATURAN_TERKUNCI, or UNIT_TIDAK_DIKENAL.
    """
    # Over the interface a member that is not there has the value null; in the rules it is absent.
    if isinstance(value, dict) and value.get("witnessing", ...) is None:
        value = {name: member for name, member in value.items() if name != "witnessing"}
    try:
        rules = Rules.from_json(value)
    except BallotsError as error:
        raise InvalidRequest("ATURAN_SALAH", str(error)) from None
    state = service.board(election).state
    if state.rules is not None:
        raise Conflict("ATURAN_TERKUNCI", "Aturan sudah dikunci dan tidak dapat diubah.")
    check_unit_names(rules, _kelurahan(state))

    def job(work: Work) -> None:
        work.connection.execute(delete(drafts).where(drafts.c.election == election, drafts.c.kind == "rules"))
        work.connection.execute(insert(drafts).values(election=election, kind="rules", data=rules.to_bytes()))

    service.write(job)
    return rules


def rules_to_edit(service: Service, election: ElectionId, usual: Preset | None = None) -> Rules:
    """Return the draft, or the tatib as communities usually agree it.

    Args:
        service: the service.
        election: which election.
        usual: begin anew from the usual rules of this preset; None takes the draft, and where there is none one stage.

    Raises:
        Conflict: DAFTAR_BELUM_ADA: two stages are asked for, and nobody knows yet which units there are.
        InvalidRequest: ATURAN_SALAH: no usual rules of this preset, or they break a bound.
    """
    kelurahan = _kelurahan(service.board(election).state)
    if usual is None:
        try:
            return service.read(lambda c: rules_draft(c, election))
        except Conflict:
            return langsung(kelurahan)
    if usual is Preset.LANGSUNG:
        return langsung(kelurahan)
    if usual is Preset.DUA_TINGKAT:
        everybody = voters(service.read(lambda c: load_residents(c, election)))
        units = plan_units(everybody, langsung(kelurahan).min_batch)
        if not units:
            raise Conflict("DAFTAR_BELUM_ADA", "Baca dulu daftar penduduk: dari sana RT-nya diketahui.")
        try:
            return dua_tingkat(kelurahan, units)
        except BallotsError as error:
            raise InvalidRequest("ATURAN_SALAH", str(error)) from None
    raise InvalidRequest("ATURAN_SALAH", "Aturan lazim hanya ada untuk LANGSUNG dan DUA_TINGKAT.")


def _kelurahan(state: ElectionState) -> str:
    return "" if state.created is None else state.created.place.kelurahan


def rules_draft(connection: Connection, election: ElectionId) -> Rules:
    """Return the draft.

    Raises:
        Conflict: ATURAN_BELUM_ADA.
    """
    data = connection.scalar(select(drafts.c.data).where(drafts.c.election == election, drafts.c.kind == "rules"))
    if data is None:
        raise Conflict("ATURAN_BELUM_ADA", "Isi dulu aturan pemilihan (tata tertib).")
    return Rules.from_bytes(data)


def record_assembly(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log the minutes of an assembly; the payload is the object of the minutes, which become a public blob.

    Raises:
        InvalidRequest: CATATAN_SALAH.
        IllegalEvent: not the next number, or a revision that takes a document its decision.
    """
    try:
        minutes = Minutes.from_json(payload.whole())
        blob = minutes.to_bytes()
    except BallotsError as error:
        raise InvalidRequest("CATATAN_SALAH", f"Catatan rembug belum benar pada bagian “{_where(error)}”.") from None
    body = AssemblyRecorded(
        assembly=minutes.assembly,
        revision=minutes.revision,
        kind=minutes.kind,
        title=minutes.title,
        date=minutes.date,
        men=minutes.men,
        women=minutes.women,
        outcome=minutes.outcome,
        sha256=work.blobs(election).put(blob),
        officers=officers,
    )
    work.append(election, body)


def agree_document(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log that a decision of an assembly agreed to a document; its text becomes a public blob.

    The payload has ``document`` and ``title``, which both officers read, ``content`` (the object of the document, which
    must have the same), ``version``, ``assembly``, ``decision``, ``signers`` ([{``name``, ``capacity``, ``key``,
    ``signature``}], the last two as base64url) and ``scan``.

    Raises:
        InvalidRequest: NASKAH_SALAH, ATURAN_SALAH, or KESEPAKATAN_SALAH: a member is out of its bounds.
        IllegalEvent: the assembly did not agree to this, or a signature does not hold.
    """
    try:
        text = Document.from_json(payload.inner("content").whole())
        blob = text.to_bytes()
    except InvalidRules as error:
        raise InvalidRequest("ATURAN_SALAH", str(error)) from None
    except BallotsError as error:
        raise InvalidRequest("NASKAH_SALAH", f"Naskah belum benar pada bagian “{_where(error)}”.") from None
    if (payload.text("document", 10), payload.text("title", 200)) != (text.document.value, text.title):
        raise InvalidRequest("NASKAH_SALAH", "Jenis atau judul naskah tidak sama dengan isinya.")
    try:
        body = DocumentAgreed(
            document=text.document,
            version=Ordinal(payload.number("version")),
            title=text.title,
            sha256=work.blobs(election).put(blob),
            rules_sha256=None if text.rules is None else text.rules.sha256,
            assembly=Ordinal(payload.number("assembly")),
            decision=Ordinal(payload.number("decision")),
            signers=tuple(_signer(each) for each in payload.objects("signers")),
            scan=_scan(payload),
            officers=officers,
        )
        event = Event.build(election, body)
    except MalformedValue:
        raise InvalidRequest(
            "KESEPAKATAN_SALAH",
            "Isi nomor versi, rembug, dan keputusan, serta paling sedikit satu tanda tangan atau pindaian naskah.",
        ) from None
    work.append_event(event)


def _signer(payload: Payload) -> DocumentSigner:
    return DocumentSigner(
        Label(payload.text("name", 120)),
        Label(payload.text("capacity", 120)),
        SigningKey(from_b64(payload.text("key", 43))),
        Signature(from_b64(payload.text("signature", 86))),
    )


def _scan(payload: Payload) -> Sha256 | None:
    text = payload.optional("scan")
    return None if text is None else parse_sha256(text)


def _where(error: BallotsError) -> str:
    """Return the path of members at fault, which the codecs put before what is wrong."""
    return str(error).rpartition(": ")[0] or str(error)


def seal_rules(work: Work, election: ElectionId, _payload: Payload, officers: Officers) -> None:
    """Log the rules that the agreed tatib holds.

    Raises:
        Conflict: TATIB_BELUM_DISEPAKATI; or a contest of these rules could never be opened, or a resident could not
            vote.
        IllegalEvent: the criteria that were agreed to are others.
    """
    agreed = work.board(election).state.documents.get(DocumentKind.TATIB)
    rules = agreed[-1].text.rules if agreed else None
    if rules is None:
        raise Conflict("TATIB_BELUM_DISEPAKATI", "Tata tertib belum disepakati warga.")
    check_unit_names(rules, _kelurahan(work.board(election).state))
    check_rules(rules, voters(load_residents(work.connection, election)))
    work.append(election, RulesSealed(rules, officers))
