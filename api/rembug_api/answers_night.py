"""Answers of ceremony and night: what the key holders wait for, suggestions, opinions and decisions."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

from rembug_ballots.encoding import to_b64
from rembug_ballots.events.fields import Code
from rembug_service.adjudication import DecisionsView
from rembug_service.ceremony_view import RunPhase
from rembug_service.opinions import Seat
from rembug_service.people.reasons import Reason

Base64Url = Annotated[bytes, PlainSerializer(to_b64, return_type=str), WithJsonSchema({"type": "string"})]
"""Bytes that leave as base64url without padding."""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class HolderAnswer(_Answer):
    """A registered key holder and what she has done in this run (`ceremony_view.HolderView`)."""

    number: int
    name: str
    signing_key: Base64Url
    box_key: Base64Url
    committed: str | None
    revealed: bool
    sealed: dict[int, str]
    confirmed: bool
    rehearsed: bool


class ComplaintAnswer(_Answer):
    """Who says that another holder's part does not hold, and why."""

    holder: int
    against: int
    reason: str


class CeremonyAnswer(_Answer):
    """The run of the ceremony under way (`ceremony_view.CeremonyView`); all of it is public."""

    number: int
    phase: RunPhase
    size: int
    threshold: int
    width: int
    holders: list[HolderAnswer]
    complaints: list[ComplaintAnswer]
    transcript: Base64Url | None
    keys: Base64Url | None
    ciphertext: Base64Url | None
    randomness: Base64Url | None


class SuggestionAnswer(_Answer):
    """A resident whom a text may mean; the first reason is the main one."""

    person: str
    score: float
    reason: Reason
    also: list[Reason]


class DecidedText(_Answer):
    """A decision that is in the log."""

    string: str
    code: Code
    person: str | None
    reason: str
    officers: list[str]
    monitor: str


class WaitingOpinion(_Answer):
    """What one of the three says, while the others have not said the same; a reversal has any code."""

    string: str
    seat: Seat
    account: str
    code: str
    person: str | None
    reason: str
    reverse: bool


class DecisionsAnswer(_Answer):
    """All texts of a contest in the order of the alphabet, without counts."""

    decided: list[DecidedText]
    undecided: list[str]
    opinions: list[WaitingOpinion]

    @classmethod
    def of(cls, view: DecisionsView) -> "DecisionsAnswer":
        """Return the answer for what the service knows."""
        return cls(
            decided=[
                DecidedText(
                    string=each.string,
                    code=each.code,
                    person=None if each.person is None else each.person.id,
                    reason=each.reason,
                    officers=list(each.officers),
                    monitor=each.monitor,
                )
                for each in view.decided
            ],
            undecided=list(view.undecided),
            opinions=[
                WaitingOpinion(
                    string=each.string,
                    seat=each.seat,
                    account=each.account,
                    code=each.opinion.code,
                    person=each.opinion.person,
                    reason=each.opinion.reason,
                    reverse=each.opinion.reverse,
                )
                for each in view.opinions
            ],
        )
