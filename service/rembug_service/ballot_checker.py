"""Checks proofs and signatures of ballots outside the writer, many at once.

Ballots that arrive while others are being checked are the next batch: one multi-scalar multiplication checks all their
proofs, and only where it fails each is checked alone.
"""

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
Done = Callable[[Exception | None], None]
"""Called once, in the checker's thread, with what is wrong with the ballot; it must not raise."""


@dataclass(slots=True)
class _Check:
    election: ElectionId
    ballot: BallotCast
    key: PublicKey
    table_key: bytes
    done: Done


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

    def submit(self, election: ElectionId, ballot: BallotCast, key: PublicKey, table_key: bytes, done: Done) -> None:
        """Check a ballot; ``done`` hears what is wrong with it (BallotsError or CryptoError), or None."""
        self._queue.put(_Check(election, ballot, key, table_key, done))

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
            for each, fault in zip(batch, self._faults(batch), strict=True):
                each.done(fault)
            if last:
                return

    def _faults(self, batch: list[_Check]) -> list[Exception | None]:
        """Return what is wrong with each ballot."""
        try:
            faults = [_signature_fault(each) for each in batch]
            signed = [place for place, fault in enumerate(faults) if fault is None]
            for place, fault in self._proof_faults([batch[place] for place in signed]).items():
                faults[signed[place]] = fault
        except Exception as error:  # noqa: BLE001 - the thread must outlive whatever this was
            return [error] * len(batch)
        return faults

    def _proof_faults(self, signed: list[_Check]) -> Mapping[int, Exception]:
        if not signed:
            return {}
        try:
            batch_verify_ballot_proofs(
                [statement_of(each.election, each.ballot, each.key) for each in signed],
                [each.ballot.proof for each in signed],
                self._random,
            )
        except InvalidBallotProofs as error:
            return error.faults
        except (CryptoError, BallotsError, ValueError) as error:
            return dict.fromkeys(range(len(signed)), error)
        return {}


def _signature_fault(each: _Check) -> Exception | None:
    try:
        check_signatures(each.election, each.ballot, each.table_key)
    except (BallotsError, CryptoError) as error:
        return error
    return None
