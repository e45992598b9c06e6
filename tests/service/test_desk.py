"""The check-in desk: found as people speak, marked once, taken back where that is still honest."""

from dataclasses import replace

import pytest

from rembug_service import desk, proposals
from rembug_service.accounts import Account, Role
from rembug_service.actions import SETUP_AND_POLLS
from rembug_service.desk_memory import DeskEntry
from rembug_service.errors import Conflict, NotFound
from rembug_service.proposals import Proposal
from tests.service.polls import SUKAMUNDUR, Open, at_once

NOBODY = "zzzz qqqq"


def find(polls: Open, words: str, table: int = 1) -> list[DeskEntry]:
    return desk.search(polls.service, SUKAMUNDUR, table, words)


def somebody(polls: Open, line: int = 70) -> DeskEntry:
    """Return the resident on a line of table 1."""
    found = {
        each.roll: each for letter in "abcdefghijklmnopqrstuvwxyz" for each in find(polls, letter) if each.table == 1
    }
    return found.get(line) or next(each for each in found.values() if not each.present)


def test_a_resident_is_found_while_her_name_is_half_typed(polls: Open) -> None:
    one = somebody(polls)
    for count in range(3, len(one.name) + 1):
        assert one.person in [each.person for each in find(polls, one.name[:count].upper())]
    assert "nik" not in repr(one).lower()


def test_the_unit_narrows_the_answer_however_it_is_written(polls: Open) -> None:
    one = somebody(polls)
    rt = int(one.unit.split("/")[0].removeprefix("RT "))
    first = max(one.name.split(), key=len)
    for written in (f"{first} rt{rt}", f"{first} RT {rt:02d}", f"rt {rt} {first}"):
        found = find(polls, written)
        assert one.person in [each.person for each in found]
        assert {each.unit.split("/")[0] for each in found} == {f"RT {rt:02d}"}


def test_those_of_the_own_table_come_first_and_others_are_shown_with_theirs(polls: Open) -> None:
    elsewhere = somebody(polls)
    assert [each.table for each in find(polls, elsewhere.name, table=2) if each.person == elsewhere.person] == [1]
    found = find(polls, "a", table=2)
    assert 2 in {each.table for each in found}
    assert [each.table == 2 for each in found] == sorted((each.table == 2 for each in found), reverse=True)


def test_nothing_and_nobody_are_answered_with_nobody(polls: Open) -> None:
    assert find(polls, "") == []
    assert find(polls, "   ") == []
    assert find(polls, NOBODY) == []


def test_another_spelling_is_found_where_nothing_fits(polls: Open) -> None:
    one = somebody(polls)
    word = max(one.name.split(), key=len)
    misspelt = one.name.replace(word, word[:2] + word[2] * 2 + word[3:])
    assert one.person in [each.person for each in find(polls, misspelt)]


def test_a_press_that_is_sent_again_is_one_press(polls: Open) -> None:
    assert desk.check_in(polls.service, SUKAMUNDUR, 1, 61, "aa") == 61
    assert desk.check_in(polls.service, SUKAMUNDUR, 1, 61, "aa") == 61
    with pytest.raises(Conflict, match="sudah tercatat hadir"):
        desk.check_in(polls.service, SUKAMUNDUR, 1, 61, "bb")
    with pytest.raises(Conflict, match="sudah tercatat hadir"):
        desk.check_in(polls.service, SUKAMUNDUR, 1, 61)


def test_one_press_from_twenty_hands_at_once_counts_once(polls: Open) -> None:
    totals = at_once([lambda: desk.check_in(polls.service, SUKAMUNDUR, 1, 62, "cc")] * 20)
    assert totals == [61] * 20


def test_a_wrong_mark_is_taken_back_and_given_to_the_right_one(polls: Open) -> None:
    desk.check_in(polls.service, SUKAMUNDUR, 1, 63, "dd")
    assert desk.undo(polls.service, SUKAMUNDUR, 1, 63) == 60
    with pytest.raises(Conflict, match="belum tercatat hadir"):
        desk.undo(polls.service, SUKAMUNDUR, 1, 63)
    assert desk.check_in(polls.service, SUKAMUNDUR, 1, 63, "ee") == 61


def test_what_the_log_has_counted_cannot_be_taken_back(polls: Open) -> None:
    with pytest.raises(Conflict, match="sudah tercatat di buku"):
        desk.undo(polls.service, SUKAMUNDUR, 1, 1)
    with pytest.raises(NotFound):
        desk.undo(polls.service, SUKAMUNDUR, 1, 9999)


def test_nobody_is_taken_back_for_whom_a_ballot_may_have_come(polls: Open) -> None:
    desk.check_in(polls.service, SUKAMUNDUR, 1, 64, "ff")
    for number in range(61):
        polls.cast(polls.ballot(f"Nama {number}"))
    with pytest.raises(Conflict, match="sudah sebanyak yang hadir"):
        desk.undo(polls.service, SUKAMUNDUR, 1, 64)


def test_the_desk_sees_how_its_table_stands(polls: Open) -> None:
    before = desk.view(polls.service, SUKAMUNDUR, 1)
    assert (before.present, before.men + before.women, before.logged) == (60, 60, 60)
    assert before.is_open
    desk.check_in(polls.service, SUKAMUNDUR, 1, 65, "aa")
    polls.cast(polls.ballot())
    after = desk.view(polls.service, SUKAMUNDUR, 1)
    assert (after.present, after.ballots, after.logged) == (61, before.ballots + 1, 60)
    assert after.cards >= after.adults


def test_another_spelling_finds_those_of_the_own_table_first_too(polls: Open) -> None:
    one = somebody(polls)
    word = max(one.name.split(), key=len)
    misspelt = one.name.replace(word, word[:2] + word[2] * 2 + word[3:])
    for table in (1, 2):
        found = [each.table == table for each in find(polls, misspelt, table=table)]
        assert found == sorted(found, reverse=True)


def test_whoever_may_agree_to_a_late_voter_sees_who_she_is_and_nothing_of_it_is_stored(polls: Open) -> None:
    one = somebody(polls)
    payload = {"table": 1, "person": one.person, "reason": "terlewat di daftar"}
    waiting = Proposal("a" * 32, SUKAMUNDUR, "voter.add", payload, "Menambah", "b" * 64, "meja", "MENUNGGU")

    def seen(role: Role, **changes: object) -> str:
        account = Account("meja-dua", "Asep", frozenset({role}), None)
        changed = replace(waiting, payload={**payload, **changes})
        return proposals.about(polls.service, SETUP_AND_POLLS, account, SUKAMUNDUR, changed)

    assert seen(Role.PETUGAS_MEJA).startswith(f"{one.name} - {one.sex} - {one.unit}")
    # Monitors read the steps as well: not the names in them.
    assert seen(Role.PEMANTAU) == ""
    assert seen(Role.PETUGAS_MEJA, person="ZZZZZZZZZZ") == ""
    assert seen(Role.PETUGAS_MEJA, person=7) == ""
    assert one.name not in "".join(leaf.decode() for leaf in polls.leaves())
