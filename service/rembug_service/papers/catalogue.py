"""Which papers an election has, in the order in which a committee needs them, and what each still waits for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum, unique
from functools import partial
from typing import Final

from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.phases import ContestPhase
from rembug_ballots.rules import ContestRules
from rembug_ballots.state.model import ContestState
from rembug_service.errors import Conflict, NotFound
from rembug_service.papers import after, agreements, before, night, term
from rembug_service.papers.assembly import assembly_minutes
from rembug_service.papers.source import Source
from rembug_service.papers.words import DOCUMENTS


@unique
class Moment(StrEnum):
    """When a paper is needed."""

    SEBELUM = "SEBELUM"
    HARI = "HARI"
    MALAM = "MALAM"
    SESUDAH = "SESUDAH"


@unique
class PaperKind(StrEnum):
    """Kinds of papers, in the order in which they are needed."""

    DAFTAR_HADIR_REMBUG = "DAFTAR_HADIR_REMBUG"
    REMBUG = "REMBUG"
    KESEPAKATAN = "KESEPAKATAN"
    NASKAH = "NASKAH"
    DAFTAR_TEMPEL = "DAFTAR_TEMPEL"
    DAFTAR_PETUGAS = "DAFTAR_PETUGAS"
    UNDANGAN = "UNDANGAN"
    DAFTAR_HADIR = "DAFTAR_HADIR"
    PLANO_KOSONG = "PLANO_KOSONG"
    PEMANTAUAN = "PEMANTAUAN"
    CATATAN_MEJA = "CATATAN_MEJA"
    KARTU = "KARTU"
    REKAP = "REKAP"
    PLANO = "PLANO"
    BERITA_ACARA = "BERITA_ACARA"
    KESEDIAAN = "KESEDIAAN"
    PENGUMUMAN = "PENGUMUMAN"
    PENGGANTIAN = "PENGGANTIAN"


@unique
class Missing(StrEnum):
    """What a paper still waits for."""

    NASKAH_BELUM_DISEPAKATI = "NASKAH_BELUM_DISEPAKATI"
    DAFTAR_KOSONG = "DAFTAR_KOSONG"
    ATURAN_BELUM_DIKUNCI = "ATURAN_BELUM_DIKUNCI"
    MEJA_BELUM_DIBAGI = "MEJA_BELUM_DIBAGI"
    DAFTAR_BELUM_DITETAPKAN = "DAFTAR_BELUM_DITETAPKAN"
    MEJA_BELUM_DITUTUP = "MEJA_BELUM_DITUTUP"
    BELUM_DIHITUNG = "BELUM_DIHITUNG"
    BELUM_DITETAPKAN = "BELUM_DITETAPKAN"


WORDS: Final = {
    Missing.NASKAH_BELUM_DISEPAKATI: "Naskah ini belum disepakati rembug warga.",
    Missing.DAFTAR_KOSONG: "Daftar pemilih masih kosong.",
    Missing.ATURAN_BELUM_DIKUNCI: "Aturan pemilihan belum dikunci.",
    Missing.MEJA_BELUM_DIBAGI: "Pemilih belum dibagi ke meja.",
    Missing.DAFTAR_BELUM_DITETAPKAN: "Daftar pemilih belum ditetapkan.",
    Missing.MEJA_BELUM_DITUTUP: "Masih ada meja yang belum ditutup.",
    Missing.BELUM_DIHITUNG: "Hasil pemilihan ini belum dihitung.",
    Missing.BELUM_DITETAPKAN: "Hasil pemilihan ini belum ditetapkan.",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper.

    Attributes:
        name: of its file, without ``.pdf``; in the address.
        about: what it is about beside its kind: a document, a contest, a stage, a table; may be empty.
        missing: what it waits for, or None where it can be printed.
        is_public: whether anybody may have it now.
        for_monitors: whether the monitors may have it beside the office.
    """

    name: str
    kind: PaperKind
    moment: Moment
    about: str
    missing: Missing | None
    make: Callable[[], bytes] = field(repr=False)
    is_public: bool = False
    for_monitors: bool = False

    def pdf(self) -> bytes:
        """Return it.

        Raises:
            Conflict: SURAT_BELUM_SIAP, with what is missing.
        """
        if self.missing is not None:
            raise Conflict("SURAT_BELUM_SIAP", WORDS[self.missing])
        return self.make()

    @property
    def file_name(self) -> str:
        """Name of its file in a folder of all papers: sorted as they are needed."""
        return f"{list(PaperKind).index(self.kind) + 1:02d}-{self.name}.pdf"


def catalogue(source: Source) -> list[Paper]:
    """Return all papers in the order in which they are needed."""
    return [
        *_assemblies(source),
        *_agreements(source),
        *_before(source),
        *_day(source),
        *_night(source),
        *_after(source),
    ]


def find(source: Source, name: str) -> Paper:
    """Return a paper by its name.

    Raises:
        NotFound: SURAT_TIDAK_ADA.
    """
    for each in catalogue(source):
        if each.name == name:
            return each
    raise NotFound("SURAT_TIDAK_ADA", "Surat ini tidak ada.")


def _assemblies(source: Source) -> Iterator[Paper]:
    moment, blank = Moment.SEBELUM, partial(before.assembly_attendance, source)
    yield Paper("daftar-hadir-rembug", PaperKind.DAFTAR_HADIR_REMBUG, moment, "", None, blank)
    # Those that agreed to a text in force are printed as its agreement.
    agreed = {each[-1].body.assembly for each in source.state.documents.values() if each}
    for number, recorded in sorted(source.state.assemblies.items()):
        if number in agreed:
            continue
        minutes = partial(assembly_minutes, source, recorded.minutes)
        title = recorded.minutes.title
        yield Paper(f"rembug-{number:03d}", PaperKind.REMBUG, moment, title, None, minutes, is_public=True)


def _agreements(source: Source) -> Iterator[Paper]:
    for kind, words in DOCUMENTS.items():
        document = agreements.in_force(source, kind)
        name = kind.value.lower()
        if document is not None:
            minutes = partial(agreements.agreement_minutes, source, document)
            text = partial(agreements.agreed_text, source, document)
            yield Paper(
                f"kesepakatan-{name}", PaperKind.KESEPAKATAN, Moment.SEBELUM, words, None, minutes, is_public=True
            )
            yield Paper(f"naskah-{name}", PaperKind.NASKAH, Moment.SEBELUM, words, None, text, is_public=True)
        elif kind is not DocumentKind.ART:
            waits = Missing.NASKAH_BELUM_DISEPAKATI
            yield Paper(f"naskah-{name}", PaperKind.NASKAH, Moment.SEBELUM, words, waits, _never)


def _never() -> bytes:
    raise NotFound("SURAT_TIDAK_ADA", "Surat ini tidak ada.")


def _before(source: Source) -> Iterator[Paper]:
    empty = None if source.voters else Missing.DAFTAR_KOSONG
    moment = Moment.SEBELUM
    parts = before.voter_parts(source)
    for part, people in parts:
        name = f"daftar-pemilih-tempel{_suffix(part)}"
        posted = partial(before.posted_list, source, part, people)
        yield Paper(name, PaperKind.DAFTAR_TEMPEL, moment, part, empty, posted, for_monitors=True)
    for part, people in parts:
        name = f"daftar-pemilih-petugas{_suffix(part)}"
        officers = partial(before.officers_list, source, part, people)
        yield Paper(name, PaperKind.DAFTAR_PETUGAS, moment, part, empty, officers)
    sealed = None if source.state.rules is not None else Missing.ATURAN_BELUM_DIKUNCI
    laid = sealed or (None if source.table_numbers else Missing.MEJA_BELUM_DIBAGI)
    for number in source.table_numbers:
        make = partial(before.invitations, source, number)
        yield Paper(f"undangan-meja-{number}", PaperKind.UNDANGAN, moment, f"Meja {number}", laid, make)
    if not source.table_numbers:
        yield Paper("undangan", PaperKind.UNDANGAN, moment, "", laid, _never)
    for number in source.table_numbers:
        attendance = partial(before.attendance_list, source, number)
        yield Paper(f"daftar-hadir-meja-{number}", PaperKind.DAFTAR_HADIR, moment, f"Meja {number}", laid, attendance)
    if not source.table_numbers:
        yield Paper("daftar-hadir", PaperKind.DAFTAR_HADIR, moment, "", laid, _never)
    for contest in _contests(source):
        blank = partial(before.blank_tally_sheet, source, contest)
        name = f"plano-kosong-{contest.id}"
        yield Paper(name, PaperKind.PLANO_KOSONG, moment, contest.title, None, blank)
    sheet = partial(before.monitor_sheet, source)
    yield Paper("lembar-pemantauan", PaperKind.PEMANTAUAN, moment, "", sealed, sheet)


def _suffix(part: str) -> str:
    return f"-{part.lower().replace(' ', '-')}" if part else ""


def _contests(source: Source) -> tuple[ContestRules, ...]:
    return () if source.state.rules is None else source.state.rules.contests


def _day(source: Source) -> Iterator[Paper]:
    waits = None if source.state.tables else Missing.DAFTAR_BELUM_DITETAPKAN
    records = partial(night.table_records, source)
    yield Paper("catatan-meja", PaperKind.CATATAN_MEJA, Moment.HARI, "", waits, records)


def _night(source: Source) -> Iterator[Paper]:
    tables = source.state.tables.values()
    waits = None if tables else Missing.DAFTAR_BELUM_DITETAPKAN
    if any(table.is_open for table in tables) or not any(table.closing for table in tables):
        waits = waits or Missing.MEJA_BELUM_DITUTUP
    cards = partial(night.card_reconciliation, source)
    yield Paper("pencocokan-kartu", PaperKind.KARTU, Moment.MALAM, "", waits, cards)
    for stage in () if source.state.rules is None else source.state.rules.stages:
        is_counted = any(source.state.contest(each.id).tally.result for each in stage.contests)
        missing = None if is_counted else Missing.BELUM_DIHITUNG
        rollup = partial(night.rollup, source, stage)
        yield Paper(f"rekap-{stage.id}", PaperKind.REKAP, Moment.MALAM, stage.title, missing, rollup)
    for contest in source.state.contests.values():
        title, public = contest.rules.title, contest.phase is ContestPhase.PUBLISHED
        missing = None if contest.tally.result else Missing.BELUM_DIHITUNG
        plano = partial(night.tally_sheet, source, contest)
        yield Paper(f"plano-{contest.id}", PaperKind.PLANO, Moment.MALAM, title, missing, plano, is_public=public)
        minutes = partial(night.election_minutes, source, contest)
        certified = _certified(contest)
        name = f"berita-acara-{contest.id}"
        yield Paper(name, PaperKind.BERITA_ACARA, Moment.MALAM, title, certified, minutes, is_public=public)


def _certified(contest: ContestState) -> Missing | None:
    if contest.tally.certified is not None:
        return None
    return Missing.BELUM_DITETAPKAN if contest.tally.result else Missing.BELUM_DIHITUNG


def _after(source: Source) -> Iterator[Paper]:
    for contest in source.state.contests.values():
        title, public = contest.rules.title, contest.phase is ContestPhase.PUBLISHED
        missing = None if contest.tally.result else Missing.BELUM_DIHITUNG
        letters = partial(after.willingness, source, contest)
        yield Paper(f"kesediaan-{contest.id}", PaperKind.KESEDIAAN, Moment.SESUDAH, title, missing, letters)
        poster = partial(after.poster, source, contest)
        name = f"pengumuman-{contest.id}"
        yield Paper(name, PaperKind.PENGUMUMAN, Moment.SESUDAH, title, _certified(contest), poster, is_public=public)
        if contest.tally.replaced:
            left = partial(term.replacements, source, contest)
            name = f"penggantian-{contest.id}"
            yield Paper(name, PaperKind.PENGGANTIAN, Moment.SESUDAH, title, None, left, is_public=public)
