"""Whoever guesses passwords waits in a lane of her own, and is told for how long."""

import asyncio
import threading
from pathlib import Path

import httpx2
import pytest

from rembug_api.demo.client import Officer, Refused
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import ELECTION, PASSWORD
from rembug_api.sign_in_lanes import MOST_WAITING, SignInLanes
from rembug_service.attempts import BURST, SECONDS_EACH
from rembug_service.errors import TooMany


def test_guesses_are_answered_with_a_time_and_the_officer_on_her_device_is_let_in(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as base:
        officer = Officer(base, ELECTION).set_up("ketua", "Ibu Ketua", PASSWORD)
        with httpx2.Client(base_url=f"{base}/api/v1", timeout=60) as stranger:
            body = {"account": "ketua", "password": "salah sekali"}
            assert {stranger.post("/session", json=body).status_code for _ in range(BURST)} == {403}
            refusal = stranger.post("/session", json={**body, "password": PASSWORD})
        assert (refusal.status_code, refusal.json()["code"]) == (429, "TERLALU_SERING_MENCOBA")
        assert 1 <= int(refusal.headers["Retry-After"]) <= SECONDS_EACH
        officer.sign_in("ketua", PASSWORD)
        officer.close()


def test_an_officer_takes_over_her_password_and_is_signed_out_elsewhere(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as base, httpx2.Client(base_url=f"{base}/api/v1", timeout=60) as own:
        body = {"account": "ketua", "display_name": "Ibu Ketua", "password": PASSWORD}
        own.headers["X-Rembug-CSRF"] = own.post("/setup", json=body).json()["csrf"]
        elsewhere = Officer(base, ELECTION).sign_in("ketua", PASSWORD)
        renewed = PASSWORD + " sendiri"

        def change(password: str, to: str) -> httpx2.Response:
            return own.put("/session/password", json={"password": password, "renewed": to})

        assert change("salah sekali", renewed).json()["code"] == "SANDI_SALAH"
        assert change(PASSWORD, PASSWORD).json()["code"] == "SANDI_SAMA"
        assert change(PASSWORD, "pendek").json()["code"] == "KATA_SANDI_PENDEK"
        elsewhere.request("GET", "/accounts")
        own.headers["X-Rembug-CSRF"] = change(PASSWORD, renewed).json()["csrf"]
        assert own.get("/session").json()["account"] == "ketua"
        with pytest.raises(Refused, match="BELUM_MASUK"):
            elsewhere.request("GET", "/accounts")
        elsewhere.close()
        Officer(base, ELECTION).sign_in("ketua", renewed).close()
        acts = [each["act"] for each in own.get("/audit-trail").json()["acts"]]
        assert acts.count("SANDI_DIGANTI") == 1


def test_a_crowd_of_strangers_keeps_no_known_device_waiting_and_does_not_grow_without_end() -> None:
    asyncio.run(_crowd())


async def _crowd() -> None:
    lanes, gate, done = SignInLanes(), threading.Event(), []

    async def stranger() -> None:
        await lanes.run(gate.wait, is_known=False)
        done.append("stranger")

    async with asyncio.TaskGroup() as group:
        for _ in range(MOST_WAITING):
            group.create_task(stranger())
        # One turn of the loop: each has run as far as it can.
        await asyncio.sleep(0)
        assert await lanes.run(lambda: "in", is_known=True) == "in"
        with pytest.raises(TooMany):
            await lanes.run(gate.wait, is_known=False)
        assert done == []
        gate.set()
    assert len(done) == MOST_WAITING
