"""One event of every type, taken from a story and from the few turns that it does not take."""

from rembug_ballots.events import Body, Event
from rembug_ballots.events import ceremony as keys
from rembug_ballots.events import polling, tally
from rembug_ballots.ids import PersonId
from tests.ballots.story import BKM, MONITOR, OFFICERS, Story


def told() -> Story:
    """Return a whole story."""
    story = Story()
    story.publish()
    return story


def turns(story: Story) -> list[Body]:
    """Return bodies of the types that the story does not need."""
    person = PersonId(story.people[0].id)
    return [
        keys.CeremonyComplained(1, 2, 3, "bagian kunci tidak cocok"),
        keys.CeremonyAbandoned(1, (3,), OFFICERS),
        polling.ContestSuspended(BKM, "hujan lebat", OFFICERS),
        polling.ContestResumed(BKM, "hujan reda", OFFICERS),
        polling.HomeRoundOpened(BKM, "kuorum belum tercapai", OFFICERS),
        polling.ContestRevote(BKM, "kuorum tidak tercapai", OFFICERS),
        tally.AdjudicationReversed(BKM, "warga 1", "salah orang", OFFICERS, MONITOR),
        tally.TieRevote(BKM, (person,), "pemungutan ulang malam ini", OFFICERS),
        tally.AcceptanceRecorded(BKM, person, False, "sakit", OFFICERS),
    ]


STORY = told()
SAMPLES: list[Event] = list({event.type: event for event in STORY.events}.values()) + [
    STORY.event(body) for body in turns(STORY)
]
