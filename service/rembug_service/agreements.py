"""Minutes of assemblies on the board, and the rules: their draft, and their sealing as the agreed tatib holds them."""

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from rembug_ballots.assemblies import Minutes
from rembug_ballots.errors import BallotsError, MalformedValue
from rembug_ballots.events import Event
from rembug_ballots.events.agreement import AssemblyRecorded, RulesReopened, RulesSealed
from rembug_ballots.events.fields import AssemblyOutcome, DocumentKind, Ordinal
from rembug_ballots.ids import ElectionId, Officers
from rembug_ballots.phases import ContestPhase
from rembug_ballots.presets import dua_tingkat, langsung
from rembug_ballots.rules import Preset, Rules
from rembug_ballots.state import ElectionState
from rembug_service.electorate import check_rules, check_unit_names
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.payload import Payload
from rembug_service.register import load_residents, voters
from rembug_service.service import Service
from rembug_service.sql.tables import drafts, polling_tables, roll
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
    # Before the first table opens the residents may still agree to other numbers, in a newer tatib.
    if any(each.phase not in (ContestPhase.PREPARED, ContestPhase.SEALED) for each in state.contests.values()):
        raise Conflict("ATURAN_TERKUNCI", "Pemungutan suara sudah dibuka: aturan tidak dapat diubah lagi.")
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


def _where(error: BallotsError) -> str:
    """Return the path of members at fault, which the codecs put before what is wrong."""
    return str(error).rpartition(": ")[0] or str(error)


NEEDED: Final = (DocumentKind.AD, DocumentKind.KRITERIA, DocumentKind.TATIB)
"""Texts without which nothing opens; the ART may come later."""
NAMES: Final = {
    DocumentKind.AD: "Anggaran Dasar",
    DocumentKind.ART: "Anggaran Rumah Tangga",
    DocumentKind.TATIB: "tata tertib",
    DocumentKind.KRITERIA: "kriteria anggota",
}


def has_declined(state: ElectionState) -> bool:
    """Say whether the residents decided in their last readiness assembly that nothing of this shall be."""
    outcomes = [each.minutes.outcome for each in state.assemblies.values() if each.minutes.outcome is not None]
    return bool(outcomes) and outcomes[-1] is AssemblyOutcome.MENOLAK


def seal_rules(work: Work, election: ElectionId, _payload: Payload, officers: Officers) -> None:
    """Log the rules that the agreed tatib holds: the gate through which an election goes.

    Raises:
        Conflict: WARGA_MENOLAK; KESEPAKATAN_BELUM_LENGKAP, with what is missing; or a contest of these rules could
            never be opened, or a resident could not vote.
        IllegalEvent: the criteria that were agreed to are others.
    """
    state = work.board(election).state
    if has_declined(state):
        raise Conflict("WARGA_MENOLAK", "Warga menolak dalam rembug kesiapan. Keputusan itu sah dan tetap.")
    missing = [NAMES[kind] for kind in NEEDED if not state.documents.get(kind)]
    if missing:
        raise Conflict("KESEPAKATAN_BELUM_LENGKAP", f"Belum disepakati rembug warga: {', '.join(missing)}.")
    rules = state.documents[DocumentKind.TATIB][-1].text.rules
    if rules is None:
        raise Conflict("KESEPAKATAN_BELUM_LENGKAP", "Tata tertib yang disepakati tidak memuat aturan.")
    check_unit_names(rules, _kelurahan(state))
    check_rules(rules, voters(load_residents(work.connection, election)))
    work.append(election, RulesSealed(rules, officers))


def reopen_rules(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Open the rules again for the newer text that a decision adopts; the plan of the tables is forgotten with them.

    Raises:
        InvalidRequest: ISIAN_SALAH.
        IllegalEvent: the decision adopts nothing newer, or a table was open already.
    """
    try:
        body = RulesReopened(Ordinal(payload.number("assembly")), Ordinal(payload.number("decision")), officers)
        event = Event.build(election, body)
    except MalformedValue:
        raise InvalidRequest("ISIAN_SALAH", "Sebutkan nomor rembug dan keputusannya.") from None
    work.append_event(event)
    for table in (roll, polling_tables):
        work.connection.execute(delete(table).where(table.c.election == election))
