"""Closed schemas of requests and answers.  They check form; truth is for the service."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from rembug_api.plain import check_plain


class Closed(BaseModel):
    """Unknown members are refused, and texts that no database and no log can hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return check_plain(value)


AnyObject = Annotated[dict[str, object], BeforeValidator(check_plain)]


Short = Annotated[str, Field(min_length=1, max_length=200)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
B64 = Annotated[str, Field(max_length=400_000, pattern=r"^[A-Za-z0-9_-]*$")]


# In a route's address; no table and no key holder has a larger number.
Number = Annotated[int, Path(ge=1, le=32_767)]

# A line of a roll.
Line = Annotated[int, Path(ge=1, le=1_000_000)]


class Credentials(Closed):
    """A name and a password."""

    account: Id
    password: Annotated[str, Field(min_length=1, max_length=256)]


class NewPassword(Closed):
    """The password until now, and the one from now on."""

    password: Annotated[str, Field(min_length=1, max_length=256)]
    renewed: Annotated[str, Field(min_length=1, max_length=256)]


class SetupAnswer(Closed):
    """Whether the first account is still to be made, and whether the code that the server printed is needed for it."""

    open: bool
    code_needed: bool


class FirstAccount(Credentials):
    """The ketua of a new installation; ``code`` is what the server printed when it started on a network."""

    display_name: Short
    code: Annotated[str, Field(max_length=20)] = ""


class NewAccount(Credentials):
    """Another account; with ``election`` it may do something in that one alone."""

    display_name: Short
    roles: list[str]
    person: Annotated[str, Field(min_length=1, max_length=10)] | None = None
    election: Id | None = None


class SessionAnswer(Closed):
    """Who is signed in; the token goes back in the X-Rembug-CSRF header."""

    account: str
    display_name: str
    roles: list[str]
    csrf: str


class AccountAnswer(Closed):
    """An account; ``election`` is the only one that it is for, or null."""

    account: str
    display_name: str
    roles: list[str]
    election: str | None


class Place(Closed):
    """Where an election is held."""

    kelurahan: Short
    kecamatan: Short
    kota: Short
    provinsi: Short
    region_code: Annotated[str, Field(min_length=1, max_length=20)]


class NewElection(Closed):
    """An election to begin."""

    id: Id
    title: Short
    place: Place


class NewProposal(Closed):
    """A critical step for a second officer."""

    kind: Annotated[str, Field(min_length=1, max_length=40)]
    payload: dict[str, object]


class Approval(Closed):
    """The digest of what the second officer read."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ProposalAnswer(Closed):
    """A critical step and its words; ``about`` says whom a waiting one is about, to officers who may agree to it."""

    id: str
    kind: str
    words: str
    digest: str
    proposer: str
    state: str
    about: str


class Allot(Closed):
    """How to spread the voters of a stage over tables."""

    stage: Id
    least_tables: Annotated[int, Field(ge=1, le=1000)] = 1
    place: Short


class CheckIn(Closed):
    """A line of the roll, and a random text of this press of the button."""

    roll: Annotated[int, Field(ge=1, le=1_000_000)]
    mark: Annotated[str, Field(pattern="^[0-9a-f]{0,64}$")] = ""


class Total(Closed):
    """A running total."""

    total: int


class CardList(Closed):
    """A card maker's signed event and its credentials, both base64url."""

    event: B64
    credentials: B64


class SignedEvent(Closed):
    """A holder's signed event with its blob or its sealed shares, all base64url."""

    event: B64
    blob: Annotated[str, Field(max_length=4_000_000, pattern=r"^[A-Za-z0-9_-]*$")] | None = None
    sealed: dict[str, B64] | None = None


class Index(Closed):
    """Index of a leaf in the log."""

    index: int


class LotAnswer(Closed):
    """The checkpoint of a lot: leaves under it, and its root, 32 bytes as base64url."""

    size: int
    root: str


class CastBallot(Closed):
    """A ballot: the members of ``ballot.cast`` (docs/formats.md)."""

    contest: Annotated[str, Field(max_length=32)]
    table: Annotated[int, Field(ge=1, le=32_767)]
    credential: Annotated[str, Field(max_length=64)]
    ciphertext: Annotated[str, Field(max_length=2000)]
    proof: Annotated[str, Field(max_length=100)]
    signature: Annotated[str, Field(max_length=100)]
    table_signature: Annotated[str, Field(max_length=100)]


class TabletWord(Closed):
    """What a tablet says of itself every 20 seconds, signed by its table's key (docs/formats.md, "Tablets")."""

    name: Annotated[str, Field(pattern="^[0-9A-HJKMNP-TV-Z]{4}$")]
    waiting: Annotated[int, Field(ge=0, le=1_000_000)]
    beat: Annotated[int, Field(ge=0, le=2**53)]
    signature: Annotated[str, Field(max_length=100)]


class ReceiptAnswer(Closed):
    """A receipt; nothing in it depends on the names."""

    tracking: str
    card_number: str
    index: int
    proof: list[str]
    checkpoint: str


class AuditBallot(Closed):
    """An audited ballot: the members of ``ballot.audited`` (docs/formats.md)."""

    contest: Annotated[str, Field(max_length=32)]
    table: Annotated[int, Field(ge=1, le=32_767)]
    tracking: Annotated[str, Field(max_length=32)]
    ciphertext: Annotated[str, Field(max_length=2000)] | None = None
    proof: Annotated[str, Field(max_length=100)] | None = None
    credential: Annotated[str, Field(max_length=64)] | None = None
    randomness: Annotated[str, Field(max_length=64)] | None = None
    names: list[Annotated[str, Field(max_length=60)]] | None = None


class VoidCard(Closed):
    """A torn card's own statement."""

    table: Annotated[int, Field(ge=1, le=32_767)]
    credential: Annotated[str, Field(max_length=64)]
    signature: Annotated[str, Field(max_length=100)]


class Correction(Closed):
    """What changes of a resident; members that are absent stay."""

    name: Short | None = None
    sex: Annotated[str, Field(pattern="^[LP]$")] | None = None
    status: Annotated[str, Field(max_length=10)] | None = None
    adult: bool | None = None
    birth_year: Annotated[int, Field(ge=1880, le=2200)] | None = None
    rt: Annotated[int, Field(ge=1, le=999)] | None = None
    rw: Annotated[int, Field(ge=1, le=999)] | None = None
    nicknames: list[Short] | None = None
    note: Annotated[str, Field(max_length=200)] | None = None


class NewResident(Closed):
    """Somebody whom the office's list lacks."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    sex: Annotated[str, Field(pattern="^[LP]$")]
    adult: bool
    rt: Annotated[int, Field(ge=1, le=999)] | None = None
    rw: Annotated[int, Field(ge=1, le=999)] | None = None
    birth_year: Annotated[int, Field(ge=1880, le=2200)] | None = None
    nicknames: list[Short] = []
    note: Annotated[str, Field(max_length=200)] = ""


class Opinion(Closed):
    """What one of the three says a written text means."""

    string: Annotated[str, Field(min_length=1, max_length=60)]
    code: Annotated[str, Field(max_length=40)]
    person: Annotated[str, Field(max_length=10)] | None = None
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    reverse: bool = False


class Opinions(Closed):
    """Many at once."""

    opinions: Annotated[list[Opinion], Field(max_length=5000)]
