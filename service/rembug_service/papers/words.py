"""Words for what the log holds as codes."""

from typing import Final

from rembug_ballots.assemblies import Level
from rembug_ballots.events.fields import DocumentKind

DOCUMENTS: Final = {
    DocumentKind.AD: "Anggaran Dasar",
    DocumentKind.ART: "Anggaran Rumah Tangga",
    DocumentKind.TATIB: "Tata Tertib Pemilihan",
    DocumentKind.KRITERIA: "Kriteria Anggota BKM",
}
LEVELS: Final = {
    Level.RT: "RT",
    Level.RW: "RW",
    Level.DUSUN: "dusun",
    Level.KELURAHAN: "kelurahan",
    Level.KELOMPOK: "kelompok",
}
NOT_COUNTED: Final = {
    "TIDAK_SAH_GANDA_MAKNA": "bisa berarti beberapa warga",
    "TIDAK_SAH_LUAR_UNIT": "warga di luar unit",
    "TIDAK_SAH_TIDAK_BERHAK": "tidak berhak dipilih",
    "TIDAK_SAH_BUKAN_NAMA": "bukan nama orang",
}
METHODS: Final = {
    "MUSYAWARAH": "musyawarah",
    "PEMUNGUTAN_ULANG": "pemungutan suara ulang",
    "UNDIAN": "undian",
}
_GROUP: Final = 4


def groups(text: str) -> str:
    """Return a long code in groups of four, so that people can compare it aloud."""
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
