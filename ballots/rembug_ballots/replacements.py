"""Replacement during the term (penggantian antar waktu): who serves, and who is the next.

Source: docs/formats.md, "Replacement during the term".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from rembug_ballots.events.fields import Sex
from rembug_ballots.events.tally import MemberReplaced, ResultCertified
from rembug_ballots.ids import PersonId


def serving(certified: ResultCertified, replaced: Iterable[MemberReplaced]) -> tuple[PersonId, ...]:
    """Return who serves after these replacements, each successor in the place of who left."""
    members: list[PersonId] = list(certified.elected)
    for each in replaced:
        if each.leaving not in members:
            continue
        place = members.index(each.leaving)
        members[place : place + 1] = [] if each.successor is None else [each.successor]
    return tuple(members)


def waiting(certified: ResultCertified, replaced: Iterable[MemberReplaced]) -> tuple[PersonId, ...]:
    """Return the reserves who still are: neither gone nor called."""
    gone = {person for each in replaced for person in (each.leaving, each.successor)}
    return tuple(person for person in certified.reserves if person not in gone)


def next_in_line(
    members: Collection[PersonId],
    reserves: Sequence[PersonId],
    leaving: PersonId,
    sexes: Mapping[PersonId, Sex],
    *,
    women_reserved: int,
) -> PersonId | None:
    """Return who takes the place of a member who leaves, or None.

    Args:
        members: who serve now, ``leaving`` among them.
        reserves: who still wait, in their order.
        leaving: the member.
        sexes: of all of them.
        women_reserved: seats that the rules keep for women; 0 where they only ask for the report.
    """
    women = sum(sexes[person] is Sex.P for person in members if person != leaving)
    if women < women_reserved:
        for person in reserves:
            if sexes[person] is Sex.P:
                return person
    return reserves[0] if reserves else None
