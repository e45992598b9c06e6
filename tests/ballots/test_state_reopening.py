"""A newer text opens the rules again, and everything that followed from them is made anew."""

from typing import Any

from rembug_ballots.events import ceremony as keys
from rembug_ballots.events.agreement import RulesReopened, RulesSealed
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import HolderNumber
from rembug_ballots.phases import ElectionPhase
from rembug_ballots.presets import langsung
from rembug_ballots.refusals import Refusal
from rembug_ballots.rules import Rules
from tests.ballots import agreements
from tests.ballots.story import ELECTION, OFFICERS, Story, of
from tests.ballots.test_state_polling import refuse

FEWER = Rules.from_json({**langsung("Sukamaju").to_json(), "holders": 3, "threshold": 2})


def decided(story: Story, kind: DocumentKind, version: int, rules: Rules, **members: object) -> RulesReopened:
    """Record an assembly whose decision adopts a version, and return the event that it may open the rules with."""
    text = story.keep_text(agreements.document(kind, rules, word="tetangga"))
    taken: dict[str, Any] = {**agreements.decision(adopts=agreements.adopts(text, version)), **members}
    minutes = story.minutes(taken)
    story.do(agreements.recorded(minutes))
    return of(RulesReopened, minutes.assembly, 1, OFFICERS)


def test_everything_that_followed_from_the_rules_is_made_anew() -> None:
    story = Story()
    story.seal()
    reopening = decided(story, DocumentKind.TATIB, 2, FEWER)
    story.do(reopening)
    state = story.state
    assert (state.phase, state.rules, state.booth) == (ElectionPhase.DRAFT, None, None)
    assert [len(each) for each in (state.contests, state.tables, state.cards.table_of)] == [0, 0, 0]
    assert (state.ceremony.number, state.ceremony.keys, len(state.ceremony.holders)) == (2, None, 5)
    # The gate is shut: neither the old rules nor anything that needs rules.
    refuse(story, of(RulesSealed, story.rules, OFFICERS), Refusal.NEWER_NOT_AGREED)
    refuse(story, of(keys.KeysJoined, 2, bytes(64)), Refusal.WRONG_PHASE)
    refuse(story, reopening, Refusal.WRONG_PHASE)

    text = agreements.document(DocumentKind.TATIB, FEWER, word="tetangga")
    story.do(agreements.agreed(ELECTION, text, reopening.assembly, version=2))
    refuse(story, of(RulesSealed, story.rules, OFFICERS), Refusal.RULES_NOT_AGREED)
    story.do(of(RulesSealed, FEWER, OFFICERS))
    assert story.state.phase is ElectionPhase.AGREED
    # Holders 4 and 5 hold no key under the new rules.
    assert sorted(state.ceremony.holders) == [1, 2, 3]
    assert sorted(state.ceremony.registrations) == [1, 2, 3]
    assert HolderNumber(4) not in state.ceremony.holders
    story.rules = FEWER
    story.ceremony(2)
    story.do(of(keys.KeysJoined, 2, story.random(32 * FEWER.max_width)))
    story.do(story.register())


def test_a_newer_charter_goes_with_the_same_rules() -> None:
    story = Story()
    story.agree()
    reopening = decided(story, DocumentKind.AD, 2, story.rules)
    story.do(reopening)
    text = agreements.document(DocumentKind.AD, story.rules, word="tetangga")
    story.do(agreements.agreed(ELECTION, text, reopening.assembly, version=2))
    story.do(of(RulesSealed, story.rules, OFFICERS))
    assert story.state.phase is ElectionPhase.AGREED


def test_only_a_valid_decision_about_a_newer_text_opens_the_rules() -> None:
    story = Story()
    story.create()
    refuse(story, of(RulesReopened, 1, 1, OFFICERS), Refusal.WRONG_PHASE)
    story = Story()
    story.agree()
    refuse(story, of(RulesReopened, 9, 1, OFFICERS), Refusal.UNKNOWN_ASSEMBLY)
    refuse(story, of(RulesReopened, 1, 9, OFFICERS), Refusal.UNKNOWN_DECISION)
    refuse(story, of(RulesReopened, 1, 1, OFFICERS), Refusal.NOTHING_NEWER)
    refuse(story, decided(story, DocumentKind.TATIB, 1, FEWER), Refusal.NOTHING_NEWER)
    refuse(story, decided(story, DocumentKind.ART, 2, FEWER), Refusal.NOTHING_NEWER)
    voted = {"method": "SUARA", "votes": {"for": 10, "against": 10, "abstain": 0}}
    refuse(story, decided(story, DocumentKind.TATIB, 2, FEWER, **voted), Refusal.NOT_CARRIED)
    text = story.keep_text(agreements.document(DocumentKind.AD, FEWER))
    few = story.minutes(agreements.decision(adopts=agreements.adopts(text, 2)), men=1, women=1, poor=0)
    story.do(agreements.recorded(few))
    refuse(story, of(RulesReopened, few.assembly, 1, OFFICERS), Refusal.QUORUM_MISSED)


def test_once_a_table_was_open_the_rules_stay_as_they_are() -> None:
    story = Story()
    story.open()
    refuse(story, decided(story, DocumentKind.TATIB, 2, FEWER), Refusal.POLLS_WERE_OPENED)
