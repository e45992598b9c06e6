"""The fold refuses what the residents' assemblies did not agree to."""

import dataclasses
from typing import Any

import pytest

from rembug_ballots.assemblies import Minutes
from rembug_ballots.canonical import serialise
from rembug_ballots.documents import Document
from rembug_ballots.events.agreement import AssemblyRecorded, DocumentAgreed, RulesSealed
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.presets import langsung
from rembug_ballots.refusals import Refusal
from tests.ballots import agreements
from tests.ballots.agreements import decision
from tests.ballots.story import ELECTION, OFFICERS, Story, but, of
from tests.ballots.test_state_polling import refuse

SCAN = "5" * 64


def created() -> Story:
    story = Story()
    story.create()
    return story


def charter(story: Story) -> Document:
    return story.keep_text(agreements.document(DocumentKind.AD, story.rules))


def adopting(text: Document, **members: object) -> dict[str, Any]:
    return {**decision(adopts=agreements.adopts(text)), **members}


def held(story: Story, *decisions: dict[str, Any], **members: object) -> AssemblyRecorded:
    return agreements.recorded(story.minutes(*decisions, **members))


def revised(story: Story, number: int, revision: int = 2, /, **members: object) -> AssemblyRecorded:
    """Return the event of a revision of minutes that were recorded."""
    said = {**story.state.assemblies[number].minutes.to_json(), "revision": revision, **members}
    return agreements.recorded(story.keep_minutes(Minutes.from_json(said)))


def test_assemblies_and_their_revisions_are_numbered_from_one() -> None:
    story = created()
    first = held(story)
    story.do(first)
    refuse(story, first, Refusal.REVISION_NOT_NEXT)
    refuse(story, but(held(story), assembly=3), Refusal.ASSEMBLY_NOT_NEXT)
    refuse(story, revised(story, 1, 3), Refusal.REVISION_NOT_NEXT)
    story.do(revised(story, 1, place="Masjid"))
    story.do(revised(story, 1, 3), held(story))
    assert [each.body.revision for each in story.state.assemblies.values()] == [3, 1]
    assert story.state.assemblies[1].minutes.place == "Masjid"


def test_a_new_assembly_starts_with_its_first_revision() -> None:
    story = created()
    refuse(story, but(held(story), revision=2), Refusal.REVISION_NOT_NEXT)


@pytest.mark.parametrize(
    "changes",
    [
        {"assembly": 2},
        {"kind": "KRITERIA"},
        {"title": "Rembug lain"},
        {"date": "2026-11-02"},
        {"men": 62},
        {"women": 73},
    ],
)
def test_an_event_says_what_its_minutes_say(changes: dict[str, object]) -> None:
    story = created()
    said = story.keep_minutes(Minutes.from_json({**agreements.minutes(1), **changes}))
    plain = Minutes.from_json(agreements.minutes(1))
    refuse(story, agreements.recorded(plain, sha256=said.sha256), Refusal.MINUTES_DIFFER)


def test_a_revision_and_an_outcome_are_those_of_the_minutes() -> None:
    story = created()
    said = story.minutes(decision(outcome="MENOLAK"), kind="RKM")
    refuse(story, agreements.recorded(said, outcome=None), Refusal.MINUTES_DIFFER)
    accepted = Minutes.from_json(agreements.minutes(1, decision(outcome="MENERIMA"), kind="RKM"))
    refuse(story, agreements.recorded(said, outcome=accepted.outcome), Refusal.MINUTES_DIFFER)
    story.do(agreements.recorded(said))
    refuse(story, agreements.recorded(said, revision=2), Refusal.MINUTES_DIFFER)


def test_minutes_are_in_the_record_and_canonical() -> None:
    story = created()
    said = Minutes.from_json(agreements.minutes(1))
    refuse(story, agreements.recorded(said), Refusal.BLOB_MISSING)
    spaced = story.keep(said.to_bytes() + b" ")
    refuse(story, agreements.recorded(said, sha256=spaced), Refusal.MINUTES_MALFORMED)


def test_minutes_come_in_every_phase() -> None:
    story = Story()
    story.publish()
    story.do(held(story, kind="PENGUKUHAN"))


def with_scan(body: DocumentAgreed) -> DocumentAgreed:
    return but(body, signers=(), scan=SCAN)


ATTACHED = [{"name": "naskah.pdf", "media": "application/pdf", "size": 100, "sha256": SCAN}]


def test_a_document_needs_an_assembly_whose_decision_adopts_this_very_text() -> None:
    story = created()
    text = charter(story)
    other = story.keep_text(agreements.document(DocumentKind.AD, story.rules, word="panitia"))
    story.do(held(story, adopting(text), decision(2)))
    good = agreements.agreed(ELECTION, text, 1)
    refuse(story, but(good, assembly=2), Refusal.UNKNOWN_ASSEMBLY)
    refuse(story, but(good, decision=3), Refusal.UNKNOWN_DECISION)
    refuse(story, but(good, decision=2), Refusal.NOT_ADOPTED)
    refuse(story, but(good, version=2), Refusal.NOT_ADOPTED)
    refuse(story, but(good, document=DocumentKind.ART), Refusal.NOT_ADOPTED)
    refuse(story, agreements.agreed(ELECTION, other, 1), Refusal.NOT_ADOPTED)
    story.do(good)


def test_a_decision_that_was_voted_down_adopts_nothing() -> None:
    story = created()
    text = charter(story)
    votes = {"for": 60, "against": 60, "abstain": 15}
    story.do(held(story, adopting(text, method="SUARA", votes=votes)))
    refuse(story, agreements.agreed(ELECTION, text, 1), Refusal.NOT_CARRIED)
    story.do(held(story, adopting(text, method="SUARA", votes={**votes, "against": 59})))
    story.do(agreements.agreed(ELECTION, text, 2))


def test_an_assembly_without_quorum_adopts_nothing_unless_it_waited() -> None:
    story = created()
    text = charter(story)
    few = {"sent": None, "how": "pengumuman", "invited": 270}
    story.do(held(story, adopting(text), invitation=few))
    refuse(story, agreements.agreed(ELECTION, text, 1), Refusal.QUORUM_MISSED)
    story.do(held(story, adopting(text), invitation=few, quorum={"percent": 50, "grace": True}))
    story.do(agreements.agreed(ELECTION, text, 2))


def test_a_signature_is_by_its_key_over_this_agreement() -> None:
    story = created()
    text = charter(story)
    story.do(held(story, adopting(text)))
    story.do(held(story, adopting(text)))
    good = agreements.agreed(ELECTION, text, 1)
    first, second = good.signers
    for wrong in (
        dataclasses.replace(first, name=second.name),
        dataclasses.replace(first, capacity=second.capacity),
        dataclasses.replace(first, signature=second.signature),
    ):
        refuse(story, but(good, signers=(wrong, second)), Refusal.SIGNATURE_WRONG)
    refuse(story, but(good, assembly=2), Refusal.SIGNATURE_WRONG)
    elsewhere = agreements.agreed(type(ELECTION)("lain"), text, 1)
    refuse(story, but(good, signers=elsewhere.signers), Refusal.SIGNATURE_WRONG)
    story.do(good)


def test_a_scan_is_an_attachment_of_the_assembly() -> None:
    story = created()
    text = charter(story)
    body = with_scan(agreements.agreed(ELECTION, text, 1))
    story.do(held(story, adopting(text)))
    refuse(story, body, Refusal.SCAN_NOT_ATTACHED)
    story.do(revised(story, 1, attachments=ATTACHED))
    story.do(body)


def agree_to_bytes(story: Story, text: Document, data: bytes) -> DocumentAgreed:
    """Adopt a blob that stands under the name of a text."""
    name = story.keep(data)
    adopted = {"document": text.document.value, "version": 1, "sha256": name}
    story.do(held(story, decision(adopts=adopted), attachments=ATTACHED))
    return with_scan(but(agreements.agreed(ELECTION, text, len(story.state.assemblies)), sha256=name))


def test_a_text_is_a_whole_document_of_the_kind_and_title_that_the_event_names() -> None:
    story = created()
    text = agreements.document(DocumentKind.AD, story.rules)
    plain = text.to_json()
    for data, code in (
        (b"teks biasa", Refusal.DOCUMENT_MALFORMED),
        (text.to_bytes() + b" ", Refusal.DOCUMENT_MALFORMED),
        (serialise({**plain, "document": "ART"}), Refusal.DOCUMENT_DIFFERS),
        (serialise({**plain, "title": "Lain"}), Refusal.DOCUMENT_DIFFERS),
        (serialise({**plain, "chapters": []}), Refusal.DOCUMENT_INCOMPLETE),
        (serialise({**plain, "preamble": ["{{ambang}}"]}), Refusal.REFERENCE_UNKNOWN),
    ):
        refuse(story, agree_to_bytes(story, text, data), code)


def test_the_fields_of_a_tatib_are_the_rules_that_the_event_names() -> None:
    story = created()
    tatib = agreements.document(DocumentKind.TATIB, langsung("Sukamaju", seats=13))
    body = agree_to_bytes(story, tatib, tatib.to_bytes())
    refuse(story, but(body, rules_sha256=story.rules.sha256), Refusal.RULES_TEXT_DIFFERS)


def test_the_criteria_are_those_of_the_rules_whichever_comes_first() -> None:
    others = langsung("Sukamaju", criteria=("jujur", "kaya"))
    story = created()
    criteria = story.keep_text(agreements.document(DocumentKind.KRITERIA, others))
    story.do(story.document(DocumentKind.TATIB), held(story, adopting(criteria)))
    wrong = agreements.agreed(ELECTION, criteria, 2)
    story.do(wrong)
    refuse(story, of(RulesSealed, story.rules, OFFICERS), Refusal.CRITERIA_DIFFER)
    story.do(story.document(DocumentKind.KRITERIA, 2))
    story.do(of(RulesSealed, story.rules, OFFICERS))
    story.do(held(story, decision(adopts=agreements.adopts(criteria, 3))))
    refuse(story, agreements.agreed(ELECTION, criteria, 4, version=3), Refusal.CRITERIA_DIFFER)


def test_a_revision_does_not_take_away_the_decision_under_a_document_in_force() -> None:
    story = created()
    text = charter(story)
    taken = adopting(text)
    story.do(held(story, taken, decision(2), attachments=ATTACHED))
    story.do(but(agreements.agreed(ELECTION, text, 1), scan=SCAN))
    few = {"sent": None, "how": "pengumuman", "invited": 1000}
    changes: list[dict[str, object]] = [
        {"decisions": [decision(2)]},
        {"decisions": [{**taken, "text": "Ditunda."}]},
        {"decisions": [{**taken, "adopts": None}]},
        {"invitation": few},
        {"attachments": []},
    ]
    for members in changes:
        refuse(story, revised(story, 1, 2, **members), Refusal.ADOPTION_CHANGED)
    story.do(revised(story, 1, decisions=[taken], place="Masjid"))


def test_a_revision_may_change_a_decision_under_a_document_that_was_replaced() -> None:
    story = created()
    text = charter(story)
    story.do(held(story, adopting(text)), agreements.agreed(ELECTION, text, 1))
    story.do(story.document(DocumentKind.AD, 2))
    story.do(revised(story, 1, decisions=[]))
