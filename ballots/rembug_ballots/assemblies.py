"""Minutes of an assembly (rembug warga, FGD, RKM) as one canonical object, whose hash stands in the log.

Source: docs/formats.md, "Minutes of an assembly".
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from itertools import pairwise
from typing import Final, NewType, cast

from rembug_ballots.canonical import JsonObject, parse_object, serialise
from rembug_ballots.errors import MalformedValue
from rembug_ballots.events.fields import (
    AssemblyKind,
    AssemblyOutcome,
    Count,
    Day,
    DocumentKind,
    Label,
    Ordinal,
    Reason,
    Sex,
    Title,
)
from rembug_ballots.events.schema import object_codec, register_kind, register_number, register_text
from rembug_ballots.ids import Sha256

FORMAT: Final = "rembug-minutes-1"
MAX_BYTES: Final = 400_000
"""Longest blob of minutes, as long as that of a document."""

Format = NewType("Format", str)
Clock = NewType("Clock", str)
"""An hour of the day, HH:MM."""
Percent = NewType("Percent", int)
Size = NewType("Size", int)
"""Bytes of a file."""
Minuted = NewType("Minuted", str)
"""What was said to an item of the agenda."""
OptionalLabel = NewType("OptionalLabel", str)
OptionalReason = NewType("OptionalReason", str)

_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


def _read_format(value: object) -> Format:
    if value != FORMAT:
        raise MalformedValue(f"not {FORMAT}")
    return Format(FORMAT)


def _read_clock(value: object) -> Clock:
    if type(value) is not str or _CLOCK.fullmatch(value) is None:
        raise MalformedValue("not an hour HH:MM")
    return Clock(value)


register_kind(Format, _read_format, FORMAT)
register_kind(Clock, _read_clock, "hour")
register_number(Percent, 0, 100, "percent")
register_number(Size, 0, 1_000_000_000, "size")
register_text(Minuted, 10_000, "minutes", lines=True)
register_text(OptionalLabel, 120, "label or empty", empty=True)
register_text(OptionalReason, 500, "reason or empty", lines=True, empty=True)


@unique
class Level(StrEnum):
    """Whose assembly it was."""

    RT = "RT"
    RW = "RW"
    DUSUN = "DUSUN"
    KELURAHAN = "KELURAHAN"
    KELOMPOK = "KELOMPOK"


@unique
class Zone(StrEnum):
    """The zone of the hours."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"


@unique
class Method(StrEnum):
    """How a decision was taken: by consensus or by votes."""

    MUFAKAT = "MUFAKAT"
    SUARA = "SUARA"


@unique
class Meets(StrEnum):
    """How far an institution meets a criterion."""

    YA = "YA"
    SEBAGIAN = "SEBAGIAN"
    TIDAK = "TIDAK"


@unique
class Option(StrEnum):
    """Which institution the residents want."""

    STRENGTHEN_EXISTING = "STRENGTHEN_EXISTING"
    FORM_NEW = "FORM_NEW"


@dataclass(frozen=True, slots=True)
class Invitation:
    """When and how people were invited, and how many."""

    sent: Day | None
    how: Reason
    invited: Count


@dataclass(frozen=True, slots=True)
class Quorum:
    """More than ``percent`` of the invited; with ``grace`` a meeting that waited 15 minutes is valid with fewer."""

    percent: Percent
    grace: bool


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of the agenda and its minutes."""

    title: Title
    minutes: Minuted


@dataclass(frozen=True, slots=True)
class Votes:
    """Counted votes of a decision."""

    for_: Count
    against: Count
    abstain: Count


@dataclass(frozen=True, slots=True)
class Adoption:
    """The very text that a decision agrees to."""

    document: DocumentKind
    version: Ordinal
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class Decision:
    """A numbered decision; ``votes`` stands exactly with SUARA, ``outcome`` on one decision of an RKM."""

    number: Ordinal
    text: Reason
    method: Method
    votes: Votes | None
    outcome: AssemblyOutcome | None
    adopts: Adoption | None
    dissent: tuple[Reason, ...]

    @property
    def carried(self) -> bool:
        """Whether it was taken: by consensus, or with more votes for it than against it."""
        return self.votes is None or self.votes.for_ > self.votes.against


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of a community's institution, and how far it is met."""

    name: Label
    meets: Meets
    note: OptionalReason


@dataclass(frozen=True, slots=True)
class Assessment:
    """An institution of the place against the criteria."""

    institution: Label
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The institution chosen."""

    option: Option
    name: Label


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is to be done, by whom and when."""

    what: Reason
    who: Label
    when: Label


@dataclass(frozen=True, slots=True)
class Attachment:
    """A private file of the committee: only its hash, size in bytes and media type are public."""

    name: Label
    media: Label
    size: Size
    sha256: Sha256


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signed the paper, and as what."""

    name: Label
    capacity: Label


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the committee that the assembly formed."""

    name: Label
    sex: Sex
    unit: Label
    role: Label


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole record of an assembly.  Make it with `from_json` or `from_bytes`: those check every member."""

    format: Format
    assembly: Ordinal
    revision: Ordinal
    kind: AssemblyKind
    level: Level
    unit: Label
    title: Title
    invitation: Invitation | None
    date: Day
    from_: Clock
    until: Clock
    zone: Zone
    place: Title
    convenor: Label
    chair: Label
    note_taker: Label
    facilitator: OptionalLabel
    men: Count
    women: Count
    poor: Count
    elements: tuple[Label, ...]
    quorum: Quorum | None
    agenda: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]
    assessment: tuple[Assessment, ...]
    chosen: Choice | None
    follow_up: tuple[FollowUp, ...]
    attachments: tuple[Attachment, ...]
    signatures: tuple[Signatory, ...]
    acknowledged_by: tuple[Signatory, ...]
    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        """Refuse members that do not fit each other.

        Raises:
            MalformedValue: with what does not fit.
        """
        for holds, words in (
            (self.poor <= self.present, "more poor than present"),
            (self.quorum is None or self.invitation is not None, "a quorum without a number of invited"),
            (_rising([each.number for each in self.decisions]), "numbers of decisions do not rise"),
            (all((each.votes is not None) == (each.method is Method.SUARA) for each in self.decisions), "votes"),
            (all(self._has_voters(each.votes) for each in self.decisions), "more votes than present"),
            (_one_adoption_each(self.decisions), "a document adopted twice"),
            (len(self._outcomes()) == (self.kind is AssemblyKind.RKM), "an outcome belongs to one decision of an RKM"),
            (self.kind is AssemblyKind.LEMBAGA or not (self.assessment or self.chosen), "belongs to LEMBAGA"),
            (self.kind is AssemblyKind.PANITIA or not self.members, "members belong to PANITIA"),
        ):
            if not holds:
                raise MalformedValue(f"minutes: {words}")

    @classmethod
    def from_json(cls, value: object) -> "Minutes":
        """Read the object.

        Raises:
            MalformedValue: a member is missing, unknown or out of its bounds, or does not fit another.
        """
        return cast("Minutes", _CODEC.read(value))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Minutes":
        """Read the blob.

        Raises:
            NotCanonical: not canonical JSON, or longer than MAX_BYTES.
            MalformedValue: as `from_json`.
        """
        return cls.from_json(parse_object(data, max_bytes=MAX_BYTES))

    def to_json(self) -> JsonObject:
        """Return the object of docs/formats.md."""
        return cast("JsonObject", _CODEC.write(self))

    def to_bytes(self) -> bytes:
        """Return the blob.

        Raises:
            MalformedValue: it would be longer than MAX_BYTES.
        """
        data = serialise(self.to_json())
        if len(data) > MAX_BYTES:
            raise MalformedValue(f"longer than {MAX_BYTES} bytes")
        return data

    @property
    def sha256(self) -> Sha256:
        """SHA-256 of the blob."""
        return Sha256(hashlib.sha256(self.to_bytes()).hexdigest())

    @property
    def present(self) -> int:
        """Men and women who were there."""
        return self.men + self.women

    @property
    def outcome(self) -> AssemblyOutcome | None:
        """What an RKM decided; None for every other kind."""
        return next(iter(self._outcomes()), None)

    @property
    def reached_quorum(self) -> bool:
        """Whether more than the agreed share of the invited came; true where no quorum was agreed."""
        if self.quorum is None or self.invitation is None:
            return True
        return 100 * self.present > self.quorum.percent * self.invitation.invited

    @property
    def may_adopt(self) -> bool:
        """Whether its decisions are valid: the quorum was reached, or it waited as the rule of grace demands."""
        return self.reached_quorum or (self.quorum is not None and self.quorum.grace)

    def decision(self, number: int) -> Decision | None:
        """Return a decision by its number."""
        return next((each for each in self.decisions if each.number == number), None)

    def _outcomes(self) -> list[AssemblyOutcome]:
        return [each.outcome for each in self.decisions if each.outcome is not None]

    def _has_voters(self, votes: Votes | None) -> bool:
        return votes is None or votes.for_ + votes.against + votes.abstain <= self.present


def _rising(numbers: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(numbers))


def _one_adoption_each(decisions: Sequence[Decision]) -> bool:
    adopted = [each.adopts.document for each in decisions if each.adopts is not None]
    return len(set(adopted)) == len(adopted)


_CODEC: Final = object_codec(Minutes)
