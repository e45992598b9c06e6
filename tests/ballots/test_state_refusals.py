from hypothesis import given, settings
from hypothesis import strategies as st

from rembug_ballots.refusals import IllegalEvent
from rembug_ballots.state import ElectionState
from tests.ballots.samples import SAMPLES, STORY
from tests.ballots.snapshots import snapshot, unchanged

TOLD = STORY.events
ANY = [*TOLD, *SAMPLES]


@given(st.integers(0, len(TOLD) - 1), st.lists(st.sampled_from(range(len(ANY))), max_size=8))
@settings(max_examples=150, deadline=None)
def test_an_event_at_any_moment_is_accepted_or_changes_nothing(start: int, others: list[int]) -> None:
    state = ElectionState()
    for event in TOLD[:start]:
        state.apply(event, STORY)
    before = snapshot(state)
    for place in others:
        size = state.size
        try:
            state.apply(ANY[place], STORY)
        except IllegalEvent as refused:
            sentence = refused.reason
        else:
            assert state.size == size + 1
            before = snapshot(state)
            continue
        assert sentence.endswith(".")
        assert unchanged(state, before)


@given(st.integers(0, len(TOLD) - 1))
@settings(max_examples=50, deadline=None)
def test_no_event_of_a_log_may_be_left_out_where_it_matters(left_out: int) -> None:
    """What remains is refused somewhere, or the event was one of those that nothing needs."""
    optional = {"card.replaced", "voter.added", "ballot.audited", "checkin.block"}
    state = ElectionState()
    try:
        for place, event in enumerate(TOLD):
            if place != left_out:
                state.apply(event, STORY)
    except IllegalEvent:
        return
    last = TOLD[-1].type if left_out == len(TOLD) - 1 else None
    assert TOLD[left_out].type in optional | {last, "rehearsal.factor", "opening.factor"}
