"""A second medium has every acknowledged ballot; whoever takes over from it goes on, and the old laptop is refused."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rembug_api.demo.open_polls import Polls
from rembug_service import mirror as media
from rembug_service.day import AlarmKind, day_view
from rembug_service.errors import Conflict, NotFound, ServiceError, StorageFailed, Unavailable
from rembug_service.mirror import POINTER, copy_out, release, take_over
from rembug_service.service import Service
from rembug_service.system import system_random
from tests.service.polls import SUKAMUNDUR, Open


@contextmanager
def serving(data: Path, polls: Polls, medium: Path | None = None) -> Iterator[Open]:
    service = Service.open(data, mirror=medium)
    try:
        yield Open(service, polls)
    finally:
        service.close()


@pytest.fixture
def places(prepared: tuple[Path, Polls], tmp_path: Path) -> tuple[Path, Path, Polls]:
    """Give a data folder, an empty medium, and what opens the cards."""
    source, polls = prepared
    shutil.copytree(source, tmp_path / "data")
    (tmp_path / "usb").mkdir()
    return tmp_path / "data", tmp_path / "usb", polls


def continued(medium: Path, data: Path, polls: Polls) -> list[bytes]:
    """Return the leaves that a laptop finds which copies a medium."""
    copy_out(medium, data)
    with serving(data, polls) as copy:
        assert not copy.service.boards.shut
        return copy.leaves()


def test_the_medium_has_a_ballot_before_its_receipt(places: tuple[Path, Path, Polls], tmp_path: Path) -> None:
    data, usb, polls = places
    cards = iter(polls.tables[0].pile)
    with serving(data, polls, usb) as running:
        for number in range(4):
            receipt = running.cast(running.again(running.table, next(cards).secret))
            # The server goes on: what is on the medium now is what a thief of the laptop would leave.
            assert continued(usb, tmp_path / f"copy-{number}", polls) == running.leaves()
            assert receipt.index == len(running.leaves()) - 1


def test_a_long_log_is_folded_on_both_media(
    places: tuple[Path, Path, Polls], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "_LONG_LOG", 40_000)
    data, usb, polls = places
    folded: list[Path] = []
    real = media.fold

    def watched(path: Path) -> None:
        folded.append(path)
        real(path)

    monkeypatch.setattr(media, "fold", watched)
    with serving(data, polls, usb) as running:
        for card in polls.tables[0].pile[:30]:
            running.cast(running.again(running.table, card.secret))
        assert sum(path.is_relative_to(usb) for path in folded) > 3
        assert continued(usb, tmp_path / "copy", polls) == running.leaves()


def test_nothing_is_acknowledged_while_the_medium_is_away_and_the_screen_says_so(
    places: tuple[Path, Path, Polls], tmp_path: Path
) -> None:
    data, usb, polls = places
    card, other = polls.tables[0].pile[:2]
    with serving(data, polls, usb) as running:
        first = running.cast(running.again(running.table, card.secret))
        usb.rename(tmp_path / "pulled-out")
        ballot = running.again(running.table, other.secret)
        for _ in range(2):
            with pytest.raises(StorageFailed):
                running.cast(ballot)
        assert running.board.signed.size == first.index + 1
        alarms = [(each.kind, each.table) for each in day_view(running.service, SUKAMUNDUR).alarms]
        assert alarms[0] == (AlarmKind.MIRROR_AWAY, 0)
        assert not (usb / POINTER).exists()

        (tmp_path / "pulled-out").rename(usb)
        receipt = running.cast(ballot)
        running.check(receipt)
        alarms = [(each.kind, each.table) for each in day_view(running.service, SUKAMUNDUR).alarms]
        assert (AlarmKind.MIRROR_AWAY, 0) not in alarms
        assert continued(usb, tmp_path / "copy", polls) == running.leaves()


def test_the_old_laptop_is_refused_once_another_has_taken_over(
    places: tuple[Path, Path, Polls], tmp_path: Path
) -> None:
    data, usb, polls = places
    cards = iter(polls.tables[0].pile)
    with serving(data, polls, usb) as old:
        receipt = old.cast(old.again(old.table, next(cards).secret))
        take_over(usb, tmp_path / "second", system_random)
        with serving(tmp_path / "second", polls) as new:
            new.check(receipt)
            later = old.again(old.table, next(cards).secret)
            # It still runs, and stored this ballot, but can promise nothing any more.
            with pytest.raises(ServiceError):
                old.cast(later)
            with pytest.raises(Unavailable) as refused:
                old.service.board(SUKAMUNDUR)
            assert refused.value.code == "DIAMBIL_ALIH"
            assert new.cast(later).index == receipt.index + 1
    for medium in (None, usb):
        with pytest.raises(Unavailable, match="laptop lain"):
            Service.open(data, mirror=medium)
    with pytest.raises(Unavailable, match="laptop lain"):
        release(data)


def test_an_old_laptop_that_was_off_meanwhile_is_refused_too(places: tuple[Path, Path, Polls], tmp_path: Path) -> None:
    data, usb, polls = places
    with serving(data, polls, usb) as old:
        old.cast(old.again(old.table, polls.tables[0].pile[0].secret))
    take_over(usb, tmp_path / "second", system_random)
    # Without its medium it does not start, and with it it learns who owns it now.
    usb.rename(tmp_path / "with the other")
    with pytest.raises(Unavailable, match="--release-mirror"):
        Service.open(data)
    (tmp_path / "with the other").rename(usb)
    with pytest.raises(Unavailable, match="laptop lain"):
        Service.open(data)
    (tmp_path / "usb").rename(tmp_path / "away again")
    with pytest.raises(Unavailable, match="laptop lain"):
        Service.open(data)


def test_a_lost_medium_is_released_or_replaced(places: tuple[Path, Path, Polls], tmp_path: Path) -> None:
    data, usb, polls = places
    with serving(data, polls, usb):
        pass
    shutil.rmtree(usb)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    with serving(data, polls, fresh) as running:
        running.cast(running.again(running.table, polls.tables[0].pile[0].secret))
        assert continued(fresh, tmp_path / "copy", polls) == running.leaves()
    shutil.rmtree(fresh)
    release(data)
    with serving(data, polls) as running:
        running.cast(running.again(running.table, polls.tables[0].pile[1].secret))


def test_the_medium_of_another_laptop_is_not_overwritten(
    places: tuple[Path, Path, Polls], prepared: tuple[Path, Polls], tmp_path: Path
) -> None:
    data, usb, polls = places
    with serving(data, polls, usb):
        pass
    before = (usb / POINTER).read_bytes()
    shutil.copytree(prepared[0], tmp_path / "other")
    with pytest.raises(Conflict, match="laptop lain"):
        Service.open(tmp_path / "other", mirror=usb)
    assert (usb / POINTER).read_bytes() == before


def test_yesterdays_data_do_not_overwrite_todays_medium(places: tuple[Path, Path, Polls], tmp_path: Path) -> None:
    data, usb, polls = places
    with serving(data, polls, usb):
        pass
    shutil.copytree(data, tmp_path / "yesterday")
    with serving(data, polls) as running:
        running.cast(running.again(running.table, polls.tables[0].pile[0].secret))
    shutil.rmtree(data)
    (tmp_path / "yesterday").rename(data)
    with pytest.raises(Unavailable) as refused:
        Service.open(data)
    assert refused.value.code == "CERMIN_LEBIH_BARU"


def test_whoever_takes_over_from_nothing_is_told(tmp_path: Path, places: tuple[Path, Path, Polls]) -> None:
    data, usb, _ = places
    with pytest.raises(NotFound):
        take_over(usb, tmp_path / "second", system_random)
    with pytest.raises(Conflict):
        take_over(usb, data, system_random)
