"""The voters of a whole kelurahan on paper: RW by RW, everybody once, and nothing left in the service's memory."""

import multiprocessing
import resource
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
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
    report = import_register(service, election, data, date(2026, 11, 22), dry_run=False)
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


def _measured(job: Callable[[], bytes]) -> tuple[bytes, int, int]:
    """Return what a job gives, how much the process that asked for it grew, and the largest of its own children.

    In a fork, so that other children of this process of tests do not count.
    """
    here, there = multiprocessing.Pipe(duplex=False)

    def work() -> None:
        start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        data = job()
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start
        there.send((data, grown, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))

    fork = multiprocessing.get_context("fork").Process(target=work)
    fork.start()
    there.close()
    found: tuple[bytes, int, int] = here.recv()
    here.close()
    fork.join()
    return found


def test_the_longest_part_is_set_in_a_process_of_its_own_that_stays_below_300_megabytes(source: Source) -> None:
    label, people = max(before.voter_parts(source), key=lambda part: len(part[1]))
    assert len(people) == 2_000
    data, own, child = _measured(lambda: before.officers_list(source, label, people))
    assert own < 100 * MEGABYTE
    assert child < 300 * MEGABYTE
    text = pages(data)
    assert "RW 12 bagian 1" in text[0]
    shown = " ".join(text)
    assert all(each.name in shown for each in people)
