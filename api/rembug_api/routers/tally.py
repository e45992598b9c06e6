"""Key ceremony, rehearsal, mixing, opening, written names, result."""

from fastapi import APIRouter, UploadFile

from rembug_api.answers_night import CeremonyAnswer, DecisionsAnswer, SuggestionAnswer
from rembug_api.schemas import Index, LotAnswer, Number, Opinions, SignedEvent
from rembug_api.security import ServiceOf, SignedIn
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ContestId, ElectionId
from rembug_service import adjudication, ceremony, mixing, nominees, opening, rehearsal
from rembug_service.accounts import Role
from rembug_service.adjudication import OpinionInput, OpinionOutcome
from rembug_service.ceremony_view import ceremony_view
from rembug_service.codes import from_b64
from rembug_service.errors import InvalidRequest
from rembug_service.result_view import ResultView, result_view
from rembug_service.results import lot_checkpoint

router = APIRouter(prefix="/elections/{election}", tags=["malam"])
_OFFICE = (Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
_PANEL = (*_OFFICE, Role.PEMANTAU)


@router.get("/ceremony")
def show_ceremony(election: str, service: ServiceOf) -> CeremonyAnswer:
    """Say what the key ceremony waits for; everything in it is public, and bytes are base64url."""
    return CeremonyAnswer.model_validate(ceremony_view(service, ElectionId(election)))


@router.post("/ceremony/events", status_code=201)
def ceremony_event(election: str, body: SignedEvent, service: ServiceOf, session: SignedIn) -> Index:
    """Take a holder's signed step of the ceremony or the rehearsal."""
    session.account.require(Role.PEMEGANG_KUNCI)
    data = from_b64(body.event)
    sealed = {}
    for receiver, share in (body.sealed or {}).items():
        if not receiver.isdecimal() or len(receiver) > 3:
            raise InvalidRequest("ISIAN_SALAH", "Nomor pemegang kunci tidak benar.")
        sealed[int(receiver)] = from_b64(share)
    blob = None if body.blob is None else from_b64(body.blob)
    return Index(index=ceremony.receive_ceremony_event(service, ElectionId(election), data, blob, sealed))


@router.get("/ceremony/shares/{holder}")
def shares(election: str, holder: Number, service: ServiceOf, session: SignedIn) -> dict[str, str]:
    """Return the sealed shares for a holder, by sender; nobody else can open them."""
    session.account.require(Role.PEMEGANG_KUNCI)
    found = ceremony.sealed_shares_for(service, ElectionId(election), holder)
    return {str(sender): to_b64(share) for sender, share in found.items()}


@router.post("/rehearsal", status_code=201)
def start_rehearsal(election: str, service: ServiceOf, session: SignedIn) -> Index:
    """Log a test ciphertext for the holders to open."""
    session.account.require(*_OFFICE)
    return Index(index=rehearsal.start_rehearsal(service, ElectionId(election)))


@router.post("/rehearsal/factors", status_code=201)
def rehearsal_factor(election: str, body: SignedEvent, service: ServiceOf, session: SignedIn) -> Index:
    """Take a holder's opening factors of the test ciphertext."""
    session.account.require(Role.PEMEGANG_KUNCI)
    return Index(index=rehearsal.receive_rehearsal_factor(service, ElectionId(election), from_b64(body.event)))


@router.post("/rehearsal/end", status_code=201)
def finish_rehearsal(election: str, service: ServiceOf, session: SignedIn) -> Index:
    """Log that the rehearsal opened as it should."""
    session.account.require(*_OFFICE)
    return Index(index=rehearsal.finish_rehearsal(service, ElectionId(election)))


@router.post("/contests/{contest}/mixes", status_code=201)
def mix(
    election: str,
    contest: str,
    event: UploadFile,
    output: UploadFile,
    proof: UploadFile,
    service: ServiceOf,
    session: SignedIn,
) -> Index:
    """Take a holder's mix, which is verified before it is logged."""
    session.account.require(Role.PEMEGANG_KUNCI)
    service.board(ElectionId(election)).state.contest(ContestId(contest))
    index = mixing.receive_mix(service, ElectionId(election), event.file.read(), output.file.read(), proof.file.read())
    return Index(index=index)


@router.post("/contests/{contest}/factors", status_code=201)
def factors(
    election: str,
    contest: str,
    event: UploadFile,
    factors: UploadFile,
    proof: UploadFile,
    service: ServiceOf,
    session: SignedIn,
) -> Index:
    """Take a holder's opening factors, which are verified before they are logged."""
    session.account.require(Role.PEMEGANG_KUNCI)
    service.board(ElectionId(election)).state.contest(ContestId(contest))
    index = opening.receive_factors(
        service, ElectionId(election), event.file.read(), factors.file.read(), proof.file.read()
    )
    return Index(index=index)


@router.get("/contests/{contest}/strings")
def strings(election: str, contest: str, service: ServiceOf, session: SignedIn) -> list[str]:
    """Return the distinct written texts, alphabetically and without counts."""
    session.account.require(*_PANEL)
    return opening.distinct_strings(service, ElectionId(election), ContestId(contest))


@router.get("/contests/{contest}/suggestions")
def suggestions(
    election: str, contest: str, string: str, service: ServiceOf, session: SignedIn
) -> list[SuggestionAnswer]:
    """Return residents whom a text may mean, each with the reason; only suggestions."""
    session.account.require(*_PANEL)
    if not 1 <= len(string) <= 60:
        raise InvalidRequest("ISIAN_SALAH", "Tulisan paling banyak 60 huruf.")
    found = nominees.suggestions_for(service, ElectionId(election), ContestId(contest), string)
    return [
        SuggestionAnswer(person=each.resident_id, score=each.score, reason=each.reason, also=list(each.also))
        for each in found.ranked
    ]


@router.post("/contests/{contest}/opinions", status_code=201)
def opinions(
    election: str, contest: str, body: Opinions, service: ServiceOf, session: SignedIn
) -> list[OpinionOutcome]:
    """File what one of the three says about written texts; where all three agree, the decision is logged."""
    session.account.require(*_PANEL)
    given = [OpinionInput(each.string, each.code, each.person, each.reason, each.reverse) for each in body.opinions]
    return adjudication.file_opinion(service, session.account, ElectionId(election), ContestId(contest), given)


@router.get("/contests/{contest}/opinions")
def decisions(election: str, contest: str, service: ServiceOf, session: SignedIn) -> DecisionsAnswer:
    """Return decided and undecided texts and the opinions that wait."""
    session.account.require(*_PANEL)
    return DecisionsAnswer.of(adjudication.decisions_view(service, ElectionId(election), ContestId(contest)))


@router.get("/contests/{contest}/lot")
def lot(election: str, contest: str, service: ServiceOf) -> LotAnswer:
    """Return the checkpoint from which a lot of this contest is drawn; read it aloud before the dice are thrown."""
    found = service.read(lambda c: lot_checkpoint(c, service.board(ElectionId(election)), ContestId(contest)))
    return LotAnswer(size=found.size, root=to_b64(found.root))


@router.get("/contests/{contest}/result")
def result(election: str, contest: str, service: ServiceOf) -> ResultView:
    """Return the count as far as it stands, with names; public once it is counted."""
    return result_view(service, ElectionId(election), ContestId(contest))
