"""`rembug serve --lan`: everything over HTTPS, in clear the certificate page alone, and who makes the first account."""

import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from rembug_api.lan.servers import listen
from rembug_service.errors import Conflict

FIRST = {"account": "ketua", "display_name": "Haji Komarudin", "password": "sepuluh huruf lebih"}


@dataclass(frozen=True, slots=True)
class Laptop:
    """A running server, what it printed, and where it is."""

    process: "subprocess.Popen[bytes]"
    printed: str
    https: str
    local: str
    http: str
    folder: Path

    def client(self) -> httpx2.Client:
        """Return a device that trusts the laptop's certificate and nothing else."""
        trust = ssl.create_default_context(cafile=str(self.folder / "tls" / "ca.crt"))
        return httpx2.Client(base_url=self.https, verify=trust, timeout=30)


def _port(printed: str, before: str) -> str:
    found = re.search(rf"{before}:(\d+)/", printed)
    assert found is not None, printed
    return found[1]


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    folder = tmp_path / "data"
    words = ["serve", "--lan", "--data", str(folder), "--host", "127.0.0.1", "--port", "0", "--local-port", "0"]
    words += ["--door-port", "0"]
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "rembug_api.cli", *words], stderr=out, stdout=out)
    try:
        deadline = time.monotonic() + 60
        while "Sesudah itu tablet membuka" not in log.read_text() and time.monotonic() < deadline:
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
        printed = log.read_text()
        https = f"https://localhost:{_port(printed, 'tablet membuka https://127.0.0.1')}"
        local = f"http://127.0.0.1:{_port(printed, 'buka http://localhost')}"
        http = f"http://127.0.0.1:{_port(printed, 'buka http://127.0.0.1')}"
        yield Laptop(process, printed, https, local, http, folder)
    finally:
        process.kill()
        process.wait()


def test_a_tablet_gets_the_certificate_in_clear_and_then_everything_over_tls(laptop: Laptop, tmp_path: Path) -> None:
    given = httpx2.get(f"{laptop.http}/rembug-ca.crt")
    assert given.headers["content-type"] == "application/x-x509-ca-cert"
    fetched = tmp_path / "rembug-ca.crt"
    fetched.write_bytes(given.content)
    trust = ssl.create_default_context(cafile=str(fetched))
    with httpx2.Client(verify=trust) as tablet:
        assert tablet.get(f"{laptop.https}/healthz").text == "ok\n"
    said = httpx2.get(f"{laptop.http}/info.json").json()
    assert said["fingerprint"] in laptop.printed
    with laptop.client() as device:
        assert device.get("/pasang/info.json").json() == said
        assert device.get("/pasang/rembug-ca.crt").content == given.content
        assert "Rembug" in device.get("/pasang/").text


def test_the_plain_port_has_nothing_but_that_page(laptop: Laptop) -> None:
    for path in ("/panitia/", "/bilik/", "/api/v1/elections", "/api/v1/openapi.json", "/healthz"):
        answer = httpx2.get(laptop.http + path)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/"
    assert httpx2.post(f"{laptop.http}/api/v1/session", json=FIRST).status_code == 405
    page = httpx2.get(laptop.http + "/")
    assert page.status_code == 200
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def _rembug(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "rembug_api.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_commands_reach_the_laptop_with_its_certificate_and_not_without(laptop: Laptop, tmp_path: Path) -> None:
    board = f"{laptop.https}/api/v1/elections/belum-ada/board"
    authority = laptop.folder / "tls" / "ca.crt"
    # There is no such election, which only a server that was reached can say.
    reached = _rembug("--ca", str(authority), "verify", board)
    stranger = _rembug("verify", board)
    assert (reached.returncode, stranger.returncode) == (2, 2)
    assert "ConnectError" not in reached.stderr
    assert "ConnectError" in stranger.stderr
    (tmp_path / "no.crt").write_text("bukan sertifikat")
    broken = _rembug("--ca", str(tmp_path / "no.crt"), "verify", board)
    assert broken.returncode == 2
    assert "bukan berkas sertifikat" in broken.stderr


def test_only_who_reads_the_laptops_screen_makes_the_first_account(laptop: Laptop) -> None:
    found = re.search(r"akun pertama: (\S+)", laptop.printed)
    assert found is not None
    with laptop.client() as device:
        assert device.get("/api/v1/setup").json() == {"open": True, "code_needed": True}
        for wrong in ({}, {"code": "0000-0000"}, {"code": found[1][:-1]}):
            refused = device.post("/api/v1/setup", json={**FIRST, **wrong})
            assert refused.status_code == 403
            assert refused.json()["code"] == "KODE_PENYIAPAN_SALAH"
        typed = found[1].lower().replace("-", " ")
        assert device.post("/api/v1/setup", json={**FIRST, "code": typed}).status_code == 201
        assert device.get("/api/v1/setup").json()["open"] is False


def test_it_stops_when_told_and_starts_with_the_same_certificate(laptop: Laptop) -> None:
    before = (laptop.folder / "tls" / "ca.crt").read_bytes()
    assert httpx2.get(f"{laptop.local}/readyz").text == "ok\n"
    laptop.process.send_signal(signal.SIGINT)
    assert laptop.process.wait(timeout=30) == 0
    assert (laptop.folder / "tls" / "ca.crt").read_bytes() == before


def test_a_port_that_somebody_has_is_said_in_a_sentence() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(Conflict) as refused:
        listen("127.0.0.1", first.getsockname()[1])
    assert refused.value.code == "PORT_TERPAKAI"
