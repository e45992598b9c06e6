"""The next step of a key holder, as the board says: a pure function of `rembug_api.holder` and one message."""

from rembug_api import holder
from rembug_api.board_reader import BoardReader
from rembug_api.cli.kunci_device import Desk, Keyring
from rembug_api.holder import HolderRefusal
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ContestId, ElectionId, HolderNumber
from rembug_ballots.state.mixing import list_hash


def register(desk: Desk, keyring: Keyring, name: str) -> None:
    """Log the holder's public keys."""
    event = holder.register(ElectionId(keyring.election), keyring.holder, name, keyring.secret)
    desk.post("/ceremony/events", {"event": to_b64(event)})


def next_step(desk: Desk, keyring: Keyring, log_key: str) -> str:
    """Do what the ceremony waits for from this holder; return an Indonesian sentence that says what was done.

    Raises:
        HolderRefusal: the program refuses, or the service does.
        CeremonyFault, InvalidNote, IllegalEvent: somebody else's fault, or a board that is not sound.
    """
    board = desk.board(log_key)
    state = board.refresh()
    number, run = HolderNumber(keyring.holder), state.ceremony
    done = _step_of_run(desk, keyring, board, number)
    if done is not None:
        return done
    if run.keys is not None and not keyring.secret.secret_keys:
        keyring.keep(holder.finish(state, board, number, keyring.secret, desk.sealed_for(number)))
        return "Kunci bersama cocok, dan bagian Anda tersimpan di berkas kunci."
    if run.rehearsal is not None and run.passed is None and number not in run.factors:
        event = holder.rehearsal_factor(state, board, number, keyring.secret, keyring.random)
        desk.post("/rehearsal/factors", {"event": to_b64(event)})
        return "Bagian Anda untuk latihan sudah dikirim."
    return "Belum ada yang perlu dilakukan. Tunggu yang lain."


def _step_of_run(desk: Desk, keyring: Keyring, board: BoardReader, number: HolderNumber) -> str | None:
    state, run = board.state, board.state.ceremony
    everybody = state.agreed_rules().holders
    if number not in run.committed:
        event, secret = holder.commit(state, number, keyring.secret, keyring.random)
        keyring.keep(secret)
        desk.post("/ceremony/events", {"event": to_b64(event)})
        return "Bagian kunci Anda sudah dikunci. Tunggu yang lain."
    if number not in run.revealed:
        event, blob = holder.reveal(state, number, keyring.secret)
        desk.post("/ceremony/events", {"event": to_b64(event), "blob": to_b64(blob)})
        return "Bagian kunci Anda sudah dibuka. Tunggu yang lain."
    if number not in run.shared and len(run.revealed) == everybody:
        step = holder.share(state, board, number, keyring.secret, keyring.random)
        sealed = {str(receiver): to_b64(share) for receiver, share in step.sealed.items()}
        desk.post("/ceremony/events", {"event": to_b64(step.event), "sealed": sealed})
        return "Bagian tersegel untuk semua pemegang kunci sudah dikirim."
    if number not in run.confirmed and len(run.shared) == everybody:
        verdict = holder.confirm(state, board, number, keyring.secret, desk.sealed_for(number))
        desk.post("/ceremony/events", {"event": to_b64(verdict.event)})
        if verdict.against is not None:
            return f"Bagian dari pemegang nomor {verdict.against} TIDAK cocok. Keberatan Anda sudah dicatat."
        return "Semua bagian cocok, dan Anda sudah menandatanganinya."
    return None


def mix(desk: Desk, keyring: Keyring, log_key: str, contest: ContestId) -> None:
    """Mix the present list of a contest and send it with its proof.

    Raises:
        HolderRefusal: the program refuses, or the service does.
    """
    board = desk.board(log_key)
    state = board.refresh()
    found = state.contest(contest)
    name = list_hash(found)
    data = found.mix_input() if name == found.input else board.get(name)
    if data is None:
        raise HolderRefusal("Daftar suara belum dapat diunduh.")
    event, output, proof = holder.mix(state, contest, keyring.holder, keyring.secret, data, keyring.random)
    desk.post_files(f"/contests/{contest}/mixes", {"event": event, "output": output, "proof": proof})


def open_list(desk: Desk, keyring: Keyring, log_key: str, contest: ContestId) -> None:
    """Check all ballots and mixes of a contest, then send the holder's opening factors.

    Raises:
        HolderRefusal: the program refuses, or the service does.
    """
    board = desk.board(log_key)
    state = board.refresh()
    event, factors, proof = holder.open_list(state, board, contest, keyring.holder, keyring.secret, keyring.random)
    desk.post_files(f"/contests/{contest}/factors", {"event": event, "factors": factors, "proof": proof})
