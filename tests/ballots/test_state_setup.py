import pytest

from rembug_ballots.events import Body, setup
from rembug_ballots.events import ceremony as keys
from rembug_ballots.events.agreement import RulesSealed
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import HolderNumber
from rembug_ballots.phases import ElectionPhase
from rembug_ballots.presets import langsung
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.state.ceremony import ceremony_hash
from tests.ballots.snapshots import snapshot, unchanged
from tests.ballots.story import BKM, OFFICERS, Story, but, of
from tests.ballots.test_state_polling import refuse


def phase_of(story: Story) -> ElectionPhase:
    return story.state.phase


def created() -> Story:
    story = Story()
    story.create()
    return story


def test_rules_are_sealed_only_as_they_were_agreed() -> None:
    story = created()
    refuse(story, of(RulesSealed, story.rules, OFFICERS), Refusal.RULES_NOT_AGREED)
    story.do(story.document(DocumentKind.TATIB))
    other = of(RulesSealed, langsung("Sukamaju", seats=13), OFFICERS)
    refuse(story, other, Refusal.RULES_NOT_AGREED)
    story.do(of(RulesSealed, story.rules, OFFICERS))
    assert phase_of(story) is ElectionPhase.DRAFT
    refuse(story, of(RulesSealed, story.rules, OFFICERS), Refusal.RULES_ALREADY_SEALED)
    refuse(story, story.document(DocumentKind.TATIB, 2), Refusal.DOCUMENT_FROZEN)
    story.do(story.document(DocumentKind.KRITERIA), story.document(DocumentKind.AD))
    assert phase_of(story) is ElectionPhase.AGREED


def test_only_the_bylaws_may_change_after_the_agreement() -> None:
    story = Story()
    story.agree()
    refuse(story, story.document(DocumentKind.AD, 2), Refusal.DOCUMENT_FROZEN)
    story.do(story.document(DocumentKind.ART), story.document(DocumentKind.ART, 2))
    refuse(story, story.document(DocumentKind.ART, 2), Refusal.VERSION_NOT_NEWER)


def test_the_text_of_a_document_is_in_the_record() -> None:
    story = created()
    document = story.document(DocumentKind.AD)
    del story.blobs[document.sha256]
    refuse(story, document, Refusal.BLOB_MISSING)


def test_a_holder_registers_once_with_keys_of_their_own() -> None:
    story = Story()
    story.agree()
    first = of(keys.HolderRegistered, 1, "Aep", story.random(32), story.random(32))
    story.do(first)
    refuse(story, first, Refusal.HOLDER_ALREADY_REGISTERED)
    refuse(story, but(first, holder=2), Refusal.HOLDER_KEY_USED)
    refuse(
        story,
        of(keys.HolderRegistered, 6, "Aep", story.random(32), story.random(32)),
        Refusal.UNKNOWN_HOLDER,
    )


def holders() -> Story:
    story = Story()
    story.agree()
    story.register_holders()
    return story


def test_nobody_shows_a_commitment_before_everybody_has_committed() -> None:
    story = holders()
    blob = story.keep(story.random(32 * 3 * 6 + 64 * 6))
    for number in range(1, 5):
        story.do(of(keys.CeremonyCommitted, 1, number, blob))
    early = of(keys.CeremonyRevealed, 1, 1, blob)
    refuse(story, early, Refusal.CEREMONY_STEP_EARLY)
    refuse(story, of(keys.CeremonyCommitted, 1, 1, blob), Refusal.CEREMONY_STEP_DONE)
    refuse(story, of(keys.CeremonyCommitted, 2, 5, blob), Refusal.OTHER_CEREMONY)
    story.do(of(keys.CeremonyCommitted, 1, 5, blob))
    other = story.keep(story.random(32 * 3 * 6 + 64 * 6))
    refuse(story, of(keys.CeremonyRevealed, 1, 1, other), Refusal.COMMITMENT_DIFFERS)
    story.do(early)


def test_a_confirmation_is_over_this_very_run() -> None:
    story = holders()
    story.ceremony(confirm=False)
    whole = ceremony_hash(story.state.ceremony)
    assert len(whole) == 64
    refuse(story, of(keys.CeremonyConfirmed, 1, 1, whole[::-1]), Refusal.CEREMONY_HASH_DIFFERS)
    story.do(of(keys.CeremonyConfirmed, 1, 1, whole))
    # Confirmations are not part of what is confirmed.
    story.do(of(keys.CeremonyConfirmed, 1, 2, whole))
    refuse(story, of(keys.CeremonyConfirmed, 1, 2, whole), Refusal.CEREMONY_STEP_DONE)
    refuse(story, of(keys.KeysJoined, 1, story.random(32 * 6)), Refusal.CEREMONY_STEP_EARLY)


def test_after_a_complaint_the_run_can_only_be_abandoned_and_starts_afresh() -> None:
    story = holders()
    blobs = {number: story.keep(story.random(32 * 3 * 6 + 64 * 6)) for number in story.holders()}
    complaint = of(keys.CeremonyComplained, 1, 1, 2, "bagian salah")
    refuse(story, complaint, Refusal.CEREMONY_STEP_EARLY)
    story.do(*[of(keys.CeremonyCommitted, 1, number, blobs[number]) for number in story.holders()])
    story.do(of(keys.CeremonyRevealed, 1, 1, blobs[1]))
    story.do(complaint)
    refuse(story, of(keys.CeremonyRevealed, 1, 2, blobs[2]), Refusal.CEREMONY_COMPLAINED)
    story.do(of(keys.CeremonyAbandoned, 1, (2,), OFFICERS))
    refuse(story, of(keys.CeremonyCommitted, 2, 1, blobs[1]), Refusal.HOLDERS_INCOMPLETE)
    story.do(of(keys.HolderRegistered, 2, "Pengganti", story.random(32), story.random(32)))
    story.ceremony(run=2)
    story.do(of(keys.KeysJoined, 2, story.random(32 * 6)))
    # The registration of the substitute comes last, as in the log.
    order = [number for number, _ in sorted(story.state.ceremony.registrations.items(), key=lambda item: item[1])]
    assert order == [1, 3, 4, 5, 2]


def test_the_rehearsal_needs_the_threshold() -> None:
    story = holders()
    story.ceremony()
    refuse(story, of(keys.RehearsalSet, story.random(32 * 7), story.random(32)), Refusal.KEYS_NOT_JOINED)
    refuse(story, of(keys.KeysJoined, 1, story.random(64)), Refusal.WIDTH_DIFFERS)
    story.do(of(keys.KeysJoined, 1, story.random(32 * 6)))
    factor = of(keys.RehearsalFactor, 1, story.random(32 * 6), story.random(96 * 6))
    refuse(story, factor, Refusal.REHEARSAL_NOT_SET)
    story.do(of(keys.RehearsalSet, story.random(32 * 7), story.random(32)))
    story.do(factor)
    refuse(story, factor, Refusal.FACTOR_ALREADY_GIVEN)
    refuse(story, of(keys.RehearsalPassed, (1,)), Refusal.TOO_FEW_HOLDERS)
    refuse(story, of(keys.RehearsalPassed, (1, 2, 3)), Refusal.FACTOR_MISSING)


def keyed() -> Story:
    story = Story()
    story.key()
    return story


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"adults": 151, "women": 131}, Refusal.TABLE_TOO_LARGE),
        ({"adults": 0, "women": 0, "men": 0}, Refusal.TABLE_TOO_LARGE),
        ({"women": 19}, Refusal.SEXES_DO_NOT_ADD_UP),
        ({"contest": "rt"}, Refusal.UNKNOWN_CONTEST),
        ({"table": 2}, Refusal.TABLE_ALREADY_SEALED),
        ({"roll": "0" * 64}, Refusal.BLOB_MISSING),
    ],
)
def test_a_wrong_table_spoils_the_whole_register(changes: dict[str, object], code: Refusal) -> None:
    story = keyed()
    register = story.register()
    first = but(register.tables[0], **changes)
    refuse(story, but(register, tables=(first, register.tables[1])), code)


def test_the_register_may_come_in_parts_and_must_be_whole_before_the_seal() -> None:
    story = keyed()
    register = story.register()
    story.do(but(register, tables=register.tables[:1], nominees=()))
    story.do(of(setup.BoothSealed, (of(setup.Bundle, "bilik.js", "0" * 64),)))
    seal = of(setup.StageSealed, "kelurahan", OFFICERS)
    refuse(story, seal, Refusal.REGISTER_INCOMPLETE)
    refuse(story, but(register, tables=(), nominees=()), Refusal.QUORUM_BASE_ALREADY_SEALED)
    story.do(but(register, tables=register.tables[1:], quorum_base=()))
    refuse(story, seal, Refusal.CARDS_MISSING)
    story.do(story.cards(1), story.cards(2))
    story.do(seal)
    refuse(story, register, Refusal.WRONG_PHASE)


def test_the_quorum_base_is_not_larger_than_the_register() -> None:
    story = keyed()
    register = story.register()
    base = (of(setup.QuorumBase, BKM, 71),)
    story.do(but(register, quorum_base=base))
    story.do(story.cards(1), story.cards(2))
    story.do(of(setup.BoothSealed, ()))
    refuse(story, of(setup.StageSealed, "kelurahan", OFFICERS), Refusal.QUORUM_BASE_TOO_LARGE)


def registered() -> Story:
    story = keyed()
    story.do(story.register())
    return story


def wrong_cards(story: Story) -> list[tuple[Body, Refusal]]:
    cards = story.cards(1)
    credentials = story.credentials[1]
    doubled = story.keep(b"".join([credentials[0], *credentials[:-1]]))
    backwards = story.keep(b"".join(reversed(credentials)))
    return [
        (but(cards, count=42), Refusal.CARD_COUNT_WRONG),
        (but(cards, count=39), Refusal.CARD_COUNT_WRONG),
        (but(cards, count=40), Refusal.BLOB_MALFORMED),
        (but(cards, sha256=doubled), Refusal.BLOB_MALFORMED),
        (but(cards, sha256=backwards), Refusal.BLOB_MALFORMED),
        (but(cards, sha256="0" * 64), Refusal.BLOB_MISSING),
        (but(cards, table=7), Refusal.UNKNOWN_TABLE),
    ]


def test_cards_are_listed_once_sorted_and_not_too_many() -> None:
    story = registered()
    for body, code in wrong_cards(story):
        refuse(story, body, code)
    cards = story.cards(1)
    story.do(cards)
    refuse(story, cards, Refusal.CARDS_ALREADY_REGISTERED)


def test_no_card_is_listed_for_two_tables() -> None:
    story = registered()
    story.do(story.cards(1))
    story.cards(2)
    stolen = sorted([story.credentials[1][0], *story.credentials[2][1:]])
    body = of(setup.CardsRegistered, 2, BKM, len(stolen), story.keep(b"".join(stolen)), story.random(32))
    refuse(story, body, Refusal.CARD_LISTED_TWICE)


def test_the_booth_does_not_change_while_people_vote() -> None:
    story = Story()
    story.open()
    refuse(story, of(setup.BoothSealed, ()), Refusal.BOOTH_IN_USE)


def test_the_key_of_a_signature_is_the_registered_one() -> None:
    story = holders()
    body = of(keys.CeremonyCommitted, 1, 3, "0" * 64)
    assert story.state.signing_key_for(body) == story.state.ceremony.holders[HolderNumber(3)].signing_key
    assert story.state.signing_key_for(of(setup.StageSealed, "kelurahan", OFFICERS)) is None
    before = snapshot(story.state)
    with pytest.raises(IllegalEvent):
        story.state.signing_key_for(of(keys.CeremonyCommitted, 1, 9, "0" * 64))
    assert unchanged(story.state, before)
