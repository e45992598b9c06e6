"""The difference between two texts holds both of them, and tells a move from a rewriting."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rembug_ballots.documents import Document, Line, Rank, lines
from rembug_ballots.events.fields import DocumentKind
from rembug_service.writings.building import build, named
from rembug_service.writings.differences import Change, Run, compare, compare_lines, lines_after, lines_before
from tests.service.writings.samples import sentences, text_of


def numbered(title: str, text: list[Line]) -> list[Line]:
    return list(lines(build(DocumentKind.AD, title, text)))


@given(sentences(), sentences(), st.data())
def test_applying_the_difference_gives_the_other_text(
    one: tuple[str, list[Line]], two: tuple[str, list[Line]], data: st.DataObject
) -> None:
    before = numbered(one[0], named(one[1]))
    # Ids of both texts partly agree, at other places and at other ranks.
    ids = data.draw(st.permutations([f"x{n}" for n in range(len(two[1]))] + [each.id for each in before if each.id]))
    after = numbered(two[0], [Line(each.rank, name, "", each.text) for each, name in zip(two[1], ids, strict=False)])
    found = list(compare_lines(before, after))
    assert lines_before(found) == before
    assert lines_after(found) == after


@given(sentences())
def test_a_text_does_not_differ_from_itself(sample: tuple[str, list[Line]]) -> None:
    text = numbered(sample[0], named(sample[1]))
    found = list(compare_lines(text, text))
    assert {each.change for each in found} == {Change.SAMA}
    assert [(each.before, each.after) for each in found] == [(each.number, each.number) for each in text]


def moved_article(document: Document, article: str, behind: str) -> Document:
    taken = next(each for each in document.articles() if each.id == article)
    chapters = []
    for chapter in document.chapters:
        articles = [each for each in chapter.articles if each is not taken]
        for place, each in enumerate(articles):
            if each.id == behind:
                articles.insert(place + 1, taken)
                break
        chapters.append(replace(chapter, articles=tuple(articles)))
    return replace(document, chapters=tuple(chapters))


def test_an_article_that_moved_is_no_new_article() -> None:
    before = text_of(DocumentKind.AD)
    after = moved_article(before, "p5", "p7")
    found = compare(before, after).lines
    moved = [(each.change, each.before, each.after) for each in found if each.rank is Rank.ARTICLE and each.id == "p5"]
    assert moved == [(Change.PINDAH_DARI_SINI, "Pasal 5", ""), (Change.PINDAH_KE_SINI, "", "Pasal 7")]
    renumbered = next(each for each in found if each.id == "p6")
    assert (renumbered.change, renumbered.before, renumbered.after) == (Change.SAMA, "Pasal 6", "Pasal 5")
    assert not {Change.BARU, Change.DIHAPUS, Change.BERUBAH} & {each.change for each in found}


def test_words_are_marked_as_phrases() -> None:
    def article(text: str) -> list[Line]:
        return [Line(Rank.CHAPTER, "b", "", "B"), Line(Rank.ARTICLE, "p", "", ""), Line(Rank.CLAUSE, "a", "", text)]

    found = compare_lines(article("Masa bakti tiga tahun penuh."), article("Masa bakti lima warsa penuh."))
    runs = next(each for each in found if each.id == "a").runs
    assert runs == (Run("=", "Masa bakti "), Run("-", "tiga tahun"), Run("+", "lima warsa"), Run("=", " penuh."))


def test_a_number_of_the_rules_that_changed_is_a_word_that_changed() -> None:
    before = text_of(DocumentKind.TATIB)
    value = before.to_json()
    rules = value["rules"]
    assert isinstance(rules, dict)
    value["rules"] = {**rules, "threshold": 4}
    after = Document.from_json(value)
    changed = [each for each in compare(before, after).lines if each.change is not Change.SAMA]
    assert len(changed) == 1
    assert Run("-", "3") in changed[0].runs
    assert Run("+", "4") in changed[0].runs
    assert before.sha256 != after.sha256


def test_importing_a_changed_text_keeps_the_ids_of_what_stayed() -> None:
    before = list(lines(text_of(DocumentKind.AD)))
    text = [Line(each.rank, "", "", each.text.replace("warga miskin", "warga tidak mampu")) for each in before]
    text = [each for each in text if not each.text.startswith("Jumlah yang dipilih ditetapkan")]
    after = named(text, before, {each.id for each in before})
    stayed = {each.id for each in after}
    gone = [each.text for each in before if each.id not in stayed]
    assert gone == ["Jumlah yang dipilih ditetapkan dalam tata tertib sebelum pemilihan, sebaiknya ganjil."]
    assert len(stayed - {""}) == len([each for each in after if each.id])
