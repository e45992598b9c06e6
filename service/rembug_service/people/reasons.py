"""Why a resident is suggested for a written name: stable codes, and a sentence in Indonesian for each."""

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """The code of one reason.  The first of a suggestion is the main one."""

    SAMA = "SAMA"
    PANGGILAN = "PANGGILAN"
    EJAAN_MIRIP = "EJAAN_MIRIP"
    SEBAGIAN_NAMA = "SEBAGIAN_NAMA"
    ISTRI_DARI = "ISTRI_DARI"
    MUNGKIN_SUAMINYA = "MUNGKIN_SUAMINYA"
    JABATAN = "JABATAN"
    KETERANGAN = "KETERANGAN"
    RT_SAMA = "RT_SAMA"
    RT_BEDA = "RT_BEDA"
    JENIS_KELAMIN_BEDA = "JENIS_KELAMIN_BEDA"
    NAMA_KEMBAR = "NAMA_KEMBAR"


EXPLANATIONS: Final[dict[Reason, str]] = {
    Reason.SAMA: "Nama sama dengan nama di daftar.",
    Reason.PANGGILAN: "Sama dengan nama panggilan di daftar.",
    Reason.EJAAN_MIRIP: "Ejaan nama mirip.",
    Reason.SEBAGIAN_NAMA: "Tulisan ini hanya memuat sebagian dari nama di daftar.",
    Reason.ISTRI_DARI: "Keterangan di daftar menyebut warga ini istri dari orang yang namanya ditulis.",
    Reason.MUNGKIN_SUAMINYA: "Tulisan memakai sapaan perempuan; mungkin yang dimaksud adalah istri warga ini.",
    Reason.JABATAN: "Keterangan di daftar menyebut jabatan yang ditulis.",
    Reason.KETERANGAN: "Keterangan pembeda cocok dengan tulisan.",
    Reason.RT_SAMA: "RT sama dengan RT yang ditulis.",
    Reason.RT_BEDA: "RT berbeda dengan RT yang ditulis.",
    Reason.JENIS_KELAMIN_BEDA: "Sapaan atau gelar yang ditulis tidak cocok dengan jenis kelamin di daftar.",
    Reason.NAMA_KEMBAR: "Ada warga lain dengan nama yang sama; bandingkan dengan teliti.",
}
