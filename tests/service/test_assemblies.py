"""Drafts of minutes: kept under versions, never overwritten by a second note taker."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots.canonical import parse_object
from rembug_ballots.ids import ElectionId
from rembug_service import assemblies
from rembug_service.accounts import create_first_account
from rembug_service.assemblies import LONGEST_DRAFT, DraftId, canonical_draft
from rembug_service.elections import create_election
from rembug_service.errors import Conflict, InvalidRequest, NotFound, ServiceError
from rembug_service.payload import Payload
from rembug_service.service import Service
from tests.service.polls import at_once

ELECTION = ElectionId("99.10.01.1001-2026")
PLACE = {"kelurahan": "A", "kecamatan": "B", "kota": "C", "provinsi": "D", "region_code": "99.10"}
DRAFT = DraftId("ab" * 16)
PHONE, LAPTOP = "11" * 16, "22" * 16


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = Service.open(tmp_path / "data")
    create_first_account(opened, "ketua", "Ibu Ketua", "enam kata yang panjang sekali")
    create_election(opened, ELECTION, "Pembentukan BKM", Payload(PLACE))
    yield opened
    opened.close()


def save(service: Service, base: int, data: Mapping[str, object], device: str = LAPTOP, draft: DraftId = DRAFT) -> int:
    return assemblies.save_draft(service, ELECTION, draft, "ketua", device, base, data)


def code(raised: pytest.ExceptionInfo[ServiceError]) -> str:
    return raised.value.code


def test_a_draft_comes_back_as_it_was_written_with_accents_composed(service: Service) -> None:
    assert save(service, 0, {"kind": "RKM", "title": "Cafe\u0301", "men": "12"}) == 1
    found = assemblies.read_draft(service, ELECTION, DRAFT)
    assert found.data == {"kind": "RKM", "title": "Caf\u00e9", "men": "12"}
    assert (found.version, found.author, found.assembly, found.changed) == (1, "ketua", None, True)


def test_two_note_takers_never_overwrite_one_another(service: Service) -> None:
    save(service, 0, {"title": "Rembug"})
    assert save(service, 1, {"title": "dari telepon"}, PHONE) == 2
    with pytest.raises(Conflict) as refused:
        save(service, 1, {"title": "dari laptop"}, LAPTOP)
    assert code(refused) == "NOTULEN_BERUBAH"
    assert assemblies.read_draft(service, ELECTION, DRAFT).data == {"title": "dari telepon"}
    assert save(service, 2, {"title": "dari keduanya"}, LAPTOP) == 3


def test_of_many_who_write_at_once_upon_one_version_one_is_taken(service: Service) -> None:
    save(service, 0, {"title": "Rembug"})
    jobs = [lambda each=each: save(service, 1, {"title": str(each)}, f"{each:032x}") for each in range(12)]
    results = at_once(jobs)
    assert sorted(each for each in results if isinstance(each, int)) == [2]
    assert sum(isinstance(each, Conflict) for each in results) == 11


def test_a_device_whose_answer_was_lost_goes_on_writing(service: Service) -> None:
    assert save(service, 0, {"title": "satu"}) == 1
    assert save(service, 0, {"title": "dua"}) == 2
    assert save(service, 1, {"title": "tiga"}) == 3


def test_a_device_does_not_write_over_another_with_an_older_version_of_its_own(service: Service) -> None:
    save(service, 0, {"title": "satu"}, LAPTOP)
    save(service, 1, {"title": "dua"}, PHONE)
    save(service, 2, {"title": "tiga"}, LAPTOP)
    for base in (0, 1):
        with pytest.raises(Conflict):
            save(service, base, {"title": "empat"}, LAPTOP)
    assert save(service, 2, {"title": "empat"}, LAPTOP) == 4


def test_the_same_words_again_are_no_new_version(service: Service) -> None:
    assert save(service, 0, {"title": "satu"}) == 1
    assert save(service, 0, {"title": "satu"}, PHONE) == 1


def test_the_list_shows_what_each_draft_is(service: Service) -> None:
    save(service, 0, {"title": "Kedua", "date": "2026-11-08", "kind": "LEMBAGA", "unit": "RW 02"})
    save(service, 0, {"title": "Pertama", "date": "2026-11-01"}, draft=DraftId("cd" * 16))
    lines = assemblies.list_drafts(service, ELECTION)
    assert [each.title for each in lines] == ["Pertama", "Kedua"]
    assert (lines[1].kind, lines[1].unit, lines[1].files, lines[1].version) == ("LEMBAGA", "RW 02", 0, 1)


@pytest.mark.parametrize(
    "data",
    [
        {"unknown": 1},
        {"title": 5},
        {"title": "x" * 301},
        {"men": 1.5},
        {"men": 2**60},
        {"agenda": [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]},
        {"agenda": [["\ud800"]]},
    ],
)
def test_what_no_draft_may_hold_is_refused(data: Mapping[str, object]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        canonical_draft(data)
    assert code(refused) == "NOTULEN_SALAH"


def test_a_draft_longer_than_any_assembly_is_refused() -> None:
    with pytest.raises(InvalidRequest) as refused:
        canonical_draft({"agenda": ["x" * LONGEST_DRAFT]})
    assert code(refused) == "NOTULEN_TERLALU_PANJANG"


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.sampled_from(sorted(assemblies.MEMBERS)) | st.text(), _JSON))
def test_any_json_is_kept_canonically_or_refused(data: dict[str, object]) -> None:
    try:
        kept = canonical_draft(data)
    except InvalidRequest:
        return
    assert canonical_draft(parse_object(kept, max_bytes=LONGEST_DRAFT)) == kept


def test_a_draft_begun_by_mistake_is_forgotten_and_not_begun_again_by_an_old_page(service: Service) -> None:
    save(service, 0, {"title": "salah"})
    with pytest.raises(Conflict):
        assemblies.forget_draft(service, ELECTION, DRAFT, 2)
    assemblies.forget_draft(service, ELECTION, DRAFT, 1)
    assert assemblies.list_drafts(service, ELECTION) == []
    for job in (
        lambda: assemblies.read_draft(service, ELECTION, DRAFT),
        lambda: assemblies.forget_draft(service, ELECTION, DRAFT, 1),
        lambda: save(service, 1, {"title": "lagi"}),
    ):
        with pytest.raises(NotFound) as refused:
            job()
        assert code(refused) == "NOTULEN_TIDAK_ADA"


def test_drafts_of_one_election_are_not_those_of_another(service: Service) -> None:
    save(service, 0, {"title": "satu"})
    other = ElectionId("99.10.01.1002-2026")
    with pytest.raises(NotFound):
        assemblies.list_drafts(service, other)
    create_election(service, other, "Lain", Payload(PLACE))
    assert assemblies.list_drafts(service, other) == []


@pytest.mark.parametrize("text", ["", "AB" * 16, "ab" * 15, "../" + "a" * 29, "ab" * 16 + "\n"])
def test_what_is_no_id_of_a_draft_names_none(text: str) -> None:
    with pytest.raises(NotFound):
        assemblies.parse_draft_id(text)
