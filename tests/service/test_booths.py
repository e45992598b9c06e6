"""What a booth is told about a card."""

import pytest

from rembug_ballots.cards import void_card
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_service import polling
from rembug_service.booths import booth_view, check_card
from tests.service.polls import SUKAMUNDUR, Open


def test_a_torn_card_may_not_vote(polls: Open) -> None:
    table = polls.table
    voided = void_card(table.draw().secret, table.place.election, table.place.contest, table.number)
    check_card(polls.service, SUKAMUNDUR, table.number, voided.credential)
    polling.void_card(polls.service, SUKAMUNDUR, voided)
    with pytest.raises(IllegalEvent) as refused:
        check_card(polls.service, SUKAMUNDUR, table.number, voided.credential)
    assert refused.value.code is Refusal.CREDENTIAL_VOIDED


def test_an_unknown_table_has_no_booth(polls: Open) -> None:
    with pytest.raises(IllegalEvent) as refused:
        booth_view(polls.service, SUKAMUNDUR, 99)
    assert refused.value.code is Refusal.UNKNOWN_TABLE
