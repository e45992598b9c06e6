"""Adopting a text: the office freezes it and names the decision, people sign with a code of their own."""

from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import Field

from rembug_api.schemas import Closed
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_service.accounts import Role
from rembug_service.codes import from_b64
from rembug_service.writings import adoption, agreed, signatures
from rembug_service.writings.adoption import Adoption
from rembug_service.writings.overview import Notary
from rembug_service.writings.signatures import ToSign

router = APIRouter(tags=["naskah"])
_WRITERS: Final = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
_READERS: Final = (*_WRITERS, Role.FASILITATOR, Role.PEMANTAU)
_TEXT: Final = "/elections/{election}/writings/{kind}"

Kind = Annotated[DocumentKind, Path()]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(pattern="^[0-9A-HJKMNP-TV-Z]{16}$")]


class OfferedVersion(Closed):
    """The version that is put before the residents."""

    version: Number


class ChosenDecision(Closed):
    """The decision that adopts it."""

    assembly: Number
    decision: Number


class ChosenScan(Closed):
    """The attachment that is the scan of the signed paper, or none."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None


class NewSigner(Closed):
    """Who is asked to sign, and as what."""

    name: Name
    capacity: Name


class SignerCode(Closed):
    """The code that this person gets; nobody can read it a second time."""

    code: str


class SigningCode(Closed):
    """The code of somebody who was asked to sign."""

    code: Code


class GivenSignature(Closed):
    """A signature, made on the person's own device; key and signature as base64url."""

    code: Code
    key: Annotated[str, Field(max_length=43)]
    signature: Annotated[str, Field(max_length=86)]


class Deed(Closed):
    """In which deed a notary recorded which version."""

    version: Number
    name: Name
    number: Name
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


@router.get(_TEXT + "/adoption")
def show(election: str, kind: Kind, service: ServiceOf, session: SignedIn) -> Adoption:
    """Return how far the adoption of a text has come."""
    session.account.require(*_READERS)
    return adoption.read_adoption(service, ElectionId(election), kind)


@router.put(_TEXT + "/adoption", status_code=204)
def offer(election: str, kind: Kind, body: OfferedVersion, service: ServiceOf, session: SignedIn) -> None:
    """Freeze a version and put it before the residents."""
    session.account.require(*_WRITERS)
    adoption.offer(service, ElectionId(election), kind, body.version)


@router.delete(_TEXT + "/adoption", status_code=204)
def take_back(election: str, kind: Kind, service: ServiceOf, session: SignedIn) -> None:
    """Let the frozen version thaw; signatures under it are forgotten."""
    session.account.require(*_WRITERS)
    adoption.take_back(service, ElectionId(election), kind)


@router.put(_TEXT + "/adoption/decision", status_code=204)
def choose_decision(election: str, kind: Kind, body: ChosenDecision, service: ServiceOf, session: SignedIn) -> None:
    """Name the decision of an assembly on the public board that adopts exactly this."""
    session.account.require(*_WRITERS)
    adoption.choose_decision(service, ElectionId(election), kind, body.assembly, body.decision)


@router.put(_TEXT + "/adoption/scan", status_code=204)
def choose_scan(election: str, kind: Kind, body: ChosenScan, service: ServiceOf, session: SignedIn) -> None:
    """Name the attachment of that assembly that is the scan of the signed paper."""
    session.account.require(*_WRITERS)
    adoption.choose_scan(service, ElectionId(election), kind, body.sha256)


@router.post(_TEXT + "/adoption/signers", status_code=201)
def invite(election: str, kind: Kind, body: NewSigner, service: ServiceOf, session: SignedIn) -> SignerCode:
    """Ask somebody to sign on her own device."""
    session.account.require(*_WRITERS)
    return SignerCode(code=signatures.invite(service, ElectionId(election), kind, body.name, body.capacity))


@router.post(_TEXT + "/adoption/signers/{number}/code")
def new_code(
    election: str, kind: Kind, number: Annotated[int, Path(ge=1, le=1000)], service: ServiceOf, session: SignedIn
) -> SignerCode:
    """Give somebody who has not signed a new code; the old one leads nowhere then."""
    session.account.require(*_WRITERS)
    return SignerCode(code=signatures.new_code(service, ElectionId(election), kind, number))


@router.delete(_TEXT + "/adoption/signers/{number}", status_code=204)
def leave_out(
    election: str, kind: Kind, number: Annotated[int, Path(ge=1, le=1000)], service: ServiceOf, session: SignedIn
) -> None:
    """Take somebody off the list, and forget her signature."""
    session.account.require(*_WRITERS)
    signatures.leave_out(service, ElectionId(election), kind, number)


@router.put(_TEXT + "/notary", status_code=204)
def note_deed(election: str, kind: Kind, body: Deed, service: ServiceOf, session: SignedIn) -> None:
    """Note in which deed a notary recorded the version in force."""
    session.account.require(*_WRITERS)
    deed = Notary(body.version, body.name, body.number, body.date)
    agreed.note_deed(service, ElectionId(election), kind, deed)


@router.post("/signing")
def what_to_sign(body: SigningCode, service: ServiceOf) -> ToSign:
    """Return what the holder of a code is asked to sign; the code stands in the body, where no log keeps it."""
    return signatures.what_to_sign(service, body.code)


@router.post("/signing/signature", status_code=204)
def sign(body: GivenSignature, service: ServiceOf) -> None:
    """Keep a signature; sending the same one again changes nothing."""
    signatures.sign(service, body.code, from_b64(body.key), from_b64(body.signature))
