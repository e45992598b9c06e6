"""What the residents of the invented kelurahan agree to: charter, criteria, rules of procedure."""

from typing import Final

from rembug_ballots.canonical import JsonObject, JsonValue
from rembug_ballots.documents import Document
from rembug_ballots.rules import Rules

_CHARTER: Final = (
    (
        "Ketentuan umum",
        (
            (
                "Pengertian",
                (
                    "Badan Keswadayaan Masyarakat (BKM) ialah pimpinan kolektif warga untuk menanggulangi kemiskinan.",
                    "Warga ialah setiap orang yang tinggal di Kelurahan {kelurahan}, asli maupun pendatang.",
                ),
            ),
            ("Nama dan kedudukan", ("Lembaga ini bernama BKM {kelurahan} dan berkedudukan di Kelurahan {kelurahan}.",)),
        ),
    ),
    (
        "Asas dan tujuan",
        (
            ("Asas", ("BKM berdasarkan kerelawanan, kejujuran, keadilan, dan kesetaraan.",)),
            (
                "Tujuan",
                (
                    "BKM bertujuan memperjuangkan kepentingan warga miskin.",
                    "BKM mandiri dari pemerintah, partai politik, dan lembaga lain.",
                ),
            ),
        ),
    ),
    (
        "Keanggotaan",
        (
            (
                "Jumlah dan masa bakti",
                (
                    "Anggota BKM berjumlah sebelas sampai tujuh belas orang.",
                    "Masa bakti anggota BKM tiga tahun.",
                ),
            ),
            (
                "Pemilihan",
                (
                    "Anggota BKM dipilih oleh warga dewasa tanpa calon, tanpa kampanye, tertulis, dan rahasia.",
                    "Tata cara pemilihan diatur dalam tata tertib yang disepakati rembug warga sebelum pemilihan.",
                ),
            ),
            ("Penggantian", ("Anggota yang berhenti diganti oleh urutan cadangan berikutnya.",)),
        ),
    ),
    (
        "Rapat dan keputusan",
        (
            ("Keputusan", ("Keputusan BKM diambil dengan musyawarah mufakat oleh semua anggota yang setara.",)),
            ("Koordinator", ("Koordinator dipilih oleh dan dari anggota, bukan ketua, dan dapat bergilir.",)),
        ),
    ),
    (
        "Penutup",
        (("Perubahan", ("Anggaran Dasar ini hanya dapat diubah oleh rembug warga tingkat kelurahan.",)),),
    ),
)


def charter(kelurahan: str) -> Document:
    """Return the Anggaran Dasar."""
    chapters: list[JsonValue] = []
    number = 0
    for place, (title, articles) in enumerate(_CHARTER, start=1):
        made: list[JsonValue] = []
        for heading, clauses in articles:
            number += 1
            texts = [text.format(kelurahan=kelurahan) for text in clauses]
            made.append({"id": f"p{number}", "title": heading, "clauses": _clauses(f"p{number}", texts)})
        chapters.append({"id": f"b{place}", "title": title, "articles": made})
    preamble = "Dengan rahmat Tuhan Yang Maha Esa, kami warga bersepakat membentuk lembaga kepercayaan warga."
    return _document("AD", f"Anggaran Dasar BKM {kelurahan}", chapters, preamble=preamble)


def criteria(kelurahan: str, rules: Rules) -> Document:
    """Return the moral criteria, word for word those of the rules."""
    article: JsonObject = {"id": "p1", "title": "", "clauses": _clauses("k", rules.criteria)}
    chapter: JsonObject = {"id": "b1", "title": "Kriteria kemanusiaan", "articles": [article]}
    return _document("KRITERIA", f"Kriteria anggota BKM {kelurahan}", [chapter])


def tatib(kelurahan: str, rules: Rules) -> Document:
    """Return the rules of procedure, whose numbers are fields of the rules."""
    plain = {
        "Pemilih": ("Pemilih ialah warga yang berumur {{umur_dewasa}} tahun, atau sudah menikah: {{pernah_menikah}}.",),
        "Pemungutan suara": (
            "Satu meja melayani paling banyak {{pemilih_per_meja}} pemilih.",
            "Panitia menguji {{uji_per_meja}} suara di setiap meja, di depan pemantau.",
            "Nama yang sama pada satu surat suara {{nama_ganda}}.",
        ),
        "Kerahasiaan": (
            "Kunci kotak dibagi kepada {{pemegang_kunci}} orang; kotak dibuka oleh {{ambang}} orang di antaranya.",
            "Suara dikocok paling sedikit {{pengocok}} kali sebelum dibuka.",
            "Kotak berisi kurang dari {{suara_paling_sedikit}} suara tidak dibuka.",
        ),
        "Suara sama": ("Suara yang sama diselesaikan berturut-turut dengan {{urutan_suara_sama}}.",),
        "Pengumuman": ("Hasil diumumkan secara {{pengumuman}}.",),
    }
    articles: list[JsonValue] = [
        {"id": f"p{number}", "title": title, "clauses": _clauses(f"p{number}", texts)}
        for number, (title, texts) in enumerate(plain.items(), start=1)
    ]
    contests: list[JsonValue] = []
    for number, contest in enumerate(rules.contests, start=1):
        field = f"kontes.{contest.id}"
        texts = [
            f"Yang memilih {{{{{field}.pemilih}}}}; yang dapat dipilih {{{{{field}.dapat_dipilih}}}}.",
            f"Pemilih menulis {{{{{field}.nama_paling_sedikit}}}} sampai {{{{{field}.nama_paling_banyak}}}} nama.",
            f"Terpilih {{{{{field}.kursi}}}} orang bersuara terbanyak, dengan {{{{{field}.cadangan}}}} orang cadangan.",
            f"Pemilihan sah bila {{{{{field}.kuorum_persen}}}} persen pemilih hadir.",
            f"Keterwakilan perempuan {{{{{field}.perempuan_persen}}}} persen, {{{{{field}.aturan_perempuan}}}}.",
        ]
        contests.append({"id": f"c{number}", "title": contest.title, "clauses": _clauses(f"c{number}", texts)})
    chapters: list[JsonValue] = [
        {"id": "b1", "title": "Ketentuan umum", "articles": articles},
        {"id": "b2", "title": "Yang dipilih", "articles": contests},
    ]
    return _document("TATIB", f"Tata tertib pemilihan BKM {kelurahan}", chapters, rules=rules)


def _clauses(prefix: str, texts: tuple[str, ...] | list[str]) -> list[JsonValue]:
    return [{"id": f"{prefix}a{number}", "text": text, "letters": []} for number, text in enumerate(texts, start=1)]


def _document(
    kind: str, title: str, chapters: list[JsonValue], *, preamble: str = "", rules: Rules | None = None
) -> Document:
    return Document.from_json(
        {
            "format": "rembug-document-1",
            "document": kind,
            "title": title,
            "preamble": [preamble] if preamble else [],
            "chapters": chapters,
            "closing": [],
            "rules": None if rules is None else rules.to_json(),
        }
    )
