"""Living texts over HTTP: begun, changed by two people, compared, proposed upon, exported and brought back."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from rembug_api.demo import setting
from rembug_api.demo.client import Device, Officer, Refused
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, PASSWORD, Committee


@pytest.fixture(scope="module")
def committee(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Committee]:
    with running_server(tmp_path_factory.mktemp("naskah") / "data") as base:
        found = setting.gather_committee(base)
        setting.begin_election(found)
        body = {"account": "fasil", "display_name": "F", "password": PASSWORD, "roles": ["fasilitator"]}
        found.ketua.request("POST", "/accounts", json=body)
        yield found
        found.close()


@pytest.fixture(scope="module")
def facilitator(committee: Committee) -> Iterator[Officer]:
    found = Officer(str(committee.ketua._http.base_url).removesuffix("/api/v1/"), ELECTION).sign_in("fasil", PASSWORD)
    yield found
    found.close()


def put(officer: Device, kind: str, base: int, document: object, reason: str = "Perbaikan") -> dict[str, Any]:
    body = {"base": base, "reason": reason, "document": document}
    answer: dict[str, Any] = officer.request("PUT", f"/elections/{ELECTION}/writings/{kind}", json=body)
    return answer


def begun(officer: Device, kind: str) -> dict[str, Any]:
    """Give the newest version of a text, begun from the template where there is none."""
    try:
        found: dict[str, Any] = officer.get(f"/writings/{kind}")
    except Refused:
        put(officer, kind, 0, officer.get(f"/writings/{kind}/template")["document"], "Dimulai dari contoh")
        found = officer.get(f"/writings/{kind}")
    return found


def refused(act: object, *words: object) -> tuple[int, str]:
    assert callable(act)
    with pytest.raises(Refused) as found:
        act(*words)
    return found.value.status, found.value.code


def first_clause(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["chapters"][1]["articles"][0]["clauses"][0]
    return found


def test_a_text_is_begun_changed_and_compared(committee: Committee) -> None:
    found = begun(committee.sekretaris, "AD")
    assert found["document"]["title"] == "Anggaran Dasar Badan Keswadayaan Masyarakat Sukamundur"
    changed = copy.deepcopy(found["document"])
    first_clause(changed)["text"] += " Nama panggilannya Rembug."
    line = put(committee.ketua, "AD", found["version"], changed, "Usul RW 02")
    assert (line["version"], line["author"], line["reason"]) == (found["version"] + 1, "ketua", "Usul RW 02")
    assert put(committee.ketua, "AD", found["version"], changed)["version"] == line["version"], "a repeated press"
    difference = committee.pemantau.get("/writings/AD/difference", before=found["version"], after=line["version"])
    changes = [each for each in difference["lines"] if each["change"] != "SAMA"]
    assert [(each["id"], each["change"]) for each in changes] == [(first_clause(changed)["id"], "BERUBAH")]
    assert {"kind": "+", "text": " Nama panggilannya Rembug."} in changes[0]["runs"]


def test_whoever_writes_upon_an_older_version_is_told_so_and_both_texts_are_there(committee: Committee) -> None:
    found = begun(committee.sekretaris, "ART")
    hers, his = copy.deepcopy(found["document"]), copy.deepcopy(found["document"])
    first_clause(hers)["text"] = "Tulisan sekretaris."
    first_clause(his)["text"] = "Tulisan ketua."
    saved = put(committee.sekretaris, "ART", found["version"], hers)["version"]
    assert refused(put, committee.ketua, "ART", found["version"], his) == (409, "NASKAH_BERUBAH")
    body = {"base": saved, "reason": "", "document": his}
    lines = committee.ketua.post("/writings/ART/difference", body)["lines"]
    runs = [each["runs"] for each in lines if each["change"] == "BERUBAH"]
    assert [[each["text"] for each in line if each["kind"] != "="] for line in runs] == [["sekretaris", "ketua"]]
    put(committee.ketua, "ART", saved, his)
    assert first_clause(committee.ketua.get(f"/writings/ART/versions/{saved}")["document"])["text"] == (
        "Tulisan sekretaris."
    )


def test_the_numbers_of_the_tatib_are_the_rules_that_will_be_sealed(committee: Committee) -> None:
    found = begun(committee.sekretaris, "TATIB")
    changed = copy.deepcopy(found["document"])
    changed["rules"]["threshold"] = 4
    before = found["sha256"]
    line = put(committee.sekretaris, "TATIB", found["version"], changed, "Ambang menjadi 4")
    assert line["sha256"] != before
    assert committee.ketua.get("/rules-to-edit")["threshold"] == 4
    text = committee.ketua.get(f"/writings/TATIB/versions/{line['version']}/text.txt").decode()
    assert "paling sedikit 4 di antaranya" in text
    changed["rules"]["threshold"] = 40
    assert refused(put, committee.sekretaris, "TATIB", line["version"], changed) == (422, "ATURAN_SALAH")


def test_an_exported_text_comes_back_with_its_ids(committee: Committee) -> None:
    found = begun(committee.sekretaris, "AD")
    data = committee.sekretaris.get(f"/writings/AD/versions/{found['version']}/text.md")
    again = committee.sekretaris.post("/writings/AD/files", files={"file": ("ad.md", data, "text/markdown")})
    assert again["document"] == found["document"]
    assert again["notes"] == []
    broken = {"file": ("ad.docx", b"PK\x03\x04 nothing", "application/octet-stream")}
    with pytest.raises(Refused) as wrong:
        committee.sekretaris.post("/writings/AD/files", files=broken)
    assert wrong.value.code == "BERKAS_TIDAK_TERBACA"


def test_proposals_stand_beside_their_pasal_with_their_decision(committee: Committee, facilitator: Officer) -> None:
    begun(committee.sekretaris, "AD")
    body = {
        "part": "p13",
        "place": "Pasal 13",
        "text": "Perempuan paling sedikit separuh.",
        "source": "FGD perempuan RW 02",
        "proposer": "Bu Iis",
    }
    made = facilitator.post("/writings/AD/proposals", body)
    path = f"/elections/{ELECTION}/writings/AD/proposals/{made['number']}/decision"
    decision = {"decision": "DIUBAH", "reason": "Menjadi usaha, bukan syarat.", "dissent": "Bu Iis tetap pada usulnya."}
    with pytest.raises(Refused) as wrong:
        facilitator.request("PUT", path, json=decision)
    assert wrong.value.code == "PERAN_TIDAK_BERHAK"
    committee.sekretaris.request("PUT", path, json=decision)
    found = [each for each in committee.pemantau.get("/writings/AD/proposals") if each["number"] == made["number"]]
    assert [(each["decision"], each["dissent"], each["place"]) for each in found] == [
        ("DIUBAH", "Bu Iis tetap pada usulnya.", "Pasal 13")
    ]


def test_a_resident_without_an_account_is_heard_and_may_take_it_back(committee: Committee) -> None:
    begun(committee.sekretaris, "AD")
    made = committee.sekretaris.post("/writings/AD/remarks", {"part": "", "place": "", "text": "Terlalu panjang."})
    assert made["name"] == ""
    committee.sekretaris.request("DELETE", f"/elections/{ELECTION}/writings/AD/remarks/{made['number']}")
    assert made not in committee.sekretaris.get("/writings/AD/remarks")


def test_what_is_missing_is_said_in_words(committee: Committee) -> None:
    begun(committee.sekretaris, "ART")
    found = committee.pemantau.get("/writings")
    texts = {each["document"]: each for each in found["texts"]}
    assert any("masih harus diisi" in each["sentence"] for each in texts["ART"]["hindrances"])
    assert "Anggaran Dasar belum disepakati rembug warga." in found["missing"]
    assert len(found["missing"]) == 4


def test_desks_and_strangers_read_nothing_and_monitors_write_nothing(committee: Committee) -> None:
    begun(committee.sekretaris, "AD")
    for stranger in (committee.meja, committee.kartu, committee.holders[0]):
        assert refused(stranger.get, "/writings") == (403, "PERAN_TIDAK_BERHAK")
        assert refused(stranger.get, "/writings/AD") == (403, "PERAN_TIDAK_BERHAK")
    assert refused(put, committee.pemantau, "AD", 0, {}) == (403, "PERAN_TIDAK_BERHAK")
    assert refused(put, committee.sekretaris, "AD", 1, {"title": "x"}) == (422, "NASKAH_SALAH")
    assert refused(committee.ketua.get, "/writings/LAIN") == (422, "ISIAN_SALAH")
    assert refused(committee.ketua.get, "/writings/AD/versions/999") == (404, "NASKAH_TIDAK_ADA")
