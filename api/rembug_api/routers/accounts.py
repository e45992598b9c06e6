"""First set-up, signing in and out, accounts."""

from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from rembug_api import problems
from rembug_api.schemas import (
    AccountAnswer,
    Credentials,
    FirstAccount,
    NewAccount,
    NewPassword,
    SessionAnswer,
    SetupAnswer,
)
from rembug_api.security import COOKIE, DEVICE_SECONDS, DEVICE_SUFFIX, LOOPBACK_COOKIE, ServiceOf, SignedIn
from rembug_api.setup_code import SetupCode
from rembug_api.sign_in_lanes import SignInLanes
from rembug_service import accounts, sessions, signing_in
from rembug_service.accounts import Account, Role
from rembug_service.errors import InvalidRequest
from rembug_service.service import Service
from rembug_service.sessions import Session

_TOO_OFTEN = {**problems.RESPONSES[409], "description": HTTPStatus.TOO_MANY_REQUESTS.phrase}
router = APIRouter(tags=["akun"])


def _answer(session: Session) -> SessionAnswer:
    account = session.account
    return SessionAnswer(
        account=account.id,
        display_name=account.display_name,
        roles=sorted(role.value for role in account.roles),
        csrf=session.csrf,
    )


def _account(account: Account) -> AccountAnswer:
    return AccountAnswer(
        account=account.id,
        display_name=account.display_name,
        roles=sorted(role.value for role in account.roles),
        election=account.election,
    )


def _device(service: Service, request: Request) -> str:
    return sessions.device_token(service, request.cookies.get(_cookie(request) + DEVICE_SUFFIX))


def _cookie(request: Request) -> str:
    return COOKIE if request.url.scheme == "https" else LOOPBACK_COOKIE


def _welcome(token: str, session: Session, device: str, request: Request, response: Response) -> SessionAnswer:
    secure, name = request.url.scheme == "https", _cookie(request)
    response.set_cookie(name, token, secure=secure, httponly=True, samesite="strict", path="/")
    # The device keeps its own cookie, whoever signs in on it: a second officer must agree on another device.
    response.set_cookie(
        name + DEVICE_SUFFIX,
        device,
        max_age=DEVICE_SECONDS,
        secure=secure,
        httponly=True,
        samesite="strict",
        path="/",
    )
    return _answer(session)


@router.get("/setup")
def show_setup(service: ServiceOf, request: Request) -> SetupAnswer:
    """Say whether the first account is still to be made."""
    return SetupAnswer(open=accounts.is_new(service), code_needed=request.app.state.setup_code is not None)


@router.post("/setup", status_code=201)
def set_up(body: FirstAccount, service: ServiceOf, request: Request, response: Response) -> SessionAnswer:
    """Create the first account of a new installation and sign it in."""
    code: SetupCode | None = request.app.state.setup_code
    if code is not None:
        code.check(body.code)
    account = accounts.create_first_account(service, body.account, body.display_name, body.password)
    device = _device(service, request)
    token, session = sessions.start_session(service, account, device)
    return _welcome(token, session, device, request, response)


@router.post("/session", status_code=201, responses={429: _TOO_OFTEN})
async def sign_in(body: Credentials, service: ServiceOf, request: Request, response: Response) -> SessionAnswer:
    """Sign in.

    Ten wrong passwords of an account are answered at once, then two a minute.  A device on which the account was used
    before is counted for itself, so that nobody keeps an officer out by guessing.
    """
    lanes: SignInLanes = request.app.state.sign_in_lanes
    who = await run_in_threadpool(signing_in.visitor, service, body.account, _device(service, request))
    sign_in = partial(signing_in.sign_in, service, who, body.password)
    token, session = await lanes.run(sign_in, is_known=who.is_known)
    return _welcome(token, session, who.token, request, response)


@router.put("/session/password", responses={429: _TOO_OFTEN})
async def renew_password(
    body: NewPassword, service: ServiceOf, session: SignedIn, request: Request, response: Response
) -> SessionAnswer:
    """Give one's own account another password; it is signed out everywhere else.

    Who makes accounts knows their first passwords: from here on only its officer knows it.
    """
    lanes: SignInLanes = request.app.state.sign_in_lanes
    account, device = session.account.id, _device(service, request)
    who = await run_in_threadpool(signing_in.visitor, service, account, device)
    renew = partial(signing_in.renew_password, service, who, body.password, body.renewed)
    token, renewed = await lanes.run(renew, is_known=who.is_known)
    return _welcome(token, renewed, who.token, request, response)


@router.get("/session")
def who_am_i(session: SignedIn) -> SessionAnswer:
    """Say who is signed in."""
    return _answer(session)


@router.delete("/session", status_code=204)
def sign_out(service: ServiceOf, session: SignedIn, response: Response) -> None:
    """Sign out."""
    sessions.end_session(service, session)
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")
    response.delete_cookie(LOOPBACK_COOKIE, httponly=True, samesite="strict")


@router.post("/accounts", status_code=201)
def create(body: NewAccount, service: ServiceOf, session: SignedIn) -> AccountAnswer:
    """Create an account (ketua or sekretaris)."""
    session.account.require(Role.KETUA, Role.SEKRETARIS)
    if body.election is not None:
        session.account.require_here(body.election)
    known = {role.value: role for role in Role}
    unknown = [role for role in body.roles if role not in known]
    if unknown:
        raise InvalidRequest("PERAN_TIDAK_DIKENAL", "Ada peran yang tidak dikenal.")
    made = accounts.create_account(
        service,
        body.account,
        body.display_name,
        body.password,
        frozenset(known[role] for role in body.roles),
        body.person,
        officer=session.account.id,
        election=body.election or session.account.election,
    )
    return _account(made)


@router.get("/accounts")
def show(service: ServiceOf, session: SignedIn) -> list[AccountAnswer]:
    """Return all accounts."""
    session.account.require(Role.KETUA, Role.SEKRETARIS, Role.POKJA_PEMILIHAN)
    own = session.account.election
    return [_account(each) for each in accounts.list_accounts(service) if own in {None, each.election}]
