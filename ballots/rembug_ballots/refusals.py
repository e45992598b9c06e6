"""Why an event is refused: stable codes, and one Indonesian sentence for each.

The codes are part of the interface; the sentences may change.
"""

from enum import StrEnum, unique
from typing import Final

from rembug_ballots.errors import BallotsError


@unique
class Refusal(StrEnum):
    """Codes of `IllegalEvent`."""

    # Any event
    OTHER_ELECTION = "OTHER_ELECTION"
    NOT_CREATED = "NOT_CREATED"
    ALREADY_CREATED = "ALREADY_CREATED"
    WRONG_PHASE = "WRONG_PHASE"
    UNKNOWN_CONTEST = "UNKNOWN_CONTEST"
    UNKNOWN_STAGE = "UNKNOWN_STAGE"
    UNKNOWN_TABLE = "UNKNOWN_TABLE"
    UNKNOWN_HOLDER = "UNKNOWN_HOLDER"
    BLOB_MISSING = "BLOB_MISSING"
    BLOB_MALFORMED = "BLOB_MALFORMED"
    # Assemblies, documents and rules
    ASSEMBLY_NOT_NEXT = "ASSEMBLY_NOT_NEXT"
    REVISION_NOT_NEXT = "REVISION_NOT_NEXT"
    MINUTES_MALFORMED = "MINUTES_MALFORMED"
    MINUTES_DIFFER = "MINUTES_DIFFER"
    ADOPTION_CHANGED = "ADOPTION_CHANGED"
    UNKNOWN_ASSEMBLY = "UNKNOWN_ASSEMBLY"
    UNKNOWN_DECISION = "UNKNOWN_DECISION"
    NOT_ADOPTED = "NOT_ADOPTED"
    NOT_CARRIED = "NOT_CARRIED"
    QUORUM_MISSED = "QUORUM_MISSED"
    SCAN_NOT_ATTACHED = "SCAN_NOT_ATTACHED"
    DOCUMENT_MALFORMED = "DOCUMENT_MALFORMED"
    DOCUMENT_DIFFERS = "DOCUMENT_DIFFERS"
    DOCUMENT_INCOMPLETE = "DOCUMENT_INCOMPLETE"
    REFERENCE_UNKNOWN = "REFERENCE_UNKNOWN"
    RULES_TEXT_DIFFERS = "RULES_TEXT_DIFFERS"
    CRITERIA_DIFFER = "CRITERIA_DIFFER"
    SIGNATURE_WRONG = "SIGNATURE_WRONG"
    VERSION_NOT_NEWER = "VERSION_NOT_NEWER"
    DOCUMENT_FROZEN = "DOCUMENT_FROZEN"
    RULES_NOT_AGREED = "RULES_NOT_AGREED"
    RULES_ALREADY_SEALED = "RULES_ALREADY_SEALED"
    NOTHING_NEWER = "NOTHING_NEWER"
    POLLS_WERE_OPENED = "POLLS_WERE_OPENED"
    NEWER_NOT_AGREED = "NEWER_NOT_AGREED"
    # Key ceremony
    HOLDER_ALREADY_REGISTERED = "HOLDER_ALREADY_REGISTERED"
    HOLDER_KEY_USED = "HOLDER_KEY_USED"
    HOLDERS_INCOMPLETE = "HOLDERS_INCOMPLETE"
    OTHER_CEREMONY = "OTHER_CEREMONY"
    CEREMONY_STEP_DONE = "CEREMONY_STEP_DONE"
    CEREMONY_STEP_EARLY = "CEREMONY_STEP_EARLY"
    CEREMONY_COMPLAINED = "CEREMONY_COMPLAINED"
    COMMITMENT_DIFFERS = "COMMITMENT_DIFFERS"
    SHARES_INCOMPLETE = "SHARES_INCOMPLETE"
    CEREMONY_HASH_DIFFERS = "CEREMONY_HASH_DIFFERS"
    KEYS_ALREADY_JOINED = "KEYS_ALREADY_JOINED"
    KEYS_NOT_JOINED = "KEYS_NOT_JOINED"
    WIDTH_DIFFERS = "WIDTH_DIFFERS"
    REHEARSAL_NOT_SET = "REHEARSAL_NOT_SET"
    REHEARSAL_ALREADY_SET = "REHEARSAL_ALREADY_SET"
    TOO_FEW_HOLDERS = "TOO_FEW_HOLDERS"
    FACTOR_MISSING = "FACTOR_MISSING"
    FACTOR_ALREADY_GIVEN = "FACTOR_ALREADY_GIVEN"
    # Register, cards, stage
    TABLE_ALREADY_SEALED = "TABLE_ALREADY_SEALED"
    TABLE_TOO_LARGE = "TABLE_TOO_LARGE"
    SEXES_DO_NOT_ADD_UP = "SEXES_DO_NOT_ADD_UP"
    CONTEST_OF_OTHER_STAGE = "CONTEST_OF_OTHER_STAGE"
    NOMINEES_ALREADY_SEALED = "NOMINEES_ALREADY_SEALED"
    QUORUM_BASE_ALREADY_SEALED = "QUORUM_BASE_ALREADY_SEALED"
    REGISTER_INCOMPLETE = "REGISTER_INCOMPLETE"
    QUORUM_BASE_TOO_LARGE = "QUORUM_BASE_TOO_LARGE"
    CARDS_ALREADY_REGISTERED = "CARDS_ALREADY_REGISTERED"
    CARDS_MISSING = "CARDS_MISSING"
    CARD_COUNT_WRONG = "CARD_COUNT_WRONG"
    CARD_LISTED_TWICE = "CARD_LISTED_TWICE"
    BOOTH_NOT_SEALED = "BOOTH_NOT_SEALED"
    BOOTH_IN_USE = "BOOTH_IN_USE"
    # Tables and ballots
    TABLE_NOT_OPEN = "TABLE_NOT_OPEN"
    TABLE_ALREADY_OPEN = "TABLE_ALREADY_OPEN"
    TABLE_CLOSED = "TABLE_CLOSED"
    TABLE_KEY_USED = "TABLE_KEY_USED"
    TABLES_STILL_OPEN = "TABLES_STILL_OPEN"
    TABLE_OF_OTHER_CONTEST = "TABLE_OF_OTHER_CONTEST"
    CHECKINS_NOT_RISING = "CHECKINS_NOT_RISING"
    CHECKINS_NOT_A_BLOCK = "CHECKINS_NOT_A_BLOCK"
    CHECKINS_TOO_MANY = "CHECKINS_TOO_MANY"
    CREDENTIAL_NOT_LISTED = "CREDENTIAL_NOT_LISTED"
    CREDENTIAL_USED = "CREDENTIAL_USED"
    CREDENTIAL_VOIDED = "CREDENTIAL_VOIDED"
    TRACKING_USED = "TRACKING_USED"
    TRACKING_DIFFERS = "TRACKING_DIFFERS"
    CIPHERTEXT_COPIED = "CIPHERTEXT_COPIED"
    COUNT_RULE = "COUNT_RULE"
    TOO_MANY_NAMES = "TOO_MANY_NAMES"
    # Closing
    CLOSING_COUNT_DIFFERS = "CLOSING_COUNT_DIFFERS"
    CARDS_DO_NOT_ADD_UP = "CARDS_DO_NOT_ADD_UP"
    LIST_ALREADY_GIVEN = "LIST_ALREADY_GIVEN"
    LIST_DIFFERS = "LIST_DIFFERS"
    LEFT_CARDS_REVEALED = "LEFT_CARDS_REVEALED"
    INPUT_DIFFERS = "INPUT_DIFFERS"
    QUORUM_DIFFERS = "QUORUM_DIFFERS"
    HOME_ROUND_DONE = "HOME_ROUND_DONE"
    # Tally
    STEP_DIFFERS = "STEP_DIFFERS"
    MIXED_BEFORE = "MIXED_BEFORE"
    TOO_FEW_MIXES = "TOO_FEW_MIXES"
    TOO_FEW_BALLOTS = "TOO_FEW_BALLOTS"
    CLOSING_PAPERS_MISSING = "CLOSING_PAPERS_MISSING"
    NO_WITNESSES = "NO_WITNESSES"
    WITNESS_CHECKPOINT = "WITNESS_CHECKPOINT"
    TOO_FEW_WITNESSES = "TOO_FEW_WITNESSES"
    NOT_WITNESSED = "NOT_WITNESSED"
    ALREADY_DECIDED = "ALREADY_DECIDED"
    NOT_DECIDED = "NOT_DECIDED"
    STRING_NOT_WRITTEN = "STRING_NOT_WRITTEN"
    PERSON_NOT_NOMINEE = "PERSON_NOT_NOMINEE"
    PERSON_DIFFERS = "PERSON_DIFFERS"
    DECISIONS_INCOMPLETE = "DECISIONS_INCOMPLETE"
    # Result
    RESULT_MALFORMED = "RESULT_MALFORMED"
    RESULT_DIFFERS = "RESULT_DIFFERS"
    NOT_ON_THE_LADDER = "NOT_ON_THE_LADDER"
    NOT_TIED = "NOT_TIED"
    REVOTE_MISSING = "REVOTE_MISSING"
    LOT_CHECKPOINT = "LOT_CHECKPOINT"
    LOT_ORDER = "LOT_ORDER"
    NOT_SERVING = "NOT_SERVING"
    REPLACEMENT_DIFFERS = "REPLACEMENT_DIFFERS"
    UNKNOWN_PERSON = "UNKNOWN_PERSON"
    CERTIFIED_DIFFERS = "CERTIFIED_DIFFERS"
    POLICY_DIFFERS = "POLICY_DIFFERS"


# Sentences may hold named facts of the refusal.
SENTENCES: Final[dict[Refusal, str]] = {
    Refusal.OTHER_ELECTION: "Catatan ini milik pemilihan lain.",
    Refusal.NOT_CREATED: "Pemilihan belum dibuat.",
    Refusal.ALREADY_CREATED: "Pemilihan sudah dibuat.",
    Refusal.WRONG_PHASE: "Langkah {type} tidak boleh dilakukan pada tahap {phase}.",
    Refusal.UNKNOWN_CONTEST: "Pemilihan {contest} tidak ada dalam tatib.",
    Refusal.UNKNOWN_STAGE: "Tahap {stage} tidak ada dalam tatib.",
    Refusal.UNKNOWN_TABLE: "Meja {table} tidak ada dalam daftar pemilih tetap.",
    Refusal.UNKNOWN_HOLDER: "Pemegang kunci {holder} tidak ada.",
    Refusal.BLOB_MISSING: "Berkas {sha256} yang disebut langkah ini tidak ada.",
    Refusal.BLOB_MALFORMED: "Isi berkas {sha256} tidak sesuai bentuknya.",
    Refusal.ASSEMBLY_NOT_NEXT: "Rembug berikutnya adalah yang ke-{assembly}.",
    Refusal.REVISION_NOT_NEXT: "Perbaikan berikutnya untuk catatan rembug {assembly} adalah yang ke-{revision}.",
    Refusal.MINUTES_MALFORMED: "Isi catatan rembug {assembly} tidak sesuai bentuknya.",
    Refusal.MINUTES_DIFFER: "Isi catatan rembug {assembly} tidak sama dengan yang dicatat di buku.",
    Refusal.ADOPTION_CHANGED: (
        "Perbaikan ini mengubah keputusan rembug {assembly} yang menyepakati dokumen {document}."
    ),
    Refusal.UNKNOWN_ASSEMBLY: "Rembug {assembly} belum dicatat.",
    Refusal.UNKNOWN_DECISION: "Rembug {assembly} tidak memuat keputusan {decision}.",
    Refusal.NOT_ADOPTED: "Keputusan {decision} rembug {assembly} tidak menyepakati naskah ini.",
    Refusal.NOT_CARRIED: "Keputusan {decision} rembug {assembly} tidak disetujui suara terbanyak.",
    Refusal.QUORUM_MISSED: "Rembug {assembly} tidak mencapai kuorum, jadi tidak dapat menyepakati dokumen.",
    Refusal.SCAN_NOT_ATTACHED: "Pindaian naskah bertanda tangan tidak ada di antara lampiran rembug {assembly}.",
    Refusal.DOCUMENT_MALFORMED: "Naskah {document} tidak sesuai bentuknya.",
    Refusal.DOCUMENT_DIFFERS: "Jenis atau judul naskah {document} tidak sama dengan yang dicatat di buku.",
    Refusal.DOCUMENT_INCOMPLETE: "Naskah {document} belum lengkap: ada bab atau pasal yang kosong.",
    Refusal.REFERENCE_UNKNOWN: "Naskah {document} menyebut {name}, yang tidak ada dalam aturannya.",
    Refusal.RULES_TEXT_DIFFERS: "Aturan dalam naskah tata tertib tidak sama dengan yang dicatat di buku.",
    Refusal.CRITERIA_DIFFER: "Kriteria yang disepakati tidak sama dengan kriteria dalam tata tertib.",
    Refusal.SIGNATURE_WRONG: "Tanda tangan {name} pada dokumen {document} tidak sah.",
    Refusal.VERSION_NOT_NEWER: ("Versi dokumen {document} harus lebih baru daripada versi {version}."),
    Refusal.DOCUMENT_FROZEN: "Dokumen {document} tidak dapat diganti lagi sesudah tatib dikunci.",
    Refusal.RULES_NOT_AGREED: "Isi tatib tidak sama dengan tatib yang disepakati warga.",
    Refusal.RULES_ALREADY_SEALED: "Tatib sudah dikunci.",
    Refusal.NOTHING_NEWER: (
        "Keputusan {decision} rembug {assembly} tidak menyepakati AD, tatib, atau kriteria yang lebih baru."
    ),
    Refusal.POLLS_WERE_OPENED: "Aturan tidak dapat dibuka kembali: pemungutan suara {contest} sudah pernah dibuka.",
    Refusal.NEWER_NOT_AGREED: "Versi {version} dokumen {document}, yang membuka kembali aturan, belum dicatat.",
    Refusal.HOLDER_ALREADY_REGISTERED: "Pemegang kunci {holder} sudah terdaftar.",
    Refusal.HOLDER_KEY_USED: "Kunci ini sudah dipakai pemegang kunci lain.",
    Refusal.HOLDERS_INCOMPLETE: "Belum semua pemegang kunci terdaftar.",
    Refusal.OTHER_CEREMONY: "Upacara kunci yang berjalan adalah yang ke-{ceremony}.",
    Refusal.CEREMONY_STEP_DONE: "Pemegang kunci {holder} sudah melakukan langkah ini.",
    Refusal.CEREMONY_STEP_EARLY: "Langkah upacara kunci sebelumnya belum lengkap.",
    Refusal.CEREMONY_COMPLAINED: "Ada keberatan dalam upacara kunci ini; upacara harus diulang.",
    Refusal.COMMITMENT_DIFFERS: ("Isi yang dibuka pemegang kunci {holder} tidak sama dengan yang dijanjikan."),
    Refusal.SHARES_INCOMPLETE: ("Bagian kunci harus dikirim kepada setiap pemegang kunci lain, berurutan."),
    Refusal.CEREMONY_HASH_DIFFERS: ("Pemegang kunci {holder} mengesahkan jalannya upacara yang lain."),
    Refusal.KEYS_ALREADY_JOINED: "Kunci bersama sudah dibuat.",
    Refusal.KEYS_NOT_JOINED: "Kunci bersama belum dibuat.",
    Refusal.WIDTH_DIFFERS: "Panjang isi tidak sesuai: seharusnya {expected} bita.",
    Refusal.REHEARSAL_NOT_SET: "Gladi pembukaan belum disiapkan.",
    Refusal.REHEARSAL_ALREADY_SET: "Gladi pembukaan sudah disiapkan.",
    Refusal.TOO_FEW_HOLDERS: ("Pemegang kunci yang ikut tidak sesuai ambang: diperlukan {threshold}."),
    Refusal.FACTOR_MISSING: "Pemegang kunci {holder} belum menyerahkan hasil pembukaannya.",
    Refusal.FACTOR_ALREADY_GIVEN: "Pemegang kunci {holder} sudah menyerahkan hasil pembukaannya.",
    Refusal.TABLE_ALREADY_SEALED: "Meja {table} sudah ada dalam daftar pemilih tetap.",
    Refusal.TABLE_TOO_LARGE: "Meja {table} melebihi batas {limit} pemilih.",
    Refusal.SEXES_DO_NOT_ADD_UP: ("Jumlah laki-laki dan perempuan di meja {table} tidak sama dengan jumlah pemilih."),
    Refusal.CONTEST_OF_OTHER_STAGE: "Pemilihan {contest} bukan bagian tahap {stage}.",
    Refusal.NOMINEES_ALREADY_SEALED: ("Daftar warga yang dapat dipilih untuk {contest} sudah dikunci."),
    Refusal.QUORUM_BASE_ALREADY_SEALED: "Dasar kuorum {contest} sudah dikunci.",
    Refusal.REGISTER_INCOMPLETE: "Daftar pemilih tetap untuk {contest} belum lengkap.",
    Refusal.QUORUM_BASE_TOO_LARGE: "Dasar kuorum {contest} melebihi jumlah pemilih terdaftar.",
    Refusal.CARDS_ALREADY_REGISTERED: "Kartu untuk meja {table} sudah didaftarkan.",
    Refusal.CARDS_MISSING: "Kartu untuk meja {table} belum didaftarkan.",
    Refusal.CARD_COUNT_WRONG: "Jumlah kartu meja {table} harus dari {least} sampai {most}.",
    Refusal.CARD_LISTED_TWICE: "Ada kartu meja {table} yang sudah terdaftar.",
    Refusal.BOOTH_NOT_SEALED: "Program bilik suara belum dikunci.",
    Refusal.BOOTH_IN_USE: "Program bilik suara tidak dapat diganti selama pemungutan suara.",
    Refusal.TABLE_NOT_OPEN: "Meja {table} tidak sedang dibuka.",
    Refusal.TABLE_ALREADY_OPEN: "Meja {table} sudah dibuka.",
    Refusal.TABLE_CLOSED: "Meja {table} sudah ditutup.",
    Refusal.TABLE_KEY_USED: "Kunci meja ini sudah pernah dipakai.",
    Refusal.TABLES_STILL_OPEN: "Meja {table} belum ditutup.",
    Refusal.TABLE_OF_OTHER_CONTEST: "Meja {table} bukan untuk pemilihan {contest}.",
    Refusal.CHECKINS_NOT_RISING: "Jumlah hadir meja {table} harus lebih dari {last}.",
    Refusal.CHECKINS_NOT_A_BLOCK: "Jumlah hadir dilaporkan setiap {block} orang.",
    Refusal.CHECKINS_TOO_MANY: "Jumlah hadir meja {table} melebihi {limit} pemilih terdaftar.",
    Refusal.CREDENTIAL_NOT_LISTED: "Kartu ini tidak terdaftar untuk meja {table}.",
    Refusal.CREDENTIAL_USED: "Kartu ini sudah dipakai.",
    Refusal.CREDENTIAL_VOIDED: "Kartu ini sudah dibatalkan.",
    Refusal.TRACKING_USED: "Kode lacak ini sudah ada.",
    Refusal.TRACKING_DIFFERS: "Kode lacak tidak sesuai dengan suara yang diuji.",
    Refusal.CIPHERTEXT_COPIED: "Suara ini salinan suara lain.",
    Refusal.COUNT_RULE: "Suara di meja {table} akan melebihi jumlah pemilih yang hadir ({limit}).",
    Refusal.TOO_MANY_NAMES: "Suara yang diuji memuat lebih dari {limit} nama.",
    Refusal.CLOSING_COUNT_DIFFERS: "Angka '{member}' meja {table} seharusnya {expected}.",
    Refusal.CARDS_DO_NOT_ADD_UP: (
        "Kartu meja {table} tidak cocok: dibuat {made}, terhitung {counted} (dipakai, batal, sisa, dan hilang)."
    ),
    Refusal.LIST_ALREADY_GIVEN: "Daftar meja {table} sudah diserahkan.",
    Refusal.LIST_DIFFERS: "Daftar meja {table} tidak cocok dengan angka penutupannya.",
    Refusal.LEFT_CARDS_REVEALED: ("Sisa kartu meja {table} sudah diumumkan; meja tidak dapat dibuka lagi."),
    Refusal.INPUT_DIFFERS: "Daftar suara yang disebut bukan daftar suara yang seharusnya.",
    Refusal.QUORUM_DIFFERS: "Keterangan kuorum tidak sesuai dengan angka kehadiran.",
    Refusal.HOME_ROUND_DONE: "Jemput suara hanya boleh satu kali.",
    Refusal.STEP_DIFFERS: "Pengocokan berikutnya adalah yang ke-{step}.",
    Refusal.MIXED_BEFORE: "Pemegang kunci {holder} sudah mengocok suara pemilihan ini.",
    Refusal.TOO_FEW_MIXES: "Suara harus dikocok paling sedikit {mixers} kali.",
    Refusal.TOO_FEW_BALLOTS: ("Suara kurang dari {least}; kotak sekecil ini tidak boleh dibuka demi kerahasiaan."),
    Refusal.CLOSING_PAPERS_MISSING: "Daftar hadir atau sisa kartu meja {table} belum diserahkan.",
    Refusal.NO_WITNESSES: "Tata tertib tidak menyebut saksi buku.",
    Refusal.WITNESS_CHECKPOINT: "Yang ditandatangani saksi bukan tanda buku ini sesudah pengacakan selesai.",
    Refusal.TOO_FEW_WITNESSES: "Baru {given} saksi buku yang menandatangani; paling sedikit harus {least}.",
    Refusal.NOT_WITNESSED: (
        "Suara belum boleh dibuka: paling sedikit {least} saksi buku harus menandatangani buku sesudah pengacakan."
    ),
    Refusal.ALREADY_DECIDED: "Tulisan ini sudah ditetapkan.",
    Refusal.NOT_DECIDED: "Tulisan ini belum ditetapkan.",
    Refusal.STRING_NOT_WRITTEN: "Tulisan ini tidak ada di antara suara.",
    Refusal.PERSON_NOT_NOMINEE: "Warga {person} tidak ada dalam daftar warga yang dapat dipilih.",
    Refusal.PERSON_DIFFERS: "Data warga {person} berbeda dengan penetapan sebelumnya.",
    Refusal.DECISIONS_INCOMPLETE: "Baru {decided} tulisan yang ditetapkan.",
    Refusal.RESULT_MALFORMED: "Bentuk hasil hitung tidak sesuai.",
    Refusal.RESULT_DIFFERS: "Hasil hitung tidak cocok dengan suara, penetapan, atau tatib.",
    Refusal.NOT_ON_THE_LADDER: "Tatib tidak memuat cara {method} untuk suara sama.",
    Refusal.NOT_TIED: "Urutan ini tidak menyelesaikan suara yang sama.",
    Refusal.REVOTE_MISSING: "Pemungutan suara ulang belum diputuskan.",
    Refusal.LOT_CHECKPOINT: "Undian harus memakai titik periksa sesudah pembukaan suara.",
    Refusal.LOT_ORDER: "Urutan undian tidak sesuai dengan dadu dan titik periksa.",
    Refusal.NOT_SERVING: "Warga {person} bukan anggota dan bukan cadangan.",
    Refusal.REPLACEMENT_DIFFERS: "Pengganti bukan urutan cadangan berikutnya.",
    Refusal.UNKNOWN_PERSON: "Warga {person} tidak memperoleh suara.",
    Refusal.CERTIFIED_DIFFERS: "Nama yang disahkan tidak sama dengan hasil hitung.",
    Refusal.POLICY_DIFFERS: "Cara pengumuman tidak sama dengan tatib.",
}


class IllegalEvent(BallotsError):
    """A well-formed event that is not allowed here and now; the state is as it was before.

    Attributes:
        code: stable English code.
        reason: an Indonesian sentence.
    """

    def __init__(self, code: Refusal, **facts: object) -> None:
        """Fill the sentence of ``code`` with ``facts``."""
        self.code = code
        self.facts = facts
        self.reason = SENTENCES[code].format(**facts)
        super().__init__(f"{code.value}: {self.reason}")
