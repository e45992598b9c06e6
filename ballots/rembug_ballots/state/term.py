"""Handler: replacement during the term."""

from typing import Final

from rembug_ballots.counting_model import WomenRule
from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.tally import MemberReplaced
from rembug_ballots.ids import PersonId
from rembug_ballots.phases import move
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.replacements import next_in_line, waiting
from rembug_ballots.state.blobs import BlobSource
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.mixing import contest_in
from rembug_ballots.state.model import ContestState
from rembug_ballots.state.view import StateView


def successor_of(contest: ContestState, leaving: PersonId) -> PersonId | None:
    """Return who follows when somebody leaves: nobody where a reserve does, or where none is left.

    Raises:
        IllegalEvent: NOT_SERVING.
    """
    tally, rules = contest.tally, contest.rules
    certified = tally.certified
    reserves = () if certified is None else waiting(certified, tally.replaced)
    members = tally.members
    if leaving in reserves:
        return None
    if leaving not in members:
        raise IllegalEvent(Refusal.NOT_SERVING, person=leaving)
    required = rules.women_required if rules.women_rule is WomenRule.SEATS else 0
    sexes = {person: found.sex for person, found in tally.persons.items()}
    return next_in_line(members, reserves, leaving, sexes, women_reserved=required)


def _replace(state: StateView, body: MemberReplaced, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    if body.successor != successor_of(contest, body.leaving):
        raise IllegalEvent(Refusal.REPLACEMENT_DIFFERS)
    contest.phase = move(body.TYPE, contest.phase)
    contest.tally.replaced.append(body)


HANDLERS: Final[dict[type[Body], Handler]] = dict([handler(MemberReplaced, _replace)])
