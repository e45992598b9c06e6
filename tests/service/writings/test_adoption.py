"""A text is adopted in one way: what is frozen, decided and signed, and nothing else, reaches the board."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from rembug_ballots import signing
from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.presets import langsung
from rembug_service.elections import create_election
from rembug_service.errors import ServiceError
from rembug_service.service import Service
from rembug_service.system import system_random
from rembug_service.writings import adoption, agreed, overview, signatures, store
from rembug_service.writings.overview import Notary
from tests.ballots import agreements
from tests.service.agreeing import agreement, author, frozen, signed
from tests.service.test_dual_control import ELECTION, PLACE, Clock, Office

AD = DocumentKind.AD
SCAN = "0" * 64


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    service = Service.open(tmp_path / "data", clock=Clock())
    try:
        create_election(service, ELECTION, "Pemilihan", PLACE)
        yield Office(service, Clock())
    finally:
        service.close()


def charter(word: str = "warga") -> Document:
    return agreements.document(AD, langsung("A"), word=word)


def decided(office: Office, text: Document, version: int, assembly: int = 1, **members: object) -> None:
    taken = agreements.decision(adopts=agreements.adopts(text, version))
    office.record(agreements.minutes(assembly, taken, **members))


def refused(work: Any, *words: Any) -> str:  # noqa: ANN401 - any act
    with pytest.raises(ServiceError) as found:
        work(*words)
    return found.value.code


def hand(text: Document, code: str, who: tuple[str, str], assembly: int = 1) -> tuple[str, bytes, bytes]:
    """Return a signature as somebody's device makes it."""
    seed = system_random(32)
    said = Agreement(ELECTION, AD, 1, text.sha256, assembly, 1).signing_bytes(*who)
    return code, signing.public_key(seed), signing.sign(seed, said)


def test_a_frozen_text_does_not_change_and_an_unfinished_one_is_not_frozen(office: Office) -> None:
    service, text = office.service, charter()
    blank = Document.from_json({**text.to_json(), "preamble": ["[isi: siapa]"]})
    writer = author(service)
    store.save(service, ELECTION, AD, writer, 0, "", blank.to_json())
    with pytest.raises(ServiceError, match=r"NASKAH_BELUM_LENGKAP: .*\[isi: siapa\]"):
        adoption.offer(service, ELECTION, AD, 1)
    version = frozen(service, ELECTION, text)
    other = charter("tetangga").to_json()
    assert refused(store.save, service, ELECTION, AD, writer, version, "", other) == "NASKAH_DIBEKUKAN"
    assert refused(adoption.offer, service, ELECTION, AD, 1) == "NASKAH_DIBEKUKAN"
    adoption.take_back(service, ELECTION, AD)
    assert store.save(service, ELECTION, AD, writer, version, "", other).version == version + 1


def test_only_a_valid_decision_about_exactly_this_text_is_chosen(office: Office) -> None:
    service, text = office.service, charter()
    assert refused(adoption.choose_decision, service, ELECTION, AD, 1, 1) == "BELUM_DIBEKUKAN"
    frozen(service, ELECTION, text)
    decided(office, charter("tetangga"), 1)
    decided(office, text, 1, 2, men=1, women=1, poor=0)
    decided(office, text, 1, 3)
    assert refused(adoption.choose_decision, service, ELECTION, AD, 1, 1) == "KEPUTUSAN_TIDAK_COCOK"
    assert refused(adoption.choose_decision, service, ELECTION, AD, 2, 1) == "KEPUTUSAN_TIDAK_COCOK"
    shown = adoption.read_adoption(service, ELECTION, AD)
    assert [(each.assembly, bool(each.hindrance)) for each in shown.decisions] == [(2, True), (3, False)]
    adoption.choose_decision(service, ELECTION, AD, 3, 1)
    assert adoption.read_adoption(service, ELECTION, AD).assembly == 3


def test_a_code_signs_once_and_only_what_is_frozen(office: Office) -> None:
    service, text = office.service, charter()
    who = agreements.SIGNERS[0]
    version = frozen(service, ELECTION, text)
    code = signatures.invite(service, ELECTION, AD, *who)
    assert refused(signatures.invite, service, ELECTION, AD, *who) == "SUDAH_DIMINTA"
    assert refused(signatures.what_to_sign, service, code) == "KEPUTUSAN_BELUM_DIPILIH"
    decided(office, text, version)
    adoption.choose_decision(service, ELECTION, AD, 1, 1)
    assert refused(signatures.sign, service, *hand(charter("lain"), code, who)) == "TANDA_TANGAN_SALAH"
    assert refused(signatures.sign, service, *hand(text, code, ("Orang lain", "warga"))) == "TANDA_TANGAN_SALAH"
    fresh = signatures.new_code(service, ELECTION, AD, 1)
    assert refused(signatures.what_to_sign, service, code) == "KODE_TIDAK_DIKENAL"
    given = hand(text, fresh, who)
    signatures.sign(service, *given)
    signatures.sign(service, *given)
    assert refused(signatures.sign, service, *hand(text, fresh, who)) == "SUDAH_DITANDATANGANI"
    assert refused(signatures.new_code, service, ELECTION, AD, 1) == "SUDAH_DITANDATANGANI"
    asked = signatures.what_to_sign(service, fresh)
    assert (asked.name, asked.sha256, asked.index) == (who[0], text.sha256, None)
    other = signatures.invite(service, ELECTION, AD, *agreements.SIGNERS[1])
    seed_of_first = other, *given[1:]
    assert refused(signatures.sign, service, *seed_of_first) == "TANDA_TANGAN_SALAH"


def test_another_decision_or_a_thaw_takes_signatures_with_it(office: Office) -> None:
    service, text = office.service, charter()
    version = frozen(service, ELECTION, text)
    for number in (1, 2):
        decided(office, text, version, number)
    adoption.choose_decision(service, ELECTION, AD, 1, 1)
    signed(service, ELECTION, text, version, 1)
    adoption.choose_decision(service, ELECTION, AD, 2, 1)
    shown = adoption.read_adoption(service, ELECTION, AD)
    assert [each.signature for each in shown.signers] == ["", ""]
    assert shown.payload is None
    assert any("Belum menandatangani: Neneng, Asep." in each for each in shown.missing)
    adoption.take_back(service, ELECTION, AD)
    assert adoption.read_adoption(service, ELECTION, AD).signers == ()


def test_what_changed_after_it_was_proposed_is_not_logged(office: Office) -> None:
    service, text = office.service, charter()
    payload = agreement(service, ELECTION, text, 1, office.record)
    waiting = office.propose(office.ketua, "document.agree", payload)
    assert text.sha256 in waiting.words
    assert "Neneng (wakil warga perempuan), Asep (wakil warga laki-laki)" in waiting.words
    signatures.leave_out(service, ELECTION, AD, 2)
    assert office.refusal(lambda: office.approve(office.sekretaris, waiting)) == "KESEPAKATAN_BERUBAH"
    forged: Mapping[str, object] = {**payload, "sha256": charter("lain").sha256}
    proposal = office.propose(office.ketua, "document.agree", forged)
    assert office.refusal(lambda: office.approve(office.sekretaris, proposal)) == "KESEPAKATAN_BERUBAH"
    left = adoption.read_adoption(service, ELECTION, AD).payload
    assert left is not None
    office.approve(office.sekretaris, office.propose(office.ketua, "document.agree", left))
    (entry,) = service.board(ELECTION).state.documents[AD]
    assert [each.name for each in entry.body.signers] == ["Neneng"]
    assert entry.text == text


def test_a_scan_of_the_paper_stands_for_signatures(office: Office) -> None:
    service, text = office.service, charter()
    version = frozen(service, ELECTION, text)
    decided(office, text, version)
    adoption.choose_decision(service, ELECTION, AD, 1, 1)
    assert adoption.read_adoption(service, ELECTION, AD).payload is None
    assert refused(adoption.choose_scan, service, ELECTION, AD, "5" * 64) == "LAMPIRAN_TIDAK_ADA"
    adoption.choose_scan(service, ELECTION, AD, SCAN)
    payload = adoption.read_adoption(service, ELECTION, AD).payload
    assert payload is not None
    office.approve(office.sekretaris, office.propose(office.ketua, "document.agree", payload))
    assert service.board(ELECTION).state.documents[AD][0].body.scan == SCAN


def test_statuses_follow_the_text_from_draft_to_deed(office: Office) -> None:
    service = office.service

    def statuses() -> list[str]:
        return [each.status for each in overview.version_statuses(service, ELECTION, AD)]

    text = charter()
    store.save(service, ELECTION, AD, author(service), 0, "", text.to_json())
    assert statuses() == ["DRAF"]
    deed = Notary(1, "Sri Wahyuni, S.H.", "12", "2026-12-25")
    assert refused(agreed.note_deed, service, ELECTION, AD, deed) == "BELUM_DISEPAKATI"
    payload = agreement(service, ELECTION, text, 1, office.record)
    assert statuses() == ["DIBAHAS"]
    office.approve(office.sekretaris, office.propose(office.ketua, "document.agree", payload))
    assert statuses() == ["DISEPAKATI"]
    assert refused(agreed.note_deed, service, ELECTION, AD, Notary(1, "", "12", "2026-12-25")) == "ISIAN_SALAH"
    assert refused(agreed.note_deed, service, ELECTION, AD, Notary(1, "Sri", "12", "2026-02-30")) == "ISIAN_SALAH"
    agreed.note_deed(service, ELECTION, AD, deed)
    assert statuses() == ["DICATAT_NOTARIS"]
    newer = agreement(service, ELECTION, charter("tetangga"), 2, office.record)
    office.approve(office.sekretaris, office.propose(office.ketua, "document.agree", newer))
    assert statuses() == ["DISEPAKATI", "DICABUT"]
