"""Assemblies over HTTP: who may write and read drafts and attachments, and what nobody gets."""

from collections.abc import Iterator

import pytest

from rembug_api.demo import setting
from rembug_api.demo.client import Device, Officer, Refused
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, PASSWORD, Committee

DRAFT = "ab" * 16
BODY = {"base": 0, "device": "11" * 16, "data": {"title": "Rembug Kesiapan Masyarakat", "kind": "RKM"}}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture(scope="module")
def committee(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Committee]:
    with running_server(tmp_path_factory.mktemp("rembug") / "data") as base:
        found = setting.gather_committee(base)
        setting.begin_election(found)
        body = {"account": "fasil", "display_name": "F", "password": PASSWORD, "roles": ["fasilitator"]}
        found.ketua.request("POST", "/accounts", json=body)
        yield found
        found.close()


def put(officer: Device, draft: str = DRAFT, **body: object) -> int:
    path = f"/elections/{ELECTION}/assemblies/drafts/{draft}"
    return int(officer.request("PUT", path, json=BODY | body)["version"])


def attach(officer: Device, data: bytes = PNG, draft: str = DRAFT) -> dict[str, object]:
    files = {"file": ("hadir.png", data, "text/html")}
    answer: dict[str, object] = officer.post(f"/assemblies/drafts/{draft}/files", files=files)
    return answer


def refused(act: object, *words: object) -> tuple[int, str]:
    assert callable(act)
    with pytest.raises(Refused) as found:
        act(*words)
    return found.value.status, found.value.code


def test_a_draft_and_its_attachment_travel_whole(committee: Committee) -> None:
    draft = "cd" * 16
    version = put(committee.sekretaris, draft)
    assert version == 1
    kept = attach(committee.sekretaris, draft=draft)
    assert kept["media"] == "image/png"
    found = committee.pemantau.get(f"/assemblies/drafts/{draft}")
    assert found["data"] == BODY["data"]
    assert found["files"] == [kept]
    assert committee.pemantau.get(f"/assemblies/drafts/{draft}/files/{kept['sha256']}") == PNG
    lines = {each["draft"]: each for each in committee.ketua.get("/assemblies/drafts")}
    assert (lines[draft]["kind"], lines[draft]["files"], lines[draft]["changed"]) == ("RKM", 1, True)


def test_whoever_writes_upon_an_older_version_is_told_so(committee: Committee) -> None:
    draft = "ef" * 16
    put(committee.sekretaris, draft)
    put(committee.ketua, draft, base=1, device="22" * 16, data={"title": "Lain"})
    path = f"/elections/{ELECTION}/assemblies/drafts/{draft}"
    late = BODY | {"base": 1, "data": {"title": "Terlambat"}}
    with pytest.raises(Refused) as found:
        committee.sekretaris.request("PUT", path, json=late)
    assert (found.value.status, found.value.code) == (409, "NOTULEN_BERUBAH")
    assert "ketua" in found.value.detail


def test_monitors_read_and_do_not_write_and_desks_do_neither(committee: Committee) -> None:
    draft = "12" * 16
    put(committee.ketua, draft)
    sha256 = attach(committee.ketua, draft=draft)["sha256"]
    for stranger in (committee.meja, committee.kartu, committee.holders[0]):
        assert refused(stranger.get, "/assemblies/drafts") == (403, "PERAN_TIDAK_BERHAK")
        assert refused(stranger.get, f"/assemblies/drafts/{draft}/files/{sha256}")[0] == 403
    for reader in (committee.pemantau, committee.meja):
        assert refused(put, reader) == (403, "PERAN_TIDAK_BERHAK")
        assert refused(attach, reader)[0] == 403
        path = f"/elections/{ELECTION}/assemblies/drafts/{draft}"
        assert refused(reader.request, "DELETE", f"{path}?version=1")[0] == 403
        assert refused(reader.request, "DELETE", f"{path}/files/{sha256}")[0] == 403


def test_the_facilitator_may_take_the_notes(committee: Committee) -> None:
    base = str(committee.ketua._http.base_url).removesuffix("/api/v1/")
    facilitator = Officer(base, ELECTION).sign_in("fasil", PASSWORD)
    assert put(facilitator, "34" * 16) == 1
    facilitator.close()


def test_nobody_without_a_session_learns_of_a_draft(committee: Committee) -> None:
    base = str(committee.ketua._http.base_url).removesuffix("/api/v1/")
    passer_by = Device(base, ELECTION)
    assert refused(passer_by.get, "/assemblies/drafts")[0] == 401
    assert refused(passer_by.get, f"/assemblies/drafts/{DRAFT}")[0] == 401
    passer_by.close()


def test_a_file_that_is_no_photo_and_one_too_large_are_refused(committee: Committee) -> None:
    draft = "56" * 16
    put(committee.ketua, draft)
    assert refused(attach, committee.ketua, b"<script>", draft) == (422, "JENIS_BERKAS_SALAH")
    assert refused(attach, committee.ketua, PNG + bytes(12 * 1024 * 1024), draft) == (422, "BERKAS_TERLALU_BESAR")
    assert refused(attach, committee.ketua, PNG + bytes(14 * 1024 * 1024), draft) == (413, "TERLALU_BESAR")


def test_an_attachment_is_shown_as_what_it_is_and_kept_by_no_cache(committee: Committee) -> None:
    draft = "78" * 16
    put(committee.ketua, draft)
    sha256 = attach(committee.ketua, draft=draft)["sha256"]
    answer = committee.ketua._http.get(f"/elections/{ELECTION}/assemblies/drafts/{draft}/files/{sha256}")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_draft_begun_by_mistake_goes_away(committee: Committee) -> None:
    draft = "9a" * 16
    put(committee.ketua, draft)
    committee.ketua.request("DELETE", f"/elections/{ELECTION}/assemblies/drafts/{draft}?version=1")
    assert refused(committee.ketua.get, f"/assemblies/drafts/{draft}") == (404, "NOTULEN_TIDAK_ADA")
