"""An honest record, made once by the demo over the real service, and its log key, to forge others from."""

import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rich.console import Console

from rembug_api.demo.setting import ELECTION
from rembug_api.demo.story import run_demo
from rembug_api.demo.wishes import Wishes
from rembug_ballots.canonical import JsonObject, parse_object, serialise
from rembug_ballots.ids import ElectionId
from rembug_ballots.record import Record, record_files
from rembug_ballots.record_open import open_record
from rembug_ballots.verification import Report, verify_record
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.merkle import leaf_hash, root_of
from rembug_service.service import Service
from rembug_service.system import system_random

_ENGLISH = re.compile(r"\b(?:the|not|is|of|a|an|no|bytes|does|proof|holder|equation|Invalid\w+|Malformed\w+)\b")
# Codes, types of events, and what voters wrote.
_OTHER = re.compile(r"[A-Z_]{4,}|[a-z]+\.[a-z_.-]+|“.*?”")


def english(detail: str) -> list[str]:
    """Return words of a report that only a programmer understands."""
    return _ENGLISH.findall(_OTHER.sub("", detail))


@dataclass(frozen=True)
class Honest:
    """A whole record in memory, with the seed of its log."""

    leaves: tuple[bytes, ...]
    blobs: tuple[bytes, ...]
    seed: bytes
    zipped: bytes

    @property
    def election(self) -> str:
        """The election's id."""
        return ELECTION

    def events(self, kind: str) -> list[int]:
        """Return the indices of all leaves of a type."""
        return [index for index, leaf in enumerate(self.leaves) if parse_object(leaf)["type"] == kind]

    def body(self, index: int) -> JsonObject:
        """Return the body of a leaf."""
        body = parse_object(self.leaves[index])["body"]
        assert isinstance(body, dict)
        return body

    def with_body(self, index: int, **members: object) -> list[bytes]:
        """Return the leaves with other members in one body."""
        value = parse_object(self.leaves[index])
        value["body"] = {**self.body(index), **members}  # type: ignore[dict-item]  # plain JSON values
        return [*self.leaves[:index], serialise(value), *self.leaves[index + 1 :]]

    def verify(self, leaves: Sequence[bytes], blobs: Sequence[bytes] | None = None, **options: object) -> Report:
        """Sign these leaves with the log's own key and verify them."""
        checkpoint = Checkpoint(f"rembug.id/{ELECTION}", len(leaves), root_of([leaf_hash(leaf) for leaf in leaves]))
        note = sign_checkpoint(checkpoint, self.seed).to_text().encode()
        files = dict(record_files(note, leaves, self.blobs if blobs is None else blobs))
        return verify_record(Record(Memory(files)), random=system_random, **options)  # type: ignore[arg-type]  # as given


@dataclass(frozen=True)
class Memory:
    """A record's files in memory."""

    files: dict[str, bytes]

    def read(self, path: str) -> bytes | None:
        """Return a file."""
        return self.files.get(path)

    def paths(self) -> Iterator[str]:
        """Yield all paths."""
        return iter(self.files)


@lru_cache(maxsize=1)
def honest() -> Honest:
    """Play a small election over HTTP and return its public record."""
    with tempfile.TemporaryDirectory() as folder:
        data, target = Path(folder) / "data", Path(folder) / "record.zip"
        silent = Console(file=io.StringIO())
        wishes = Wishes(adults=120, turnout=0.5, names_max=2, tables=2, seed=3)
        done = run_demo(data, wishes, export=target, serve=False, console=silent)
        assert done == 0
        service = Service.open(data)
        seed = service.board(ElectionId(ELECTION)).seed
        service.close()
        with open_record(target) as record:
            leaves = tuple(record.leaves)
            blobs = tuple(blob for name in record.blob_names() if (blob := record.blob(name)) is not None)
        return Honest(leaves, blobs, seed, target.read_bytes())
