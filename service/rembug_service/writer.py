"""The sequencer: one thread that takes whatever arrived, commits it at once, signs one checkpoint, and then answers.

One flush of the medium serves many ballots.  Ballots of a batch are appended in the order of their credentials, after
the batch's other jobs, so that the order inside a batch says nothing about arrival.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from rembug_ballots.ids import ElectionId
from rembug_service.errors import StorageFailed, Unavailable
from rembug_service.mirror import Mirror
from rembug_service.sql.engine import Database
from rembug_service.work import Boards, Work

_T = TypeVar("_T")
_LOG: Final = logging.getLogger("rembug.writer")
MOST_JOBS: Final = 512
# How often a writer without jobs looks for what other processes stored, or whether a full disk has room again.
_LOOK_SECONDS: Final = 1.0


Done = Callable[[int, Exception | None], None]
"""Called once, in the writer's thread: the index of a durable leaf, or (with -1) why there is none."""


@dataclass(slots=True)
class _Job:
    """Work and who waits for it.  Ballots, which have a sort key, wait until the others of the batch are done."""

    run: Callable[[Work], Any]
    sort_key: bytes | None
    future: "Future[Any] | None"
    done: Done | None
    result: Any = None
    is_answered: bool = False

    def begin(self) -> bool:
        """Say whether somebody still waits; from here on nobody can cancel: a client that hangs up changes nothing."""
        return self.future is None or self.future.set_running_or_notify_cancel()

    def answer(self, error: Exception | None = None) -> None:
        """Tell whoever waits what came of it."""
        self.is_answered = True
        if self.done is not None:
            self.done(-1 if error is not None else self.result, error)
        elif self.future is not None and error is None:
            self.future.set_result(self.result)
        elif self.future is not None:
            self.future.set_exception(error)


class Writer:
    """The only thread that writes."""

    def __init__(self, database: Database, boards: Boards, mirror: Mirror | None = None) -> None:
        """Start the thread; `close` ends it after the jobs that are queued.

        Args:
            database: where batches are committed.
            boards: all boards.
            mirror: a second medium, which has a batch before anybody hears of it.
        """
        self._database = database
        self._boards = boards
        self._mirror = mirror
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._is_closed = False
        # After a failure the boards are rebuilt before anything else happens.
        self._must_rebuild = False
        self._is_failing = False
        self._thread = threading.Thread(target=self._loop, name="rembug-writer", daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[Work], _T]) -> "Future[_T]":
        """Queue a job; its result is there after everything of its batch is durable.

        Raises:
            Unavailable: SEDANG_TUTUP.
        """
        future: Future[_T] = Future()
        self._put(_Job(run, None, future, None))
        return future

    def submit_ballot(self, run: Callable[[Work], int], key: bytes, done: Done) -> None:
        """Queue a ballot whose proof and signatures were checked.

        Args:
            run: stages its leaf and nothing else, and returns the leaf's index.
            key: the credential; ballots of a batch are appended in this order.
            done: hears of it after the durable checkpoint; it must not raise.

        Raises:
            Unavailable: SEDANG_TUTUP.
        """
        self._put(_Job(run, key, None, done))

    def call(self, run: Callable[[Work], _T]) -> _T:
        """Queue a job and wait for it.

        Raises:
            Unavailable: SEDANG_TUTUP.
        """
        return self.submit(run).result()

    def close(self) -> None:
        """Finish what is queued and stop."""
        with self._door:
            if self._is_closed:
                return
            self._is_closed = True
            self._queue.put(None)
        self._thread.join()

    @property
    def is_failing(self) -> bool:
        """Whether the last batch that wanted to write was not stored."""
        return self._is_failing

    def _put(self, job: _Job) -> None:
        with self._door:
            if self._is_closed:
                raise Unavailable("SEDANG_TUTUP", "Layanan sedang dimatikan. Coba lagi sebentar.")
            self._queue.put(job)

    def _loop(self) -> None:
        while True:
            jobs, last = self._next_jobs()
            jobs = [job for job in jobs if job.begin()]
            if jobs or self._must_rebuild or not self._database.is_sqlite:
                self._run_safely(jobs)
            if last:
                return

    def _run_safely(self, jobs: list[_Job]) -> None:
        try:
            if self._must_rebuild:
                self._rebuild()
            self._run_batch(jobs)
        except Exception:  # noqa: BLE001 - the thread must outlive whatever this was
            _LOG.exception("a batch was not stored")
            self._must_rebuild = self._is_failing = True
            try:
                self._rebuild()
            except (SQLAlchemyError, OSError, Unavailable):
                _LOG.exception("the medium still fails; the boards are loaded before the next batch")
            for job in jobs:
                if not job.is_answered:
                    job.answer(StorageFailed())

    def _next_jobs(self) -> tuple[list[_Job], bool]:
        waits = _LOOK_SECONDS if self._must_rebuild or not self._database.is_sqlite else None
        try:
            first = self._queue.get(timeout=waits)
        except queue.Empty:
            return [], False
        jobs: list[_Job] = []
        # Whatever came while the batch before was being written is this batch: under load it grows by itself,
        # and a single request waits for nobody.
        while first is not None:
            jobs.append(first)
            if len(jobs) == MOST_JOBS:
                return jobs, False
            try:
                first = self._queue.get_nowait()
            except queue.Empty:
                return jobs, False
        return jobs, True

    def _run_batch(self, jobs: list[_Job]) -> None:
        connection = self._database.begin()
        try:
            refused = self._run_jobs(jobs, connection)
            for board in self._boards.by_election.values():
                board.store(connection)
            _commit(connection, is_sqlite=self._database.is_sqlite)
        except BaseException:
            _rollback(connection, is_sqlite=self._database.is_sqlite)
            raise
        finally:
            connection.close()
        self._ship()
        for board in self._boards.by_election.values():
            board.committed()
        # Where every job was refused, nothing was written that could have failed.
        self._is_failing = self._is_failing and len(refused) == len(jobs)
        for place, job in enumerate(jobs):
            if place not in refused:
                job.answer()
        # Last, so that whoever lost a race against an equal ballot finds the winner's leaf stored.
        for place, error in refused.items():
            jobs[place].answer(error)

    def _ship(self) -> None:
        """Bring everything that is committed onto the second medium.

        Raises:
            OSError: it does not take it; nothing of it may be acknowledged.
            Unavailable: another laptop has taken over: every election here is shut.
        """
        if self._mirror is None:
            return
        try:
            if self._mirror.wants_checkpoint(self._mirror.ship()):
                self._database.fold_log()
        except Unavailable as error:
            self._boards.shut_all(error)
            raise

    def _run_jobs(self, jobs: list[_Job], connection: Connection) -> dict[int, Exception]:
        """Run all jobs, ballots last; return by place what was refused and why."""
        if not self._database.is_sqlite:
            self._boards.open_new(connection)
            for board in self._boards.by_election.values():
                board.catch_up(connection)
        work = Work(connection, self._boards)
        refused: dict[int, Exception] = {}
        for place, job in enumerate(jobs):
            if job.sort_key is None:
                error = self._run_job(job, work)
                if error is not None:
                    refused[place] = error
        for place in _ballots(jobs):
            # A ballot does one thing, the fold's, which refuses before it changes anything: no savepoint needed.
            try:
                jobs[place].result = jobs[place].run(work)
            except SQLAlchemyError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a job raises belongs to whoever waits for it
                refused[place] = error
        return refused

    def _run_job(self, job: _Job, work: Work) -> Exception | None:
        marks = {election: len(board.staged) for election, board in self._boards.by_election.items()}
        work.connection.exec_driver_sql("SAVEPOINT job")
        try:
            job.result = job.run(work)
        except Exception as error:  # noqa: BLE001 - whatever a job raises belongs to whoever waits for it
            # A full disk ends the whole transaction: then this fails too, and so does the batch.
            work.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT job")
            work.connection.exec_driver_sql("RELEASE SAVEPOINT job")
            self._undo(marks, work.connection)
            if isinstance(error, SQLAlchemyError):
                _LOG.exception("a job failed in the database")
                return StorageFailed()
            return error
        work.connection.exec_driver_sql("RELEASE SAVEPOINT job")
        return None

    def _undo(self, marks: dict[ElectionId, int], connection: Connection) -> None:
        """Take back what a failed job staged; rare, because jobs stage last."""
        for election, board in list(self._boards.by_election.items()):
            if election not in marks:
                del self._boards.by_election[election]
            elif len(board.staged) > marks[election]:
                board.load(connection, keep=board.staged[: marks[election]])

    def _rebuild(self) -> None:
        """Forget every board and load it again from what is durable.

        Raises:
            SQLAlchemyError, OSError: a medium still fails; it is tried again before the next batch.
            Unavailable: another laptop has taken over.
        """
        self._ship()
        with self._database.reader.connect() as reader:
            for election, board in list(self._boards.by_election.items()):
                try:
                    board.load(reader)
                    board.check(reader)
                except Unavailable as error:
                    _LOG.error("an election is shut: %s", error.code)
                    self._boards.shut[election] = error
                    del self._boards.by_election[election]
                    continue
                if board.stored == 0:
                    # Its first event was never stored, so neither was the election.
                    del self._boards.by_election[election]
        self._must_rebuild = False


def _ballots(jobs: list[_Job]) -> list[int]:
    """Return the places of the ballots among the jobs, in the order of their credentials."""
    keys = [(job.sort_key, place) for place, job in enumerate(jobs) if job.sort_key is not None]
    return [place for _, place in sorted(keys)]


def _commit(connection: Connection, *, is_sqlite: bool) -> None:
    if is_sqlite:
        connection.exec_driver_sql("COMMIT")
    connection.commit()


def _rollback(connection: Connection, *, is_sqlite: bool) -> None:
    try:
        if is_sqlite and connection.in_transaction():
            connection.exec_driver_sql("ROLLBACK")
        connection.rollback()
    except SQLAlchemyError:
        _LOG.info("nothing to roll back")
