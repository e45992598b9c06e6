"""The kinds of value that members of events have.

Each kind is a type of its own; `schema` finds the codec of a member by its declared type.
"""

import re
from enum import StrEnum, unique
from typing import Final, NewType

from rembug_ballots.canonical import JsonObject
from rembug_ballots.errors import MalformedValue
from rembug_ballots.events.schema import (
    object_kind,
    register_bytes,
    register_kind,
    register_number,
    register_text,
)
from rembug_ballots.ids import (
    ContestId,
    HolderNumber,
    OfficerId,
    Officers,
    PersonId,
    Sha256,
    StageId,
    TableNumber,
    TrackingCode,
    parse_contest_id,
    parse_holder_number,
    parse_officer_id,
    parse_officers,
    parse_person_id,
    parse_sha256,
    parse_stage_id,
    parse_table_number,
    parse_tracking_code,
)
from rembug_ballots.rules import Publication, Rules
from rembug_ballots.texts import check_written

MAX_WIDTH: Final = 34
"""Elements of the widest ballot: 17 names of two halves."""

Count = NewType("Count", int)
Ordinal = NewType("Ordinal", int)
"""A number that starts at 1: a version, a step, a run of the ceremony."""

Title = NewType("Title", str)
Label = NewType("Label", str)
Reason = NewType("Reason", str)
Day = NewType("Day", str)
"""A date of the calendar, YYYY-MM-DD."""
Written = NewType("Written", str)
Dice = NewType("Dice", str)
RegionCode = NewType("RegionCode", str)
VerifierKey = NewType("VerifierKey", str)
Result = NewType("Result", JsonObject)

Credential = NewType("Credential", bytes)
SigningKey = NewType("SigningKey", bytes)
BoxKey = NewType("BoxKey", bytes)
Signature = NewType("Signature", bytes)
KnowledgeProof = NewType("KnowledgeProof", bytes)
Ciphertext = NewType("Ciphertext", bytes)
Randomness = NewType("Randomness", bytes)
CeremonyHash = NewType("CeremonyHash", bytes)
KeyVector = NewType("KeyVector", bytes)
FactorRow = NewType("FactorRow", bytes)
FactorProof = NewType("FactorProof", bytes)
Salt = NewType("Salt", bytes)
Root = NewType("Root", bytes)


@unique
class DocumentKind(StrEnum):
    """The agreed documents."""

    AD = "AD"
    ART = "ART"
    TATIB = "TATIB"
    KRITERIA = "KRITERIA"


@unique
class AssemblyKind(StrEnum):
    """What an assembly was held for."""

    RKM = "RKM"
    """Readiness of the community: it accepts or refuses."""
    RELAWAN = "RELAWAN"
    """Volunteers come forward."""
    LEMBAGA = "LEMBAGA"
    """An institution that exists is strengthened, or a new one formed."""
    FGD_REFLEKSI = "FGD_REFLEKSI"
    FGD_AD_ART = "FGD_AD_ART"
    TATIB = "TATIB"
    KRITERIA = "KRITERIA"
    PANITIA = "PANITIA"
    """The committee is formed."""
    PEMILIHAN = "PEMILIHAN"
    PENGUKUHAN = "PENGUKUHAN"
    KOORDINATOR = "KOORDINATOR"
    BEBAS = "BEBAS"


@unique
class AssemblyOutcome(StrEnum):
    """What an assembly of readiness decided; both are final."""

    MENERIMA = "MENERIMA"
    MENOLAK = "MENOLAK"


@unique
class Code(StrEnum):
    """What a written text counts as."""

    SAH = "SAH"
    SAH_DENGAN_KETERANGAN = "SAH_DENGAN_KETERANGAN"
    SAH_JABATAN = "SAH_JABATAN"
    TIDAK_SAH_GANDA_MAKNA = "TIDAK_SAH_GANDA_MAKNA"
    TIDAK_SAH_LUAR_UNIT = "TIDAK_SAH_LUAR_UNIT"
    TIDAK_SAH_TIDAK_BERHAK = "TIDAK_SAH_TIDAK_BERHAK"
    TIDAK_SAH_BUKAN_NAMA = "TIDAK_SAH_BUKAN_NAMA"


COUNTING_CODES: Final = frozenset({Code.SAH, Code.SAH_DENGAN_KETERANGAN, Code.SAH_JABATAN})


@unique
class Sex(StrEnum):
    """L (laki-laki) or P (perempuan)."""

    L = "L"
    P = "P"


@unique
class SettleMethod(StrEnum):
    """How a tie was settled."""

    MUSYAWARAH = "MUSYAWARAH"
    PEMUNGUTAN_ULANG = "PEMUNGUTAN_ULANG"
    UNDIAN = "UNDIAN"


@unique
class LeaveCause(StrEnum):
    """Why a place becomes free during the term."""

    MENGUNDURKAN_DIRI = "MENGUNDURKAN_DIRI"
    MENINGGAL = "MENINGGAL"
    PINDAH = "PINDAH"
    DIBERHENTIKAN = "DIBERHENTIKAN"
    TIDAK_BERSEDIA = "TIDAK_BERSEDIA"


_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def parse_day(value: object) -> Day:
    """Return a date of the Gregorian calendar from 0001-01-01 to 9999-12-31.

    Raises:
        MalformedValue: not YYYY-MM-DD, or no such day.
    """
    found = _DAY.fullmatch(value) if type(value) is str else None
    if found is None:
        raise MalformedValue("not a date YYYY-MM-DD")
    year, month, day = map(int, found.groups())
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] + leap:
        raise MalformedValue("not a day of the calendar")
    return Day(found.string)


register_kind(ContestId, parse_contest_id, "contest id")
register_kind(StageId, parse_stage_id, "stage id")
register_kind(TableNumber, parse_table_number, "table number")
register_kind(HolderNumber, parse_holder_number, "holder number")
register_kind(PersonId, parse_person_id, "person id")
register_kind(OfficerId, parse_officer_id, "officer")
register_kind(Officers, parse_officers, "two officers", list)
register_kind(TrackingCode, parse_tracking_code, "tracking code")
register_kind(Sha256, parse_sha256, "sha256")
register_kind(Written, check_written, "written name")

register_number(Count, 0, 1_000_000, "count")
register_number(Ordinal, 1, 1_000_000, "number from 1")

register_text(Title, 200, "title")
register_text(Label, 120, "label")
register_text(Reason, 500, "reason", lines=True)
register_kind(Day, parse_day, "date")
register_text(Dice, 100, "dice")
register_text(RegionCode, 20, "region code")
register_text(VerifierKey, 300, "verifier key")

register_bytes(Credential, 32)
register_bytes(SigningKey, 32)
register_bytes(BoxKey, 32)
register_bytes(Signature, 64)
register_bytes(KnowledgeProof, 64)
register_bytes(Ciphertext, 96, step=64, most=32 * (1 + MAX_WIDTH))
register_bytes(Randomness, 32)
register_bytes(CeremonyHash, 64)
register_bytes(KeyVector, 64, step=64, most=32 * MAX_WIDTH)
register_bytes(FactorRow, 64, step=64, most=32 * MAX_WIDTH)
register_bytes(FactorProof, 192, step=192, most=96 * MAX_WIDTH)
register_bytes(Salt, 16)
register_bytes(Root, 32)

object_kind(Result, "object of the count")
register_kind(Rules, Rules.from_json, "rules object", Rules.to_json)
register_kind(Publication, Publication.parse, "terbuka or saksi", str)
