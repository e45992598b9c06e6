"""The one table of critical steps: who may take them, and the words that both officers read."""

from collections.abc import Mapping
from typing import Final

from rembug_service import agreements, assembly_record, closing, erasure, polling, tables
from rembug_service.accounts import Role
from rembug_service.audit_trail import Act
from rembug_service.proposals import Action, Execute
from rembug_service.writings import agreed

_LEAD: Final = frozenset({Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN})
_TABLE: Final = _LEAD | {Role.PETUGAS_MEJA}


def _lead(words: str, execute: Execute) -> Action:
    return Action(_LEAD, words, execute)


def _table(words: str, execute: Execute) -> Action:
    return Action(_TABLE, words, execute)


SETUP_AND_POLLS: Final[Mapping[str, Action]] = {
    "assembly.record": _lead(
        "Mencatat rembug “{title}” tanggal {date} yang dihadiri {men} laki-laki dan {women} perempuan. "
        "Catatannya menjadi terbuka untuk umum.",
        assembly_record.record_minutes,
    ),
    "document.agree": _lead(
        "Mencatat bahwa keputusan {decision} rembug {assembly} menyepakati {document} “{title}”, versi {version}, "
        "dengan sidik jari {sha256}. Ditandatangani di perangkat sendiri oleh: {signers}. "
        "Sidik jari pindaian kertas bertanda tangan: {scan}. "
        "Naskah, nama, dan tanda tangannya menjadi terbuka untuk umum.",
        agreed.agree,
    ),
    "rules.seal": _lead(
        "Mengunci aturan pemilihan sesuai tata tertib yang disepakati. Sesudah ini aturan tidak dapat diubah.",
        agreements.seal_rules,
    ),
    "rules.reopen": _lead(
        "Membuka kembali aturan menurut keputusan {decision} rembug {assembly}, yang menyepakati naskah baru. "
        "Pembagian meja, daftar pemilih tetap, kartu, dan kunci bersama tidak berlaku lagi dan harus dibuat ulang. "
        "Kartu yang sudah dicetak harus dimusnahkan.",
        agreements.reopen_rules,
    ),
    "register.finalise": _lead(
        "Menetapkan daftar pemilih tahap {stage}. Sesudah ini daftar tidak dapat diubah.", tables.seal_register
    ),
    "stage.seal": _lead("Menyatakan tahap {stage} siap: meja boleh dibuka.", polling.seal_stage),
    "table.open": _table("Membuka meja {table}. Kotak suara meja ini kosong.", polling.open_table),
    "table.close": _table(
        "Menutup meja {table}. Tanda tangan hadir di kertas: {paper_signatures}. "
        "Suara yang masih bisa tertinggal di tablet: {unsent}. Tablet yang sudah dilihat kosong: {tablets_empty}. "
        "Alasan menutup walau belum kosong: {unsent_reason}. "
        "Sesudah ini meja tidak menerima suara lagi, juga yang menyusul dari tablet.",
        closing.close_table,
    ),
    "voter.add": Action(_TABLE, "Menambah seorang pemilih di meja {table}: {reason}", polling.add_voter, polling.whom),
    "voter.refuse": _table(
        "Mencatat di berita acara bahwa seseorang tidak dapat dilayani memilih di meja {table}: {reason}",
        polling.refuse_voter,
    ),
    "card.replace": _table("Memberi kartu pengganti di meja {table}: {reason}", polling.replace_card),
    "contest.suspend": _lead("Menghentikan sementara pemungutan suara {contest}: {reason}", polling.suspend),
    "contest.resume": _lead("Melanjutkan pemungutan suara {contest}: {reason}", polling.resume),
    "contest.close": _lead(
        "Menutup pemungutan suara {contest} dan menetapkan daftar suara yang akan diacak.", closing.close_contest
    ),
    "home_round.open": _lead("Membuka jemput suara untuk {contest}: {reason}", closing.open_home_round),
    "contest.revote": _lead(
        "Mengakhiri {contest} tanpa hasil; suara yang ada tidak akan dibuka dan pemilihan diulang: {reason}",
        closing.call_revote,
    ),
    "nik.erase": Action(
        _LEAD,
        "Menghapus semua yang tersimpan dari NIK warga: sidik dan empat angka terakhirnya. Tidak dapat dibatalkan.",
        erasure.erase_identity_numbers,
        ready=erasure.require_ended,
        trail=Act.NIK_ERASED,
    ),
}
