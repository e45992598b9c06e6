"""Agreed documents as hashed records, and the rules inside the tatib."""

from sqlalchemy import Connection, delete, insert, select

from rembug_ballots.errors import BallotsError
from rembug_ballots.events.fields import Count, DocumentKind, Label, Ordinal, Title
from rembug_ballots.events.setup import Assembly, DocumentAgreed, RulesSealed
from rembug_ballots.ids import ElectionId, Officers
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

LONGEST_DOCUMENT = 400_000


def save_rules_draft(service: Service, election: ElectionId, value: object) -> Rules:
    """Keep the draft of the tatib's numbers.

    Raises:
        InvalidRequest: ATURAN_SALAH, with every fault in one sentence each.
        Conflict: ATURAN_TERKUNCI, or UNIT_TIDAK_DIKENAL.
    """
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


def agree_document(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log that an assembly agreed to a document; its text becomes a public blob."""
    kind = payload.text("document", 10)
    if kind not in {each.value for each in DocumentKind}:
        raise InvalidRequest("DOKUMEN_SALAH", "Jenis dokumen: AD, ART, TATIB, atau KRITERIA.")
    document = DocumentKind(kind)
    text = payload.text("text", LONGEST_DOCUMENT)
    assembly = payload.inner("assembly")
    versions = work.board(election).state.documents.get(document, [])
    rules = rules_draft(work.connection, election) if document is DocumentKind.TATIB else None
    body = DocumentAgreed(
        document=document,
        version=Ordinal(versions[-1].body.version + 1 if versions else 1),
        title=Title(payload.text("title", 200)),
        sha256=work.blobs(election).put(text.encode()),
        rules_sha256=None if rules is None else rules.sha256,
        assembly=Assembly(
            title=Title(assembly.text("title", 200)),
            date=Label(assembly.text("date", 100)),
            place=Title(assembly.text("place", 200)),
            chair=Label(assembly.text("chair", 100)),
            note_taker=Label(assembly.text("note_taker", 100)),
            men=Count(assembly.number("men")),
            women=Count(assembly.number("women")),
            decision=Title(assembly.text("decision", 200)),
        ),
        officers=officers,
    )
    work.append(election, body)


def seal_rules(work: Work, election: ElectionId, _payload: Payload, officers: Officers) -> None:
    """Log the rules that the agreed tatib holds.

    Raises:
        Conflict: ATURAN_BELUM_ADA; or a contest of these rules could never be opened, or a resident could not vote.
        IllegalEvent: the tatib that was agreed to holds other rules.
    """
    rules = rules_draft(work.connection, election)
    check_unit_names(rules, _kelurahan(work.board(election).state))
    check_rules(rules, voters(load_residents(work.connection, election)))
    work.append(election, RulesSealed(rules, officers))
