"""The voters of a whole kelurahan on paper: RW by RW, everybody once, and nothing left in the service's memory."""

import multiprocessing
import resource
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from rembug_api.demo.setting import ELECTION
from rembug_ballots.ids import ElectionId
from rembug_service.elections import create_election
from rembug_service.papers import before, catalogue
from rembug_service.papers.request import print_request
from rembug_service.papers.source import Source
from rembug_service.payload import Payload
from rembug_service.register_import import import_register
from rembug_service.service import Service
from tests.service.documents.reading import pages

PLACE = {"kelurahan": "A", "kecamatan": "B", "kota": "C", "provinsi": "D", "region_code": "99.10"}
HERE = ElectionId(ELECTION)
SMALL = ElectionId("99.10.01.1002-2026")
MEGABYTE = 1024  # of the kilobytes in which Linux counts


def imported(service: Service, election: ElectionId, wards: list[str]) -> Source:
    """Bring a register in which each resident lives in one of these wards, and return what papers are made from."""
    create_election(service, election, "Pembentukan BKM", Payload(PLACE))
    rows = [
        f"Warga {place:05d}x,{'LP'[place % 2]},12-05-1980,{place % 8 + 1},{ward}" for place, ward in enumerate(wards)
    ]
    data = "\n".join(["nama,jenis kelamin,tanggal lahir,rt,rw", *rows]).encode()
    report = import_register(service, election, data, date(2026, 11, 22), officer="ketua", dry_run=False)
    assert report.taken == len(wards)
    return Source(service, election, print_request("http://192.168.1.10:8000"))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = tmp_path_factory.mktemp("lists")
    opened = Service.open(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def source(service: Service) -> Source:
    """Twelve wards, one too long for one list."""
    return imported(service, HERE, [*(str(place % 11 + 1) for place in range(9_100)), *["12"] * 3_400])


def test_a_long_list_comes_ward_by_ward_with_everybody_once(source: Source) -> None:
    parts = before.voter_parts(source)
    labels = [label for label, _ in parts]
    assert labels == [*(f"RW {ward:02d}" for ward in range(1, 12)), "RW 12 bagian 1", "RW 12 bagian 2"]
    listed = Counter(each.person for _, people in parts for each in people)
    assert set(listed.values()) == {1}
    assert len(listed) == 12_500
    names = [each.name for each in catalogue.catalogue(source) if each.name.startswith("daftar-pemilih-petugas")]
    assert len(set(names)) == len(parts)
    assert "daftar-pemilih-petugas-rw-12-bagian-2" in names


def test_a_short_list_stays_whole(service: Service) -> None:
    small = imported(service, SMALL, ["1", "2", "3"] * 100)
    assert [(label, len(people)) for label, people in before.voter_parts(small)] == [("", 300)]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a list took.

    Attributes:
        data: the PDF.
        grown: kilobytes by which the process that asked for it grew.
        child: kilobytes of the largest of its own children.
    """

    data: bytes
    grown: int
    child: int


def _memory(what: str) -> int:
    """Return a figure of this process's own memory in kilobytes (``man 5 proc``)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{what}:"))
    return int(line.split()[1])


def _set_longest(folder: Path, there: Connection) -> None:
    """Set the longest part in a process that has done nothing else."""
    opened = Service.open(folder)
    found = Source(opened, HERE, print_request("http://192.168.1.10:8000"))
    label, people = max(before.voter_parts(found), key=lambda part: len(part[1]))
    start = _memory("VmRSS")
    data = before.officers_list(found, label, people)
    # A child counts as large as its parent was when it began: hence a process of its own, not a fork of the tests'.
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    there.send(Measured(data, _memory("VmHWM") - start, child))
    opened.close()


def test_the_longest_part_is_set_in_a_process_of_its_own_that_stays_below_300_megabytes(
    source: Source, tmp_path: Path
) -> None:
    label, people = max(before.voter_parts(source), key=lambda part: len(part[1]))
    assert (label, len(people)) == ("RW 12 bagian 1", 2_000)
    copy = shutil.copytree(source.service.folder, tmp_path / "data")
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    apart = context.Process(target=_set_longest, args=(copy, there))
    apart.start()
    there.close()
    found: Measured = here.recv()
    here.close()
    apart.join()
    assert apart.exitcode == 0
    assert found.grown < 100 * MEGABYTE
    assert found.child < 300 * MEGABYTE
    text = pages(found.data)
    assert "RW 12 bagian 1" in text[0]
    shown = " ".join(text)
    assert all(each.name in shown for each in people)
