"""The sequencer: one thread that takes whatever arrived, commits it at once, signs one checkpoint, and then answers.

One flush of the medium serves many ballots.  Ballots of a batch are appended in the order of their credentials, after
the batch's other jobs, so that the order inside a batch says nothing about arrival.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from rembug_ballots.events.event import Event
from rembug_ballots.ids import ElectionId
from rembug_service.errors import StorageFailed, Unavailable
from rembug_service.sql.engine import Database
from rembug_service.work import Boards, Work

_T = TypeVar("_T")
_LOG: Final = logging.getLogger("rembug.writer")
MOST_JOBS: Final = 512


@dataclass(slots=True)
class _Job:
    """Work and who waits for it.  ``ballot`` jobs wait until the others of the batch are done."""

    run: Callable[[Work], Any]
    election: ElectionId | None
    sort_key: bytes | None
    answer: Callable[[Any], Any]
    future: "Future[Any]" = field(default_factory=Future)
    result: Any = None


class Writer:
    """The only thread that writes."""

    def __init__(self, database: Database, boards: Boards) -> None:
        """Start the thread; `close` ends it after the jobs that are queued."""
        self._database = database
        self._boards = boards
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="rembug-writer", daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[Work], _T]) -> "Future[_T]":
        """Queue a job; its result is there after everything of its batch is durable."""
        return cast("Future[_T]", self._put(_Job(run, None, None, _same)))

    def submit_ballot(self, event: Event, key: bytes, answer: Callable[[int], _T]) -> "Future[_T]":
        """Queue an accepted ballot.

        Args:
            event: the ``ballot.cast`` event, whose proof and signatures were checked.
            key: the credential; ballots of a batch are appended in this order.
            answer: makes the receipt from the index, after the checkpoint is durable.
        """
        job = _Job(lambda work: work.append_event(event), event.election, key, answer)
        return cast("Future[_T]", self._put(job))

    def call(self, run: Callable[[Work], _T]) -> _T:
        """Queue a job and wait for it."""
        return self.submit(run).result()

    def close(self) -> None:
        """Finish what is queued and stop."""
        if not self._closed.is_set():
            self._closed.set()
            self._queue.put(None)
            self._thread.join()

    def _put(self, job: _Job) -> "Future[Any]":
        if self._closed.is_set():
            raise Unavailable("SEDANG_TUTUP", "Layanan sedang dimatikan. Coba lagi sebentar.")
        self._queue.put(job)
        return job.future

    def _loop(self) -> None:
        while True:
            first = self._queue.get()
            if first is None:
                return
            jobs = [first]
            last = False
            # Whatever came while the batch before was being written is this batch: under load it grows by itself,
            # and a single request waits for nobody.
            while len(jobs) < MOST_JOBS:
                try:
                    each = self._queue.get_nowait()
                except queue.Empty:
                    break
                if each is None:
                    last = True
                    break
                jobs.append(each)
            self._run_batch(jobs)
            if last:
                return

    def _run_batch(self, jobs: list[_Job]) -> None:
        done: list[_Job] = []
        refused: list[tuple[_Job, Exception]] = []
        try:
            connection = self._database.begin()
        except SQLAlchemyError:
            _LOG.exception("no transaction")
            self._fail(jobs)
            return
        try:
            self._run_jobs(jobs, connection, done, refused)
            for board in self._boards.by_election.values():
                board.store(connection)
            _commit(connection, is_sqlite=self._database.is_sqlite)
            for board in self._boards.by_election.values():
                board.committed()
        except (SQLAlchemyError, OSError):
            _LOG.exception("a batch was not stored")
            _rollback(connection, is_sqlite=self._database.is_sqlite)
            self._rebuild()
            self._fail(done)
            for job, error in refused:
                job.future.set_exception(error)
            return
        finally:
            connection.close()
        for job in done:
            self._answer(job)
        # Last, so that whoever lost a race against an equal ballot finds the winner's leaf stored.
        for job, error in refused:
            job.future.set_exception(error)

    def _run_jobs(
        self,
        jobs: list[_Job],
        connection: Connection,
        done: list[_Job],
        refused: list[tuple[_Job, Exception]],
    ) -> None:
        if not self._database.is_sqlite:
            for board in self._boards.by_election.values():
                board.catch_up(connection)
        for job in (*(j for j in jobs if j.sort_key is None), *_sorted_ballots(jobs)):
            error = self._run_job(job, connection)
            if error is None:
                done.append(job)
            else:
                refused.append((job, error))

    def _run_job(self, job: _Job, connection: Connection) -> Exception | None:
        work = Work(connection, self._boards)
        marks = {board.election: len(board.staged) for board in self._boards.by_election.values()}
        if job.sort_key is None:
            connection.exec_driver_sql("SAVEPOINT job")
        try:
            job.result = job.run(work)
        except Exception as error:  # noqa: BLE001 - whatever a job raises belongs to whoever waits for it
            if job.sort_key is None:
                connection.exec_driver_sql("ROLLBACK TO SAVEPOINT job")
                connection.exec_driver_sql("RELEASE SAVEPOINT job")
            self._undo(marks, connection)
            return error
        if job.sort_key is None:
            connection.exec_driver_sql("RELEASE SAVEPOINT job")
        return None

    def _undo(self, marks: dict[ElectionId, int], connection: Connection) -> None:
        """Take back what a failed job staged; rare, because jobs stage last."""
        for election, board in list(self._boards.by_election.items()):
            if election not in marks:
                del self._boards.by_election[election]
            elif len(board.staged) > marks[election]:
                board.load(connection, keep=board.staged[: marks[election]])

    def _rebuild(self) -> None:
        for election, board in list(self._boards.by_election.items()):
            try:
                with self._database.reader.connect() as reader:
                    board.load(reader)
                    board.check_against_file(reader)
            except (SQLAlchemyError, OSError, Unavailable):
                _LOG.exception("an election is shut")
                del self._boards.by_election[election]

    def _fail(self, jobs: list[_Job]) -> None:
        for job in jobs:
            job.future.set_exception(StorageFailed())

    def _answer(self, job: _Job) -> None:
        try:
            job.future.set_result(job.answer(job.result))
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
            job.future.set_exception(error)


def _same(value: _T) -> _T:
    return value


def _sorted_ballots(jobs: list[_Job]) -> list[_Job]:
    ballots = [(job.sort_key, place, job) for place, job in enumerate(jobs) if job.sort_key is not None]
    return [job for _, _, job in sorted(ballots, key=lambda each: (each[0], each[1]))]


def _commit(connection: Connection, *, is_sqlite: bool) -> None:
    if is_sqlite:
        connection.exec_driver_sql("COMMIT")
    connection.commit()


def _rollback(connection: Connection, *, is_sqlite: bool) -> None:
    try:
        if is_sqlite:
            connection.exec_driver_sql("ROLLBACK")
        connection.rollback()
    except SQLAlchemyError:
        _LOG.exception("nothing to roll back")
