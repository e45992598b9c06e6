"""Elections: beginning one, and what anybody may see of it."""

from dataclasses import dataclass

from sqlalchemy import insert

from rembug_ballots.errors import BallotsError
from rembug_ballots.events.event import Event
from rembug_ballots.events.fields import Label, RegionCode, Title, VerifierKey
from rembug_ballots.events.setup import ElectionCreated, Place
from rembug_ballots.ids import ElectionId, parse_election_id
from rembug_service.board import Board
from rembug_service.errors import Conflict, InvalidRequest
from rembug_service.payload import Payload
from rembug_service.service import Service
from rembug_service.sql.tables import elections
from rembug_service.work import Work


@dataclass(frozen=True, slots=True)
class TableSummary:
    """A table in numbers."""

    number: int
    contest: str
    adults: int
    is_open: bool
    checkins: int
    ballots: int
    voided: int
    replaced: int
    audits: int


@dataclass(frozen=True, slots=True)
class ContestSummary:
    """A contest in numbers.

    Attributes:
        mixes, factors: mixes, and holders' opening factors, that are in the log, and how many the rules want.
        strings, decided: distinct written texts once they are opened, and how many of them are settled.
    """

    id: str
    title: str
    phase: str
    names_max: int
    seats: int
    ballots: int
    checkins: int
    quorum_base: int | None
    mixes: int
    mixes_wanted: int
    factors: int
    factors_wanted: int
    strings: int
    decided: int


@dataclass(frozen=True, slots=True)
class StageSummary:
    """A stage and the contests that are sealed together in it."""

    id: str
    title: str
    contests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document in force."""

    document: str
    version: int
    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ElectionSummary:
    """What anybody may see: phases and counts, nobody's name.

    Attributes:
        assemblies: how many assemblies are recorded; the next one has the next number.
        documents: the documents in force.
        stages: there are some once the rules are sealed.
    """

    id: str
    title: str
    phase: str
    log_key: str
    log_size: int
    assemblies: int
    documents: tuple[DocumentSummary, ...]
    rules_sealed: bool
    stages: tuple[StageSummary, ...]
    contests: tuple[ContestSummary, ...]
    tables: tuple[TableSummary, ...]


def create_election(service: Service, election: str, title: str, place: Payload) -> ElectionSummary:
    """Begin an election: its log and the first event.

    Raises:
        InvalidRequest: PEMILIHAN_SALAH.
        Conflict: PEMILIHAN_SUDAH_ADA.
    """
    seed = service.random(32)
    try:
        name = parse_election_id(election)
        board = Board(name, seed, service.boards.folder)
        body = ElectionCreated(
            title=Title(title),
            place=Place(
                Label(place.text("kelurahan", 100)),
                Label(place.text("kecamatan", 100)),
                Label(place.text("kota", 100)),
                Label(place.text("provinsi", 100)),
                RegionCode(place.text("region_code", 20)),
            ),
            protocol=Label("rembug/1"),
            log_key=VerifierKey(board.key.to_text()),
        )
        event = Event.build(name, body)
    except BallotsError:
        raise InvalidRequest(
            "PEMILIHAN_SALAH",
            "Kode pemilihan hanya huruf kecil, angka, titik, dan tanda hubung; isi nama dan wilayahnya.",
        ) from None

    def job(work: Work) -> None:
        if work.exists(name):
            raise Conflict("PEMILIHAN_SUDAH_ADA", "Kode pemilihan ini sudah dipakai.")
        work.connection.execute(
            insert(elections).values(id=name, title=title, log_seed=service.secrets.seal(seed, service.random))
        )
        work.boards.by_election[name] = board
        work.append_event(event)

    service.write(job)
    return summary(service, name)


def list_elections(service: Service) -> list[ElectionSummary]:
    """Return all elections, by id."""
    return [summary(service, each) for each in sorted(service.boards.by_election)]


def summary(service: Service, election: ElectionId) -> ElectionSummary:
    """Return phases and counts of an election.

    Raises:
        NotFound: no such election.
    """
    board = service.board(election)
    state = board.state
    return ElectionSummary(
        id=election,
        title="" if state.created is None else state.created.title,
        phase=state.phase.value,
        log_key=board.key.to_text(),
        log_size=board.signed_size,
        assemblies=len(state.assemblies),
        documents=tuple(
            DocumentSummary(kind.value, versions[-1].body.version, versions[-1].body.title, versions[-1].body.sha256)
            for kind, versions in list(state.documents.items())
        ),
        rules_sealed=state.rules is not None,
        stages=tuple(
            StageSummary(stage.id, stage.title, tuple(contest.id for contest in stage.contests))
            for stage in (() if state.rules is None else state.rules.stages)
        ),
        contests=tuple(
            ContestSummary(
                contest.id,
                contest.rules.title,
                contest.phase.value,
                contest.rules.names_max,
                contest.rules.seats,
                len(contest.ballots),
                state.contest_checkins(contest),
                contest.quorum_base,
                len(contest.tally.mixes),
                0 if state.rules is None else state.rules.mixers,
                len(contest.tally.factors),
                0 if state.rules is None else state.rules.threshold,
                len(contest.tally.strings or ()),
                len(contest.tally.decisions),
            )
            for contest in list(state.contests.values())
        ),
        tables=tuple(
            TableSummary(
                table.number,
                table.contest,
                table.adults,
                table.is_open,
                table.checkins,
                table.ballots,
                table.voided,
                table.replaced,
                table.audits,
            )
            for table in list(state.tables.values())
        ),
    )
