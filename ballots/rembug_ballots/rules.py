"""The tatib (rules of procedure) as data: what was agreed before the vote, and nothing else.

Source: docs/formats.md, "Rules".
"""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum, unique
from typing import Final, TypeVar, cast

from rembug_ballots.canonical import JsonObject, JsonValue, parse, serialise
from rembug_ballots.counting_model import CountRules, DuplicatePolicy, WomenRounding, WomenRule
from rembug_ballots.errors import InvalidRules, MalformedValue
from rembug_ballots.ids import (
    MAX_CONTEST_INDEX,
    MAX_HOLDERS,
    ContestId,
    ContestIndex,
    Sha256,
    StageId,
    parse_contest_id,
    parse_stage_id,
)
from rembug_ballots.rules_reading import Reader
from rembug_ballots.witnessing import Witnessing, read_witnessing

_T = TypeVar("_T")

BKM_CONTEST: Final = ContestId("bkm")
"""The contest whose seats are the board itself."""
BKM_SEATS: Final = (11, 17)
MAX_NAMES: Final = 17


@unique
class Preset(StrEnum):
    """Where the object came from."""

    LANGSUNG = "LANGSUNG"
    DUA_TINGKAT = "DUA_TINGKAT"
    BEBAS = "BEBAS"


@unique
class Publication(StrEnum):
    """Whether everybody may read the opened rows, or only accredited observers."""

    TERBUKA = "terbuka"
    SAKSI = "saksi"

    @classmethod
    def parse(cls, value: object) -> "Publication":
        """Return the policy.

        Raises:
            MalformedValue: neither ``terbuka`` nor ``saksi``.
        """
        for policy in cls:
            if policy.value == value:
                return policy
        raise MalformedValue("neither terbuka nor saksi")


@unique
class TieStep(StrEnum):
    """A rung of the ladder that settles a tie."""

    MUSYAWARAH = "MUSYAWARAH"
    PEMUNGUTAN_ULANG = "PEMUNGUTAN_ULANG"
    UNDIAN = "UNDIAN"


@unique
class Electorate(StrEnum):
    """Who votes."""

    DEWASA = "DEWASA"
    UTUSAN = "UTUSAN"


@unique
class NomineeSet(StrEnum):
    """Who may be written."""

    KELURAHAN = "KELURAHAN"
    UNIT = "UNIT"
    UTUSAN = "UTUSAN"


@dataclass(frozen=True, slots=True)
class AdultRule:
    """Who is an adult on the voting day."""

    age: int
    or_ever_married: bool


@dataclass(frozen=True, slots=True)
class ContestRules:
    """One contest of a stage.

    Attributes:
        women_rounding: None where the tatib does not say it; then the share is rounded up.
    """

    id: ContestId
    index: ContestIndex
    title: str
    unit: str
    electorate: Electorate
    nominees: NomineeSet
    names_min: int
    names_max: int
    seats: int
    reserves: int
    quorum_percent: int
    women_percent: int
    women_rule: WomenRule
    women_rounding: WomenRounding | None = None

    @property
    def women_required(self) -> int:
        """Seats that the women's share asks for."""
        return (self.women_rounding or WomenRounding.UP).seats(self.seats, self.women_percent)

    @property
    def width(self) -> int:
        """Elements of a ballot, ``W = 2 * names_max``."""
        return 2 * self.names_max


@dataclass(frozen=True, slots=True)
class Stage:
    """Contests that are sealed together."""

    id: StageId
    title: str
    contests: tuple[ContestRules, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole tatib object.  Make it with `from_json` or a preset: those check the bounds."""

    preset: Preset
    adult: AdultRule
    holders: int
    threshold: int
    mixers: int
    min_batch: int
    checkin_block: int
    publication: Publication
    card_reserve_permille: int
    table_max: int
    audits_per_table: int
    duplicate_policy: DuplicatePolicy
    tie_ladder: tuple[TieStep, ...]
    criteria: tuple[str, ...]
    stages: tuple[Stage, ...]
    witnessing: Witnessing | None = None

    @classmethod
    def from_json(cls, value: object) -> "Rules":
        """Read the object, every bound checked.

        Raises:
            InvalidRules: with one Indonesian sentence for each fault.
        """
        faults: list[str] = []
        rules = _read_rules(value, faults)
        if not faults:
            faults.extend(_relations(rules))
        if faults:
            raise InvalidRules(faults)
        return rules

    @classmethod
    def from_bytes(cls, data: bytes) -> "Rules":
        """Read canonical JSON.

        Raises:
            NotCanonical: not canonical JSON.
            InvalidRules: a bound is broken.
        """
        return cls.from_json(parse(data))

    def to_json(self) -> JsonObject:
        """Return the object of docs/formats.md; what a tatib does not say is no member of it."""
        return cast("JsonObject", _plain(asdict(self)))

    def to_bytes(self) -> bytes:
        """Return the canonical JSON, whose SHA-256 stands in the agreed tatib."""
        return serialise(self.to_json())

    @property
    def sha256(self) -> Sha256:
        """SHA-256 of the canonical JSON."""
        return Sha256(hashlib.sha256(self.to_bytes()).hexdigest())

    @property
    def contests(self) -> tuple[ContestRules, ...]:
        """All contests, stage by stage."""
        return tuple(contest for stage in self.stages for contest in stage.contests)

    @property
    def max_width(self) -> int:
        """``Wmax``: the largest width of a contest; so many joint keys are made."""
        return max(contest.width for contest in self.contests)

    def cards_for(self, adults: int) -> int:
        """Return how many cards a table gets: one an adult, and the reserve, rounded up."""
        return adults + (adults * self.card_reserve_permille + 999) // 1000

    def count_rules(self, contest: ContestRules) -> CountRules:
        """Return what the count of a contest needs."""
        return CountRules(
            seats=contest.seats,
            reserves=contest.reserves,
            names_min=contest.names_min,
            names_max=contest.names_max,
            duplicate_policy=self.duplicate_policy,
            women_percent=contest.women_percent,
            women_rule=contest.women_rule,
            women_rounding=contest.women_rounding or WomenRounding.UP,
        )


def _plain(value: object) -> JsonValue:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return cast("JsonValue", value)


def _names(kind: type) -> list[str]:
    return [each.name for each in fields(kind)]


def _read_rules(value: object, faults: list[str]) -> Rules:
    read = Reader(value, _names(Rules), "Tatib", faults, optional=("witnessing",))
    adult = Reader(read.raw("adult"), _names(AdultRule), "Syarat dewasa", faults)
    return Rules(
        preset=read.choice("preset", Preset),
        adult=AdultRule(age=adult.number("age", 15, 21), or_ever_married=adult.truth("or_ever_married")),
        holders=read.number("holders", 2, MAX_HOLDERS),
        threshold=read.number("threshold", 2, MAX_HOLDERS),
        mixers=read.number("mixers", 2, MAX_HOLDERS),
        min_batch=read.number("min_batch", 2, 1_000),
        checkin_block=read.number("checkin_block", 5, 50),
        publication=read.choice("publication", Publication),
        card_reserve_permille=read.number("card_reserve_permille", 0, 500),
        table_max=read.number("table_max", 1, 150),
        audits_per_table=read.number("audits_per_table", 0, 20),
        duplicate_policy=read.choice("duplicate_policy", DuplicatePolicy),
        tie_ladder=read.choices("tie_ladder", TieStep),
        criteria=read.texts("criteria", 30, 200),
        stages=tuple(_read_stage(item, faults) for item in read.items("stages", 4)),
        witnessing=read_witnessing(read.raw("witnessing"), faults) if read.has("witnessing") else None,
    )


def _read_stage(value: object, faults: list[str]) -> Stage:
    read = Reader(value, _names(Stage), _called("Tahap", value), faults)
    return Stage(
        id=_identifier(read, parse_stage_id, StageId("")),
        title=read.text("title", 120),
        contests=tuple(_read_contest(item, faults) for item in read.items("contests")),
    )


def _read_contest(value: object, faults: list[str]) -> ContestRules:
    read = Reader(value, _names(ContestRules), _called("Pemilihan", value), faults, optional=("women_rounding",))
    identifier = _identifier(read, parse_contest_id, ContestId(""))
    seats = BKM_SEATS if identifier == BKM_CONTEST else (1, 60)
    names_max = read.number("names_max", 1, MAX_NAMES)
    return ContestRules(
        id=identifier,
        index=ContestIndex(read.number("index", 1, MAX_CONTEST_INDEX)),
        title=read.text("title", 120),
        unit=read.text("unit", 120),
        electorate=read.choice("electorate", Electorate),
        nominees=read.choice("nominees", NomineeSet),
        names_min=read.number("names_min", 1, names_max),
        names_max=names_max,
        seats=read.number("seats", *seats),
        reserves=read.number("reserves", 0, 60),
        quorum_percent=read.number("quorum_percent", 0, 100),
        women_percent=read.number("women_percent", 0, 100),
        women_rule=read.choice("women_rule", WomenRule),
        women_rounding=read.choice("women_rounding", WomenRounding) if read.has("women_rounding") else None,
    )


def _called(kind: str, value: object) -> str:
    name = value.get("id") if isinstance(value, dict) else None
    return f"{kind} '{name[:32]}'" if isinstance(name, str) else f"{kind} tanpa nama"


def _identifier(read: Reader, parser: Callable[[object], _T], otherwise: _T) -> _T:
    try:
        return parser(read.raw("id"))
    except MalformedValue:
        read.fault("harus memuat 'id' dari 1 sampai 32 huruf kecil, angka, atau tanda hubung")
        return otherwise


def _relations(rules: Rules) -> list[str]:
    """Return the faults that lie between members whose own bounds hold."""
    faults = []
    if rules.threshold > rules.holders:
        faults.append("Ambang pembukaan tidak boleh melebihi jumlah pemegang kunci.")
    if rules.mixers > rules.holders:
        faults.append("Jumlah pengocok tidak boleh melebihi jumlah pemegang kunci.")
    contests = rules.contests
    if len({contest.id for contest in contests}) != len(contests):
        faults.append("Dua pemilihan memakai 'id' yang sama.")
    if len({contest.index for contest in contests}) != len(contests):
        faults.append("Dua pemilihan memakai 'index' yang sama.")
    if len({stage.id for stage in rules.stages}) != len(rules.stages):
        faults.append("Dua tahap memakai 'id' yang sama.")
    boards = [contest for contest in contests if contest.id == BKM_CONTEST]
    if rules.preset is not Preset.BEBAS and len(boards) != 1:
        faults.append("Tatib LANGSUNG dan DUA_TINGKAT harus memuat satu pemilihan 'bkm'.")
    if rules.preset is Preset.LANGSUNG and len(contests) != 1:
        faults.append("Tatib LANGSUNG hanya memuat satu pemilihan.")
    if rules.preset is Preset.DUA_TINGKAT and len(rules.stages) != 2:
        faults.append("Tatib DUA_TINGKAT harus memuat dua tahap.")
    return faults
