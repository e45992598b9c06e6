"""The sequencer: what it promises when things go wrong, and in what order it writes."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import OperationalError

from rembug_ballots.events.fields import Reason
from rembug_ballots.events.polling import BallotCast, CardReplaced
from rembug_ballots.ids import OfficerId, Officers, TableNumber
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_crypto.checkpoint import open_checkpoint
from rembug_crypto.note import NoteKey
from rembug_service import board as board_module
from rembug_service import casting, writer
from rembug_service.casting import Receipt
from rembug_service.errors import Conflict, StorageFailed, Unavailable
from rembug_service.sql.tables import checkpoints, drafts
from rembug_service.work import Work
from tests.service.polls import SUKAMUNDUR, Open, at_once


def replacement(table: int) -> CardReplaced:
    return CardReplaced(TableNumber(table), Reason("kartu hilang"), Officers((OfficerId("a"), OfficerId("b"))))


@contextmanager
def writer_held(polls: Open) -> Iterator[None]:
    """Keep the writer busy, so that what is submitted meanwhile becomes one batch."""
    entered, release = threading.Event(), threading.Event()

    def job(_: Work) -> None:
        entered.set()
        release.wait(20)

    held = polls.service.writer.submit(job)
    assert entered.wait(20)
    try:
        yield
    finally:
        release.set()
        held.result(20)


def test_a_receipt_holds_against_the_database_and_the_signature(polls: Open) -> None:
    receipts = [polls.cast(polls.ballot()) for _ in range(3)]
    for receipt in receipts:
        polls.check(receipt)


def test_fifty_ballots_race_for_one_card_and_the_others_leave_no_trace(polls: Open) -> None:
    card = polls.table.draw()
    ballots = [polls.again(polls.table, card.secret, f"Nama {number}") for number in range(50)]
    before = len(polls.leaves())
    answers = at_once([partial(polls.cast, ballot) for ballot in ballots])
    receipts = [each for each in answers if isinstance(each, Receipt)]
    refused = [each for each in answers if isinstance(each, IllegalEvent)]
    assert (len(receipts), len(refused)) == (1, 49)
    assert {each.code for each in refused} == {Refusal.CREDENTIAL_USED}
    assert len(polls.leaves()) == before + 1
    polls.check(receipts[0])


def test_the_same_ballot_again_has_the_same_index_also_while_it_is_being_written(
    polls: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballot = polls.ballot()
    committing, release = threading.Event(), threading.Event()
    real = writer._commit

    def slow(connection: Connection, *, is_sqlite: bool) -> None:
        committing.set()
        release.wait(20)
        real(connection, is_sqlite=is_sqlite)

    monkeypatch.setattr(writer, "_commit", slow)
    first = casting.cast(polls.service, SUKAMUNDUR, ballot)
    assert committing.wait(20)
    second = casting.cast(polls.service, SUKAMUNDUR, ballot)
    assert not first.done()
    assert not second.done()
    release.set()
    assert first.result(20) == second.result(20) == polls.cast(ballot).index


def test_a_checkpoint_is_not_seen_before_it_is_durable(polls: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    before = polls.board.signed
    seen = []
    real = writer._commit

    def look(connection: Connection, *, is_sqlite: bool) -> None:
        seen.append((polls.board.note, polls.board.signed_size))
        real(connection, is_sqlite=is_sqlite)
        seen.append((polls.board.note, polls.board.signed_size))

    monkeypatch.setattr(writer, "_commit", look)
    polls.cast(polls.ballot())
    assert set(seen) == {(before.note, before.size)}
    assert polls.board.signed.size == before.size + 1
    assert polls.board.checkpoint_path.read_text() == polls.board.note


def _full(*_: object, **__: object) -> None:
    raise OperationalError("COMMIT", None, Exception("database or disk is full"))


def test_a_failed_commit_promises_nothing_and_loses_nothing(polls: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    ballot, before = polls.ballot(), polls.leaves()
    kept = polls.board.signed
    with monkeypatch.context() as patch:
        patch.setattr(writer, "_commit", _full)
        with pytest.raises(StorageFailed):
            polls.cast(ballot)
    assert polls.leaves() == before
    assert polls.board.signed == kept
    assert polls.board.checkpoint_path.read_text() == kept.note
    receipt = polls.cast(ballot)
    assert receipt.index == len(before)
    polls.check(receipt)


def test_without_its_checkpoint_on_the_medium_no_receipt_leaves(polls: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    ballot = polls.ballot()

    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(board_module, "write_durably", broken)
        with pytest.raises(StorageFailed):
            polls.cast(ballot)
        with pytest.raises(StorageFailed):
            polls.cast(ballot)
    # The ballot itself had been committed: the retry finds it, once its checkpoint is on the medium.
    receipt = polls.cast(ballot)
    polls.check(receipt)
    assert polls.board.checkpoint_path.read_text() == polls.board.note
    assert [body.credential for body in polls.cast_leaves()] == [ballot.credential]


def test_a_refused_job_leaves_nothing_in_database_or_fold(polls: Open) -> None:
    before, state = polls.leaves(), polls.board.state.tables[TableNumber(1)].replaced

    def job(work: Work) -> None:
        work.connection.execute(insert(drafts).values(election=SUKAMUNDUR, kind="sisa", data=b"x"))
        work.append(SUKAMUNDUR, replacement(1))
        raise Conflict("X", "sengaja")

    with writer_held(polls):
        good = polls.service.writer.submit(lambda work: work.append(SUKAMUNDUR, replacement(1)))
        bad = polls.service.writer.submit(job)
        after = polls.service.writer.submit(lambda work: work.append(SUKAMUNDUR, replacement(2)))
    assert isinstance(bad.exception(20), Conflict)
    assert (good.result(20), after.result(20)) == (len(before), len(before) + 1)
    assert len(polls.leaves()) == len(before) + 2
    assert polls.board.state.tables[TableNumber(1)].replaced == state + 1
    assert polls.service.read(lambda c: c.scalar(select(drafts.c.data).where(drafts.c.kind == "sisa"))) is None


def test_a_job_that_breaks_the_database_harms_no_other(polls: Open) -> None:
    def job(work: Work) -> None:
        work.connection.exec_driver_sql("SELECT * FROM tidak_ada")

    with writer_held(polls):
        bad = polls.service.writer.submit(job)
        good = polls.service.writer.submit(lambda work: work.append(SUKAMUNDUR, replacement(1)))
    assert isinstance(bad.exception(20), StorageFailed)
    assert good.result(20) == len(polls.leaves()) - 1


def test_ballots_of_one_batch_stand_in_the_order_of_their_credentials(polls: Open) -> None:
    ballots = sorted((polls.ballot() for _ in range(12)), key=lambda each: each.credential, reverse=True)
    start = len(polls.leaves())
    signatures = polls.service.read(_signatures)
    with writer_held(polls):
        futures: list[Future[int]] = [Future() for _ in ballots]
        for ballot, future in zip(ballots, futures, strict=True):
            polls.service.writer.submit_ballot(partial(_append, ballot), ballot.credential, partial(_into, future))
    indices = [each.result(20) for each in futures]
    assert indices == list(range(start + 11, start - 1, -1))
    assert polls.service.read(_signatures) == [*signatures, start + 12]


def _into(future: "Future[int]", index: int, error: Exception | None) -> None:
    if error is None:
        future.set_result(index)
    else:
        future.set_exception(error)


def _append(ballot: BallotCast, work: Work) -> int:
    return work.append(SUKAMUNDUR, ballot)


def _signatures(connection: Connection) -> list[int]:
    sizes = select(checkpoints.c.size).where(checkpoints.c.election == SUKAMUNDUR).order_by(checkpoints.c.size)
    return list(connection.scalars(sizes).all())


def test_every_stored_checkpoint_is_a_root_of_the_log(polls: Open) -> None:
    for _ in range(3):
        polls.cast(polls.ballot())
    rows = polls.service.read(
        lambda c: c.execute(select(checkpoints).where(checkpoints.c.election == SUKAMUNDUR)).fetchall()
    )
    for row in rows:
        checkpoint, _ = open_checkpoint(row.note.encode(), NoteKey.parse(polls.polls.log_key))
        assert checkpoint.size == row.size
        assert checkpoint.root == polls.board.tree.root(row.size)


def test_a_client_that_hangs_up_stops_nothing(polls: Open) -> None:
    with writer_held(polls):
        dropped = polls.service.writer.submit(lambda work: work.append(SUKAMUNDUR, replacement(1)))
        assert dropped.cancel()
        ballot = polls.ballot()
        waiting = casting.cast(polls.service, SUKAMUNDUR, ballot)
        assert not waiting.cancel()
    assert polls.cast(ballot).index == waiting.result(20)
    assert polls.board.state.tables[TableNumber(1)].replaced == 0


def test_after_closing_no_job_waits_for_ever(polls: Open) -> None:
    polls.service.writer.close()
    with pytest.raises(Unavailable) as refused:
        polls.service.write(lambda _: None)
    assert refused.value.code == "SEDANG_TUTUP"


def test_a_ballot_checked_under_an_older_table_key_is_not_appended(polls: Open) -> None:
    ballot, before = polls.ballot(), len(polls.leaves())
    table = polls.board.state.tables[TableNumber(1)]
    with writer_held(polls):
        waiting = casting.cast(polls.service, SUKAMUNDUR, ballot)
        # The home round gives the table another key while the ballot is on its way.
        table.key = bytes(32)
    with pytest.raises(IllegalEvent) as refused:
        waiting.result(20)
    assert refused.value.code is Refusal.TABLE_NOT_OPEN
    assert len(polls.leaves()) == before
