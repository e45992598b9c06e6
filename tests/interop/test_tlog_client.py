"""A client of transparency logs that others wrote (Go's ``sumdb`` and ``torchwood``) reads and checks our board."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import httpx2
import pytest
from rich.console import Console

from rembug_api.demo.open_polls import PATH, open_polls
from rembug_api.demo.server import running_server
from rembug_api.demo.story import run_demo
from rembug_api.demo.wishes import Wishes
from rembug_ballots.events import Event
from rembug_ballots.events.agreement import RulesSealed
from rembug_ballots.events.setup import ElectionCreated
from rembug_ballots.events.tally import ContestWitnessed
from rembug_ballots.record import record_files
from rembug_ballots.record_open import open_record
from rembug_ballots.record_zip import write_zip
from rembug_ballots.signing import public_key
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.cosignature import cosign
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import COSIGNATURE, NoteKey, parse_note
from rembug_crypto.tlog_proof import TlogProof

CLIENT: Final = Path(__file__).parent / "tlog_client"
ORIGIN: Final = "rembug.id/contoh"
SEED: Final = bytes(range(32))
KEY: Final = NoteKey(ORIGIN, public_key(SEED)).to_text()

pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="Go is not on this machine")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the client once."""
    target = tmp_path_factory.mktemp("client") / "client"
    done = subprocess.run(
        ["go", "build", "-o", str(target), "."],
        cwd=CLIENT,
        env={**os.environ, "GOFLAGS": "-mod=readonly -buildvcs=false"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def _read(program: Path, place: object, key: str, *words: object) -> tuple[int, str]:
    """Let the client read a board; return its exit code and what it said."""
    done = subprocess.run(
        [str(program), "-key", key, *map(str, words), str(place)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _kept(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


class Log:
    """A log of our making, of any size, whose leaves say nothing."""

    def __init__(self, size: int) -> None:
        self.leaves: Sequence[bytes] = [f"daun {number}".encode() for number in range(size)]
        self.tree = MerkleTree([leaf_hash(leaf) for leaf in self.leaves])

    def note(self, size: int) -> str:
        return sign_checkpoint(Checkpoint(ORIGIN, size, self.tree.root(size)), SEED).to_text()

    def receipt(self, index: int, size: int) -> str:
        return TlogProof(index, tuple(self.tree.inclusion_proof(index, size)), self.note(size), b"kode").to_text()

    def written(self, path: Path) -> Path:
        with path.open("wb") as target:
            write_zip(record_files(self.note(len(self.leaves)).encode(), self.leaves, []), target)
        return path


# Around a full tile, around a full tile of tiles, and past the thousandth tile, where the paths get a second part.
@pytest.mark.parametrize("size", [1, 255, 256, 257, 65_536, 65_793, 257_025])
def test_it_reads_an_exported_log_of_any_size(size: int, program: Path, tmp_path: Path) -> None:
    log = Log(size)
    path = log.written(tmp_path / "record.zip")
    halfway = max(1, size // 2)
    code, said = _read(
        program,
        path,
        KEY,
        *("-older", _kept(tmp_path, "older", log.note(halfway))),
        *("-older", _kept(tmp_path, "same", log.note(size))),
        *("-receipt", _kept(tmp_path, "receipt", log.receipt(halfway - 1, halfway))),
        *("-receipt", _kept(tmp_path, "last", log.receipt(size - 1, size))),
    )
    assert (code, said) == (0, f"checkpoint {size}\nconsistent 2\nincluded {size}\nreceipts 2\n")


def _flipped(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(b"daun 77", b"daun 78", 1))


def test_it_refuses_what_is_to_be_refused(program: Path, tmp_path: Path) -> None:
    """Otherwise the tests above show nothing."""
    log, other = Log(300), Log(300)
    other.tree = MerkleTree([leaf_hash(leaf) for leaf in reversed(log.leaves)])
    path = log.written(tmp_path / "record.zip")
    foreign = NoteKey(ORIGIN, public_key(bytes(32))).to_text()
    forked = _kept(tmp_path, "forked", other.note(200))
    elsewhere = _kept(tmp_path, "elsewhere", log.receipt(3, 300).replace("index 3\n", "index 4\n"))
    assert _read(program, path, KEY)[0] == 0
    for words in ((foreign,), (KEY, "-older", forked), (KEY, "-receipt", elsewhere)):
        assert _read(program, path, *words)[0] == 1, words
    damaged = shutil.copy(path, tmp_path / "damaged.zip")
    _flipped(Path(damaged))
    assert _read(program, damaged, KEY)[0] == 1


def test_it_follows_a_server_while_ballots_come_in(program: Path, tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as base, httpx2.Client(base_url=f"{base}{PATH}", timeout=60) as board:
        polls = open_polls(base, 120, present=20)
        table = polls.tables[0]
        before = _kept(tmp_path, "before", board.get("/board/checkpoint").text)
        words: list[object] = ["-older", before]
        for number in range(4):
            answer = board.post("/ballots", json=polls.ballot(table, table.draw(), f"Nama {number}"))
            assert answer.status_code == 201
            receipt = board.get(f"/receipts/{answer.json()['tracking']}").text
            words += ["-receipt", _kept(tmp_path, f"receipt-{number}", receipt)]
        code, said = _read(program, f"{base}{PATH}/board", polls.log_key, *words)
    assert code == 0, said
    assert re.fullmatch(r"checkpoint (\d+)\nconsistent 1\nincluded \1\nreceipts 4\n", said)


def test_it_demands_the_witnesses_that_the_tatib_names(program: Path, tmp_path: Path) -> None:
    """On an exported checkpoint, and on receipts."""
    log, names = Log(300), ("pemantau.rw03", "fasilitator", "kelurahan.sukasari")
    seeds = {name: bytes([number]) * 32 for number, name in enumerate(names, start=1)}
    keys = [NoteKey(name, public_key(seed), COSIGNATURE).to_text() for name, seed in seeds.items()]
    witnesses = [word for key in keys for word in ("-witness", key)]

    def cosigned(size: int, by: Sequence[str]) -> str:
        note = parse_note(log.note(size).encode())
        for name in by:
            note = cosign(note, name, seeds[name], 1_790_000_000)
        return note.to_text()

    def record(by: Sequence[str]) -> Path:
        path = tmp_path / f"record-{len(by)}.zip"
        with path.open("wb") as target:
            write_zip(record_files(cosigned(300, by).encode(), log.leaves, []), target)
        return path

    def receipt(by: Sequence[str]) -> Path:
        proof = TlogProof(7, tuple(log.tree.inclusion_proof(7, 200)), cosigned(200, by), b"kode")
        return _kept(tmp_path, f"receipt-{len(by)}", proof.to_text())

    quorum = [*witnesses, "-quorum", "2"]
    assert _read(program, record(names[:2]), KEY, *quorum, "-receipt", receipt(names[1:]))[0] == 0
    code, said = _read(program, record(names[:1]), KEY, *quorum)
    assert (code, "witnesses" in said) == (1, True), said
    assert _read(program, record(names), KEY, *quorum, "-receipt", receipt(names[:1]))[0] == 1
    # A line that another key made under the name of a witness is none of hers.
    forged = [*("-witness", keys[0]), *("-witness", NoteKey(names[1], public_key(bytes(32)), COSIGNATURE).to_text())]
    assert _read(program, record(names[:2]), KEY, *forged, "-quorum", "2")[0] == 1


def test_it_accepts_an_election_whose_witnesses_signed_over_http(program: Path, tmp_path: Path) -> None:
    export = tmp_path / "record.zip"
    wishes = Wishes(adults=120, turnout=0.5, names_max=2, tables=2, seed=3, witnesses=3)
    assert run_demo(tmp_path / "data", wishes, export=export, serve=False, console=Console(file=io.StringIO())) == 0
    with open_record(export) as record:
        bodies = [Event.parse(leaf).body for leaf in record.leaves]
        created = next(body for body in bodies if isinstance(body, ElectionCreated))
        sealed = next(body for body in bodies if isinstance(body, RulesSealed))
        opened = next(body for body in bodies if isinstance(body, ContestWitnessed))
        note = record.blob(opened.note)
    assert sealed.rules.witnessing is not None
    assert note is not None
    keys = [word for each in sealed.rules.witnessing.witnesses for word in ("-witness", each.key)]
    before = _kept(tmp_path, "before-the-opening", note.decode())
    code, said = _read(program, export, created.log_key, *keys, "-quorum", "3", "-older", before)
    assert code == 0, said
