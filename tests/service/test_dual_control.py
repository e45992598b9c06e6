"""Critical steps: two people, two devices, the same words, in time, once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from rembug_api.actions import ACTIONS
from rembug_ballots.events import Event
from rembug_ballots.events.agreement import RulesSealed
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_ballots.presets import langsung
from rembug_ballots.refusals import IllegalEvent
from rembug_service.accounts import Account, Role
from rembug_service.elections import create_election
from rembug_service.errors import ServiceError
from rembug_service.payload import Payload
from rembug_service.proposals import VALID_SECONDS, Proposal, always_ready, approve, propose, waiting, withdraw
from rembug_service.service import Service
from rembug_service.sessions import Session
from rembug_service.sql.tables import accounts, leaves, proposals
from rembug_service.work import Work
from tests.ballots.agreements import document, minutes
from tests.service.agreeing import agreement

ELECTION = ElectionId("sukamaju-2026")
OTHER = ElectionId("lain-2026")
PLACE = Payload({"kelurahan": "A", "kecamatan": "B", "kota": "C", "provinsi": "D", "region_code": "32.73.14.1001"})
MINUTES: Mapping[str, object] = minutes(1)


@dataclass
class Clock:
    now: int = 1_800_000_000

    def __call__(self) -> int:
        return self.now


@dataclass
class Office:
    """A service with an election, and officers who sign in."""

    service: Service
    clock: Clock

    def session(self, account: str, *roles: Role, device: str | None = None, person: str | None = None) -> Session:
        """Return a session of an account, made if it does not exist, on a device of its own."""

        def make(work: Work) -> None:
            connection = work.connection
            if connection.scalar(select(accounts.c.id).where(accounts.c.id == account)) is None:
                connection.execute(
                    insert(accounts).values(id=account, display_name=account, password="x", roles="[]", person=person)
                )

        self.service.write(make)
        return Session(account, Account(account, account, frozenset(roles), person), device or account, "x")

    @property
    def ketua(self) -> Session:
        return self.session("ketua", Role.KETUA)

    @property
    def sekretaris(self) -> Session:
        return self.session("sekretaris", Role.SEKRETARIS)

    def propose(
        self, session: Session, kind: str = "assembly.record", payload: Mapping[str, object] = MINUTES
    ) -> Proposal:
        return propose(self.service, ACTIONS, session, ELECTION, kind, payload)

    def approve(self, session: Session, found: Proposal, digest: str | None = None) -> Proposal:
        return approve(self.service, ACTIONS, session, ELECTION, found.id, digest or found.digest)

    def record(self, minutes: Mapping[str, object]) -> None:
        self.approve(self.sekretaris, self.propose(self.ketua, "assembly.record", minutes))

    def events(self) -> list[Event]:
        rows = select(leaves.c.data).where(leaves.c.election == ELECTION).order_by(leaves.c.idx)
        return [Event.parse(data) for data in self.service.read(lambda c: list(c.scalars(rows).all()))]

    def row(self, found: Proposal) -> tuple[str, str]:
        columns = select(proposals.c.state, proposals.c.payload).where(proposals.c.id == found.id)
        state, payload = self.service.read(lambda c: c.execute(columns).one())
        return str(state), str(payload)

    def refusal(self, attempt: Callable[[], object]) -> str:
        """Return the code of what is refused; log and board stay as they are."""
        before, note = self.events(), self.service.board(ELECTION).note
        with pytest.raises((ServiceError, IllegalEvent)) as refused:
            attempt()
        assert self.events() == before
        assert self.service.board(ELECTION).note == note
        assert isinstance(refused.value, ServiceError | IllegalEvent)
        return str(refused.value.code)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = Clock()
    service = Service.open(tmp_path / "data", clock=clock)
    try:
        for election in (ELECTION, OTHER):
            create_election(service, election, "Pemilihan", PLACE)
        yield Office(service, clock)
    finally:
        service.close()


def test_a_step_happens_when_another_person_agrees_on_another_device(office: Office) -> None:
    found = office.propose(office.ketua)
    assert len(office.events()) == 1
    assert [each.id for each in waiting(office.service, ELECTION)] == [found.id]
    assert office.approve(office.sekretaris, found).state == "DISETUJUI"
    body = office.events()[-1].body
    assert getattr(body, "officers", None) == ("ketua", "sekretaris")
    assert waiting(office.service, ELECTION) == []


def test_the_payload_of_what_is_done_is_forgotten(office: Office) -> None:
    found = office.propose(office.ketua)
    office.approve(office.sekretaris, found)
    assert office.row(found) == ("DISETUJUI", "{}")


def test_the_payload_of_what_was_taken_back_or_expired_is_forgotten(office: Office) -> None:
    back, expired = office.propose(office.ketua), office.propose(office.ketua)
    withdraw(office.service, office.ketua.account, ELECTION, back.id)
    office.clock.now += VALID_SECONDS + 1
    live = office.propose(office.ketua)
    assert office.row(back) == ("DITARIK", "{}")
    assert office.row(expired) == ("DITARIK", "{}")
    assert office.row(live)[0] == "MENUNGGU"
    assert "Rembug warga Sukamaju" in office.row(live)[1]


def test_nobody_agrees_to_her_own_step(office: Office) -> None:
    found = office.propose(office.ketua)
    again = office.session("ketua", Role.KETUA, device="gawai lain")
    assert office.refusal(lambda: office.approve(again, found)) == "ORANG_SAMA"


def test_one_resident_with_two_accounts_is_one_person(office: Office) -> None:
    first = office.session("ketua-satu", Role.KETUA, person="0123456789")
    second = office.session("ketua-dua", Role.KETUA, person="0123456789")
    found = office.propose(first)
    assert office.refusal(lambda: office.approve(second, found)) == "ORANG_SAMA"


def test_two_people_on_one_device_are_refused(office: Office) -> None:
    found = office.propose(office.ketua)
    beside = office.session("sekretaris", Role.SEKRETARIS, device="ketua")
    assert office.refusal(lambda: office.approve(beside, found)) == "PERANGKAT_SAMA"


def test_another_digest_is_refused_and_the_step_still_waits(office: Office) -> None:
    found = office.propose(office.ketua)
    assert office.refusal(lambda: office.approve(office.sekretaris, found, "0" * 64)) == "USUL_BERUBAH"
    assert office.row(found)[0] == "MENUNGGU"
    office.approve(office.sekretaris, found)


def test_the_digest_depends_on_election_kind_and_payload(office: Office) -> None:
    shown = {office.propose(office.ketua).digest, office.propose(office.ketua).digest}
    assert len(shown) == 1
    shown.add(office.propose(office.ketua, payload={**MINUTES, "title": "Rembug lain"}).digest)
    shown.add(office.propose(office.ketua, "rules.seal").digest)
    shown.add(propose(office.service, ACTIONS, office.ketua, OTHER, "assembly.record", MINUTES).digest)
    assert len(shown) == 4


def test_a_step_changed_in_the_database_is_not_what_was_read(office: Office) -> None:
    found = office.propose(office.ketua)
    other = office.propose(office.ketua, payload={**MINUTES, "title": "Rembug lain"})
    assert office.refusal(lambda: office.approve(office.sekretaris, other, found.digest)) == "USUL_BERUBAH"


def test_after_a_quarter_of_an_hour_a_step_has_expired(office: Office) -> None:
    found = office.propose(office.ketua)
    office.clock.now += VALID_SECONDS
    late = office.propose(office.ketua)
    office.clock.now += 1
    assert office.refusal(lambda: office.approve(office.sekretaris, found)) == "USUL_KEDALUWARSA"
    assert [each.id for each in waiting(office.service, ELECTION)] == [late.id]


def test_a_step_happens_once(office: Office) -> None:
    found = office.propose(office.ketua)
    office.approve(office.sekretaris, found)
    pokja = office.session("pokja", Role.POKJA_PEMILIHAN)
    assert office.refusal(lambda: office.approve(pokja, found)) == "USUL_KEDALUWARSA"


def test_a_step_belongs_to_its_election(office: Office) -> None:
    found = office.propose(office.ketua)
    with pytest.raises(ServiceError) as refused:
        approve(office.service, ACTIONS, office.sekretaris, OTHER, found.id, found.digest)
    assert refused.value.code == "USUL_TIDAK_ADA"
    assert len(office.events()) == 1


def test_only_the_proposer_takes_a_step_back_and_then_nobody_can_agree(office: Office) -> None:
    found = office.propose(office.ketua)
    other = office.sekretaris.account
    assert office.refusal(lambda: withdraw(office.service, other, ELECTION, found.id)) == "BUKAN_PENGUSUL"
    withdraw(office.service, office.ketua.account, ELECTION, found.id)
    assert office.refusal(lambda: office.approve(office.sekretaris, found)) == "USUL_KEDALUWARSA"


def test_a_step_that_the_phase_forbids_stays_undone_and_waits(office: Office) -> None:
    found = office.propose(office.ketua, "rules.seal", {})
    assert office.refusal(lambda: office.approve(office.sekretaris, found)) == "KESEPAKATAN_BELUM_LENGKAP"
    assert office.row(found)[0] == "MENUNGGU"
    for number, kind in enumerate((DocumentKind.AD, DocumentKind.TATIB, DocumentKind.KRITERIA), start=1):
        payload = agreement(office.service, ELECTION, document(kind, langsung("A")), number, office.record)
        office.approve(office.sekretaris, office.propose(office.ketua, "document.agree", payload))
    office.approve(office.sekretaris, found)
    assert isinstance(office.events()[-1].body, RulesSealed)


@pytest.mark.parametrize("kind", sorted(ACTIONS))
@pytest.mark.parametrize("role", sorted(Role))
def test_only_the_roles_of_a_step_propose_and_agree_to_it(office: Office, kind: str, role: Role) -> None:
    lead = {Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN}
    at_tables = {"table.open", "table.close", "voter.add", "voter.refuse", "card.replace"}
    may = role in lead or (role is Role.PETUGAS_MEJA and kind in at_tables)
    asker = office.session("orang", role)
    # Whether the election has come that far is another question than who may.
    actions = {name: replace(action, ready=always_ready) for name, action in ACTIONS.items()}

    def ask(session: Session) -> Proposal:
        return propose(office.service, actions, session, ELECTION, kind, MINUTES)

    found = ask(office.ketua)
    if may:
        assert ask(asker).state == "MENUNGGU"
        return
    assert office.refusal(lambda: ask(asker)) == "PERAN_TIDAK_BERHAK"
    assert office.refusal(lambda: office.approve(asker, found)) == "PERAN_TIDAK_BERHAK"


def test_an_unknown_step_cannot_be_proposed(office: Office) -> None:
    assert office.refusal(lambda: office.propose(office.ketua, "election.forge")) == "LANGKAH_TIDAK_DIKENAL"
