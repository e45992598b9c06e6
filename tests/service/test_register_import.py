"""An office's lists become the register: nothing before it was looked at, nothing twice, and headings are kept."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rembug_ballots.ids import ElectionId
from rembug_service import register
from rembug_service.elections import create_election
from rembug_service.errors import InvalidRequest
from rembug_service.people.units import Unit
from rembug_service.register import Newcomer
from rembug_service.register_import import ImportReport, import_register
from rembug_service.service import Service
from tests.service.test_dual_control import ELECTION, PLACE

DAY = date(2026, 11, 24)
KNOWN = b"Nama,L/P,Tgl Lahir,RT,RW\nSiti Aminah,P,01-02-1960,1,1\nDedi,L,03-04-1971,1,1\n,L,,2,1\n"
STRANGE = b"Jeneng,Wadon,RT\nSiti Aminah,P,1\nAsep,L,2\n"
SAID = {"jeneng": "Nama", "wadon": "L/P"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = Service.open(tmp_path / "data")
    create_election(opened, ELECTION, "Pemilihan", PLACE)
    yield opened
    opened.close()


def names(service: Service) -> list[str]:
    return sorted(each.name for each in service.read(lambda c: register.load_residents(c, ElectionId(ELECTION))))


def bring(service: Service, data: bytes, *, dry: bool = False, said: dict[str, str] | None = None) -> ImportReport:
    return import_register(service, ElectionId(ELECTION), data, DAY, officer="ketua", dry_run=dry, meanings=said)


def test_looking_stores_nothing_and_tells_what_would_be(service: Service) -> None:
    report = bring(service, KNOWN, dry=True)
    assert (report.taken, report.refused, report.known) == (2, 1, 0)
    assert (report.adults, report.men, report.women) == (2, 1, 1)
    assert [(each.row, each.resident.name, each.resident.unit) for each in report.sample] == [
        (2, "Siti Aminah", Unit(rt=1, rw=1)),
        (3, "Dedi", Unit(rt=1, rw=1)),
    ]
    assert [(each.row, each.refused) for each in report.problems if each.refused] == [(4, True)]
    assert names(service) == []


def test_unknown_headings_are_a_question_and_the_answer_is_kept(service: Service) -> None:
    asked = bring(service, STRANGE, dry=True)
    assert (asked.headings_known, asked.taken, asked.sample) == (False, 0, ())
    assert [each.key for each in asked.columns] == ["jeneng", "wadon", "rt"]
    with pytest.raises(InvalidRequest) as refused:
        bring(service, STRANGE)
    assert refused.value.code == "BERKAS_TIDAK_TERBACA"
    # Looking with an answer does not keep it.
    assert bring(service, STRANGE, dry=True, said=SAID).taken == 2
    assert not bring(service, STRANGE, dry=True).headings_known
    assert bring(service, STRANGE, said=SAID).taken == 2
    following = b"Jeneng,Wadon,RT\nYati,P,3\n"
    assert bring(service, following, dry=True).taken == 1
    # What was said can be said anew.
    assert bring(service, b"Jeneng,Wadon,Nama\nYati,P,Yati Kurnia\n", said={"jeneng": "Panggilan"}).taken == 1
    assert "Yati Kurnia" in names(service)


def test_meanings_that_do_not_exist_are_refused(service: Service) -> None:
    for said in ({"jeneng": "Zodiak"}, {"": "Nama"}, {"x" * 61: "Nama"}):
        with pytest.raises(InvalidRequest) as refused:
            bring(service, STRANGE, said=said)
        assert refused.value.code == "KOLOM_SALAH"
    assert names(service) == []


def test_the_same_file_again_adds_nobody_and_a_longer_one_only_what_is_new(service: Service) -> None:
    assert bring(service, KNOWN).taken == 2
    again = bring(service, KNOWN)
    assert (again.taken, again.known) == (0, 2)
    longer = bring(service, KNOWN + b"Asep,L,01-01-1980,2,1\nAsep,L,01-01-1980,2,1\n")
    # Two equal rows of one file may be two people; whether they are is for the officer to say.
    assert (longer.taken, longer.known) == (2, 2)
    assert names(service) == ["Asep", "Asep", "Dedi", "Siti Aminah"]
    assert len(register.likely_duplicates(service, ElectionId(ELECTION))) == 1


def test_somebody_is_added_by_hand(service: Service) -> None:
    election = ElectionId(ELECTION)
    unit = Unit(rt=2, rw=1)
    yati = Newcomer("  Yati   Kurnia ", "P", unit, adult=True)
    person = register.add_resident(service, election, yati, officer="ketua")
    (found,) = register.search(service, election, "yati")
    assert (found.person, found.name, found.unit, found.status) == (person, "Yati Kurnia", unit, "AKTIF")
    with pytest.raises(InvalidRequest):
        register.add_resident(service, election, Newcomer("  ", "P", unit, adult=True), officer="ketua")
    register.correct(service, election, person, {"status": "PINDAH"}, officer="ketua")
    assert register.voters(register.search(service, election, "")) == []
