"""Dual control: two people on two devices agree to the same words."""

import re
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from rembug_api.actions import ACTIONS
from rembug_ballots.events import Event
from rembug_ballots.refusals import IllegalEvent
from rembug_service import proposals as dual
from rembug_service.accounts import Account, Role, create_account
from rembug_service.errors import Conflict, InvalidRequest, NotAllowed, NotFound, ServiceError
from rembug_service.proposals import VALID_SECONDS, Proposal
from rembug_service.sessions import Session, start_session
from rembug_service.sql.tables import proposals, roll
from tests.service.polls import SUKAMUNDUR, Open

LOST: Mapping[str, object] = {"table": 1, "reason": "kartu hilang di jalan"}
KIND = "card.replace"


def officer(polls: Open, name: str, *roles: Role, person: str | None = None, device: str | None = None) -> Session:
    account = create_account(
        polls.service, name, name, "enam kata yang panjang", frozenset(roles), person, officer="ketua"
    )
    return start_session(polls.service, account, device or f"perangkat {name}")[1]


@pytest.fixture
def pair(polls: Open) -> tuple[Session, Session]:
    return officer(polls, "satu", Role.PETUGAS_MEJA), officer(polls, "dua", Role.KETUA)


def propose(polls: Open, session: Session, kind: str = KIND, payload: Mapping[str, object] = LOST) -> Proposal:
    return dual.propose(polls.service, ACTIONS, session, SUKAMUNDUR, kind, payload)


def approve(polls: Open, session: Session, proposal: Proposal, digest: str | None = None) -> Proposal:
    return dual.approve(
        polls.service, ACTIONS, session, SUKAMUNDUR, proposal.id, proposal.digest if digest is None else digest
    )


def refusal(polls: Open, session: Session, proposal: Proposal, digest: str | None = None) -> str:
    before = polls.leaves()
    with pytest.raises(ServiceError) as refused:
        approve(polls, session, proposal, digest)
    assert polls.leaves() == before
    return refused.value.code


def test_nothing_happens_before_the_second_officer_agrees(polls: Open, pair: tuple[Session, Session]) -> None:
    before = polls.leaves()
    proposal = propose(polls, pair[0])
    assert polls.leaves() == before
    assert [each.id for each in dual.waiting(polls.service, SUKAMUNDUR)] == [proposal.id]
    assert approve(polls, pair[1], proposal).state == "DISETUJUI"
    body = Event.parse(polls.leaves()[-1]).body
    assert len(polls.leaves()) == len(before) + 1
    assert getattr(body, "officers", None) == ("satu", "dua")
    assert dual.waiting(polls.service, SUKAMUNDUR) == []


def test_both_read_what_will_happen(polls: Open, pair: tuple[Session, Session]) -> None:
    words = propose(polls, pair[0]).words
    assert "meja 1" in words
    assert "kartu hilang di jalan" in words


def test_the_proposer_cannot_agree_with_herself(polls: Open, pair: tuple[Session, Session]) -> None:
    assert refusal(polls, pair[0], propose(polls, pair[0])) == "ORANG_SAMA"


def test_two_accounts_of_one_resident_are_one_person(polls: Open) -> None:
    one = officer(polls, "satu", Role.KETUA, person="0000000001")
    other = officer(polls, "dua", Role.KETUA, person="0000000001")
    assert refusal(polls, other, propose(polls, one)) == "ORANG_SAMA"


def test_two_officers_on_one_device_do_not_count_as_two(polls: Open) -> None:
    one = officer(polls, "satu", Role.KETUA, device="laptop")
    other = officer(polls, "dua", Role.KETUA, device="laptop")
    assert refusal(polls, other, propose(polls, one)) == "PERANGKAT_SAMA"


def test_another_act_than_the_one_that_was_read_is_refused(polls: Open, pair: tuple[Session, Session]) -> None:
    proposal = propose(polls, pair[0])
    other = propose(polls, pair[0], payload={**LOST, "table": 2})
    assert refusal(polls, pair[1], proposal, other.digest) == "USUL_BERUBAH"


def test_a_step_happens_once(polls: Open, pair: tuple[Session, Session]) -> None:
    proposal = propose(polls, pair[0])
    approve(polls, pair[1], proposal)
    assert refusal(polls, pair[1], proposal) == "USUL_KEDALUWARSA"


def test_after_a_quarter_of_an_hour_it_is_too_late(
    polls: Open, pair: tuple[Session, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = propose(polls, pair[0])
    moment = polls.service.clock() + VALID_SECONDS + 1
    monkeypatch.setattr(polls.service, "clock", lambda: moment)
    assert refusal(polls, pair[1], proposal) == "USUL_KEDALUWARSA"
    assert dual.waiting(polls.service, SUKAMUNDUR) == []


def test_a_withdrawn_step_cannot_be_agreed_to(polls: Open, pair: tuple[Session, Session]) -> None:
    proposal = propose(polls, pair[0])
    with pytest.raises(NotAllowed):
        dual.withdraw(polls.service, pair[1].account, SUKAMUNDUR, proposal.id)
    dual.withdraw(polls.service, pair[0].account, SUKAMUNDUR, proposal.id)
    assert refusal(polls, pair[1], proposal) == "USUL_KEDALUWARSA"


def test_a_step_that_is_not_possible_stays_open_and_leaves_nothing(polls: Open, pair: tuple[Session, Session]) -> None:
    before = polls.leaves()
    proposal = propose(polls, pair[0], payload={**LOST, "table": 99})
    with pytest.raises(IllegalEvent):
        approve(polls, pair[1], proposal)
    assert polls.leaves() == before
    assert [each.id for each in dual.waiting(polls.service, SUKAMUNDUR)] == [proposal.id]


def test_unknown_steps_and_proposals_are_refused(polls: Open, pair: tuple[Session, Session]) -> None:
    with pytest.raises(InvalidRequest):
        propose(polls, pair[0], kind="ballot.cast")
    with pytest.raises(NotFound):
        dual.approve(polls.service, ACTIONS, pair[1], SUKAMUNDUR, "00", "00")


@pytest.mark.parametrize("kind", sorted(ACTIONS))
def test_roles_that_are_not_listed_may_neither_propose_nor_agree(polls: Open, kind: str) -> None:
    outside = frozenset(Role) - ACTIONS[kind].roles
    assert outside >= {Role.PETUGAS_KARTU, Role.PEMEGANG_KUNCI, Role.FASILITATOR}
    stranger = Session("x", Account("x", "x", outside, None), "x", "x")
    with pytest.raises(NotAllowed):
        propose(polls, stranger, kind)


@pytest.mark.parametrize("kind", sorted(ACTIONS))
def test_every_step_is_told_in_a_sentence(kind: str) -> None:
    assert re.fullmatch(r"[A-Z][^\n]+[.}]", ACTIONS[kind].words)


def test_a_done_step_keeps_neither_its_payload_nor_its_moment(polls: Open, pair: tuple[Session, Session]) -> None:
    late = polls.service.read(
        lambda c: c.scalar(select(roll.c.person).where(roll.c.election == SUKAMUNDUR, roll.c.number == 2).limit(1))
    )
    proposal = propose(polls, pair[0], "voter.add", {"table": 1, "person": late, "reason": "terlewat"})
    with pytest.raises(Conflict):
        approve(polls, pair[1], proposal)
    done = propose(polls, pair[0])
    approve(polls, pair[1], done)
    dual.withdraw(polls.service, pair[0].account, SUKAMUNDUR, proposal.id)
    rows = polls.service.read(
        lambda c: c.execute(
            select(proposals.c.payload, proposals.c.expires).where(proposals.c.id.in_([done.id, proposal.id]))
        ).fetchall()
    )
    assert [tuple(row) for row in rows] == [("{}", 0)] * 2
