"""Checks proofs and signatures of ballots outside the writer, many at once.

Ballots that arrive while others are being checked are the next batch: one multi-scalar multiplication checks all their
proofs, and only where it fails each is checked alone.
"""

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

from rembug_ballots.ballot import check_signatures, statement_of
from rembug_ballots.errors import BallotsError
from rembug_ballots.events.polling import BallotCast
from rembug_ballots.ids import ElectionId
from rembug_crypto.ballot_proof import batch_verify_ballot_proofs
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.errors import CryptoError, InvalidBallotProofs
from rembug_crypto.randomness import RandomSource

MOST_BALLOTS: Final = 64


@dataclass(slots=True)
class _Check:
    election: ElectionId
    ballot: BallotCast
    key: PublicKey
    table_key: bytes
    future: "Future[None]" = field(default_factory=Future)


class BallotChecker:
    """A thread that checks ballots in batches."""

    def __init__(self, random: RandomSource) -> None:
        """Start the thread.

        Args:
            random: source of the weights with which proofs are checked together.
        """
        self._random = random
        self._queue: queue.SimpleQueue[_Check | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._loop, name="rembug-checker", daemon=True)
        self._thread.start()

    def submit(self, election: ElectionId, ballot: BallotCast, key: PublicKey, table_key: bytes) -> "Future[None]":
        """Check a ballot; the future raises what is wrong with it (BallotsError or CryptoError)."""
        check = _Check(election, ballot, key, table_key)
        self._queue.put(check)
        return check.future

    def close(self) -> None:
        """Stop after what is queued."""
        self._queue.put(None)
        self._thread.join()

    def _loop(self) -> None:
        while True:
            first = self._queue.get()
            if first is None:
                return
            batch = [first]
            last = False
            while len(batch) < MOST_BALLOTS and not last:
                try:
                    each = self._queue.get_nowait()
                except queue.Empty:
                    break
                if each is None:
                    last = True
                else:
                    batch.append(each)
            try:
                self._check(batch)
            except Exception as error:  # noqa: BLE001 - the thread must outlive whatever this was
                for each in batch:
                    if not each.future.done():
                        each.future.set_exception(error)
            if last:
                return

    def _check(self, batch: list[_Check]) -> None:
        signed = [each for each in batch if self._signed(each)]
        if not signed:
            return
        faults: dict[int, Exception] = {}
        try:
            batch_verify_ballot_proofs(
                [statement_of(each.election, each.ballot, each.key) for each in signed],
                [each.ballot.proof for each in signed],
                self._random,
            )
        except InvalidBallotProofs as error:
            faults = dict(error.faults)
        except (CryptoError, BallotsError, ValueError) as error:
            faults = dict.fromkeys(range(len(signed)), error)
        for place, each in enumerate(signed):
            if place in faults:
                each.future.set_exception(faults[place])
            else:
                each.future.set_result(None)

    def _signed(self, each: _Check) -> bool:
        try:
            check_signatures(each.election, each.ballot, each.table_key)
        except (BallotsError, CryptoError) as error:
            each.future.set_exception(error)
            return False
        return True
