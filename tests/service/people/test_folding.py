"""The folding key: spellings that meet, names that stay apart, and what is kept beside the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembug_service.people.folding import fold
from rembug_service.people.spelling import fold_word
from rembug_service.people.units import Unit

SAME_NAME = [
    ("Soedjatmoko", "Sujatmoko"),
    ("Soetjipto", "Sucipto"),
    ("Tjahjono", "Cahyono"),
    ("Djoko Soesilo", "Joko Susilo"),
    ("Sjarifoeddin", "Syarifudin"),
    ("Noerhajati", "Nurhayati"),
    ("Nur Hayati", "Nurhayati"),
    ("Jusuf", "Yusuf"),
    ("Joesoef", "Yusup"),
    ("Achmad", "Ahmad"),
    ("Akhmad", "Ahmad"),
    ("Rachmat", "Rahmat"),
    ("Rochmat", "Rohmat"),
    ("Rahmad", "Rahmat"),
    ("Noor", "Nur"),
    ("Novi", "Nopi"),
    ("Fitri", "Pitri"),
    ("Vina", "Pina"),
    ("Arief", "Arip"),
    ("Zaenal", "Jaenal"),
    ("Zainal", "Zaenal"),
    ("Rizki", "Riski"),
    ("Saefudin", "Saifuddin"),
    ("Khoirul", "Chaerul"),
    ("Slamet", "Selamet"),
    ("Wardoyo", "Wardaya"),
    ("Supriyanto", "Suprianto"),
    ("Mulyadi", "Muliadi"),
    ("Suwardi", "Suardi"),
    ("Abdul Rahman", "Abdurrahman"),
    ("Abd. Rochman", "Abdurrohman"),
    ("St. Aminah", "Siti Aminah"),
    ("Sitti Aminah", "Siti Amina"),
    ("Ma'ruf", "Maruf"),
    ("Christina", "Kristina"),
    ("Ramadhan", "Ramadan"),
    ("Luthfi", "Lutfi"),
    ("Iqbal", "Ikbal"),
    ("André", "Andre"),
]


@pytest.mark.parametrize(("one", "other"), SAME_NAME)
def test_two_spellings_of_one_name_meet_in_one_key(one: str, other: str) -> None:
    assert fold(one).key == fold(other).key != ""


MUHAMMAD = """
    Muhammad Muhamad Mohammad Mohamad Mochammad Mochamad Moechamad Mohamed Muhammed Muhamed Mukhamad
    Mukhammad Muchammad Muchamad Mokhamad Muhamat
    Moh. Moch. Mohd. Much. Muh. Muhd. Mhd. M. MUHAMMAD moh
"""


@pytest.mark.parametrize("spelling", MUHAMMAD.split())
def test_every_way_to_write_muhammad_meets(spelling: str) -> None:
    assert fold(f"{spelling} Yusuf").key == fold("Muhammad Yusuf").key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dede", "Dedeh"),
        ("Jani", "Yani"),
        ("Iis", "Is"),
        ("Uu", "U"),
        ("Dedi", "Deni"),
        ("Asep", "Aep"),
        ("Sutrisno", "Sutrisna"),
        ("Eem", "Em"),
    ],
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert fold(one).key != fold(other).key


@pytest.mark.parametrize(
    ("written", "tokens", "titles", "calls"),
    [
        ("H. Asep Suryana", ("asep", "suriana"), ("h",), ()),
        ("Hj. Euis", ("euis",), ("hj",), ()),
        ("K.H. Abdullah", ("abdula",), ("kh",), ()),
        ("KH Abdullah", ("abdula",), ("kh",), ()),
        ("Drs. H. Dedi, M.Si.", ("dedi",), ("drs", "h", "msi"), ()),
        ("Drs.H.Dedi S.Pd.I", ("dedi",), ("drs", "h", "spdi"), ()),
        ("Dra. Rina S. Pd", ("rina",), ("dra", "spd"), ()),
        ("Ir Budi", ("budi",), ("ir",), ()),
        ("dr. Tono, Sp.OG", ("tono",), ("dr", "spog"), ()),
        ("Rina, S.E., S.H.", ("rina",), ("se", "sh"), ()),
        ("Rr. Dewi", ("dewi",), ("rr",), ()),
        ("R. Wijaya", ("wijaya",), ("r",), ()),
        ("Tb. Hasan", ("hasan",), ("tb",), ()),
        ("Ust. Fajar", ("pajar",), ("ust",), ()),
        ("Pak H. Dedi", ("dedi",), ("h",), ("pak",)),
        ("Bapak Dedi", ("dedi",), (), ("bapak",)),
        ("Bu Dedi", ("dedi",), (), ("bu",)),
        ("Teh Nia", ("nia",), (), ("teh",)),
        ("Kang Asep", ("asep",), (), ("kang",)),
        ("Mbah Slamet", ("slamet",), (), ("mbah",)),
        ("Pakde Yono", ("yono",), (), ("pakde",)),
        ("Ny. Dedi", ("dedi",), (), ("ny",)),
    ],
)
def test_titles_and_call_names_leave_the_name_but_are_kept(
    written: str, tokens: tuple[str, ...], titles: tuple[str, ...], calls: tuple[str, ...]
) -> None:
    folded = fold(written)
    assert (folded.tokens, folded.titles, folded.call_names) == (tokens, titles, calls)


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        ("Bu Dedi", "P"),
        ("Pak Dedi", "L"),
        ("Bu H. Dedi", "P"),
        ("Hj. Yati", "P"),
        ("H. Yayan", "L"),
        ("Teh Dedi RT 3", "P"),
        ("Dedi", None),
        ("Mbah Dedi", None),
    ],
)
def test_the_hint_of_the_sex_is_never_lost(written: str, sex: str | None) -> None:
    assert fold(written).sex_hint == sex


@pytest.mark.parametrize("name", ["N", "B", "R", "H", "M", "Neng", "Bunda", "Slamet", "Uu"])
def test_a_name_of_one_word_stays_a_name_even_if_it_is_a_title_elsewhere(name: str) -> None:
    assert len(fold(name).tokens) == 1


@pytest.mark.parametrize(
    ("written", "unit", "key"),
    [
        ("Asep RT 3", Unit(3), "asep"),
        ("Asep rt.03/05", Unit(3, 5), "asep"),
        ("Asep (RT 3)", Unit(3), "asep"),
        ("003/005 Asep", Unit(3, 5), "asep"),
        ("Asep RT 03 RW V", Unit(3, 5), "asep"),
        ("Uni RT 4", Unit(4), "uni"),
    ],
)
def test_the_unit_is_taken_out_as_a_hint(written: str, unit: Unit, key: str) -> None:
    folded = fold(written)
    assert (folded.unit_hint, folded.key) == (unit, key)


@pytest.mark.parametrize(
    ("written", "office", "unit", "sex"),
    [
        ("Pak RT", "RT", None, "L"),
        ("Bu RT 3", "RT", Unit(3), "P"),
        ("ketua rw 05", "RW", Unit(None, 5), None),
        ("Pak Lurah", "LURAH", None, "L"),
        ("Pak RT 03 RW V", "RT", Unit(3, 5), "L"),
    ],
)
def test_an_office_is_no_name(written: str, office: str, unit: Unit | None, sex: str | None) -> None:
    folded = fold(written)
    assert (folded.office, folded.unit_hint, folded.sex_hint, folded.key) == (office, unit, sex, "")


@pytest.mark.parametrize(
    ("written", "key", "rest"),
    [
        ("Asep (bengkel)", "asep", "bengkel"),
        ("Asep, gang Melati", "asep", "gang melati"),
        ("Yati istri Pak Dedi", "yati", "istri pak dedi"),
        ("Asep bin Udin", "asep", "bin udin"),
        ("Asep alias Ujang", "asep", "alias ujang"),
        ("Asep tukang las", "asep", "tukang las"),
        ("istrinya Pak Dedi", "", "istrinya pak dedi"),
    ],
)
def test_an_explanation_is_kept_apart_from_the_name(written: str, key: str, rest: str) -> None:
    folded = fold(written)
    assert (folded.key, folded.rest) == (key, rest)


def test_the_husband_in_an_explanation_is_found() -> None:
    assert fold("istrinya Pak Dedi Kurniawan").husband == ("dedi", "kurniawan")
    assert fold("Yati").husband == ()


@given(st.text(max_size=400))
def test_any_text_folds_and_folds_alike_each_time(text: str) -> None:
    folded = fold(text)
    assert folded == fold(text)
    assert folded.key == "".join(folded.tokens)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_folding_a_folded_word_changes_nothing(word: str) -> None:
    assert fold_word(fold_word(word)) == fold_word(word)


@given(
    st.sampled_from([name for pair in SAME_NAME for name in pair]),
    st.sampled_from(["upper", "lower", "title"]),
    st.integers(0, 3),
)
def test_case_and_blanks_do_not_matter(name: str, case: str, blanks: int) -> None:
    changed = " " * blanks + getattr(name, case)().replace(" ", " " * (blanks + 1))
    assert fold(changed).key == fold(name).key
