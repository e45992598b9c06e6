import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembug_ballots.errors import BrokenRecord
from rembug_ballots.events import Event
from rembug_ballots.record import Record, record_files
from rembug_ballots.record_open import open_record
from rembug_ballots.record_paths import (
    FolderSource,
    MappingSource,
    RecordSource,
    is_record_path,
    write_folder,
)
from rembug_ballots.record_zip import ZipSource, write_zip
from rembug_ballots.state import ElectionState
from rembug_crypto.checkpoint import Checkpoint, sign_checkpoint
from rembug_crypto.merkle import MerkleTree, leaf_hash
from tests.ballots.samples import STORY
from tests.ballots.story import ELECTION

LEAVES = [event.data for event in STORY.events]
BLOBS = sorted(STORY.blobs.values())


def note(leaves: list[bytes]) -> bytes:
    root = MerkleTree([leaf_hash(leaf) for leaf in leaves]).root()
    checkpoint = Checkpoint(f"rembug.id/{ELECTION}", len(leaves), root)
    return sign_checkpoint(checkpoint, bytes(32)).to_text().encode()


FILES = dict(record_files(note(LEAVES), LEAVES, BLOBS))


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    write_zip(files.items(), target)
    return target.getvalue()


ZIP = zipped(FILES)


def content(source: RecordSource) -> dict[str, bytes | None]:
    paths = source.paths()
    assert paths is not None
    return {path: source.read(path) for path in paths}


def test_a_record_is_the_same_in_a_folder_a_zip_and_memory(tmp_path: Path) -> None:
    write_folder(iter(FILES.items()), tmp_path / "record")
    (tmp_path / "record.zip").write_bytes(ZIP)
    assert content(FolderSource(tmp_path / "record")) == FILES
    for path in (tmp_path / "record", tmp_path / "record.zip"):
        with open_record(path) as record:
            assert content(record.source) == FILES
            assert list(record.leaves) == LEAVES
            assert record.tree.root() == record.checkpoint.root
            assert not list(record.wrong_tiles())
            assert not list(record.wrong_blobs())
            assert {record.get(name) for name in record.blob_names()} == set(BLOBS)


def test_the_fold_runs_on_a_record() -> None:
    record = Record(MappingSource(FILES))
    state = ElectionState()
    for leaf in record.leaves:
        state.apply(Event.parse(leaf), record)
    assert state.size == len(LEAVES)


def test_the_bytes_of_a_zip_follow_from_its_content() -> None:
    assert zipped(dict(reversed(FILES.items()))) == ZIP
    with zipfile.ZipFile(io.BytesIO(ZIP)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(FILES)


@given(st.integers(0, len(ZIP) - 1), st.integers(1, 255))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_byte_of_a_zip_is_free(tmp_path: Path, place: int, change: int) -> None:
    wrong = bytearray(ZIP)
    wrong[place] ^= change
    path = tmp_path / "wrong.zip"
    path.write_bytes(wrong)
    with pytest.raises(BrokenRecord), ZipSource(path) as source:
        content(source)


@pytest.mark.parametrize("data", [b"", b"PK", ZIP[:-1], ZIP + b"\x00", b"\x00" + ZIP, ZIP[:5000]])
def test_another_file_is_no_zip_of_a_record(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "wrong.zip"
    path.write_bytes(data)
    with pytest.raises(BrokenRecord), ZipSource(path) as source:
        content(source)


def foreign_zip(path: Path, names: list[str], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in names:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, bytes(100_000))
    return path


@pytest.mark.parametrize(
    "names",
    [["../checkpoint"], ["/etc/passwd"], ["tile/0/000", "checkpoint"], ["lain"], ["blobs/" + "a" * 63]],
)
def test_a_zip_with_strange_paths_is_refused(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(BrokenRecord):
        ZipSource(foreign_zip(tmp_path / "strange.zip", names))


def test_a_zip_that_unpacks_to_more_than_it_is_is_refused(tmp_path: Path) -> None:
    path = foreign_zip(tmp_path / "bomb.zip", ["checkpoint"], zipfile.ZIP_DEFLATED)
    with pytest.raises(BrokenRecord, match="compressed"):
        ZipSource(path)


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("checkpoint", True),
        ("tile/0/000", True),
        ("tile/entries/x001/234.p/7", True),
        ("blobs/" + "0a" * 32, True),
        ("blobs/" + "0A" * 32, False),
        ("checkpoint/", False),
        ("tile/entries/../checkpoint", False),
        ("tile/0/000.p/256", False),
        ("tile/0/1", False),
        ("", False),
        ("manifest.json", False),
    ],
)
def test_paths_have_a_grammar(path: str, good: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_record_path(path) is good


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("rahasia")
    folder = tmp_path / "record"
    folder.mkdir()
    (folder / "checkpoint").symlink_to(tmp_path / "secret")
    with pytest.raises(BrokenRecord, match="outside"):
        Record(FolderSource(folder))


def test_nothing_strange_is_read_from_or_written_to_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BrokenRecord):
        FolderSource(tmp_path).read("../checkpoint")
    with pytest.raises(BrokenRecord):
        FolderSource(tmp_path / "none")
    with pytest.raises(BrokenRecord):
        write_folder(iter([("../a", b"")]), tmp_path / "new")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").touch()
    with pytest.raises(BrokenRecord):
        write_folder(iter([]), tmp_path / "full")


@pytest.mark.parametrize("path", ["checkpoint", *(path for path in FILES if "entries" in path)])
def test_a_record_without_checkpoint_or_entries_cannot_be_read(path: str) -> None:
    less = {name: data for name, data in FILES.items() if name != path}
    with pytest.raises(BrokenRecord):
        list(Record(MappingSource(less)).leaves)
    shorter = {**FILES, path: FILES[path][:-1]}
    with pytest.raises(BrokenRecord):
        list(Record(MappingSource(shorter)).leaves)


def test_wrong_hash_tiles_and_blobs_are_named() -> None:
    tile = next(path for path in FILES if path.startswith("tile/0/"))
    blob = next(path for path in FILES if path.startswith("blobs/"))
    wrong = Record(MappingSource({**FILES, tile: FILES[tile][::-1], blob: FILES[blob] + b"x"}))
    assert list(wrong.wrong_tiles()) == [tile]
    assert [f"blobs/{name}" for name in wrong.wrong_blobs()] == [blob]
    name = next(wrong.wrong_blobs())
    assert wrong.get(name) is None
    with pytest.raises(BrokenRecord):
        wrong.blob(name)
    less = Record(MappingSource({path: data for path, data in FILES.items() if path != tile}))
    assert list(less.wrong_tiles()) == [tile]


def test_files_that_nothing_leads_to_are_named() -> None:
    record = Record(MappingSource({**FILES, "tile/0/009": b"", "blobs/" + "0" * 64: b""}))
    names = [name for name in record.blob_names() if name != "0" * 64]
    assert set(record.strangers(names)) == {"tile/0/009", "blobs/" + "0" * 64}


def test_a_log_that_claims_to_be_endless_is_refused() -> None:
    endless = sign_checkpoint(Checkpoint(f"rembug.id/{ELECTION}", 1 << 40, bytes(32)), bytes(32))
    with pytest.raises(BrokenRecord):
        Record(MappingSource({"checkpoint": endless.to_text().encode()}))


@pytest.mark.parametrize("data", [b"", b"a\n1\n", b"\xff"])
def test_another_checkpoint_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenRecord):
        Record(MappingSource({"checkpoint": data}))


def test_too_long_or_doubled_files_are_not_written() -> None:
    with pytest.raises(BrokenRecord):
        write_zip([("checkpoint", b""), ("checkpoint", b"")], io.BytesIO())
    with pytest.raises(BrokenRecord):
        write_zip([("lain", b"")], io.BytesIO())
