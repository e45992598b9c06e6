"""Words for what the log holds as codes."""

from typing import Final

from rembug_ballots.assemblies import Level, Meets, Option
from rembug_ballots.events.fields import AssemblyKind, AssemblyOutcome, DocumentKind, LeaveCause

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
ASSEMBLIES: Final = {
    AssemblyKind.RKM: "rembug kesiapan masyarakat (RKM)",
    AssemblyKind.RELAWAN: "rembug warga pemilihan relawan",
    AssemblyKind.LEMBAGA: "rembug warga kelembagaan",
    AssemblyKind.FGD_REFLEKSI: "FGD refleksi kepemimpinan",
    AssemblyKind.FGD_AD_ART: "FGD AD/ART",
    AssemblyKind.TATIB: "rembug warga tata tertib",
    AssemblyKind.KRITERIA: "rembug warga kriteria",
    AssemblyKind.PANITIA: "rembug warga pembentukan panitia",
    AssemblyKind.PEMILIHAN: "rembug warga pemilihan",
    AssemblyKind.PENGUKUHAN: "rembug warga pengukuhan",
    AssemblyKind.KOORDINATOR: "rapat pemilihan koordinator BKM",
    AssemblyKind.BEBAS: "rembug warga",
}
OUTCOMES: Final = {AssemblyOutcome.MENERIMA: "menerima", AssemblyOutcome.MENOLAK: "menolak"}
MEETS: Final = {Meets.YA: "memenuhi", Meets.SEBAGIAN: "sebagian", Meets.TIDAK: "belum"}
OPTIONS: Final = {
    Option.STRENGTHEN_EXISTING: "Memampukan lembaga yang ada",
    Option.FORM_NEW: "Membentuk lembaga baru",
}
CAUSES: Final = {
    LeaveCause.MENGUNDURKAN_DIRI: "mengundurkan diri",
    LeaveCause.MENINGGAL: "meninggal dunia",
    LeaveCause.PINDAH: "pindah",
    LeaveCause.DIBERHENTIKAN: "diberhentikan",
    LeaveCause.TIDAK_BERSEDIA: "tidak bersedia",
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
