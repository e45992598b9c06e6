"""Who must have cosigned before a contest is opened, as the tatib says and as the fold holds everybody to it."""

import pytest

from rembug_ballots.errors import InvalidRules
from rembug_ballots.events import tally
from rembug_ballots.presets import langsung
from rembug_ballots.references import fill, values_of
from rembug_ballots.refusals import Refusal
from rembug_ballots.rules import Rules
from rembug_ballots.state.mixing import list_hash
from rembug_crypto.note import NoteKey
from tests.ballots.story import BKM, OFFICERS, Story, but, of
from tests.ballots.test_state_polling import refuse
from tests.ballots.witnesses import NAMES, WitnessedStory, key_of, note_of, witnessed_rules


def mixed() -> WitnessedStory:
    story = WitnessedStory()
    Story.mix(story)
    return story


def order(story: Story) -> tally.OpeningOrdered:
    return of(tally.OpeningOrdered, BKM, list_hash(story.state.contests[BKM]), OFFICERS)


def test_an_election_with_witnesses_runs_to_its_end() -> None:
    story = WitnessedStory()
    story.publish()
    assert "contest.witnessed" in {event.type for event in story.events}


def test_nothing_is_opened_before_the_agreed_number_of_witnesses_cosigned() -> None:
    story = mixed()
    refuse(story, order(story), Refusal.NOT_WITNESSED)
    refuse(story, story.witnessed(NAMES[:1]), Refusal.TOO_FEW_WITNESSES)
    # One witness twice is one witness.
    refuse(story, story.witnessed((NAMES[0], NAMES[0])), Refusal.TOO_FEW_WITNESSES)
    refuse(story, story.witnessed((NAMES[0], "orang lain".replace(" ", "."))), Refusal.TOO_FEW_WITNESSES)
    refuse(story, order(story), Refusal.NOT_WITNESSED)
    story.do(story.witnessed(NAMES[1:]))
    story.do(order(story))


def test_witnesses_must_have_seen_the_end_of_the_mixing() -> None:
    story = mixed()
    finished = story.state.contests[BKM].tally.mixed_index
    refuse(story, story.witnessed(size=finished), Refusal.WITNESS_CHECKPOINT)
    refuse(
        story, but(story.witnessed(), checkpoint=of(tally.LogCheckpoint, 10_000, bytes(32))), Refusal.WITNESS_CHECKPOINT
    )
    story.do(story.witnessed(size=finished + 1))


def test_the_note_is_that_of_the_checkpoint_and_of_this_log() -> None:
    story = mixed()
    good = story.witnessed()
    refuse(story, but(good, note="0" * 64), Refusal.BLOB_MISSING)
    refuse(story, but(good, note=story.keep(b"no note")), Refusal.WITNESS_CHECKPOINT)
    other = note_of(good.checkpoint.size, bytes(32)).to_text().encode()
    refuse(story, but(good, note=story.keep(other)), Refusal.WITNESS_CHECKPOINT)
    unsigned = note_of(good.checkpoint.size, good.checkpoint.root)
    without = type(unsigned)(unsigned.text, unsigned.signatures[1:]).to_text().encode()
    refuse(story, but(good, note=story.keep(without)), Refusal.WITNESS_CHECKPOINT)
    story.do(good)


def test_an_election_without_witnesses_needs_none_and_takes_none() -> None:
    story = Story()
    story.mix()
    point = of(tally.LogCheckpoint, story.state.size, bytes(32))
    refuse(story, of(tally.ContestWitnessed, BKM, point, "0" * 64), Refusal.NO_WITNESSES)
    story.do(order(story))


def test_rules_without_witnesses_have_no_such_member() -> None:
    plain = langsung("Sukamaju")
    assert "witnessing" not in plain.to_json()
    assert plain.witnessing is None
    with pytest.raises(InvalidRules):
        Rules.from_json({**plain.to_json(), "witnessing": None})
    rules = witnessed_rules()
    assert Rules.from_bytes(rules.to_bytes()) == rules


def _with(**members: object) -> dict[str, object]:
    rules = witnessed_rules().to_json()
    agreed = rules["witnessing"]
    assert isinstance(agreed, dict)
    return {**rules, "witnessing": {**agreed, **members}}


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"quorum": 0}, "dari 1 sampai 3"),
        ({"quorum": 4}, "dari 1 sampai 3"),
        ({"witnesses": []}, "daftar 1 sampai 15 butir"),
        ({"witnesses": [{"name": "Bu Sri", "key": "bukan kunci"}]}, "kunci saksi"),
        (
            {
                "witnesses": [{"name": "Bu Sri", "key": NoteKey("x", key_of(NAMES[0]).public_key).to_text()}],
                "quorum": 1,
            },
            "kunci saksi",
        ),
        ({"witnesses": [{"name": "Bu Sri", "key": key_of(NAMES[0]).to_text()}] * 2}, "nama yang sama"),
        (
            {
                "witnesses": [
                    {"name": "Bu Sri", "key": key_of(NAMES[0]).to_text()},
                    {"name": "Bu Ani", "key": NoteKey("lain", key_of(NAMES[0]).public_key, 4).to_text()},
                ]
            },
            "kunci yang sama",
        ),
    ],
)
def test_a_tatib_names_witnesses_that_can_be_told_apart(members: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidRules) as refused:
        Rules.from_json(_with(**members))
    assert words in " ".join(refused.value.faults)


def test_the_text_of_a_tatib_names_them() -> None:
    text = "Saksi: {{saksi_buku}}; paling sedikit {{saksi_paling_sedikit}}."
    assert fill(text, values_of(witnessed_rules(2, NAMES[:2]))) == (
        "Saksi: Saksi pemantau.rw03, Saksi fasilitator; paling sedikit 2."
    )
    assert fill(text, values_of(langsung("Sukamaju"))) == "Saksi: tidak ada; paling sedikit tidak ada."
