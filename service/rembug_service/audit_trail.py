"""Who of the officers did what that the public log does not show: sign-ins, accounts, the register, exports.

Trust: an act holds its second, so nothing that a voter's coming causes may ever be one.  What happens at desks, with
cards and ballots stands in the public log, without a time; `Act` is the whole list of the rest.  The owner of the
laptop can change the trail; it tells officers about each other, not the world about the owner.
"""

from dataclasses import dataclass
from enum import StrEnum, unique

from sqlalchemy import Connection

from rembug_service.service import Service
from rembug_service.sql.audit_trail import AuditTrail, KeptAct
from rembug_service.work import Work


@unique
class Act(StrEnum):
    """What is noted."""

    SIGNED_IN = "MASUK"
    SIGN_IN_SLOWED = "TEBAKAN_SANDI"
    SIGNED_OUT = "KELUAR"
    ACCOUNT_CREATED = "AKUN_DIBUAT"
    PASSWORD_CHANGED = "SANDI_DIGANTI"  # noqa: S105 - the name of an act
    REGISTER_IMPORTED = "DAFTAR_DIIMPOR"
    RESIDENT_ADDED = "WARGA_DITAMBAH"
    RESIDENT_CORRECTED = "WARGA_DIPERBAIKI"
    REGISTER_READ = "DAFTAR_DIBACA"
    POSTED_LIST = "DAFTAR_DIUNDUH"
    PAPER = "DOKUMEN_DIUNDUH"
    PACK = "PAKET_DIUNDUH"
    NIK_ERASED = "NIK_DIHAPUS"


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some acts, the newest first, and how many there are."""

    total: int
    acts: tuple[KeptAct, ...]


def note(work: Work, moment: int, account: str, act: Act, *, election: str = "", about: str = "") -> None:
    """Note an act in the transaction that does it."""
    AuditTrail(work.connection).add(KeptAct(moment, account, act.value, election, about))


def note_alone(service: Service, account: str, act: Act, *, election: str = "", about: str = "") -> None:
    """Note an act that changes nothing else, such as an export, before it is done.

    Raises:
        StorageFailed: the medium did not take it; then the act must not be done.
    """
    moment = service.clock()
    service.write(lambda work: note(work, moment, account, act, election=election, about=about))


def read_trail(service: Service, offset: int, limit: int, election: str | None = None) -> TrailPage:
    """Return acts, the newest first; those about one election and of accounts of that one alone, or all."""

    def query(connection: Connection) -> TrailPage:
        trail = AuditTrail(connection, election)
        return TrailPage(trail.size(), tuple(trail.page(offset, limit)))

    return service.read(query)
