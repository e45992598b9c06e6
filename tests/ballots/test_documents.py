"""The tree of an agreed document: its one encoding, its numbers, and the fields of the rules inside a tatib."""

import copy
from typing import Any

import pytest

from rembug_ballots.canonical import serialise
from rembug_ballots.documents import MAX_BYTES, Document, Rank, lines, roman
from rembug_ballots.errors import InvalidRules, MalformedValue, NotCanonical
from rembug_ballots.presets import dua_tingkat, langsung
from rembug_ballots.references import fill, names_in, values_of
from tests.ballots.agreements import article, chapter, clause

RULES = langsung("Sukamaju")


def charter() -> dict[str, Any]:
    return {
        "format": "rembug-document-1",
        "document": "AD",
        "title": "Anggaran Dasar BKM Sukamaju",
        "preamble": ["Kami, warga Sukamaju,\nbersepakat:"],
        "chapters": [
            chapter(
                article("p1", clause("a1", "BKM ialah", "milik", "warga"), title="Pengertian"),
                identifier="b1",
                title="Ketentuan umum",
            ),
            chapter(
                article("p2", clause("a2", "Satu."), clause("a3", "Dua.")),
                article("p3", clause("a4", "Tiga.")),
                identifier="b2",
                title="Nama",
            ),
        ],
        "closing": ["Ditetapkan di Sukamaju."],
        "rules": None,
    }


def tatib(*texts: str) -> dict[str, Any]:
    clauses = [clause(f"t{number}", text) for number, text in enumerate(texts)]
    return {
        **charter(),
        "document": "TATIB",
        "chapters": [chapter(article("p", *clauses))],
        "rules": RULES.to_json(),
    }


def test_a_document_has_one_encoding() -> None:
    document = Document.from_json(charter())
    data = document.to_bytes()
    assert data == serialise(charter())
    assert Document.from_bytes(data) == document
    with pytest.raises(NotCanonical):
        Document.from_bytes(data.replace(b'":', b'": ', 1))


def changed(**members: object) -> dict[str, Any]:
    return {**copy.deepcopy(charter()), **members}


def without(name: str) -> dict[str, Any]:
    value = charter()
    del value[name]
    return value


def with_clause(value: dict[str, Any]) -> dict[str, Any]:
    document = charter()
    document["chapters"][0]["articles"][0]["clauses"] = [value]
    return document


@pytest.mark.parametrize(
    "value",
    [
        without("closing"),
        changed(extra=1),
        changed(format="rembug-document-2"),
        changed(document="SURAT"),
        changed(title=""),
        changed(title=" AD"),
        changed(preamble=["a" * 4_001]),
        changed(preamble="satu"),
        changed(rules=RULES.to_json()),
        changed(document="TATIB"),
        with_clause(clause("", "Satu.")),
        with_clause(clause("A1", "Satu.")),
        with_clause(clause("a" * 13, "Satu.")),
        with_clause(clause("b2", "Satu.")),
        with_clause(clause("x", "")),
        with_clause(clause("x", "Satu.", *["huruf"] * 27)),
        with_clause({"id": "x", "text": "Satu."}),
    ],
)
def test_what_is_no_document_is_refused(value: object) -> None:
    with pytest.raises(MalformedValue):
        Document.from_json(value)


def test_the_rules_of_a_tatib_keep_their_bounds() -> None:
    value = tatib("Satu.")
    value["rules"]["threshold"] = 9
    with pytest.raises(InvalidRules):
        Document.from_json(value)


def test_a_document_beyond_the_limit_is_refused() -> None:
    # Two bytes each: inside the bounds of every member, and yet too long as a whole.
    long = changed(preamble=["é" * 4_000] * 51)
    document = Document.from_json(long)
    with pytest.raises(MalformedValue):
        document.to_bytes()
    data = serialise(long)
    assert len(data) > MAX_BYTES
    with pytest.raises(NotCanonical):
        Document.from_bytes(data)


def test_pasal_run_through_all_bab_and_a_single_ayat_has_no_number() -> None:
    shown = [(line.rank.value, line.id, line.number) for line in lines(Document.from_json(charter()))]
    assert shown == [
        ("PREAMBLE", "", ""),
        ("CHAPTER", "b1", "BAB I"),
        ("ARTICLE", "p1", "Pasal 1"),
        ("CLAUSE", "a1", ""),
        ("LETTER", "a10", "a."),
        ("LETTER", "a11", "b."),
        ("CHAPTER", "b2", "BAB II"),
        ("ARTICLE", "p2", "Pasal 2"),
        ("CLAUSE", "a2", "(1)"),
        ("CLAUSE", "a3", "(2)"),
        ("ARTICLE", "p3", "Pasal 3"),
        ("CLAUSE", "a4", ""),
        ("CLOSING", "", ""),
    ]


def test_roman_numbers() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 1999)] == ["I", "IV", "IX", "XIV", "XL", "MCMXCIX"]


def test_a_reference_shows_the_value_of_the_rules() -> None:
    text = "Paling banyak {{kontes.bkm.nama_paling_banyak}} nama; {{ambang}} dari {{pemegang_kunci}} kunci."
    document = Document.from_json(tatib(text))
    assert document.unknown_references() == []
    shown = next(line.text for line in lines(document) if line.rank is Rank.CLAUSE)
    assert shown == "Paling banyak 3 nama; 3 dari 5 kunci."


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{{ambang}", ["{{"]),
        ("{ambang}}", ["}}"]),
        ("{{{ambang}}", ["{ambang"]),
        ("{{ambang }} dan {{kontes.rt.kursi}}", ["ambang ", "kontes.rt.kursi"]),
        ("{{}}", [""]),
        ("}} {{ambang}} {{", ["}}", "{{"]),
        ("{satu} } {", []),
    ],
)
def test_a_reference_that_nothing_answers_is_found_and_shown_as_written(text: str, unknown: list[str]) -> None:
    document = Document.from_json(tatib(text))
    assert document.unknown_references() == unknown
    values = values_of(RULES)
    assert fill(text, {name: value for name, value in values.items() if name != "ambang"}) == text


def test_braces_outside_the_clauses_of_a_tatib_are_unknown() -> None:
    assert Document.from_json(changed(title="AD {{ambang}}")).unknown_references() == ["ambang"]
    assert Document.from_json(with_clause(clause("x", "{{ambang}}"))).unknown_references() == ["ambang"]
    value = tatib("Satu.")
    value["closing"] = ["{{ambang}}"]
    assert Document.from_json(value).unknown_references() == ["ambang"]


def test_every_number_and_choice_of_the_rules_has_a_name() -> None:
    """One value changed at a time: some name shows another value."""
    plain = dua_tingkat("Sukamaju", ["RT 01/RW 01"])
    before = values_of(plain)
    rules: dict[str, Any] = plain.to_json()
    contest = rules["stages"][0]["contests"][0]
    changes: list[tuple[dict[str, Any], str, object]] = [
        (rules, "preset", "BEBAS"),
        (rules["adult"], "age", 18),
        (rules["adult"], "or_ever_married", False),
        (rules, "holders", 6),
        (rules, "threshold", 4),
        (rules, "mixers", 3),
        (rules, "min_batch", 11),
        (rules, "checkin_block", 11),
        (rules, "publication", "saksi"),
        (rules, "card_reserve_permille", 26),
        (rules, "table_max", 149),
        (rules, "audits_per_table", 4),
        (rules, "duplicate_policy", "BATAL"),
        (rules, "tie_ladder", ["UNDIAN"]),
        (rules, "criteria", ["jujur"]),
        (rules["stages"][0], "title", "Utusan"),
        (contest, "index", 9),
        (contest, "title", "Lain"),
        (contest, "unit", "Lain"),
        (contest, "electorate", "UTUSAN"),
        (contest, "nominees", "UTUSAN"),
        (contest, "names_min", 2),
        (contest, "names_max", 4),
        (contest, "seats", 4),
        (contest, "reserves", 3),
        (contest, "quorum_percent", 31),
        (contest, "women_percent", 31),
        (contest, "women_rule", "KURSI"),
    ]
    named = {(id(where), name) for where, name, _ in changes}
    for where in (rules, rules["adult"], rules["stages"][0], contest):
        assert {name for name in where if (id(where), name) not in named} <= {"adult", "stages", "contests", "id"}
    for where, name, value in changes:
        old = where[name]
        where[name] = value
        after = values_of(type(plain).from_json(rules))
        where[name] = old
        assert len([key for key in before if before[key] != after[key]]) == 1, name


def test_names_are_found_in_order() -> None:
    assert names_in("a {{b}} c {{d}}") == ["b", "d"]


@pytest.mark.parametrize(
    ("chapters", "whole"),
    [
        ([], False),
        ([{"id": "b", "title": "Bab", "articles": []}], False),
        ([{"id": "b", "title": "Bab", "articles": [{"id": "p", "title": "", "clauses": []}]}], False),
        (
            [{"id": "b", "title": "Bab", "articles": [{"id": "p", "title": "", "clauses": [clause("a", "Satu.")]}]}],
            True,
        ),
    ],
)
def test_a_draft_may_have_gaps_and_an_agreed_text_may_not(chapters: list[object], *, whole: bool) -> None:
    assert Document.from_json(changed(chapters=chapters)).is_whole is whole


def test_criteria_are_the_clauses_of_one_chapter() -> None:
    one = charter()["chapters"][1:]
    document = Document.from_json(changed(document="KRITERIA", chapters=one))
    assert document.is_whole
    assert document.criteria == ("Satu.", "Dua.", "Tiga.")
    assert not Document.from_json(changed(document="KRITERIA")).is_whole
