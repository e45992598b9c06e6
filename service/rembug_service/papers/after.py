"""Papers after the night: poster, letters of willingness, pack for the notary."""

from rembug_ballots.rules import BKM_CONTEST
from rembug_ballots.state.model import ContestState
from rembug_service.documents.poster import Poster, poster_pdf
from rembug_service.documents.power_of_attorney import PackedPaper, PowerOfAttorney, power_of_attorney_pdf
from rembug_service.documents.willingness import Statement, Willingness, willingness_pdf
from rembug_service.papers.counted import chosen, contest_figures, women_share
from rembug_service.papers.night import counted
from rembug_service.papers.source import Source


def poster(source: Source, contest: ContestState) -> bytes:
    """Return the poster of a counted contest."""
    result, outcome = counted(contest)
    figures = contest_figures(source, contest)
    paper = Poster(
        contest.rules.title,
        contest.rules.unit,
        result.ballots,
        figures.men + figures.women + figures.added,
        result.valid,
        result.void,
        result.blank,
        chosen(contest, result, outcome.elected),
        chosen(contest, result, outcome.reserves),
        outcome.unfilled,
        women_share(contest, outcome),
    )
    return poster_pdf(source.heading, paper)


def willingness(source: Source, contest: ContestState) -> bytes:
    """Return a letter for each who was elected, and blank ones for acceptance and refusal."""
    result, outcome = counted(contest)
    refused = [contest.tally.persons[person] for person in sorted(contest.tally.declined)]
    declined = [Statement(each.name, each.sex.value, each.unit, willing=False) for each in refused]
    elected = [
        Statement(each.name, each.sex, each.unit, willing=True) for each in chosen(contest, result, outcome.elected)
    ]
    blank = [Statement("", "", "", willing=True), Statement("", "", "", willing=False)]
    board = contest.id == BKM_CONTEST
    office = contest.rules.title[:1].lower() + contest.rules.title[1:]
    paper = Willingness(board, office, source.state.agreed_rules().criteria, (*elected, *declined, *blank))
    return willingness_pdf(source.heading, paper)


def power_of_attorney(source: Source, institution: str, papers: tuple[PackedPaper, ...]) -> bytes:
    """Return the notary's list and the letter that empowers three people."""
    return power_of_attorney_pdf(source.heading, PowerOfAttorney(institution, papers))
