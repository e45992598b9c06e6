"""A witness that comes by itself: it reads a board, demands that the log only grew, and brings its cosignature.

Nothing that the service says is believed.  Only the newest witness point is ever cosigned (docs/protocol.md section
13); the checkpoints in between are compared as well, so that a split or a rewound log shows at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final, Protocol

from rembug_api.witness.memory import LogMemory, Seen, WitnessKey, WitnessRefusal
from rembug_crypto.checkpoint import Checkpoint, open_checkpoint
from rembug_crypto.cosignature import cosign
from rembug_crypto.errors import CryptoError
from rembug_crypto.note import Note, NoteKey
from rembug_crypto.tlog_witness import check_growth, parse_proof_lines

_TRIES: Final = 3


class Unreachable(WitnessRefusal):
    """The board does not answer now; later it may."""


class Board(Protocol):
    """What the witness asks of a service; each may raise Unreachable."""

    def checkpoint(self) -> bytes:
        """Return the newest checkpoint."""

    def point(self) -> bytes:
        """Return the newest checkpoint that is offered to witnesses."""

    def consistency(self, old: int, new: int) -> str:
        """Return the lines of a proof."""

    def bring(self, note: str) -> bool:
        """Give a cosigned checkpoint, and say whether the service counts this witness."""


class Alarm(Enum):
    """How a log lied."""

    REWOUND = auto()
    SPLIT = auto()


ALARM_WORDS: Final = {
    Alarm.REWOUND: (
        "BUKU MUNDUR: layanan menunjukkan buku yang lebih pendek daripada yang pernah ditandatanganinya. "
        "Mungkin cadangan lama yang dijalankan, mungkin ada catatan yang dihapus."
    ),
    Alarm.SPLIT: (
        "BUKU BERBEDA: layanan menandatangani dua buku yang tidak dapat keduanya benar. "
        "Orang lain mungkin melihat buku yang lain daripada Anda."
    ),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit found.

    Attributes:
        size: of the largest checkpoint seen.
        cosigned: size of the point that was cosigned and brought now, or 0.
        counted: whether the tatib names this witness.
        alarm, evidence: how the log lied, and the file that shows it.
    """

    size: int
    cosigned: int = 0
    counted: bool = False
    alarm: Alarm | None = None
    evidence: Path | None = None


class WitnessDevice:
    """One witness of one log."""

    def __init__(
        self,
        key: WitnessKey,
        memory: LogMemory,
        board: Board,
        *,
        rest: Callable[[], None],
        clock: Callable[[], int],
    ) -> None:
        """Follow a log whose key is pinned in the memory.

        Args:
            key: of the witness.
            memory: what is kept of the log.
            board: the service.
            rest: waits a moment before a shorter log is believed to be one: another process may be a moment behind.
            clock: POSIX seconds.
        """
        self._key = key
        self._memory = memory
        self._board = board
        self._rest = rest
        self._clock = clock

    @property
    def _log(self) -> NoteKey:
        return NoteKey.parse(self._memory.key or "")

    def visit(self) -> Visit:
        """Look at the board once, and cosign what may be cosigned.

        Raises:
            WitnessRefusal: there is evidence against this log already, or the board cannot be read.
            OSError: the medium did not take it; nothing was cosigned.
        """
        if self._memory.evidence:
            raise WitnessRefusal(f"Sudah ada bukti bahwa buku ini bermasalah: {self._memory.evidence[0]}")
        point = self._read(self._board.point())
        found = self._follow(point) or self._follow(self._read(self._board.checkpoint()))
        if found is not None:
            return found
        last = self._memory.last(self._log)
        size = 0 if last is None else last.checkpoint.size
        if point.checkpoint.size <= self._memory.cosigned:
            return Visit(size)
        _, note = open_checkpoint(point.note.encode(), self._log)
        signed = cosign(Note(note.text, note.signatures[:1]), self._key.name, self._key.seed, self._clock())
        # Kept before it leaves: an older one is never signed again.
        self._memory.keep_cosigned(point.checkpoint.size)
        counted = self._board.bring(signed.to_text())
        return Visit(size, cosigned=point.checkpoint.size, counted=counted)

    def compare(self, data: bytes) -> Visit | None:
        """Hold the checkpoint that somebody else was shown against this one's; None where no proof can be had now.

        Raises:
            WitnessRefusal: it is no checkpoint of this log.
        """
        other, last = self._read(data), self._memory.last(self._log)
        if last is None:
            return self._follow(other) or Visit(other.checkpoint.size)
        older, newer = sorted((other, last), key=lambda each: each.checkpoint.size)
        try:
            if not self._is_growth(older.checkpoint, newer.checkpoint):
                return self._accuse(Alarm.SPLIT, older, newer)
        except Unreachable:
            return None
        return Visit(newer.checkpoint.size)

    def _read(self, data: bytes) -> Seen:
        try:
            checkpoint, _ = open_checkpoint(data, self._log)
        except CryptoError:
            raise WitnessRefusal(
                "Tanda buku ini tidak ditandatangani dengan kunci buku yang Anda catat. Jangan percaya alamat ini."
            ) from None
        return Seen(checkpoint, data.decode())

    def _follow(self, shown: Seen) -> Visit | None:
        """Keep a checkpoint that continues the largest one seen, or accuse."""
        last = self._memory.last(self._log)
        if last is None:
            self._memory.keep(shown)
            return None
        tries = 0
        while shown.checkpoint.size < last.checkpoint.size:
            if self._is_growth(shown.checkpoint, last.checkpoint):
                # A point of before, or a process that is a moment behind: the service knows the larger log.
                return None
            tries += 1
            if tries > _TRIES:
                return self._accuse(Alarm.REWOUND, last, shown)
            self._rest()
            shown = self._read(self._board.checkpoint())
        if not self._is_growth(last.checkpoint, shown.checkpoint):
            return self._accuse(Alarm.SPLIT, last, shown)
        if shown.checkpoint.size > last.checkpoint.size:
            self._memory.keep(shown)
        return None

    def _is_growth(self, old: Checkpoint, new: Checkpoint) -> bool:
        """Say whether the service proves that one log continues the other."""
        try:
            lines = self._board.consistency(old.size, new.size) if 0 < old.size < new.size else ""
            check_growth(old, new, parse_proof_lines(lines))
        except CryptoError:
            return False
        return True

    def _accuse(self, alarm: Alarm, older: Seen, newer: Seen) -> Visit:
        path = self._memory.accuse(ALARM_WORDS[alarm], older, newer)
        # The service itself must hear of it: it stops signing when it is shown its own newer checkpoint.
        for each in (older, newer):
            try:
                self._board.bring(each.note)
            except WitnessRefusal:
                continue
        return Visit(older.checkpoint.size, alarm=alarm, evidence=path)
