"""Many papers in one file: all that can be printed, and what a notary needs.  The same papers give the same bytes."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Final

from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.rules import BKM_CONTEST
from rembug_service.documents.power_of_attorney import PackedPaper
from rembug_service.errors import Conflict
from rembug_service.papers import after, agreements, night
from rembug_service.papers.catalogue import Moment, catalogue
from rembug_service.papers.source import Source

FOLDERS: Final = {
    Moment.SEBELUM: "1-sebelum",
    Moment.HARI: "2-hari-pemungutan-suara",
    Moment.MALAM: "3-malam-penghitungan",
    Moment.SESUDAH: "4-sesudah",
}
# What no program can make: the committee adds it.
_ADDED: Final = (
    "Daftar hadir rembug warga yang ditandatangani",
    "Notulen rembug warga bermaterai",
    "Salinan KTP tiga penghadap",
)
_DATED: Final = (1980, 1, 1, 0, 0, 0)


def ready_papers(source: Source) -> Iterator[tuple[str, bytes]]:
    """Give path and bytes of every paper that can be printed now, one folder for each moment."""
    for each in catalogue(source):
        if each.missing is None:
            yield f"{FOLDERS[each.moment]}/{each.file_name}", each.pdf()


def write_all(source: Source, target: IO[bytes]) -> None:
    """Write every paper that can be printed now as a zip, one folder for each moment."""
    _write(ready_papers(source), target)


def notary_ready(source: Source) -> bool:
    """Say whether the charter is agreed and the board certified."""
    board = source.state.contests.get(BKM_CONTEST)
    certified = board is not None and board.tally.certified is not None
    return certified and agreements.in_force(source, DocumentKind.AD) is not None


def write_notary_pack(source: Source, target: IO[bytes]) -> None:
    """Write the pack for the notary as a zip (domain study 2.10).

    Raises:
        Conflict: BELUM_DITETAPKAN: the charter is not agreed, or the board is not certified.
    """
    board = source.state.contests.get(BKM_CONTEST)
    charter = agreements.in_force(source, DocumentKind.AD)
    if board is None or charter is None or not notary_ready(source):
        raise Conflict("BELUM_DITETAPKAN", "Berkas notaris siap sesudah AD disepakati dan hasil BKM ditetapkan.")
    bylaws = agreements.in_force(source, DocumentKind.ART)
    texts = [("Anggaran Dasar", "ad", charter), *([("Anggaran Rumah Tangga", "art", bylaws)] if bylaws else [])]
    made = [("Berita acara pemilihan anggota BKM", "berita-acara-pemilihan", night.election_minutes(source, board))]
    for words, name, document in texts:
        minutes = agreements.agreement_minutes(source, document)
        made.append((f"Berita acara kesepakatan {words}", f"berita-acara-kesepakatan-{name}", minutes))
        made.append((f"Naskah {words}", f"naskah-{name}", agreements.agreed_text(source, document)))
    listed = [PackedPaper(words, here=True) for words, _, _ in made]
    listed += [PackedPaper("Surat kuasa kepada tiga penghadap (diisi dan ditandatangani)", here=True)]
    listed += [PackedPaper(words, here=False) for words in _ADDED]
    cover = after.power_of_attorney(source, board.rules.title.removeprefix("Anggota "), tuple(listed))
    papers = [("daftar-isi-dan-surat-kuasa", cover), *((name, data) for _, name, data in made)]
    _write(((f"{place}-{name}.pdf", data) for place, (name, data) in enumerate(papers)), target)


def _write(papers: Iterable[tuple[str, bytes]], target: IO[bytes]) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in papers:
            member = zipfile.ZipInfo(path, _DATED)
            # The streams of a PDF are compressed already.
            member.compress_type = zipfile.ZIP_STORED
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
