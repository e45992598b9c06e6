"""From votes to seats: ranks, ties, women's share, reserves.

**When is a tie a tie?**  Every order of all persons that puts more votes first and keeps to what was settled is a
possible ranking.  Each gives one set of elected persons.  When all give the same set, the outcome is certain, however
many equal numbers of votes there are; when two differ, the state is TIE, and the tied persons are those who are in
some of these sets but not in all.  So a tie wholly above the line, or wholly below it, or one that the women's share
decides by itself, stops nothing.

With ``S`` seats to fill (never more than there are persons) a ranking elects its first ``S``; under ``KURSI``, when
fewer than ``R`` women are among them, the last men give way to the next women.  In both cases the elected are the first
``w`` women and the first ``S - w`` men, with ``w = max(x, R)`` and ``x`` the women among the first ``S``.  Only ``x``
and the two cuts depend on the order of equals, which is why no orders need to be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from rembug_ballots.counting_model import (
    CountRules,
    MalformedSettlement,
    Outcome,
    ResultState,
    Tie,
    WomenRule,
    ranks,
)

WOMAN = "P"


def allot(
    votes: Mapping[str, int],
    sexes: Mapping[str, str],
    rules: CountRules,
    *,
    settled: Sequence[Sequence[str]] = (),
    declined: Collection[str] = (),
) -> Outcome:
    """Give the seats to the most votes; see the module for ties and the women's share.

    Args:
        votes: Person id to votes, all above zero.
        sexes: ``"L"`` or ``"P"`` of each of them.
        rules: The agreed rules of the contest.
        settled: Orders for tied persons, oldest first.
        declined: Persons who gave up their place.
    """
    standing = {person: number for person, number in votes.items() if person not in declined}
    groups = [persons for _, _, persons in ranks(standing)]
    tiers = [tier for group in groups for tier in _apart(group, settled)]
    women = _tiers_of(tiers, settled, lambda person: sexes[person] == WOMAN)
    men = _tiers_of(tiers, settled, lambda person: sexes[person] != WOMAN)
    seats = min(rules.seats, len(standing))
    low, high = _women_among_first(tiers, sexes, seats)
    if rules.women_rule is WomenRule.SEATS:
        wanted = min(rules.women_required, sum(map(len, women)))
        low, high = max(low, wanted), max(high, wanted)
    certain = _surely(women, low) | _surely(men, seats - high)
    possible = _possibly(women, high) | _possibly(men, seats - low)
    elected = tuple(person for tier in tiers for person in tier if person in certain)
    tied = possible - certain
    if low == high:
        # The number of women is fixed, so women compete with women and men with men.
        found = [
            *_ties(men, tied, certain, standing, seats - low),
            *_ties(women, tied, certain, standing, low),
        ]
    else:
        found = list(_ties(groups, tied, certain, standing, seats))
    ties = tuple(sorted(found, key=lambda tie: (-tie.votes, tie.persons)))
    reserves, reserve_ties = _reserves(groups, settled, certain, standing, rules.reserves) if not ties else ((), ())
    return Outcome(
        state=_state(ties, seats, rules.seats),
        elected=elected,
        unfilled=rules.seats - seats,
        ties=ties,
        reserves=reserves,
        reserve_ties=reserve_ties,
        women_elected=sum(sexes[person] == WOMAN for person in elected),
        women_required=rules.women_required,
    )


def check_settlement(outcome: Outcome, order: Sequence[str]) -> None:
    """Accept an order that covers every open tie for a seat, and nobody who is not tied.

    Ties among the reserves may be settled in the same order or left open.

    Raises:
        MalformedSettlement: A person twice, a tied person missing, or somebody who is not tied.
    """
    named = set(order)
    if len(named) != len(order):
        raise MalformedSettlement("a person is named twice")
    groups = [set(tie.persons) for tie in outcome.ties]
    for group in groups:
        if not group <= named:
            raise MalformedSettlement(f"{min(group - named)} is tied and not named")
    touched = [set(tie.persons) for tie in outcome.reserve_ties if named & set(tie.persons)]
    for group in touched:
        if not group <= named:
            raise MalformedSettlement(f"{min(group - named)} is tied and not named")
    strangers = named.difference(*groups, *touched)
    if strangers:
        raise MalformedSettlement(f"{min(strangers)} is not tied")
    if not groups and not touched:
        raise MalformedSettlement("nobody is tied")


def _apart(persons: tuple[str, ...], settled: Sequence[Sequence[str]]) -> Iterable[tuple[str, ...]]:
    if len(persons) == 1:
        yield persons
        return
    members = set(persons)
    for order in settled:
        if members <= set(order):
            yield from ((person,) for person in order if person in members)
            return
    yield persons


def _tiers_of(
    tiers: Sequence[tuple[str, ...]], settled: Sequence[Sequence[str]], belongs: Callable[[str], bool]
) -> list[tuple[str, ...]]:
    """Return the tiers of one sex; an order may settle the women, or the men, of a tier that is open as a whole."""
    chosen = (tuple(person for person in tier if belongs(person)) for tier in tiers)
    return [part for tier in chosen if tier for part in _apart(tier, settled)]


def _women_among_first(tiers: Sequence[Sequence[str]], sexes: Mapping[str, str], seats: int) -> tuple[int, int]:
    """Return the fewest and the most women that a possible ranking has among its first ``seats``."""
    above, free = 0, seats
    for tier in tiers:
        women = sum(sexes[person] == WOMAN for person in tier)
        if len(tier) > free:
            return above + max(0, free - (len(tier) - women)), above + min(free, women)
        above += women
        free -= len(tier)
    return above, above


def _surely(tiers: Sequence[Sequence[str]], places: int) -> set[str]:
    """Return those who are among the first ``places`` however equals are ordered."""
    surely: set[str] = set()
    for tier in tiers:
        if len(surely) + len(tier) > places:
            break
        surely.update(tier)
    return surely


def _possibly(tiers: Sequence[Sequence[str]], places: int) -> set[str]:
    """Return those who are among the first ``places`` for some order of equals."""
    possibly: set[str] = set()
    for tier in tiers:
        if len(possibly) >= places:
            break
        possibly.update(tier)
    return possibly


def _ties(
    tiers: Sequence[Sequence[str]],
    tied: Collection[str],
    certain: Collection[str],
    votes: Mapping[str, int],
    places: int,
) -> Iterable[Tie]:
    """Yield the tie of those tiers that the last of ``places`` cuts through: at most one.

    In its tier others may be certain to have a seat, or certain to have none: an older order settled them.
    """
    free = places
    for tier in tiers:
        open_here = tuple(sorted(person for person in tier if person in tied))
        free -= sum(person in certain for person in tier)
        if open_here:
            yield Tie(votes=votes[tier[0]], persons=open_here, places=free)
            return


def _state(ties: Sequence[Tie], filled: int, seats: int) -> ResultState:
    if ties:
        return ResultState.TIE
    return ResultState.COUNTED if filled == seats else ResultState.SEATS_UNFILLED


def _reserves(
    groups: Sequence[tuple[str, ...]],
    settled: Sequence[Sequence[str]],
    elected: Collection[str],
    votes: Mapping[str, int],
    places: int,
) -> tuple[tuple[str, ...], tuple[Tie, ...]]:
    """Return the reserves whose place is certain, and the ties of order or place among them."""
    reserves: list[str] = []
    ties: list[Tie] = []
    rests = (tuple(person for person in group if person not in elected) for group in groups)
    for tier in (tier for rest in rests if rest for tier in _apart(rest, settled)):
        free = places - len(reserves)
        if free <= 0:
            break
        if len(tier) > 1:
            ties.append(Tie(votes=votes[tier[0]], persons=tuple(sorted(tier)), places=min(free, len(tier))))
        if len(tier) > free:
            break
        reserves.extend(tier)
    return tuple(reserves), tuple(ties)
