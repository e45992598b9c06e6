"""Putting finished minutes on the public board, from the draft that two officers read."""

from rembug_ballots.ids import ElectionId, Officers
from rembug_service.agreements import record_assembly
from rembug_service.assemblies import DraftId, parse_draft_id
from rembug_service.assembly_files import held_files
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.payload import Payload
from rembug_service.sql.assembly_drafts import AssemblyDrafts
from rembug_service.work import Work

# Members of the payload that are no members of the minutes.
_DRAFT, _VERSION = "draft", "version"


def record_minutes(work: Work, election: ElectionId, payload: Payload, officers: Officers) -> None:
    """Log the minutes of an assembly.

    The payload is the object of the minutes; ``draft`` and ``version`` beside its members say from which draft they
    were made, and then the draft must still be that version and every attachment must be here.

    Raises:
        InvalidRequest: CATATAN_SALAH or ISIAN_SALAH.
        Conflict: NOTULEN_BERUBAH or LAMPIRAN_BELUM_ADA.
        NotFound: NOTULEN_TIDAK_ADA.
        IllegalEvent: as `record_assembly`.
    """
    members = payload.whole()
    if _DRAFT not in members:
        record_assembly(work, election, payload, officers)
        return
    draft, version = parse_draft_id(payload.text(_DRAFT)), payload.number(_VERSION)
    minutes = Payload({name: value for name, value in members.items() if name not in (_DRAFT, _VERSION)})
    _check_draft(work, election, draft, version, minutes)
    record_assembly(work, election, minutes, officers)
    AssemblyDrafts(work.connection, election).record(
        draft, minutes.number("assembly"), minutes.number("revision"), version
    )


def _check_draft(work: Work, election: ElectionId, draft: DraftId, version: int, minutes: Payload) -> None:
    kept = AssemblyDrafts(work.connection, election).find(draft)
    if kept is None or kept.version != version:
        raise Conflict("NOTULEN_BERUBAH", "Notulen ini sudah diubah sesudah diusulkan. Usulkan lagi yang terbaru.")
    if kept.assembly is not None and kept.assembly != minutes.number("assembly"):
        raise InvalidRequest("CATATAN_SALAH", "Notulen ini sudah dicatat dengan nomor rembug yang lain.")
    held = held_files(work.connection, election, draft)
    for each in minutes.objects("attachments"):
        if each.text("sha256") not in held:
            raise Conflict("LAMPIRAN_BELUM_ADA", f"Lampiran “{each.text('name')}” belum sampai di laptop panitia.")
