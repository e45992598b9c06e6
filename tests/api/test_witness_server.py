"""A Rembug server as a witness for another (C2SP tlog-witness), and one that asks such a witness, over real HTTP."""

import dataclasses
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from rembug_api.demo.server import running_server
from rembug_api.witness_asker import WitnessAsker
from rembug_ballots.assemblies import Minutes
from rembug_ballots.signing import public_key
from rembug_ballots.witnessing import Witness, Witnessing
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.cosignature import verify_cosignature
from rembug_crypto.merkle import MerkleTree, leaf_hash
from rembug_crypto.note import COSIGNATURE, NoteKey, parse_note
from rembug_crypto.tlog_witness import AddCheckpoint
from rembug_service.service import Service
from rembug_service.witnesses import asking
from rembug_service.witnesses.asking import AskedMemory, Outcome
from rembug_service.witnesses.cosigning import last_point
from rembug_service.witnesses.desk import KEY_FILE, LOGS_FILE
from tests.ballots import agreements
from tests.ballots.witnesses import LOG_KEY, LOG_SEED, ORIGIN, WitnessedStory
from tests.service.tally.staged import ELECTION, Stage, rules, stage
from tests.service.tally.staged import NAMES as BALLOTS

NAME = "kelurahan.sukasari"


@contextmanager
def witness(folder: Path) -> Iterator[str]:
    """Run a server that witnesses the log; give the submission prefix."""
    folder.mkdir(exist_ok=True)
    (folder / LOGS_FILE).write_text(f"# kelurahan tetangga\nname {NAME}\n\n{LOG_KEY.to_text()}\n", encoding="utf-8")
    with running_server(folder) as base:
        yield f"{base}/saksi"


def key_of(folder: Path) -> NoteKey:
    return NoteKey(NAME, public_key((folder / KEY_FILE).read_bytes()), COSIGNATURE)


class Log:
    """A log of 300 leaves, and another of the same name."""

    def __init__(self, salt: str = "") -> None:
        self.tree = MerkleTree([leaf_hash(f"daun {number}{salt}".encode()) for number in range(300)])

    def request(self, old: int, new: int, origin: str = ORIGIN, seed: bytes = LOG_SEED) -> str:
        note = sign_checkpoint(Checkpoint(origin, new, self.tree.root(new)), seed)
        proof = self.tree.consistency_proof(old, new) if 0 < old < new else []
        return AddCheckpoint(old, tuple(proof), note).to_text()


def ask(prefix: str, body: str) -> httpx2.Response:
    return httpx2.post(f"{prefix}/add-checkpoint", content=body.encode())


def test_it_cosigns_what_grows_and_refuses_everything_else_as_the_standard_says(tmp_path: Path) -> None:
    log, fork = Log(), Log("!")
    with witness(tmp_path / "w") as prefix:
        assert ask(prefix, "bukan permintaan").status_code == 400
        assert ask(prefix, log.request(0, 5, "rembug.id/lain")).status_code == 404
        assert ask(prefix, log.request(0, 5, seed=bytes(32))).status_code == 403
        first = ask(prefix, log.request(0, 5))
        assert first.status_code == 200
        note = parse_note(log.request(0, 5).split("\n\n", 1)[1].encode())
        cosigned = parse_note(note.text.encode() + b"\n" + first.content)
        assert verify_cosignature(cosigned, key_of(tmp_path / "w")).timestamp > 1_700_000_000
        # The same again, and a longer one.
        assert ask(prefix, log.request(5, 5)).status_code == 200
        assert ask(prefix, log.request(5, 260)).status_code == 200
        assert ask(prefix, log.request(270, 265)).status_code == 400
        behind = ask(prefix, log.request(5, 300))
        assert (behind.status_code, behind.text) == (409, "260\n")
        assert behind.headers["content-type"].startswith("text/x.tlog.size")
        # Rewound, and split: of the same size, and of a larger one.
        assert ask(prefix, log.request(5, 200)).status_code == 409
        assert ask(prefix, fork.request(260, 260)).status_code == 409
        assert ask(prefix, fork.request(260, 300)).status_code == 422
        assert (
            ask(prefix, log.request(260, 300).replace("old 260\n", "old 260\n" + "A" * 43 + "=\n")).status_code == 422
        )
    # It remembers after a restart.
    with witness(tmp_path / "w") as prefix:
        assert ask(prefix, log.request(0, 5)).text == "260\n"
        assert ask(prefix, log.request(260, 300)).status_code == 200


def test_a_server_that_was_not_asked_to_be_a_witness_is_none(tmp_path: Path) -> None:
    with running_server(tmp_path / "plain") as base:
        assert ask(f"{base}/saksi", Log().request(0, 5)).status_code == 404


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[tuple[Stage, str, Path]]:
    """A service whose tatib names the server of another kelurahan, which runs."""
    folder = tmp_path / "w"
    with witness(folder) as prefix:
        agreed = Witnessing(1, (Witness("Kelurahan Sukasari", key_of(folder).to_text()),))
        story = WitnessedStory(rules=dataclasses.replace(rules(), witnessing=agreed), adults=(len(BALLOTS),))
        with stage(tmp_path / "data", story=story, seed=LOG_SEED) as told:
            asking.set_address(told.service, ELECTION, key_of(folder).to_text(), prefix)
            yield told, prefix, folder


def ask_once(service: Service, folder: Path) -> Outcome | None:
    """Let a service ask its witness, and return what it made of the answer."""
    memory = AskedMemory()
    with httpx2.Client(timeout=10) as client:
        WitnessAsker(service, memory, client).ask_all()
    return memory.said(ELECTION, key_of(folder).to_text())


def test_the_service_asks_and_keeps_what_its_witness_signed(asked: tuple[Stage, str, Path]) -> None:
    told, _, folder = asked
    key = key_of(folder)
    assert ask_once(told.service, folder) is Outcome.COSIGNED
    note = told.service.read(lambda c: last_point(c, told.board))
    assert note is not None
    assert verify_cosignature(note, key).name == NAME
    # Nothing new: nobody is asked.
    assert asking.questions(told.service) == []
    told.run_ceremony()
    assert ask_once(told.service, folder) is Outcome.COSIGNED
    later = told.service.read(lambda c: last_point(c, told.board))
    assert later is not None
    assert verify_cosignature(later, key).name == NAME
    assert Checkpoint.parse(later.text).size > Checkpoint.parse(note.text).size


def test_a_restored_backup_and_a_split_are_told_by_the_witness(asked: tuple[Stage, str, Path], tmp_path: Path) -> None:
    told, _, folder = asked
    told.service.write(lambda _: None)
    backup = tmp_path / "backup"
    shutil.copytree(tmp_path / "data", backup)
    told.run_ceremony()
    assert ask_once(told.service, folder) is Outcome.COSIGNED
    restored = Service.open(backup)
    try:
        assert ask_once(restored, folder) is Outcome.AHEAD
        # Yesterday's data go on another way, past what the witness saw: now it has proof of two logs.
        other = Stage(restored, WitnessedStory(rules=told.story.rules, adults=told.story.adults, seed="another"))
        while other.board.signed_size <= told.board.signed_size:
            said = agreements.minutes(len(other.board.state.assemblies) + 1)
            other.tell(agreements.recorded(other.story.keep_minutes(Minutes.from_json(said))))
        assert ask_once(restored, folder) is Outcome.SPLIT
    finally:
        restored.close()


def test_a_witness_that_does_not_answer_keeps_nobody_waiting(asked: tuple[Stage, str, Path]) -> None:
    told, _, folder = asked
    asking.set_address(told.service, ELECTION, key_of(folder).to_text(), "http://127.0.0.1:9/saksi")
    assert ask_once(told.service, folder) is Outcome.UNREACHED
    told.run_ceremony()
