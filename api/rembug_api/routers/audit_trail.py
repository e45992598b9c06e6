"""What officers did that the public log does not show."""

from typing import Annotated

from fastapi import APIRouter, Query

from rembug_api.security import ServiceOf, SignedIn
from rembug_service.accounts import Role
from rembug_service.audit_trail import TrailPage, read_trail

router = APIRouter(prefix="/audit-trail", tags=["akun"])


@router.get("")
def show_trail(
    service: ServiceOf,
    session: SignedIn,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TrailPage:
    """Return what officers did, the newest first; nothing that a voter did is in it.

    An officer of one election reads what concerns it.
    """
    session.account.require(Role.KETUA, Role.SEKRETARIS, Role.PEMANTAU)
    return read_trail(service, offset, limit, session.account.election)
