"""Counting one contest: a pure function of opened rows, decisions and rules.

Every written name of a ballot gives its resident one vote, at most one a ballot.  The most votes win.  The count never
breaks a tie and never fills a seat for which nobody was written.

How a ballot is classed, in this order:

1. all slots empty: **blank**;
2. fewer different names than ``names_min``: **void**.  Different names are the different residents written, and each
   different text that names nobody, and each undecodable slot;
3. one resident written twice where the rules say ``BATAL``: **void**;
4. no name that counts: **void**;
5. else **valid**.

So ``valid + void + blank`` is always the number of opened ballots.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from rembug_ballots.counting_model import (
    CountRules,
    Decision,
    DuplicatePolicy,
    MalformedResult,
    MalformedRow,
    Outcome,
    Result,
    Rows,
    Slot,
    Tally,
    UndecidedText,
    UnknownPerson,
    ranking_of,
)
from rembug_ballots.counting_seats import WOMAN, allot


def count(
    rows: Rows,
    decisions: Mapping[str, Decision],
    rules: CountRules,
    sexes: Mapping[str, str],
    *,
    settled: Sequence[Sequence[str]] = (),
    declined: Collection[str] = (),
) -> Result:
    """Count a contest.

    Args:
        rows: The opened rows, one a ballot, of at most ``names_max`` slots each.
        decisions: One decision for each distinct written text.
        rules: The agreed rules of the contest.
        sexes: ``"L"`` or ``"P"`` of each person that a decision names.
        settled: Orders agreed or drawn for tied persons (``tie.settled``), oldest first.
        declined: Elected persons who are not willing: they keep their votes and lose their place.

    Raises:
        CountingError: See the tree in ``counting_model``.
    """
    tally = tally_rows(rows, decisions, rules)
    missing = tally.votes.keys() - sexes.keys()
    if missing:
        raise UnknownPerson(min(missing))
    return Result(
        valid=tally.valid,
        void=tally.void,
        blank=tally.blank,
        names_void=tally.void_names,
        names_undecodable=tally.undecodable,
        names_repeated=tally.repeated,
        names_counted=sum(tally.votes.values()),
        ranking=ranking_of(tally.votes),
        seats=rules.seats,
        outcome=allot(tally.votes, sexes, rules, settled=settled, declined=declined),
    )


def outcome_of(
    result: Result,
    rules: CountRules,
    sexes: Mapping[str, str],
    *,
    settled: Sequence[Sequence[str]] = (),
    declined: Collection[str] = (),
) -> Outcome:
    """Return who has a seat after ties were settled and persons declined, from a result alone.

    Raises:
        MalformedResult: The ranking of the result is cut where it would be needed; count from the rows.
    """
    votes = result.ranking.votes
    standing = votes.keys() - set(declined)
    women = sum(sexes[person] == WOMAN for person in standing)
    enough = len(standing) >= rules.seats + rules.reserves and women >= rules.women_required
    if result.ranking.unlisted_persons and not enough:
        raise MalformedResult("the ranking is cut above the last place")
    return allot(votes, sexes, rules, settled=settled, declined=declined)


def tally_rows(rows: Rows, decisions: Mapping[str, Decision], rules: CountRules) -> Tally:
    """Class every ballot and add up the votes.

    Raises:
        MalformedRow: A row is longer than the ballot.
        UndecidedText: A text has no decision.
    """
    kinds: Counter[str] = Counter()
    votes: Counter[str] = Counter()
    void_names: Counter[str] = Counter()
    undecodable = repeated = 0
    for row in rows:
        if len(row) > rules.names_max:
            raise MalformedRow(f"{len(row)} names where {rules.names_max} are allowed")
        ballot = _Ballot(row, decisions)
        kind = ballot.classify(rules)
        kinds[kind] += 1
        if kind != "valid":
            continue
        votes.update(ballot.persons.keys())
        void_names.update(ballot.void_codes)
        undecodable += ballot.undecodable
        repeated += ballot.repeated
    return Tally(
        valid=kinds["valid"],
        void=kinds["void"],
        blank=kinds["blank"],
        void_names=dict(void_names),
        undecodable=undecodable,
        repeated=repeated,
        votes=dict(votes),
    )


def quorum_met(present: int, base: int, percent: int) -> bool:
    """Say whether ``present`` of ``base`` adults reach ``percent`` per cent, without rounding."""
    return present * 100 >= base * percent


class _Ballot:
    """The names of one row, sorted into residents and names that count for nobody."""

    __slots__ = ("persons", "undecodable", "void_codes", "void_texts")

    def __init__(self, row: Sequence[Slot], decisions: Mapping[str, Decision]) -> None:
        self.persons: Counter[str] = Counter()
        self.void_texts: set[str] = set()
        self.void_codes: list[str] = []
        self.undecodable = 0
        for slot in row:
            if slot is None:
                self.undecodable += 1
            elif slot:
                self._add(slot, decisions)

    def _add(self, text: str, decisions: Mapping[str, Decision]) -> None:
        decision = decisions.get(text)
        if decision is None:
            raise UndecidedText(text)
        if decision.person is not None:
            self.persons[decision.person] += 1
        else:
            self.void_texts.add(text)
            self.void_codes.append(decision.code)

    @property
    def repeated(self) -> int:
        """Names beyond the first for one resident."""
        return self.persons.total() - len(self.persons)

    def classify(self, rules: CountRules) -> str:
        different = len(self.persons) + len(self.void_texts) + self.undecodable
        if different == 0:
            return "blank"
        if different < rules.names_min:
            return "void"
        if self.repeated and rules.duplicate_policy is DuplicatePolicy.VOID:
            return "void"
        return "valid" if self.persons else "void"
