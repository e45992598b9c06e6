"""The application: routes, problems, limits, headers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response

from rembug_api import pages, problems
from rembug_api.cast_door import CastDoor
from rembug_api.lan import door
from rembug_api.lan.door import Lan
from rembug_api.limits import BodyLimit, keep_files_in_memory
from rembug_api.routers import (
    accounts,
    adoption,
    archive,
    assemblies,
    audit_trail,
    board,
    elections,
    papers,
    polling,
    register,
    stream,
    tally,
    witnesses,
    writings,
)
from rembug_api.security import SecurityHeaders
from rembug_api.setup_code import SetupCode
from rembug_api.sign_in_lanes import SignInLanes
from rembug_api.streams import Streams
from rembug_api.witness_asker import WitnessAsker
from rembug_service.service import Service
from rembug_service.witnesses.asking import AskedMemory
from rembug_service.witnesses.desk import WitnessDesk


def create_app(
    service: Service,
    lan: Lan | None = None,
    setup_code: SetupCode | None = None,
    witness_desk: WitnessDesk | None = None,
) -> FastAPI:
    """Return the application of an open service, which it closes at the end.

    Args:
        service: the open service.
        lan: where the service has an authority of its own.
        setup_code: what the first account needs, where strangers can reach the service.
        witness_desk: where this service witnesses the logs of others.
    """
    keep_files_in_memory()
    asked = AskedMemory()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        asker = WitnessAsker(service, asked)
        asker.start()
        yield
        asker.stop()
        service.close()

    app = FastAPI(
        title="Rembug",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
        # Spans of requests hold times and addresses, which are kept nowhere: not even if a library for them is there.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        responses=problems.RESPONSES,
    )
    app.state.service = service
    app.state.setup_code = setup_code
    app.state.streams = Streams()
    app.state.asked = asked
    app.state.sign_in_lanes = SignInLanes()
    app.state.witness_desk = witness_desk
    problems.install(app)
    for router in (
        accounts.router,
        audit_trail.router,
        elections.router,
        register.router,
        assemblies.router,
        archive.router,
        writings.router,
        adoption.router,
        polling.router,
        tally.router,
        board.router,
        papers.router,
        stream.router,
        witnesses.router,
    ):
        app.include_router(router, prefix="/api/v1")

    @app.get("/healthz", include_in_schema=False)
    def alive() -> Response:
        return Response("ok\n", media_type="text/plain")

    @app.get("/readyz", include_in_schema=False)
    def ready() -> Response:
        service.write(lambda _: None)
        return Response("ok\n", media_type="text/plain")

    app.include_router(witnesses.desk_router)
    if lan is not None:
        door.add_routes(app, lan, f"/{door.PAGE}")
    pages.install(app)
    app.add_middleware(CastDoor, service=service)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    return app
