"""Problems as RFC 9457 documents: a stable code, an Indonesian sentence, and the status of each kind of error."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from rembug_ballots.errors import BallotsError
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_crypto.errors import CryptoError
from rembug_service.errors import (
    Conflict,
    InvalidRequest,
    NotAllowed,
    NotFound,
    NotSignedIn,
    ServiceError,
    StorageFailed,
    TooMany,
    Unavailable,
)

STATUS_OF: Final[dict[type[ServiceError], HTTPStatus]] = {
    InvalidRequest: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Conflict: HTTPStatus.CONFLICT,
    StorageFailed: HTTPStatus.INSUFFICIENT_STORAGE,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}

FORESEEN: Final = (ServiceError, IllegalEvent, BallotsError, CryptoError)
"""What the layers below raise for what people and devices send; everything else is a mistake of ours."""
_UNKNOWN: Final = {Refusal.UNKNOWN_CONTEST, Refusal.UNKNOWN_STAGE, Refusal.UNKNOWN_TABLE, Refusal.UNKNOWN_HOLDER}
# One answer for cards that are unknown, of another table, or void: nobody learns which cards exist.
_NO_CARD: Final = {Refusal.CREDENTIAL_NOT_LISTED, Refusal.CREDENTIAL_VOIDED}

_PLAIN: Final = {
    HTTPStatus.NOT_FOUND: ("TIDAK_ADA", "Alamat ini tidak ada."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("CARA_SALAH", "Alamat ini tidak menerima cara itu."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("TERLALU_BESAR", "Kiriman terlalu besar."),
    HTTPStatus.BAD_REQUEST: ("KIRIMAN_RUSAK", "Kiriman tidak dapat dibaca."),
}


class Problem(BaseModel):
    """The body of every answer that is not a success."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    title: str
    status: int
    code: str
    detail: str


def problem(status: int, code: str, detail: str) -> JSONResponse:
    """Return a problem document."""
    body = Problem(
        type=f"urn:rembug:problem:{code}", title=HTTPStatus(status).phrase, status=status, code=code, detail=detail
    )
    return JSONResponse(body.model_dump(), status_code=status, media_type="application/problem+json")


def answer_to(error: Exception) -> JSONResponse:
    """Return the problem document of an error of the layers below; whatever they do not foresee is our own mistake."""
    if isinstance(error, ServiceError):
        answer = problem(STATUS_OF[type(error)], error.code, error.detail)
        if isinstance(error, TooMany):
            answer.headers["Retry-After"] = str(error.wait)
        return answer
    if isinstance(error, IllegalEvent):
        if error.code in _NO_CARD:
            return problem(HTTPStatus.CONFLICT, "KARTU_TIDAK_BERLAKU", "Kartu ini tidak berlaku di meja ini.")
        status = HTTPStatus.NOT_FOUND if error.code in _UNKNOWN else HTTPStatus.CONFLICT
        return problem(status, error.code.value, error.reason)
    if isinstance(error, BallotsError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "ISI_SALAH", "Isi kiriman tidak sesuai bentuk yang diminta.")
    if isinstance(error, CryptoError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "BUKTI_SALAH", "Bukti atau sandi dalam kiriman tidak benar.")
    # The server logs it; the person reads a sentence like any other.
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "GANGGUAN", "Ada gangguan di layanan. Coba lagi; bila berulang, laporkan."
    )


def install(app: FastAPI) -> None:
    """Answer every error with a problem document."""

    async def on_error(_: Request, error: Exception) -> JSONResponse:
        return answer_to(error)

    for kind in (*FORESEEN, Exception):
        app.exception_handler(kind)(on_error)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        places = sorted({".".join(str(part) for part in each["loc"] if part != "body") for each in error.errors()})
        shown = ", ".join(place for place in places[:5] if place)
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "ISIAN_SALAH", f"Isian belum benar: {shown or 'bentuk kiriman'}."
        )

    @app.exception_handler(HTTPException)
    async def on_http(_: Request, error: HTTPException) -> JSONResponse:
        code, detail = _PLAIN.get(HTTPStatus(error.status_code), ("DITOLAK", "Permintaan ditolak."))
        answer = problem(error.status_code, code, detail)
        if error.headers:
            answer.headers.update(error.headers)
        return answer


RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}, "description": HTTPStatus(status).phrase}
    for status in (400, 401, 403, 404, 405, 409, 413, 422, 503, 507)
}
