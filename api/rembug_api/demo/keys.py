"""The key holders of the demo: ceremony, rehearsal, mixing, opening, each on a device of her own."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from rembug_api import holder
from rembug_api.board_reader import BoardReader, Fetch
from rembug_api.demo.client import Officer, Refused
from rembug_api.demo.setting import CONTEST, ELECTION
from rembug_api.holder import HolderSecret, SignedState
from rembug_ballots.encoding import from_b64, to_b64
from rembug_ballots.ids import ContestId, ElectionId
from rembug_ballots.state.mixing import list_hash
from rembug_crypto.randomness import RandomSource

_CONTEST: Final = ContestId(CONTEST)


@dataclass(slots=True)
class Holder:
    """A key holder's device: her session, what she saw of the board, her secret."""

    number: int
    officer: Officer
    board: BoardReader
    secret: HolderSecret
    random: RandomSource

    def _post(self, event: bytes, blob: bytes | None = None, sealed: dict[int, bytes] | None = None) -> None:
        body: dict[str, object] = {"event": to_b64(event)}
        if blob is not None:
            body["blob"] = to_b64(blob)
        if sealed is not None:
            body["sealed"] = {str(receiver): to_b64(share) for receiver, share in sealed.items()}
        self.officer.post("/ceremony/events", body)

    def register(self, name: str) -> None:
        """Log the public keys."""
        self._post(holder.register(ElectionId(ELECTION), self.number, name, self.secret))

    def commit(self) -> None:
        """Log the hash of the commitments."""
        event, self.secret = holder.commit(self.board.refresh(), self.number, self.secret, self.random)
        self._post(event)

    def reveal(self) -> None:
        """Log the commitments."""
        event, blob = holder.reveal(self.board.refresh(), self.number, self.secret)
        self._post(event, blob)

    def share(self) -> None:
        """Send every other holder her share, sealed."""
        step = holder.share(self.board.refresh(), self.board, self.number, self.secret, self.random)
        self._post(step.event, sealed=dict(step.sealed))

    def confirm(self) -> None:
        """Check everybody's shares and sign the ceremony."""
        verdict = holder.confirm(self.board.refresh(), self.board, self.number, self.secret, self._sealed())
        self._post(verdict.event)

    def finish(self) -> None:
        """Keep the secret keys."""
        self.secret = holder.finish(self.board.refresh(), self.board, self.number, self.secret, self._sealed())

    def _sealed(self) -> dict[int, bytes]:
        found = self.officer.get(f"/ceremony/shares/{self.number}")
        return {int(sender): from_b64(share) for sender, share in found.items()}

    def rehearse(self) -> None:
        """Open one's part of the test ballot."""
        event = holder.rehearsal_factor(self.board.refresh(), self.board, self.number, self.secret, self.random)
        self.officer.post("/rehearsal/factors", {"event": to_b64(event)})

    def mix(self, contest: ContestId = _CONTEST) -> None:
        """Shuffle the present list and prove it."""
        state = self.board.refresh()
        found = state.contest(contest)
        name = list_hash(found)
        data = found.mix_input() if name == found.input else self.board.get(name)
        if data is None:
            raise RuntimeError("the list to mix is not on the board")
        event, output, proof = holder.mix(state, contest, self.number, self.secret, data, self.random)
        files = {"event": event, "output": output, "proof": proof}
        self.officer.post(f"/contests/{contest}/mixes", files=files)

    def open(self, contest: ContestId = _CONTEST) -> None:
        """Check every mix, then open one's part of every ballot."""
        state = self.board.refresh()
        event, factors, proof = holder.open_list(state, self.board, contest, self.number, self.secret, self.random)
        files = {"event": event, "factors": factors, "proof": proof}
        self.officer.post(f"/contests/{contest}/factors", files=files)


def gather_holders(officers: tuple[Officer, ...], log_key: str, random: RandomSource) -> list[Holder]:
    """Give every holder a device that follows the board."""
    return [
        Holder(number, officer, _board(officer, log_key), HolderSecret.draw(random), random)
        for number, officer in enumerate(officers, start=1)
    ]


def _board(officer: Officer, log_key: str) -> BoardReader:
    """Follow the board, believing no step of a holder that she did not sign."""
    board = BoardReader(_fetcher(officer), log_key)
    board.state = SignedState()
    return board


def _fetcher(officer: Officer) -> Fetch:
    def fetch(path: str) -> bytes | None:
        try:
            return bytes(officer.get(f"/board/{path}"))
        except Refused as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                return None
            raise

    return fetch


def run_ceremony(holders: list[Holder], office: Officer, rehearsing: int) -> None:
    """Make the joint keys, then rehearse the opening with some of the holders."""
    for each in holders:
        each.register(f"Pemegang kunci {each.number}")
    for step in (Holder.commit, Holder.reveal, Holder.share, Holder.confirm, Holder.finish):
        for each in holders:
            step(each)
    office.post("/rehearsal")
    for each in holders[:rehearsing]:
        each.rehearse()
    office.post("/rehearsal/end")
