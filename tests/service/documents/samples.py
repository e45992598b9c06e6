"""Papers of an invented kelurahan, ordinary ones and hostile ones: the same shapes, other words."""

from collections.abc import Callable
from datetime import date

from rembug_ballots.documents import Line, Rank
from rembug_service.documents import (
    agreed_text,
    assembly_attendance,
    assembly_minutes,
    attendance,
    card_reconciliation,
    election_minutes,
    invitation,
    monitor_sheet,
    poster,
    power_of_attorney,
    replacement,
    rollup,
    table_record,
    tally_sheet,
    voter_list,
    willingness,
)
from rembug_service.documents.figures import Figures, WomenShare, Written
from rembug_service.documents.occasion import Occasion, occasion
from rembug_service.documents.signers import Signer
from rembug_service.documents.typesetting import Heading

ORDINARY = (
    "Siti Nurhayati",
    "Asep Saepudin",
    "Hj. Enung Nurjanah",
    "H. Raden Muhammad Komarudin Hidayatullah Soerjadiningrat, S.Pd., M.Si.",
    "N",
    "Ni Luh Ayu Kusumawati",
    "Slamet",
    "Abdurrahman Wahid bin Kasman",
)
HOSTILE = (
    '#panic("x") $1+1$ *tebal* _miring_ `kode` @a <b> \\n',
    "“Kutip” 'tunggal' \"ganda\" //komentar /* x */",
    "عبد الله بن محمد",
    "Rina 😀 \u202etfel\u202c",
    "W" * 60,
    "ꦱꦸꦭꦱ꧀ꦠꦿꦶ ᮞᮥᮔ᮪ᮓ ᬩᬮᬶ",
    "張偉 Nguyễn Thị Ánh",
    "= judul\n- butir\n+ nomor",
    "#",
    "]",
)
HEADING = Heading(
    "99.10.01.1001-2026",
    "Pembentukan BKM Kelurahan Sukamundur",
    "Kelurahan Sukamundur",
    ("Kecamatan Contoh", "Kota Rekaan", "Provinsi Rekaan"),
    1234,
    "hG7k Lq0Z 9sYw Q3fA",
    "http://192.168.1.10:8000/pengamat/#pemilihan=99.10.01.1001-2026",
)
DAY = occasion(date(2026, 11, 22), "08:00", "12:00", "WIB", "Balai Kelurahan Sukamundur")
UNKNOWN = Occasion()
HASH = "1f2e 3d4c 5b6a 7988 0011 2233 4455 6677 8899 aabb ccdd eeff 0123 4567 89ab cdef"
SIGNERS = (Signer("Ketua Panitia", "Haji Komarudin"), Signer("Sekretaris", "Enung Nurhayati"), Signer("Pemantau"))
MINUTES = b'{"kind":"berita acara"}'


def figures(name: str = "Meja 1", *, closed: bool = True) -> Figures:
    return Figures(name, 70, 80, 2, 45, 52, 154, 95, 1, 57, 1, 1, 2, 6, 90, 3, 2, closed)


NOTHING = Figures("Meja 1", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, closed=False)


def written(names: tuple[str, ...], count: int, most: int = 60) -> tuple[Written, ...]:
    return tuple(
        Written(place + 1, names[place % len(names)], "LP"[place % 2], "RT 01/RW 02", max(most - 3 * place, 0))
        for place in range(count)
    )


def share(elected: int, of: int, *, reserved: bool = False) -> WomenShare:
    return WomenShare(elected, of, of, 30, -(-of * 30 // 100), "ke atas", elected >= -(-of * 30 // 100), reserved)


def papers(names: tuple[str, ...], seats: int = 11, *, delegates: bool = False) -> dict[str, Callable[[], bytes]]:
    """Return every paper by name, with these words wherever a person or an official may type some."""
    word = names[0]
    people = [(names[place % len(names)], "LP"[place % 2]) for place in range(40)]
    elected = written(names, seats)
    minutes = election_minutes.ElectionMinutes(
        board=True,
        contest=f"Anggota BKM {word}",
        unit=word,
        electorate="semua warga dewasa",
        delegates=delegates,
        occasion=DAY,
        bases=(election_minutes.Basis("Anggaran Dasar", 2, f"dalam {word}", HASH),),
        names_min=1,
        names_max=3,
        seats=seats,
        unfilled=1,
        figures=figures("semua"),
        tables=3,
        quorum=election_minutes.Quorum(150, 97, 30, met=True),
        names_counted=201,
        not_counted=(("bukan nama orang", 3), ("bisa berarti beberapa warga", 1)),
        elected=elected,
        reserves=written(names, 5, 20),
        ranking=written(names, 70),
        unlisted=12,
        settled=(election_minutes.Settlement("undian", word, "1234561234", names[:3]),),
        answers=(election_minutes.Declined(names[-1], willing=False, reason=word),),
        women=share(2, seats),
        mixers=names[:2],
        openers=names[:3],
        log_witnesses=(f"Pemantau {word}", "Fasilitator"),
        home_round=True,
        fingerprint=HASH,
        signers=SIGNERS,
        witnesses=(Signer("Lurah"), Signer("Fasilitator"), Signer("Wakil warga laki-laki", names[1]), Signer("Wakil")),
    )
    assembly = assembly_minutes.AssemblyMinutes(
        agreement=True,
        kind="rembug warga",
        level="kelurahan",
        unit=word,
        title=f"Rembug Warga AD {word}",
        revision=2,
        occasion=DAY,
        invited=150,
        invited_how=word,
        convenor=word,
        chair=names[1],
        note_taker=names[2],
        facilitator="",
        men=61,
        women=74,
        poor=33,
        elements=names[:4],
        quorum=word,
        agenda=tuple(assembly_minutes.AgendaItem(each, f"{each}\n{word} " * 12) for each in names[:3]),
        decisions=(
            assembly_minutes.Decision(
                1,
                f"Menyepakati {word}",
                None,
                "",
                assembly_minutes.Adopted("Anggaran Dasar", 1, 13, 41, HASH),
                names[:2],
            ),
            assembly_minutes.Decision(2, word, (60, 20, 5), "menerima", None, ()),
        ),
        assessment=(assembly_minutes.Assessed(word, tuple((each, "sebagian", word) for each in names[:3])),),
        chosen=word,
        members=tuple((name, sex, "RT 01/RW 02", "anggota") for name, sex in people[:9]),
        follow_up=((word, names[1], "1 Desember 2026"),),
        attachments=(("daftar hadir.jpg", HASH[:19]),),
        fingerprint=HASH,
        signers=tuple(Signer("Peserta", each) for each in names[:8]),
        witnesses=(Signer("Lurah", names[1]),),
    )
    text = (
        Line(Rank.PREAMBLE, "", "", f"Kami warga {word} bersepakat."),
        Line(Rank.CHAPTER, "a", "BAB I", word),
        Line(Rank.ARTICLE, "b", "Pasal 1", names[1]),
        Line(Rank.CLAUSE, "c", "(1)", f"{word} " * 20),
        Line(Rank.LETTER, "d", "a.", names[2]),
        Line(Rank.LETTER, "e", "b.", names[3]),
        Line(Rank.CLAUSE, "f", "(2)", names[4]),
        Line(Rank.ARTICLE, "g", "Pasal 2", ""),
        Line(Rank.CLAUSE, "h", "", word),
        Line(Rank.CLOSING, "", "", word),
    )
    units = (
        rollup.UnitRollup(word, figures("RT 01"), (figures(), figures("Meja 2")), written(names, 3), share(1, 3), ""),
        rollup.UnitRollup(names[1], NOTHING, (NOTHING,), (), None, "Memilih ulang pada hari lain."),
    )
    return {
        "daftar-tempel": lambda: voter_list.voter_list_pdf(
            HEADING,
            voter_list.PostedList(
                "sementara",
                "",
                20,
                20,
                tuple(
                    voter_list.PostedUnit(
                        f"RT {unit:02d}/RW 01", 20, 20, tuple(voter_list.PostedVoter(*each) for each in people)
                    )
                    for unit in (1, 2, 3)
                ),
                SIGNERS,
            ),
        ),
        "daftar-petugas": lambda: voter_list.voter_list_pdf(
            HEADING,
            voter_list.OfficersList(
                "tetap",
                "",
                20,
                20,
                (
                    voter_list.ListedUnit(
                        "RT 01/RW 01",
                        20,
                        20,
                        tuple(voter_list.ListedVoter(*each, "1980", "3 / 41", word) for each in people),
                    ),
                ),
                SIGNERS,
            ),
        ),
        "undangan": lambda: invitation.invitations_pdf(
            HEADING,
            invitation.Invitations(
                word,
                3,
                DAY,
                names[1],
                tuple(
                    invitation.Invited(name, "RT 01/RW 02", 3, place, word)
                    for place, (name, _) in enumerate(people[:7], 1)
                ),
            ),
        ),
        "daftar-hadir": lambda: attendance.attendance_pdf(
            HEADING,
            attendance.AttendanceLists(
                DAY,
                tuple(
                    attendance.TableRoll(
                        table,
                        word,
                        names[1],
                        word,
                        20,
                        20,
                        tuple(attendance.Expected(place, *each, "RT 01/RW 02") for place, each in enumerate(people, 1)),
                    )
                    for table in (1, 2)
                ),
                (Signer("Petugas meja"), Signer("Pemantau"), Signer("Ketua RT")),
            ),
        ),
        "daftar-hadir-rembug": lambda: assembly_attendance.assembly_attendance_pdf(
            HEADING, assembly_attendance.AssemblyAttendance(36)
        ),
        "plano": lambda: tally_sheet.tally_sheet_pdf(
            HEADING,
            tally_sheet.TallySheet(
                word, names[1], DAY, figures(), share(1, seats), written(names, 30, 88), 0, 4, SIGNERS
            ),
        ),
        "plano-kosong": lambda: tally_sheet.tally_sheet_pdf(
            HEADING, tally_sheet.TallySheet(word, names[1], UNKNOWN, None, None, (), 30, 0, SIGNERS)
        ),
        "rekap": lambda: rollup.rollup_pdf(HEADING, rollup.Rollup(word, DAY, units, figures("Jumlah"), 1, 3, SIGNERS)),
        "berita-acara": lambda: election_minutes.election_minutes_pdf(HEADING, minutes, MINUTES),
        "rembug": lambda: assembly_minutes.assembly_minutes_pdf(HEADING, assembly),
        "naskah": lambda: agreed_text.agreed_text_pdf(
            HEADING,
            agreed_text.AgreedText("Anggaran Dasar", word, 1, f"disepakati {word}", text * 4, HASH, SIGNERS),
        ),
        "catatan-meja": lambda: table_record.table_records_pdf(
            HEADING,
            table_record.TableRecords(
                DAY,
                (
                    table_record.TableRecord(1, word, names[1], word, HASH[:39], 2, figures(), 97),
                    table_record.TableRecord(2, word, names[1], "", "", 0, NOTHING, 0),
                ),
                (Signer("Petugas meja"), Signer("Ketua Panitia", names[1]), Signer("Pemantau")),
            ),
        ),
        "pencocokan-kartu": lambda: card_reconciliation.card_reconciliation_pdf(
            HEADING,
            card_reconciliation.CardReconciliation(
                DAY, 25, (figures(), figures("Meja 2"), NOTHING), figures("Jumlah"), SIGNERS
            ),
        ),
        "kesediaan": lambda: willingness.willingness_pdf(
            HEADING,
            willingness.Willingness(
                board=True,
                office=f"anggota BKM {word}",
                criteria=names[:7],
                statements=(
                    willingness.Statement(names[3], "L", "RT 01/RW 02", willing=True),
                    willingness.Statement("", "", "", willing=False),
                ),
            ),
        ),
        "pengumuman": lambda: poster.poster_pdf(
            HEADING,
            poster.Poster(word, names[1], 97, 152, 90, 3, 2, elected, written(names, 5, 20), 1, share(2, seats)),
        ),
        "penggantian": lambda: replacement.replacements_pdf(
            HEADING,
            replacement.Replacements(
                board=True,
                contest=f"Anggota BKM {word}",
                unit=word,
                fingerprint=HASH,
                replaced=tuple(
                    replacement.Replacement(
                        leaving=written(names, 1)[0],
                        cause="pindah",
                        reason=word,
                        from_reserve=False,
                        successor=successor,
                        members=written(names, max(seats, len(names))),
                        waiting=written(names, 5),
                        women=4,
                    )
                    for successor in (written(names, 1)[0], None)
                ),
                signers=SIGNERS,
                witnesses=(Signer("Lurah"), Signer("Wakil warga")),
            ),
        ),
        "pemantauan": lambda: monitor_sheet.monitor_sheet_pdf(
            HEADING, monitor_sheet.MonitorSheet(DAY, names[:2], 3, 5, 2, 3)
        ),
        "notaris": lambda: power_of_attorney.power_of_attorney_pdf(
            HEADING,
            power_of_attorney.PowerOfAttorney(
                word, tuple(power_of_attorney.PackedPaper(each, place % 2 == 0) for place, each in enumerate(names))
            ),
        ),
    }
