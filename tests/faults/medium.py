"""A medium after a power cut: what was flushed is there, of everything else any part.

Rules of the simulated medium, stricter than most real ones:

- What was written to a file before a flush of it began is there after that flush ended.  Of what came later, each
  sector of 512 bytes is there or not by itself; a sector is never half written.  A change of the size may be lost.
- A new name, a changed name or a removed name lasts once its folder was flushed.  Of the later changes of a folder some
  first ones are there, in their order; other folders and the contents of files know nothing of that.
"""

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SECTOR: Final = 512
_HEAD: Final = struct.Struct("<ciQI")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a recording; see ``recorder.c``."""

    kind: str
    descriptor: int
    number: int
    data: bytes


def read_recording(path: Path) -> list[Change]:
    """Read a recording."""
    raw = path.read_bytes()
    changes = []
    at = 0
    while at < len(raw):
        kind, descriptor, number, length = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        changes.append(Change(kind.decode(), descriptor, number, raw[at : at + length]))
        at += length
    assert at == len(raw)
    return changes


@dataclass(slots=True)
class File:
    """A file's lasting content, and what was done since: (place in the recording, offset or size, data or None)."""

    content: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, int, bytes | None]] = field(default_factory=list)

    def settle(self, before: int) -> None:
        """A flush that began at ``before`` has ended."""
        while self.pending and self.pending[0][0] < before:
            _, number, data = self.pending.pop(0)
            _apply(self.content, number, data)

    def after_cut(self, keeps: Callable[[int], bool]) -> bytes:
        """Return what is left of it; ``keeps`` says for each part, by its place in the recording, whether it is."""
        content = bytearray(self.content)
        for place, number, data in self.pending:
            if data is None:
                if keeps(place):
                    _apply(content, number, None)
                continue
            start = 0
            while start < len(data):
                stop = min(len(data), start + SECTOR - (number + start) % SECTOR)
                if keeps(place):
                    _apply(content, number + start, data[start:stop])
                start = stop
        return bytes(content)


def _apply(content: bytearray, number: int, data: bytes | None) -> None:
    end = number if data is None else number + len(data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if data is None:
        del content[number:]
    else:
        content[number:end] = data


@dataclass(slots=True)
class Folder:
    """Which names last, and what was done since: (place, old name or None, new name or None, what it names)."""

    names: "dict[str, File | Folder]" = field(default_factory=dict)
    pending: "list[tuple[int, str | None, str | None, File | Folder]]" = field(default_factory=list)

    def settle(self, before: int) -> None:
        """A flush that began at ``before`` has ended."""
        while self.pending and self.pending[0][0] < before:
            _rename(self.names, *self.pending.pop(0)[1:])

    def after_cut(self, kept: int) -> "dict[str, File | Folder]":
        """Return its names, of the pending changes the first ``kept``."""
        names = dict(self.names)
        for change in self.pending[:kept]:
            _rename(names, *change[1:])
        return names


def _rename(names: "dict[str, File | Folder]", old: str | None, new: str | None, what: File | Folder) -> None:
    if old is not None:
        names.pop(old, None)
    if new is not None:
        names[new] = what


@dataclass
class Medium:
    """A folder ``root`` on a medium that follows a recording.

    Attributes:
        forgets: whether it forgets a flush of the file or folder at a path, as a lying medium does.
        done: how many changes happened.
        now: every name as the running system sees it.
    """

    root: Path
    forgets: Callable[[str], bool] = lambda _: False
    done: int = 0
    top: Folder = field(default_factory=Folder)
    now: dict[str, File | Folder] = field(default_factory=dict)
    _open: dict[int, str] = field(default_factory=dict)
    _held: dict[int, File | Folder] = field(default_factory=dict)
    _flushing: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now[str(self.root)] = self.top

    def follow(self, change: Change) -> None:
        """Let one change happen."""
        place, self.done = self.done, self.done + 1
        fd, path = change.descriptor, change.data.decode() if change.kind in "OUM" else ""
        match change.kind:
            case "O":
                self._hold(place, fd, path, change.number)
            case "C":
                self._open.pop(fd, None)
                self._held.pop(fd, None)
            case "W" | "T":
                file = self._held[fd]
                assert isinstance(file, File)
                file.pending.append((place, change.number, change.data if change.kind == "W" else None))
            case "S":
                self._flushing[fd] = place
            case "F":
                before = self._flushing.pop(fd)
                if not self.forgets(self._open[fd]):
                    self._held[fd].settle(before)
            case "U":
                self._name(place, path, None, self.now.pop(path))
            case "M":
                self.now[path] = Folder()
                self._name(place, None, path, self.now[path])
            case "R":
                old, new = change.data.decode().split("\0")
                self.now[new] = self.now.pop(old)
                self._name(place, old, new, self.now[new])
            case _:
                raise AssertionError(change.kind)

    def _hold(self, place: int, fd: int, path: str, how: int) -> None:
        if path not in self.now:
            assert how != 2, f"a folder that was never made: {path}"
            self.now[path] = File()
            self._name(place, None, path, self.now[path])
        held = self._held[fd] = self.now[path]
        self._open[fd] = path
        if how == 1 and isinstance(held, File):
            held.pending.append((place, 0, None))

    def _name(self, place: int, old: str | None, new: str | None, what: File | Folder) -> None:
        folder = self.now[str(Path(new or old or "").parent)]
        assert isinstance(folder, Folder)
        folder.pending.append((place, old and Path(old).name, new and Path(new).name, what))

    def cut(self, target: Path, chance: random.Random) -> None:
        """Write to ``target`` what a power cut may leave."""
        self._leave(self.top, target, chance, _keeper(self.done, chance))

    def all_of(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file as the running system sees it."""
        for path, node in self.now.items():
            if isinstance(node, File):
                yield path, node.after_cut(lambda _: True)

    def _leave(self, folder: Folder, target: Path, chance: random.Random, keeps: Callable[[int], bool]) -> None:
        target.mkdir()
        for name, node in folder.after_cut(chance.randint(0, len(folder.pending))).items():
            if isinstance(node, Folder):
                self._leave(node, target / name, chance, keeps)
            else:
                (target / name).write_bytes(node.after_cut(keeps))


def _keeper(end: int, chance: random.Random) -> Callable[[int], bool]:
    """Draw how a medium loses: nothing, everything, what came last, or any sectors."""
    how = chance.choice(("nothing", "everything", "last", "any", "any"))
    last = max(0, end - chance.randint(0, 400))
    share = chance.random()
    return {
        "nothing": lambda _: True,
        "everything": lambda _: False,
        "last": lambda place: place < last,
        "any": lambda _: chance.random() < share,
    }[how]
