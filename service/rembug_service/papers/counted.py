"""Figures of tables and contests, and who was written: what several papers of the night share."""

from collections.abc import Sequence
from dataclasses import replace

from rembug_ballots.counting_model import Outcome, Result, WomenRounding, WomenRule, ranks
from rembug_ballots.references import CHOICE_WORDS
from rembug_ballots.state.model import ContestState, TableState
from rembug_service.documents.figures import Figures, WomenShare, Written
from rembug_service.papers.source import Source


def table_figures(source: Source, table: TableState) -> Figures:
    """Return the figures of a table; ballots are never counted for one alone."""
    closing = table.closing
    return Figures(
        name=f"Meja {table.number}",
        men=table.sealed.men,
        women=table.sealed.women,
        added=table.added,
        present_men=source.presence.get((table.number, "L"), 0),
        present_women=source.presence.get((table.number, "P"), 0),
        made=0 if table.cards is None else table.cards.count,
        used=table.ballots,
        voided=table.voided,
        left=0 if closing is None else closing.left,
        missing=0 if closing is None else closing.missing,
        replaced=table.replaced,
        walked_away=0 if closing is None else closing.walked_away,
        assisted=0 if closing is None else closing.assisted,
        valid=None,
        void=None,
        blank=None,
        closed=closing is not None and not table.is_open,
    )


def total(name: str, parts: Sequence[Figures]) -> Figures:
    """Return the sum; counts of ballots only where every part has them."""

    def ballots(values: list[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if known and len(known) == len(values) else None

    return Figures(
        name=name,
        men=sum(each.men for each in parts),
        women=sum(each.women for each in parts),
        added=sum(each.added for each in parts),
        present_men=sum(each.present_men for each in parts),
        present_women=sum(each.present_women for each in parts),
        made=sum(each.made for each in parts),
        used=sum(each.used for each in parts),
        voided=sum(each.voided for each in parts),
        left=sum(each.left for each in parts),
        missing=sum(each.missing for each in parts),
        replaced=sum(each.replaced for each in parts),
        walked_away=sum(each.walked_away for each in parts),
        assisted=sum(each.assisted for each in parts),
        valid=ballots([each.valid for each in parts]),
        void=ballots([each.void for each in parts]),
        blank=ballots([each.blank for each in parts]),
        closed=all(each.closed for each in parts),
    )


def contest_figures(source: Source, contest: ContestState) -> Figures:
    """Return the figures of all tables of a contest, with its opened ballots where they are counted."""
    parts = [table_figures(source, source.state.table(number)) for number in contest.tables]
    found = total(contest.rules.unit, parts)
    result = contest.tally.result
    return found if result is None else replace(found, valid=result.valid, void=result.void, blank=result.blank)


def ranking(contest: ContestState, result: Result) -> tuple[Written, ...]:
    """Return everybody who was written, most votes first."""
    persons = {str(person): found for person, found in contest.tally.persons.items()}
    return tuple(
        Written(rank, persons[each].name, persons[each].sex.value, persons[each].unit, votes)
        for rank, votes, group in ranks(result.ranking.votes)
        for each in sorted(group, key=lambda one: persons[one].name)
    )


def chosen(contest: ContestState, result: Result, ids: Sequence[str]) -> tuple[Written, ...]:
    """Return some of those who were written, in the order given."""
    votes, rank_of = result.ranking.votes, {}
    for rank, _, group in ranks(votes):
        rank_of.update(dict.fromkeys(group, rank))
    persons = {str(person): found for person, found in contest.tally.persons.items()}
    return tuple(
        Written(rank_of[each], persons[each].name, persons[each].sex.value, persons[each].unit, votes[each])
        for each in ids
    )


def women_share(contest: ContestState, outcome: Outcome) -> WomenShare:
    """Return the women's share of an outcome, as the rules count it."""
    rules = contest.rules
    return WomenShare(
        elected=outcome.women_elected,
        of=len(outcome.elected),
        seats=rules.seats,
        percent=rules.women_percent,
        required=outcome.women_required,
        rounding=CHOICE_WORDS["women_rounding"][rules.women_rounding or WomenRounding.UP],
        met=outcome.women_met,
        reserved=rules.women_rule is WomenRule.SEATS,
    )
