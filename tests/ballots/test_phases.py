from collections.abc import Callable
from pathlib import Path

import pytest

from rembug_ballots.events import EVENT_TYPES
from rembug_ballots.ids import ElectionId
from rembug_ballots.phases import PHASES, ContestPhase, ElectionPhase, diagram, move
from rembug_ballots.refusals import SENTENCES, IllegalEvent, Refusal
from tests.ballots.samples import SAMPLES
from tests.ballots.snapshots import snapshot, unchanged
from tests.ballots.story import BKM, Story

CHAPTERS: list[Callable[[Story], None]] = [
    Story.create,
    Story.agree,
    Story.key,
    Story.seal,
    Story.open,
    Story.vote,
    Story.close,
    Story.mix,
    Story.order,
    Story.opened,
    Story.adjudicate,
    Story.count,
    Story.settle,
    Story.certify,
    Story.publish,
]


def test_the_table_has_exactly_the_types_of_events() -> None:
    assert set(PHASES) == set(EVENT_TYPES)


def test_every_code_has_an_indonesian_sentence() -> None:
    assert set(SENTENCES) == set(Refusal)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
    assert all(code.name == code.value for code in Refusal)


def allowed(kind: str, story: Story) -> bool:
    """Say whether the table lets an event of this type stand in the state of a story."""
    moves = PHASES[kind]
    state = story.state
    if state.phase not in moves.election:
        return False
    if moves.contest is None:
        return True
    return BKM in state.contests and state.contests[BKM].phase in moves.contest


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.__name__)
def test_an_event_out_of_phase_is_refused_and_changes_nothing(chapter: Callable[[Story], None]) -> None:
    story = Story()
    chapter(story)
    before = snapshot(story.state)
    for event in SAMPLES:
        if allowed(event.type, story):
            continue
        with pytest.raises(IllegalEvent):
            story.state.apply(event, story)
        assert unchanged(story.state, before), event.type


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.__name__)
def test_an_event_of_another_election_is_refused(chapter: Callable[[Story], None]) -> None:
    story = Story()
    chapter(story)
    other = Story(seed="other").event(SAMPLES[0].body)
    foreign = type(other).build(ElectionId("tempat-lain"), other.body)
    with pytest.raises(IllegalEvent) as refused:
        story.state.apply(foreign, story)
    assert refused.value.code in {Refusal.OTHER_ELECTION, Refusal.ALREADY_CREATED}


def test_nothing_comes_before_the_creation() -> None:
    story = Story()
    for event in SAMPLES:
        if event.type != "election.created":
            with pytest.raises(IllegalEvent) as refused:
                story.state.apply(event, story)
            assert refused.value.code in {Refusal.NOT_CREATED, Refusal.OTHER_ELECTION}
    assert story.state.size == 0


def test_the_phases_of_a_story_follow_each_other() -> None:
    story = Story()
    seen: list[str] = []
    whole = Story()
    whole.publish()
    for event in whole.events:
        story.state.apply(event, whole)
        phase = story.state.contests[BKM].phase if BKM in story.state.contests else None
        name = (phase or story.state.phase).value
        if not seen or seen[-1] != name:
            seen.append(name)
    assert seen == [
        "DRAFT",
        "PREPARED",
        "SEALED",
        "OPEN",
        "CLOSED",
        "MIXED",
        "ORDERED",
        "OPENED",
        "ADJUDICATED",
        *(["TIE"] if "TIE" in seen else []),
        "COUNTED",
        "CERTIFIED",
        "PUBLISHED",
    ]


def test_a_move_that_the_table_does_not_have_is_refused() -> None:
    assert move("stage.sealed", ContestPhase.PREPARED) is ContestPhase.SEALED
    for to in (None, ContestPhase.PUBLISHED):
        with pytest.raises(IllegalEvent):
            move("contest.closed", ContestPhase.OPEN, to)
    with pytest.raises(IllegalEvent):
        move("election.created", ContestPhase.OPEN)


def test_every_phase_can_be_reached_and_only_two_are_ends() -> None:
    targets = {target for moves in PHASES.values() for each in (moves.contest or {}).values() for target in each}
    starts = {
        phase
        for moves in PHASES.values()
        for phase, each in (moves.contest or {}).items()
        if any(target is not phase for target in each)
    }
    assert targets == set(ContestPhase)
    assert set(ContestPhase) - starts == {ContestPhase.PUBLISHED, ContestPhase.REVOTE}
    assert {phase for moves in PHASES.values() for phase in moves.election} == set(ElectionPhase)


def test_the_diagram_in_the_documentation_is_the_one_of_the_table() -> None:
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{diagram()}```" in text
