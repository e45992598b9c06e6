"""Attachments of minutes: private files, known by their content."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from rembug_service import assemblies, assembly_files
from rembug_service.accounts import create_first_account
from rembug_service.assembly_files import LARGEST_FILE, MOST_FILES, keep_file, list_files, media_of, read_file
from rembug_service.elections import create_election
from rembug_service.errors import Conflict, InvalidRequest, NotFound
from rembug_service.payload import Payload
from rembug_service.service import Service
from tests.service.test_assemblies import DRAFT, ELECTION, LAPTOP, PLACE

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = Service.open(tmp_path / "data")
    create_first_account(opened, "ketua", "Ibu Ketua", "enam kata yang panjang sekali")
    create_election(opened, ELECTION, "Pembentukan BKM", Payload(PLACE))
    assemblies.save_draft(opened, ELECTION, DRAFT, "ketua", LAPTOP, 0, {"title": "Rembug"})
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"\xff\xd8\xff\xe0 JFIF", "image/jpeg"),
        (PNG, "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data: bytes, media: str) -> None:
    assert media_of(data) == media


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload='x'>", b"RIFF....WAVE", b"MZ\x90", b" %PDF-", b"GIF89a", b"\xff\xd8"]
)
def test_a_file_of_another_kind_is_refused_whatever_its_name(service: Service, data: bytes) -> None:
    with pytest.raises(InvalidRequest) as refused:
        keep_file(service, ELECTION, DRAFT, "foto.png", data)
    assert refused.value.code == "JENIS_BERKAS_SALAH"
    assert list_files(service, ELECTION, DRAFT) == []


def test_an_attachment_comes_back_with_its_hash(service: Service) -> None:
    kept = keep_file(service, ELECTION, DRAFT, r"C:\foto\Daftar  hadir.png", PNG)
    assert (kept.name, kept.media, kept.size) == ("Daftar hadir.png", "image/png", len(PNG))
    assert kept.sha256 == hashlib.sha256(PNG).hexdigest()
    assert read_file(service, ELECTION, DRAFT, kept.sha256) == (kept, PNG)
    assert keep_file(service, ELECTION, DRAFT, "nama lain.png", PNG) == kept
    assert list_files(service, ELECTION, DRAFT) == [kept]
    assert assemblies.list_drafts(service, ELECTION)[0].files == 1


@pytest.mark.parametrize(
    ("name", "kept"), [("", "lampiran"), ("a/b\\", "lampiran"), ("x\x00\ny", "x y"), ("é" * 300, "é" * 120)]
)
def test_a_name_is_made_fit_for_the_minutes(service: Service, name: str, kept: str) -> None:
    assert keep_file(service, ELECTION, DRAFT, name, PNG).name == kept


def test_a_file_too_large_and_one_too_many_are_refused(service: Service) -> None:
    with pytest.raises(InvalidRequest) as refused:
        keep_file(service, ELECTION, DRAFT, "besar.png", PNG + bytes(LARGEST_FILE))
    assert refused.value.code == "BERKAS_TERLALU_BESAR"
    for number in range(MOST_FILES):
        keep_file(service, ELECTION, DRAFT, f"{number}.png", PNG + bytes([number]))
    with pytest.raises(Conflict):
        keep_file(service, ELECTION, DRAFT, "lagi.png", PNG + b"satu lagi")


def test_files_go_with_their_draft_and_need_one(service: Service) -> None:
    kept = keep_file(service, ELECTION, DRAFT, "a.png", PNG)
    assembly_files.forget_file(service, ELECTION, DRAFT, kept.sha256)
    with pytest.raises(NotFound):
        assembly_files.forget_file(service, ELECTION, DRAFT, kept.sha256)
    keep_file(service, ELECTION, DRAFT, "a.png", PNG)
    assemblies.forget_draft(service, ELECTION, DRAFT, 1)
    assert list_files(service, ELECTION, DRAFT) == []
    with pytest.raises(NotFound):
        read_file(service, ELECTION, DRAFT, kept.sha256)
    with pytest.raises(NotFound):
        keep_file(service, ELECTION, DRAFT, "a.png", PNG)
