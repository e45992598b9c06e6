"""Minutes of an assembly: their one encoding and what must fit together."""

import copy
from typing import Any

import pytest

from rembug_ballots.assemblies import Minutes
from rembug_ballots.canonical import serialise
from rembug_ballots.errors import MalformedValue, NotCanonical
from rembug_ballots.events.fields import AssemblyOutcome
from tests.ballots import agreements
from tests.ballots.agreements import decision


def minutes(**members: object) -> dict[str, Any]:
    adopting = decision(adopts={"document": "AD", "version": 1, "sha256": "0" * 64})
    return {**agreements.minutes(1, adopting), **members}


def test_minutes_have_one_encoding() -> None:
    read = Minutes.from_json(minutes())
    data = read.to_bytes()
    assert data == serialise(minutes())
    assert Minutes.from_bytes(data) == read
    with pytest.raises(NotCanonical):
        Minutes.from_bytes(data + b"\n")


def without(name: str) -> dict[str, Any]:
    value = copy.deepcopy(minutes())
    del value[name]
    return value


VOTES = {"for": 70, "against": 60, "abstain": 5}
ASSESSED = [{"institution": "LPM", "criteria": [{"name": "inklusif", "meets": "SEBAGIAN", "note": ""}]}]
CHOSEN = {"option": "FORM_NEW", "name": "BKM Sukamaju"}
MEMBER = {"name": "Enung", "sex": "P", "unit": "RW 01", "role": "sekretaris"}


@pytest.mark.parametrize(
    "value",
    [
        without("poor"),
        minutes(extra=1),
        minutes(format="rembug-minutes-2"),
        minutes(assembly=0),
        minutes(kind="RAPAT"),
        minutes(level="KOTA"),
        minutes(title=""),
        minutes(date="2026-02-29"),
        minutes(date="Minggu"),
        minutes(**{"from": "24:00"}),
        minutes(until="9:00"),
        minutes(zone="UTC"),
        minutes(men=-1),
        minutes(poor=136),
        minutes(quorum={"percent": 101, "grace": False}),
        minutes(invitation=None),
        minutes(decisions=[decision(), decision()]),
        minutes(decisions=[decision(2), decision(1)]),
        minutes(decisions=[decision(method="SUARA")]),
        minutes(decisions=[decision(votes=VOTES)]),
        minutes(decisions=[decision(method="SUARA", votes={**VOTES, "abstain": 6})]),
        minutes(decisions=[decision(outcome="MENERIMA")]),
        minutes(kind="RKM"),
        minutes(kind="RKM", decisions=[decision(1, outcome="MENERIMA"), decision(2, outcome="MENOLAK")]),
        minutes(decisions=[decision(each, adopts=minutes()["decisions"][0]["adopts"]) for each in (1, 2)]),
        minutes(assessment=ASSESSED),
        minutes(chosen=CHOSEN),
        minutes(members=[MEMBER]),
        minutes(agenda=[{"title": "Pembukaan", "minutes": ""}]),
    ],
)
def test_what_are_no_minutes_is_refused(value: object) -> None:
    with pytest.raises(MalformedValue):
        Minutes.from_json(value)


@pytest.mark.parametrize(
    "value",
    [
        minutes(date="2028-02-29", invitation=None, quorum=None),
        minutes(decisions=[decision(1), decision(3)]),
        minutes(decisions=[decision(method="SUARA", votes=VOTES)]),
        minutes(kind="LEMBAGA", assessment=ASSESSED, chosen=CHOSEN),
        minutes(kind="PANITIA", members=[MEMBER]),
        minutes(**{"from": "22:00"}, until="00:30"),
    ],
)
def test_what_fits_together_is_read(value: object) -> None:
    assert Minutes.from_json(value).to_json() == value


@pytest.mark.parametrize("outcome", ["MENERIMA", "MENOLAK"])
def test_both_outcomes_of_readiness_are_sound(outcome: str) -> None:
    read = Minutes.from_json(minutes(kind="RKM", decisions=[decision(1), decision(2, outcome=outcome)]))
    assert read.outcome is AssemblyOutcome(outcome)


@pytest.mark.parametrize(
    ("percent", "grace", "invited", "reached", "may_adopt"),
    [
        (50, False, 269, True, True),
        (50, False, 270, False, False),
        (50, True, 270, False, True),
        (0, False, 1_000_000, True, True),
        (100, False, 135, False, False),
    ],
)
def test_a_quorum_is_more_than_its_share_of_the_invited(
    percent: int, invited: int, *, grace: bool, reached: bool, may_adopt: bool
) -> None:
    read = Minutes.from_json(
        minutes(
            quorum={"percent": percent, "grace": grace},
            invitation={"sent": None, "how": "pengumuman", "invited": invited},
        )
    )
    assert (read.reached_quorum, read.may_adopt) == (reached, may_adopt)


def test_without_a_rule_every_number_is_enough() -> None:
    assert Minutes.from_json(minutes(quorum=None)).may_adopt


@pytest.mark.parametrize(("against", "carried"), [(64, True), (65, False), (66, False)])
def test_votes_carry_a_decision_with_more_for_than_against(against: int, *, carried: bool) -> None:
    votes = {"for": 65, "against": against, "abstain": 0}
    read = Minutes.from_json(minutes(decisions=[decision(method="SUARA", votes=votes)]))
    assert read.decisions[0].carried is carried
    assert read.decision(1) is read.decisions[0]
    assert read.decision(2) is None
