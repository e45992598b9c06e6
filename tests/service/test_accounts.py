"""Accounts, passwords and sessions."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from rembug_service import accounts, writer
from rembug_service.accounts import Role, change_password, check_password, create_account, create_first_account
from rembug_service.errors import Conflict, InvalidRequest, NotAllowed, NotSignedIn, StorageFailed
from rembug_service.service import Service
from rembug_service.sessions import (
    ABSOLUTE_SECONDS,
    IDLE_SECONDS,
    device_token,
    end_session,
    find_session,
    start_session,
)
from rembug_service.sql.tables import accounts as table
from rembug_service.sql.tables import sessions
from tests.service.polls import at_once

PASSWORD = "enam kata yang panjang sekali"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = 1_000_000

    def __call__(self) -> int:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(tmp_path: Path, clock: Clock) -> Iterator[Service]:
    opened = Service.open(tmp_path / "data", clock=clock)
    create_first_account(opened, "ketua", "Ibu Ketua", PASSWORD)
    yield opened
    opened.close()


def phc(service: Service) -> str:
    return str(service.read(lambda c: c.scalar(select(table.c.password).where(table.c.id == "ketua"))))


def test_passwords_are_kept_as_argon2id_of_64_mib_and_three_passes(service: Service) -> None:
    cost = extract_parameters(phc(service))
    assert (cost.type.name, cost.memory_cost, cost.time_cost, cost.parallelism) == ("ID", 65536, 3, 1)


def test_a_weaker_hash_is_replaced_when_its_owner_signs_in(service: Service) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    service.write(lambda work: work.connection.execute(update(table).values(password=weak)).rowcount)
    assert check_password(service, "ketua", PASSWORD).roles == {Role.KETUA}
    assert extract_parameters(phc(service)).memory_cost == 65536
    check_password(service, "ketua", PASSWORD)


@pytest.mark.parametrize(
    ("account", "password"), [("ketua", "salah sekali"), ("tidak-ada", PASSWORD), ("ketua", "x" * 300)]
)
def test_wrong_names_and_wrong_passwords_have_one_answer(service: Service, account: str, password: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        check_password(service, account, password)
    assert (refused.value.code, password in str(refused.value)) == ("SANDI_SALAH", False)


def test_unknown_names_take_as_long_as_known_ones(service: Service) -> None:
    def seconds(account: str) -> float:
        begin = time.perf_counter()
        with pytest.raises(NotAllowed):
            check_password(service, account, "salah sekali")
        return time.perf_counter() - begin

    known = min(seconds("ketua") for _ in range(3))
    unknown = min(seconds("tidak-ada") for _ in range(3))
    assert 0.5 < unknown / known < 2


def test_no_more_than_two_passwords_are_hashed_at_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    door, now, most = threading.Lock(), 0, 0
    real = accounts._HASHER

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            nonlocal now, most
            with door:
                now += 1
                most = max(most, now)
            try:
                return real.verify(kept, password)
            finally:
                with door:
                    now -= 1

        def check_needs_rehash(self, kept: str) -> bool:
            return real.check_needs_rehash(kept)

    monkeypatch.setattr(accounts, "_HASHER", Counting())
    at_once([lambda: check_password(service, "ketua", PASSWORD)] * 6)
    assert most == 2


def test_there_is_one_first_account(service: Service) -> None:
    with pytest.raises(Conflict):
        create_first_account(service, "lain", "Lain", PASSWORD)


def test_a_name_is_taken_once(service: Service) -> None:
    roles = frozenset({Role.PETUGAS_MEJA})
    answers = at_once([lambda: create_account(service, "meja", "Meja", PASSWORD, roles, None, officer="ketua")] * 4)
    assert sum(isinstance(each, Conflict) for each in answers) == 3


@pytest.mark.parametrize(
    ("account", "password", "roles"),
    [
        ("Ibu Ketua", PASSWORD, {Role.KETUA}),
        ("", PASSWORD, {Role.KETUA}),
        ("meja", "pendek", {Role.KETUA}),
        ("meja", PASSWORD, set()),
    ],
)
def test_unusable_accounts_are_refused(service: Service, account: str, password: str, roles: set[Role]) -> None:
    with pytest.raises(InvalidRequest):
        create_account(service, account, "Meja", password, frozenset(roles), None, officer="ketua")


def test_another_password_ends_the_sessions_of_the_account(service: Service) -> None:
    token, _ = start_session(service, check_password(service, "ketua", PASSWORD), "perangkat")
    change_password(service, "ketua", "kata sandi yang lain")
    with pytest.raises(NotSignedIn):
        find_session(service, token)
    with pytest.raises(NotAllowed):
        check_password(service, "ketua", PASSWORD)
    check_password(service, "ketua", "kata sandi yang lain")


def test_only_hashes_of_tokens_are_stored(service: Service) -> None:
    device = device_token(service, None)
    token, session = start_session(service, check_password(service, "ketua", PASSWORD), device)
    rows = repr(service.read(lambda c: c.execute(select(sessions)).fetchall()))
    assert token not in rows
    assert device not in rows
    assert token not in repr(session)
    assert session.csrf not in repr(session)
    assert find_session(service, token) == session


def test_a_device_is_known_again_and_a_forged_token_is_not_taken(service: Service) -> None:
    device = device_token(service, None)
    assert device_token(service, device) == device
    assert device_token(service, "x") != "x"


@pytest.mark.parametrize("token", [None, "", "x", "x" * 43, "x" * 500])
def test_unknown_tokens_open_nothing(service: Service, token: str | None) -> None:
    with pytest.raises(NotSignedIn):
        find_session(service, token)


def test_sessions_end_when_idle_after_a_day_and_when_signed_out(service: Service, clock: Clock) -> None:
    account = check_password(service, "ketua", PASSWORD)
    token, session = start_session(service, account, "perangkat")
    clock.moment += IDLE_SECONDS
    find_session(service, token)
    clock.moment += ABSOLUTE_SECONDS - IDLE_SECONDS + 1
    with pytest.raises(NotSignedIn):
        find_session(service, token)
    idle, _ = start_session(service, account, "perangkat")
    clock.moment += IDLE_SECONDS + 1
    with pytest.raises(NotSignedIn):
        find_session(service, idle)
    last, session = start_session(service, account, "perangkat")
    end_session(service, session)
    with pytest.raises(NotSignedIn):
        find_session(service, last)


@pytest.mark.parametrize("given", [None, "", "salah"])
def test_changes_need_the_sessions_own_token(service: Service, given: str | None) -> None:
    _, session = start_session(service, check_password(service, "ketua", PASSWORD), "perangkat")
    session.check_csrf(session.csrf)
    with pytest.raises(NotAllowed):
        session.check_csrf(given)


def test_while_the_medium_is_full_officers_still_read(
    service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = check_password(service, "ketua", PASSWORD)
    token, _ = start_session(service, account, device_token(service, None))
    clock.moment += 3600

    def full(*_: object, **__: object) -> None:
        raise OperationalError("COMMIT", None, Exception("database or disk is full"))

    monkeypatch.setattr(writer, "_commit", full)
    assert find_session(service, token).account.id == "ketua"
    with pytest.raises(StorageFailed):
        service.write(lambda _: None)
