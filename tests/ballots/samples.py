"""One event of every type, taken from a story and from the few turns that it does not take."""

from rembug_ballots.events import Body, Event, agreement, polling, tally
from rembug_ballots.events import ceremony as keys
from rembug_ballots.events.fields import LeaveCause
from rembug_ballots.ids import PersonId
from tests.ballots.story import BKM, MONITOR, OFFICERS, Story, of
from tests.ballots.witnesses import WitnessedStory


def told() -> Story:
    """Return a whole story."""
    story = Story()
    story.publish()
    return story


def turns(story: Story) -> list[Body]:
    """Return bodies of the types that the story does not need."""
    person = PersonId(story.people[0].id)
    return [
        of(agreement.RulesReopened, 3, 1, OFFICERS),
        of(keys.CeremonyComplained, 1, 2, 3, "bagian kunci tidak cocok"),
        of(keys.CeremonyAbandoned, 1, (3,), OFFICERS),
        of(polling.ContestSuspended, BKM, "hujan lebat", OFFICERS),
        of(polling.ContestResumed, BKM, "hujan reda", OFFICERS),
        of(polling.HomeRoundOpened, BKM, "kuorum belum tercapai", OFFICERS),
        of(polling.ContestRevote, BKM, "kuorum tidak tercapai", OFFICERS),
        of(tally.AdjudicationReversed, BKM, "warga 1", "salah orang", OFFICERS, MONITOR),
        of(tally.TieRevote, BKM, (person,), "pemungutan ulang malam ini", OFFICERS),
        of(tally.AcceptanceRecorded, BKM, person, willing=False, reason="sakit", officers=OFFICERS),
        of(tally.MemberReplaced, BKM, person, LeaveCause.PINDAH, "pindah kota", None, OFFICERS),
    ]


def witnessed() -> Event:
    """Return the event that a story with witnesses adds."""
    story = WitnessedStory()
    story.mix()
    return story.events[-1]


STORY = told()
SAMPLES: list[Event] = [
    *{event.type: event for event in STORY.events}.values(),
    *[STORY.event(body) for body in turns(STORY)],
    witnessed(),
]
