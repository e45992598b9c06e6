"""Texts to work on: those that come with Rembug, and invented trees."""

from hypothesis import strategies as st

from rembug_ballots.documents import Document, Line, Rank
from rembug_ballots.events.fields import DocumentKind, Label, RegionCode
from rembug_ballots.events.setup import Place
from rembug_ballots.presets import langsung
from rembug_service.writings.outline import clean
from rembug_service.writings.starting import from_template

PLACE = Place(
    Label("Sukamundur"), Label("Contoh"), Label("Kota Rekaan"), Label("Provinsi Rekaan"), RegionCode("99.10.01.1001")
)
RULES = langsung("Sukamundur")

# Words that look like structure stand among plain ones.
_WORDS = st.sampled_from(
    ["warga", "BKM", "rapat", "(1)", "2.", "a.", "Pasal 5", "BAB II", "#", "---", "* x", "**tebal**", "a_b", "\\", "`"]
)
_TEXT = (
    st.one_of(
        st.lists(_WORDS, min_size=1, max_size=8).map(" ".join),
        st.lists(st.lists(_WORDS, min_size=1, max_size=4).map(" ".join), min_size=2, max_size=3).map("\n".join),
        st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=60),
    )
    .map(clean)
    .filter(bool)
)
_ONE_LINE = _TEXT.map(lambda text: " ".join(text.split()))
# Between a number and a title people put full stops, colons and dashes; no title begins with them.
_TITLE = _ONE_LINE.filter(lambda text: text[0].isalnum())


def text_of(kind: DocumentKind) -> Document:
    """Return the text that comes with Rembug, for an invented kelurahan."""
    return from_template(kind, PLACE, RULES).document


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, list[Line]]:
    """Give a title and lines without ids and numbers, as an importer makes them."""

    def some(rank: Rank, least: int, most: int, text: st.SearchStrategy[str] = _TEXT) -> list[Line]:
        return [Line(rank, "", "", each) for each in draw(st.lists(text, min_size=least, max_size=most))]

    found = some(Rank.PREAMBLE, 0, 2)
    for chapter in some(Rank.CHAPTER, 1, 3, _TITLE):
        found.append(chapter)
        for article in some(Rank.ARTICLE, 1, 3, st.one_of(st.just(""), _TITLE)):
            found.append(article)
            for clause in some(Rank.CLAUSE, 1, 3):
                found.append(clause)
                found += some(Rank.LETTER, 0, 3)
    found += some(Rank.CLOSING, 0, 2)
    return draw(_ONE_LINE), found
