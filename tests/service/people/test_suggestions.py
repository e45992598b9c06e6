"""Suggestions: who comes first, why, and that nobody of the same name is hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_service.people.name_index import RegisteredName
from rembug_service.people.reasons import EXPLANATIONS, Reason
from rembug_service.people.suggestions import Suggester
from rembug_service.people.units import Unit

PEOPLE = [
    RegisteredName("dedi", "H. Dedi Kurniawan", "L", Unit(3, 5), ("Dedi",)),
    RegisteredName("yati", "Yati Rohaeti", "P", Unit(3, 5), (), "istri Pak Dedi"),
    RegisteredName("mimin", "Mimin", "P", Unit(4, 5), ("Bu Udin",)),
    RegisteredName("udin", "Saepudin", "L", Unit(4, 5), ("Udin",)),
    RegisteredName("asep-3", "Asep Suryana", "L", Unit(3, 5), (), "bengkel"),
    RegisteredName("asep-4", "Asep Suryana", "L", Unit(4, 5)),
    RegisteredName("asep-h", "Asep Hidayat", "L", Unit(3, 6)),
    RegisteredName("yusuf", "Muhammad Yusuf", "L", Unit(1, 1)),
    RegisteredName("nur", "Nurhayati", "P", Unit(2, 1)),
    RegisteredName("haji", "H. Sanusi", "L", Unit(2, 1), ("Pak Haji",), "ketua RT 2"),
    RegisteredName("slamet", "Slamet", "L", Unit(1, 2)),
    RegisteredName("n", "N", "L", Unit(1, 2)),
    RegisteredName("rafi", "Komariah", "P", Unit(1, 2), ("Mama Rafi",)),
]


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(PEOPLE)


@pytest.mark.parametrize(
    ("written", "first", "reason"),
    [
        ("Muhammad Yusuf", "yusuf", Reason.SAMA),
        ("Moch. Joesoef", "yusuf", Reason.SAMA),
        ("Pak Yusup", "yusuf", Reason.SEBAGIAN_NAMA),
        ("Nur Hajati", "nur", Reason.SAMA),
        ("nurhyati", "nur", Reason.EJAAN_MIRIP),
        ("Selamet", "slamet", Reason.SAMA),
        ("Udin", "udin", Reason.PANGGILAN),
        ("Pak Dedi", "dedi", Reason.PANGGILAN),
        ("Bu Dedi", "yati", Reason.ISTRI_DARI),
        ("Ny. Dedi", "yati", Reason.ISTRI_DARI),
        ("istrinya Pak Dedi", "yati", Reason.ISTRI_DARI),
        ("Bu Udin", "mimin", Reason.PANGGILAN),
        ("Pak Haji", "haji", Reason.PANGGILAN),
        ("Pak RT 2", "haji", Reason.JABATAN),
        ("Asep bengkel", "asep-3", Reason.EJAAN_MIRIP),
        ("Asep Suryana RT 4", "asep-4", Reason.SAMA),
        ("Asep S. RT 3", "asep-3", Reason.EJAAN_MIRIP),
        ("Asep Hidayat, S.Pd.", "asep-h", Reason.SAMA),
        ("N", "n", Reason.SAMA),
        ("Mama Rafi", "rafi", Reason.PANGGILAN),
    ],
)
def test_the_resident_who_is_meant_comes_first(suggester: Suggester, written: str, first: str, reason: Reason) -> None:
    best = suggester.suggest(written).ranked[0]
    assert (best.resident_id, best.reason) == (first, reason)


def test_a_man_is_shown_as_perhaps_the_husband_of_a_woman_called_by_his_name(suggester: Suggester) -> None:
    found = {one.resident_id: one for one in suggester.suggest("Bu Dedi").ranked}
    assert found["dedi"].reason is Reason.MUNGKIN_SUAMINYA
    assert found["dedi"].score < found["yati"].score


def test_pak_and_bu_lead_to_different_people(suggester: Suggester) -> None:
    assert suggester.suggest("Pak Udin").ranked[0].resident_id != suggester.suggest("Bu Udin").ranked[0].resident_id


def test_a_wife_is_not_suggested_for_her_husbands_bare_name(suggester: Suggester) -> None:
    assert "yati" not in {one.resident_id for one in suggester.suggest("Dedi Kurniawan").ranked}


def test_twins_come_together_and_are_marked(suggester: Suggester) -> None:
    ranked = suggester.suggest("Asep Suryana", limit=1).ranked
    assert {one.resident_id for one in ranked} == {"asep-3", "asep-4"}
    assert all(Reason.NAMA_KEMBAR in one.also for one in ranked)


def test_the_written_unit_speaks_for_one_twin_but_hides_none(suggester: Suggester) -> None:
    first, second, *_ = suggester.suggest("Asep Suryana RT 4").ranked
    assert Reason.RT_SAMA in first.also
    assert (second.resident_id, Reason.RT_BEDA in second.also) == ("asep-3", True)


def test_the_unit_of_the_contest_orders_equals(suggester: Suggester) -> None:
    assert suggester.suggest("Asep Suryana", within=Unit(4, 5)).ranked[0].resident_id == "asep-4"
    assert suggester.suggest("Asep Suryana", within=Unit(3, 5)).ranked[0].resident_id == "asep-3"


def test_a_note_that_fits_is_said(suggester: Suggester) -> None:
    found = {one.resident_id: one for one in suggester.suggest("Asep Suryana (bengkel)").ranked}
    assert Reason.KETERANGAN in found["asep-3"].also
    assert Reason.KETERANGAN not in found["asep-4"].also


@pytest.mark.parametrize("written", ["", "   ", "★★★", "12345", "xqzwjk"])
def test_what_is_no_name_of_anybody_gives_no_suggestion(suggester: Suggester, written: str) -> None:
    assert suggester.suggest(written).ranked == ()


def test_what_did_not_fit_on_the_list_is_counted() -> None:
    many = [
        RegisteredName(str(number), f"Asep {name}", "L", Unit(1, 1))
        for number, name in enumerate(["Hidayat", "Gunawan", "Wijaya", "Permana", "Santoso"])
    ]
    answer = Suggester(many).suggest("Asep", limit=2)
    assert (len(answer.ranked), answer.omitted) == (2, 3)


def test_every_reason_has_a_sentence() -> None:
    assert set(EXPLANATIONS) == set(Reason)


@given(st.text(max_size=80))
def test_any_text_is_answered_in_order(text: str) -> None:
    scores = [one.score for one in Suggester(PEOPLE[:4]).suggest(text).ranked]
    assert all(0 <= score <= 100 for score in scores)


@given(st.sampled_from(PEOPLE))
def test_a_name_written_as_registered_always_finds_its_bearer(person: RegisteredName) -> None:
    assert person.id in {one.resident_id for one in Suggester(PEOPLE).suggest(person.name).ranked}
