"""Who votes where, and that no box is planned which could never be opened."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ContestId, OfficerId, Officers, PersonId
from rembug_ballots.presets import dua_tingkat, langsung
from rembug_ballots.rules import Rules
from rembug_ballots.state import ElectionState
from rembug_service import agreements
from rembug_service.elections import create_election
from rembug_service.electorate import check_rules, check_unit_names, electorate, nominees, units_of
from rembug_service.errors import Conflict
from rembug_service.payload import Payload
from rembug_service.people.units import Unit
from rembug_service.proposals import Execute
from rembug_service.register import Resident
from rembug_service.register_import import import_register
from rembug_service.service import Service
from rembug_service.writings import agreed
from tests.ballots.agreements import document
from tests.service.agreeing import agreement
from tests.service.test_dual_control import ELECTION, PLACE

OFFICERS = Officers((OfficerId("ketua"), OfficerId("sekretaris")))


def resident(person: str, unit: Unit) -> Resident:
    return Resident(
        person=PersonId(person),
        name=f"Warga {person}",
        nicknames=(),
        sex="P",
        unit=unit,
        birth_year=1980,
        adult=True,
        note="",
        status="AKTIF",
        nik_last4=None,
    )


def people(**units: int) -> list[Resident]:
    """Invent residents: so many for each unit, written rt_rw."""
    made = []
    for name, count in units.items():
        rt, rw = (int(part) for part in name.removeprefix("u").split("_"))
        made += [resident(f"{name}-{number}", Unit(rt, rw)) for number in range(count)]
    return made


def rules(*units: str, delegates: int = 4) -> Rules:
    return dua_tingkat("Sukamundur", units, delegates=delegates)


def refused(made: Rules, everybody: list[Resident]) -> str:
    with pytest.raises(Conflict) as error:
        check_rules(made, everybody)
    assert error.value.detail.endswith(".")
    return error.value.code


def do(service: Service, step: Execute, **payload: object) -> None:
    service.write(lambda work: step(work, ELECTION, Payload(payload), OFFICERS))


def test_a_unit_is_read_however_its_rt_and_rw_are_written() -> None:
    written = ["RT 01/RW 02", "RW 02/RT 01", "rt.1/2", "RT 001/RW 002"]
    assert {units_of(rules(each, "RW 05").contests[0]) for each in written} == {(Unit(1, 2),)}
    assert units_of(rules("RT 01/RW 02 + RT 03/RW 02", "RW 05").contests[0]) == (Unit(1, 2), Unit(3, 2))
    assert units_of(langsung("Sukamundur").contests[0]) == ()


def test_a_unit_that_nobody_lives_in_is_not_the_whole_kelurahan() -> None:
    everybody = people(u1_1=20, u2_1=20)
    contests = rules("RT 01/RW 01", "RT 03/RW 01").contests
    assert len(electorate(ElectionState(), contests[0], everybody)) == 20
    assert electorate(ElectionState(), contests[1], everybody) == []
    assert nominees(ElectionState(), contests[0], everybody) == everybody[:20]


@pytest.mark.parametrize(
    ("units", "code"),
    [
        (("RT 01/RW 01", "RT 02/RW 01", "RT 03/RW 01"), "UNIT_TERLALU_KECIL"),
        (("RT 01/RW 01", "RT 02/RW 01 + RT 04/RW 01"), "WARGA_TANPA_UNIT"),
        (("RT 01/RW 01 + RT 03/RW 01", "RW 01"), "WARGA_DI_DUA_UNIT"),
        (("RT 01/RW 01 + Dusun Mawar", "RT 02/RW 01"), "UNIT_TIDAK_DIKENAL"),
        (("RT 01/RW 01", "RT 09/RW 01"), "UNIT_TERLALU_KECIL"),
    ],
)
def test_units_that_could_not_vote_are_refused_before_the_rules_are_sealed(units: tuple[str, ...], code: str) -> None:
    assert refused(rules(*units), people(u1_1=20, u2_1=20, u3_1=9)) == code


def test_a_small_unit_votes_together_with_its_neighbour() -> None:
    made = rules("RT 01/RW 01", "RT 02/RW 01 + RT 03/RW 01", delegates=5)
    everybody = people(u1_1=20, u2_1=20, u3_1=9)
    check_rules(made, everybody)
    assert len(electorate(ElectionState(), made.contests[1], everybody)) == 29


def test_an_rt_without_its_rw_names_nobody_where_there_are_several() -> None:
    made = rules("RT 01", "RT 02", delegates=5)
    check_rules(made, people(u1_1=20, u2_1=20))
    assert refused(made, people(u1_1=20, u2_1=20, u1_2=20)) == "UNIT_TERLALU_KECIL"


def test_delegates_must_be_as_many_as_a_box_needs_ballots() -> None:
    everybody = people(u1_1=20, u2_1=20)
    units = "RT 01/RW 01", "RT 02/RW 01"
    assert refused(rules(*units, delegates=4), everybody) == "UTUSAN_TERLALU_SEDIKIT"
    check_rules(rules(*units, delegates=5), everybody)


def test_a_first_stage_of_delegates_has_no_voters() -> None:
    made = rules("RT 01/RW 01", "RT 02/RW 01", delegates=5)
    first = dataclasses.replace(made, stages=made.stages[::-1])
    assert refused(first, people(u1_1=20, u2_1=20)) == "UTUSAN_BELUM_ADA"


@pytest.mark.parametrize("name", ["Sukamundur", "Kelurahan Sukamundur", "seluruh kelurahan  SUKAMUNDUR"])
def test_a_kelurahan_is_named_as_such(name: str) -> None:
    check_unit_names(langsung(name), "Sukamundur")


@pytest.mark.parametrize("name", ["Dusun Mawar", "Sukamundur Hilir", "RT", "Kelurahan"])
def test_a_unit_without_rt_or_rw_is_not_taken_for_the_whole_kelurahan(name: str) -> None:
    with pytest.raises(Conflict, match="UNIT_TIDAK_DIKENAL"):
        check_unit_names(langsung(name), "Sukamundur")
    with pytest.raises(Conflict, match="UNIT_TIDAK_DIKENAL"):
        check_unit_names(rules("RT 01/RW 01", name), "Sukamundur")
    check_unit_names(rules("RT 01/RW 01", "RW 02"), "Sukamundur")


def test_units_need_a_register_and_a_whole_kelurahan_does_not() -> None:
    assert refused(rules("RT 01/RW 01", "RT 02/RW 01", delegates=5), []) == "DAFTAR_BELUM_ADA"
    check_rules(langsung("Sukamundur"), [])
    assert refused(langsung("Sukamundur"), people(u1_1=9)) == "UNIT_TERLALU_KECIL"


def test_rules_with_a_unit_that_is_too_small_are_not_sealed(database_url: str, tmp_path: Path) -> None:
    service = Service.open(tmp_path / "data", database_url)
    try:
        create_election(service, ELECTION, "Pembentukan BKM", PLACE)
        rows = [f"{number};Warga {number};L;01-01-1980;RT 0{1 + number // 20}/01" for number in range(29)]
        data = "\n".join(["No;Nama;L/P;Tgl Lahir;RT/RW", *rows]).encode()
        import_register(service, ELECTION, data, date(2026, 11, 24), officer="ketua", dry_run=False)
        made = rules("RT 01/RW 01", "RT 02/RW 01", delegates=5)

        def record(minutes: Mapping[str, object]) -> None:
            do(service, agreements.record_assembly, **minutes)

        for number, kind in enumerate((DocumentKind.AD, DocumentKind.TATIB, DocumentKind.KRITERIA), start=1):
            payload = agreement(service, ELECTION, document(kind, made), number, record)
            do(service, agreed.agree, **payload)
        with pytest.raises(Conflict) as error:
            do(service, agreements.seal_rules)
        assert error.value.code == "UNIT_TERLALU_KECIL"
        assert "hanya punya 9 pemilih" in error.value.detail
        assert service.board(ELECTION).state.rules is None
        assert ContestId("bkm") not in service.board(ELECTION).state.contests
    finally:
        service.close()
