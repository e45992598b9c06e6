"""Guesses are slow, an officer's own device stays open to her, and what officers do is noted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from rembug_service import accounts
from rembug_service.accounts import Role, change_password, create_account, create_first_account
from rembug_service.attempts import BURST, SECONDS_EACH, Attempts
from rembug_service.audit_trail import Act, read_trail
from rembug_service.errors import NotAllowed, TooMany
from rembug_service.service import Service
from rembug_service.sessions import Session, device_token, end_session
from rembug_service.signing_in import sign_in, visitor

PASSWORD = "enam kata yang panjang sekali"


@pytest.fixture
def moment() -> list[int]:
    return [1_000_000]


@pytest.fixture
def service(tmp_path: Path, moment: list[int], monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    # What is tested counts guesses; the cost of one has its own test.
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    opened = Service.open(tmp_path / "data", clock=lambda: moment[0])
    create_first_account(opened, "ketua", "Ibu Ketua", PASSWORD)
    yield opened
    opened.close()


def enter(service: Service, device: str, password: str = PASSWORD, account: str = "ketua") -> Session:
    return sign_in(service, visitor(service, account, device), password)[1]


def guess(service: Service, times: int, device: str | None = None, account: str = "ketua") -> None:
    for _ in range(times):
        with pytest.raises(NotAllowed, match="SANDI_SALAH"):
            enter(service, device or device_token(service, None), "salah sekali", account)


def refused(act: Callable[[], object]) -> TooMany:
    with pytest.raises(TooMany) as refusal:
        act()
    return refusal.value


def acts(service: Service) -> list[tuple[str, str, str]]:
    return [(each.account, each.act, each.about) for each in reversed(read_trail(service, 0, 200).acts)]


def test_guesses_from_new_devices_are_slowed_together_and_the_right_password_waits_too(
    service: Service, moment: list[int]
) -> None:
    guess(service, BURST)
    assert refused(lambda: enter(service, "device of a stranger")).wait == SECONDS_EACH
    moment[0] += SECONDS_EACH
    guess(service, 1)
    refused(lambda: enter(service, "device of a stranger"))
    moment[0] += BURST * SECONDS_EACH
    guess(service, BURST)
    refused(lambda: enter(service, "device of a stranger"))


def test_strangers_who_guess_keep_nobody_from_her_own_device(service: Service) -> None:
    own = device_token(service, None)
    enter(service, own)
    guess(service, BURST)
    refused(lambda: enter(service, "device of a stranger"))
    assert enter(service, own).account.id == "ketua"
    # Whoever holds her device guesses no faster than a stranger.
    guess(service, BURST, own)
    refused(lambda: enter(service, own))


def test_a_queue_of_officers_behind_one_address_is_never_slowed(service: Service) -> None:
    for number in range(3 * BURST):
        create_account(
            service, f"meja-{number}", "Meja", PASSWORD, frozenset({Role.PETUGAS_MEJA}), None, officer="ketua"
        )
    for number in range(3 * BURST):
        enter(service, device_token(service, None), account=f"meja-{number}")
        # One officer on many new devices is not slowed either: what was right counts for nothing.
        enter(service, device_token(service, None))


def test_a_name_that_nobody_has_is_slowed_as_well_and_not_noted(service: Service) -> None:
    guess(service, BURST, account="tidak-ada")
    assert "tidak-ada" not in str(refused(lambda: enter(service, "x", account="tidak-ada")))
    assert "tidak-ada" not in repr(read_trail(service, 0, 200))


def test_another_password_makes_every_device_new(service: Service) -> None:
    own = device_token(service, None)
    enter(service, own)
    change_password(service, "ketua", PASSWORD + " baru")
    assert not visitor(service, "ketua", own).is_known


def test_a_clock_that_is_set_back_frees_nobody_and_locks_nobody() -> None:
    attempts = Attempts()
    assert [attempts.take("a", "", 1000) for _ in range(BURST)] == [0] * BURST
    assert attempts.take("a", "", 10) == SECONDS_EACH
    assert attempts.take("a", "", 10 + SECONDS_EACH) == 0


def test_counts_do_not_grow_without_end() -> None:
    attempts = Attempts()
    for number in range(20_100):
        attempts.take(str(number), "", 1000)
    assert len(attempts.counts) == 20_000


def test_what_officers_do_is_noted_in_its_order(service: Service) -> None:
    session = enter(service, device_token(service, None))
    create_account(service, "meja", "Meja", PASSWORD, frozenset({Role.PETUGAS_MEJA}), None, officer="ketua")
    guess(service, BURST)
    for _ in range(3):
        refused(lambda: enter(service, "device of a stranger"))
    end_session(service, session)
    assert acts(service) == [
        ("ketua", Act.SIGNED_IN, ""),
        ("ketua", Act.ACCOUNT_CREATED, "meja: petugas_meja"),
        ("ketua", Act.SIGN_IN_SLOWED, ""),
        ("ketua", Act.SIGNED_OUT, ""),
    ]
    assert read_trail(service, 1, 1).total == 4
    assert read_trail(service, 1, 1).acts[0].act == Act.SIGN_IN_SLOWED
