import functools
import io
import json
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from rembug_api.cli import app
from rembug_api.cli.http_source import HttpSource
from rembug_api.cli.verify import progress_bar
from rembug_ballots.errors import BrokenRecord
from rembug_ballots.record import Record, record_files
from rembug_ballots.record_paths import write_folder
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.merkle import MerkleTree, leaf_hash
from tests.ballots.samples import STORY
from tests.ballots.story import ELECTION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    leaves = [event.data for event in STORY.events]
    root = MerkleTree([leaf_hash(leaf) for leaf in leaves]).root()
    note = sign_checkpoint(Checkpoint(f"rembug.id/{ELECTION}", len(leaves), root), bytes(32)).to_text().encode()
    write_folder(record_files(note, leaves, sorted(STORY.blobs.values())), tmp_path / "catatan")
    return tmp_path / "catatan"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_record_with_invented_signatures_is_invalid_and_says_where(folder: Path) -> None:
    done = CliRunner().invoke(app, ["verify", str(folder), "--json"])
    assert done.exit_code == 1, done.output
    report = json.loads(done.stdout)
    assert report["verdict"] == "invalid"
    assert {"id", "title", "status", "count", "detail"} <= report["checks"][0].keys()
    failed = [check for check in report["checks"] if check["status"] == "failed"]
    assert failed
    assert all(check["detail"] for check in failed)


def test_people_get_a_table_and_a_sentence(folder: Path) -> None:
    done = CliRunner().invoke(app, ["verify", str(folder)])
    assert done.exit_code == 1
    assert "TIDAK SAH" in done.stdout


def test_the_same_record_on_a_server_gives_the_same_verdict(address: str) -> None:
    done = CliRunner().invoke(app, ["verify", address, "--json"])
    assert done.exit_code == 1, done.output
    assert json.loads(done.stdout)["verdict"] == "invalid"


def test_a_record_on_a_server_is_read_byte_by_byte(address: str, folder: Path) -> None:
    source = HttpSource(address)
    assert Record(source).leaves == [event.data for event in STORY.events]
    assert source.read("checkpoint") == (folder / "checkpoint").read_bytes()
    assert source.read("blobs/" + "0" * 64) is None
    for path in ("../x", "lain", "/etc/passwd"):
        with pytest.raises(BrokenRecord):
            source.read(path)
    source.close()


@pytest.mark.parametrize("what", ["tidak-ada", "http://127.0.0.1:9/papan", "kosong"])
def test_what_cannot_be_read_is_neither_valid_nor_invalid(what: str, tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    target = what if what.startswith("http") else str(tmp_path / what)
    done = CliRunner().invoke(app, ["verify", target, "--json"])
    assert done.exit_code == 2
    report = json.loads(done.stdout)
    assert report["verdict"] == "incomplete"
    assert {check["status"] for check in report["checks"]} == {"incomplete"}
    assert (report["checks"][0]["id"], "tidak dapat dibaca" in report["checks"][0]["detail"]) == ("1.1", True)
    said = CliRunner().invoke(app, ["verify", target])
    assert said.exit_code == 2
    assert said.stdout.splitlines() == [
        f"{report['checks'][0]['detail']}.",
        "BELUM LENGKAP: sebagian belum dapat diperiksa.",
    ]


def test_a_terminal_shows_which_check_is_made_and_a_file_shows_nothing() -> None:
    shown = []
    for terminal in (True, False):
        screen = io.StringIO()
        with progress_bar(Console(file=screen, force_terminal=terminal, width=100)) as tell:
            tell("ballots.proof", 500, 2000)
            time.sleep(0.2)
        shown.append(screen.getvalue())
    assert "500/2000" in shown[0]
    assert shown[1].strip() == ""


def test_a_receipt_that_is_not_there_is_an_error_of_use(folder: Path, tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["verify", str(folder), "--receipt", str(tmp_path / "x")]).exit_code == 2
