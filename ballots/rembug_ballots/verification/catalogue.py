"""The one table of checks: number, slug, Indonesian title.

A number is never given to another check: a new check takes the next free number of its chapter.
The chapters follow the election.  Source: docs/protocol.md; the numbers are listed in docs/formats.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue."""

    id: str
    slug: str
    title: str


_ENTRIES: Final = (
    # 1 log
    Entry("1.1", "log.checkpoint", "Tanda buku terakhir terbaca dan ditandatangani kunci buku pemilihan ini"),
    Entry("1.2", "log.tree", "Pohon catatan menghasilkan akar yang tertulis pada tanda buku"),
    Entry("1.3", "log.entries", "Setiap catatan cocok dengan sidik jarinya di dalam pohon"),
    Entry("1.4", "log.files", "Arsip hanya berisi berkas yang disebut oleh buku catatan, tanpa sisipan"),
    Entry("1.5", "log.older-checkpoints", "Tanda buku lama yang dibawa pemeriksa masih sejalan dengan buku ini"),
    # 2 events
    Entry("2.1", "events.form", "Setiap catatan berbentuk baku dan dikenal"),
    Entry("2.2", "events.election", "Semua catatan milik satu pemilihan, yang dibuka satu kali pada catatan pertama"),
    Entry("2.3", "events.order", "Urutan langkah mengikuti tata urutan pemilihan"),
    Entry("2.4", "events.signatures", "Catatan pemegang kunci dan pembuat kartu ditandatangani oleh orangnya"),
    Entry("2.5", "events.blobs", "Isi setiap lampiran cocok dengan sidik jari yang tercatat"),
    Entry("2.6", "events.figures", "Angka dan rujukan antarcatatan saling cocok"),
    # 3 agreements
    Entry("3.1", "agreements.agreed", "AD, tata tertib, dan kriteria disepakati rembug warga sebelum meja dibuka"),
    Entry("3.2", "agreements.texts", "Naskah kesepakatan ada di arsip dan cocok dengan yang disepakati"),
    Entry(
        "3.3", "agreements.minutes", "Catatan setiap rembug ada di arsip, utuh, dan sama dengan yang dicatat di buku"
    ),
    Entry(
        "3.4", "agreements.adoption", "Setiap naskah disepakati oleh keputusan rembug yang menyebut tepat naskah itu"
    ),
    Entry("3.5", "agreements.signatures", "Tanda tangan pada setiap kesepakatan sah"),
    # 4 rules
    Entry("4.1", "rules.agreed", "Aturan yang dipakai sama dengan aturan dalam tata tertib yang disepakati"),
    Entry("4.2", "rules.fixed", "Aturan dikunci satu kali sebelum meja dibuka dan tidak berubah sesudahnya"),
    Entry("4.3", "rules.text", "Angka dan kriteria di dalam naskah yang disepakati adalah aturan yang dikunci"),
    # 5 ceremony
    Entry("5.1", "ceremony.holders", "Semua pemegang kunci terdaftar, masing-masing dengan kunci sendiri"),
    Entry("5.2", "ceremony.commitments", "Setiap pemegang membuka tepat apa yang lebih dulu ia kunci"),
    Entry("5.3", "ceremony.proofs", "Setiap pemegang membuktikan bahwa ia tahu bagian kuncinya"),
    Entry("5.4", "ceremony.confirmations", "Semua pemegang menegaskan jalannya pembuatan kunci yang sama"),
    Entry("5.5", "ceremony.keys", "Kunci bersama adalah gabungan bagian semua pemegang"),
    # 6 rehearsal
    Entry("6.1", "rehearsal.ciphertext", "Suara latihan dapat dihitung ulang dari bilangan acaknya"),
    Entry("6.2", "rehearsal.factors", "Bagian pembuka dari setiap pemegang pada latihan terbukti benar"),
    Entry("6.3", "rehearsal.name", "Latihan membuka suara terbaca nama LATIHAN oleh cukup banyak pemegang"),
    # 7 register
    Entry("7.1", "register.tables", "Daftar pemilih dikunci per meja dengan jumlah yang cocok sebelum meja dibuka"),
    Entry("7.2", "register.rolls", "Sidik jari daftar pemilih setiap meja lengkap, satu untuk setiap warga"),
    Entry("7.3", "register.nominees", "Daftar warga yang boleh dipilih dikunci, terurut, tanpa ganda"),
    Entry("7.4", "register.delegates", "Pemilih tahap utusan adalah utusan yang ditetapkan pada tahap sebelumnya"),
    # 8 cards
    Entry("8.1", "cards.lists", "Daftar kartu setiap meja terurut, tanpa ganda, dan setiap kartu sah bentuknya"),
    Entry("8.2", "cards.disjoint", "Tidak ada kartu yang terdaftar di dua meja"),
    Entry("8.3", "cards.number", "Jumlah kartu setiap meja tidak melebihi pemilih dan cadangan menurut tata tertib"),
    Entry("8.4", "cards.voids", "Setiap kartu yang dibatalkan dibatalkan oleh kartu itu sendiri"),
    Entry("8.5", "cards.left", "Setiap kartu sisa terdaftar, belum dipakai, dan belum dibatalkan"),
    Entry("8.6", "cards.balance", "Kartu dibuat = dipakai + batal + sisa + hilang, di setiap meja"),
    # 9 ballots
    Entry("9.1", "ballots.open", "Setiap suara masuk ketika mejanya dibuka"),
    Entry("9.2", "ballots.listed", "Setiap suara memakai kartu yang terdaftar untuk mejanya"),
    Entry("9.3", "ballots.once", "Setiap kartu dipakai paling banyak satu kali dan tidak sesudah dibatalkan"),
    Entry("9.4", "ballots.card-signature", "Setiap suara ditandatangani oleh kartunya"),
    Entry("9.5", "ballots.table-signature", "Setiap suara ditandatangani oleh mejanya"),
    Entry("9.6", "ballots.proof", "Setiap suara membawa bukti bahwa pembuatnya tahu isinya"),
    Entry("9.7", "ballots.unique", "Tidak ada kode lacak atau sandi suara yang muncul dua kali"),
    Entry("9.8", "ballots.count-rule", "Pada setiap saat suara tidak melebihi warga yang hadir"),
    Entry("9.9", "ballots.closing", "Angka penutupan meja dan daftar hadir cocok dengan buku catatan"),
    # 10 audits
    Entry("10.1", "audits.open", "Setiap suara uji panitia dapat dihitung ulang dan cocok dengan kodenya"),
    Entry("10.2", "audits.never-cast", "Tidak ada suara uji yang ikut dihitung"),
    Entry("10.3", "audits.enough", "Setiap meja menguji suara sebanyak yang diminta tata tertib"),
    # 11 mixing
    Entry("11.1", "mixing.input", "Yang diacak tepat semua suara yang diterima"),
    Entry("11.2", "mixing.chain", "Setiap pengacakan mulai dari hasil pengacakan sebelumnya"),
    Entry("11.3", "mixing.proofs", "Setiap pengacakan terbukti tidak menambah, membuang, atau mengubah suara"),
    Entry("11.4", "mixing.mixers", "Cukup banyak pemegang kunci yang berbeda telah mengacak"),
    # 12 opening
    Entry("12.1", "opening.ordered", "Pembukaan diperintahkan dua petugas sesudah semua meja ditutup dan suara diacak"),
    Entry("12.2", "opening.factors", "Bagian pembuka dari setiap pemegang terbukti benar"),
    Entry("12.3", "opening.holders", "Suara dibuka oleh tepat sebanyak pemegang yang ditetapkan"),
    # 13 names
    Entry("13.1", "names.rows", "Nama-nama yang terbuka cocok dengan hasil hitungan pembukaan"),
    Entry("13.2", "names.texts", "Daftar tulisan yang berbeda cocok dengan nama-nama yang terbuka"),
    # 14 adjudication
    Entry("14.1", "adjudication.complete", "Setiap tulisan mendapat keputusan, dan hanya tulisan yang ada"),
    Entry("14.2", "adjudication.one-person", "Satu tulisan menunjuk paling banyak satu warga"),
    Entry("14.3", "adjudication.three", "Setiap keputusan diambil dua petugas dan seorang pemantau yang berbeda"),
    Entry("14.4", "adjudication.nominee", "Setiap warga yang ditunjuk ada pada daftar yang sudah dikunci"),
    # 15 count
    Entry("15.1", "count.recount", "Hitung ulang memberi hasil yang sama"),
    Entry("15.2", "count.ties", "Suara sama diselesaikan menurut urutan cara yang disepakati"),
    Entry("15.3", "count.quorum", "Kuorum dihitung dengan benar"),
    # 16 certification
    Entry("16.1", "certification.elected", "Yang ditetapkan sama dengan hasil hitungan"),
    Entry("16.2", "certification.women", "Keterwakilan perempuan dilaporkan dengan benar"),
    Entry("16.3", "certification.minutes", "Berita acara ada di arsip dan memuat hasil yang sama"),
    # 17 witnesses
    Entry("17.1", "witnesses.cosignatures", "Tanda tangan saksi pada tanda buku sah"),
    Entry("17.2", "witnesses.opening", "Sebelum suara dibuka, saksi buku yang disepakati sudah ikut menandatangani"),
    # 18 receipts
    Entry("18.1", "receipts.inclusion", "Suara pada struk ada di dalam buku yang dijanjikan struk"),
    Entry("18.2", "receipts.consistency", "Buku yang dijanjikan struk masih sejalan dengan buku ini"),
    Entry("18.3", "receipts.tracking", "Kode lacak pada struk ditemukan di buku ini"),
)

CATALOGUE: Final = MappingProxyType({entry.slug: entry for entry in _ENTRIES})
"""Every check by its slug, in order."""
