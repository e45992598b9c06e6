"""The steps of a key holder, as the board asks for them: pure functions of `rembug_api.holder` and one message each."""

from dataclasses import dataclass

from rembug_api import holder
from rembug_api.board_reader import BoardReader
from rembug_api.cli.kunci_device import Device
from rembug_api.holder import HolderRefusal
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ContestId, HolderNumber
from rembug_ballots.state.ceremony import ceremony_hash
from rembug_ballots.state.mixing import list_hash
from rembug_crypto.errors import CeremonyFault

_EVENTS = "/ceremony/events"


@dataclass(frozen=True, slots=True)
class Step:
    """What one look at the board led to.

    Attributes:
        sentence: what was done, or what is waited for, in Indonesian.
        waiting: others have to act first.
        finished: nothing is left to do.
    """

    sentence: str
    waiting: bool = False
    finished: bool = False


def register(device: Device, name: str) -> None:
    """Log the holder's public keys.

    Raises:
        HolderRefusal: the service refuses.
    """
    keyring = device.keyring
    event = holder.register(keyring.election, keyring.holder, name, keyring.secret)
    device.desk.post(_EVENTS, {"event": to_b64(event)})


def ceremony_step(device: Device) -> Step:
    """Do what the ceremony waits for from this holder; asked again after an interruption, it goes on where it was.

    Raises:
        HolderRefusal: the program refuses, or the service does.
        CeremonyFault: a share does not hold though the holder confirmed.
        CryptoError, BallotsError: a board that is not sound.
    """
    board = device.look()
    run, everybody = board.state.ceremony, board.state.agreed_rules().holders
    number = HolderNumber(device.keyring.holder)
    if number not in run.holders:
        raise HolderRefusal("Kunci Anda belum terdaftar di papan. Jalankan: rembug kunci daftar")
    if run.complaints:
        against = ", ".join(sorted({str(each.against) for each in run.complaints}))
        return Step(f"Ada keberatan terhadap pemegang nomor {against}. Tunggu panitia mengulang.", waiting=True)
    if run.keys is not None:
        return _finish(device, board)
    for there, done, step in (
        (len(run.holders), number in run.committed, _commit),
        (len(run.committed), number in run.revealed, _reveal),
        (len(run.revealed), number in run.shared, _share),
        (len(run.shared), number in run.confirmed, _confirm),
    ):
        if there != everybody:
            return Step(f"Menunggu pemegang kunci lain ({there} dari {everybody}).", waiting=True)
        if not done:
            return step(device, board, number)
    return Step(f"Menunggu pemegang kunci lain ({len(run.confirmed)} dari {everybody}).", waiting=True)


def _commit(device: Device, board: BoardReader, number: HolderNumber) -> Step:
    keyring = device.keyring
    event, secret = holder.commit(board.state, number, keyring.secret, keyring.random)
    keyring.keep(secret)
    device.desk.post(_EVENTS, {"event": to_b64(event)})
    return Step("Bagian kunci Anda sudah dikunci.")


def _reveal(device: Device, board: BoardReader, number: HolderNumber) -> Step:
    event, blob = holder.reveal(board.state, number, device.keyring.secret)
    device.desk.post(_EVENTS, {"event": to_b64(event), "blob": to_b64(blob)})
    return Step("Bagian kunci Anda sudah dibuka.")


def _share(device: Device, board: BoardReader, number: HolderNumber) -> Step:
    keyring = device.keyring
    try:
        made = holder.share(board.state, board, number, keyring.secret, keyring.random)
    except CeremonyFault as fault:
        return _say(device, holder.complain(board.state, number, keyring.secret, fault))
    sealed = {str(receiver): to_b64(share) for receiver, share in made.sealed.items()}
    device.desk.post(_EVENTS, {"event": to_b64(made.event), "sealed": sealed})
    return Step("Bagian tersegel untuk semua pemegang kunci sudah dikirim.")


def _confirm(device: Device, board: BoardReader, number: HolderNumber) -> Step:
    sealed = device.desk.sealed_for(number)
    return _say(device, holder.confirm(board.state, board, number, device.keyring.secret, sealed))


def _say(device: Device, verdict: holder.Verdict) -> Step:
    device.desk.post(_EVENTS, {"event": to_b64(verdict.event)})
    if verdict.against is not None:
        return Step(f"Bagian dari pemegang nomor {verdict.against} TIDAK cocok. Keberatan Anda sudah dicatat.")
    return Step("Semua bagian cocok, dan Anda sudah menandatanganinya.")


def _finish(device: Device, board: BoardReader) -> Step:
    keyring, number = device.keyring, HolderNumber(device.keyring.holder)
    kept = bool(keyring.secret.secret_keys)
    sealed = {} if kept else device.desk.sealed_for(number)
    secret = holder.finish(board.state, board, number, keyring.secret, sealed)
    if not kept:
        keyring.keep(secret)
    code = ceremony_hash(board.state.ceremony).hex()[:32]
    groups = " ".join(code[start : start + 4] for start in range(0, len(code), 4))
    return Step(
        "Kunci bersama cocok, dan bagian Anda tersimpan di berkas kunci.\n"
        f"Bacakan kode ini; semua pemegang kunci harus melihat kode yang sama: {groups}",
        finished=True,
    )


def rehearse(device: Device) -> Step:
    """Give the holder's factor for the test ballot, once it is there.

    Raises:
        HolderRefusal: the program refuses, or the service does.
        CryptoError, BallotsError: a board that is not sound.
    """
    board, keyring = device.look(), device.keyring
    run, number = board.state.ceremony, HolderNumber(keyring.holder)
    if number in run.factors:
        return Step("Bagian Anda untuk latihan sudah tercatat.", finished=True)
    if run.passed is not None:
        return Step("Latihan sudah selesai tanpa bagian Anda; itu tidak apa-apa.", finished=True)
    if run.rehearsal is None:
        return Step("Menunggu panitia memulai latihan.", waiting=True)
    event = holder.rehearsal_factor(board.state, board, number, keyring.secret, keyring.random)
    device.desk.post("/rehearsal/factors", {"event": to_b64(event)})
    return Step("Bagian Anda untuk latihan sudah dikirim.", finished=True)


def mix(device: Device, contest: ContestId) -> int:
    """Mix the present list of a contest, send it with its proof, and return how many ballots it has.

    Raises:
        HolderRefusal: the program refuses, or the service does.
        CryptoError, BallotsError: a board that is not sound.
    """
    board, keyring = device.look(), device.keyring
    found = board.state.contest(contest)
    name = list_hash(found)
    data = found.mix_input() if name == found.input else board.get(name)
    if data is None:
        raise HolderRefusal("Daftar suara belum dapat diunduh.")
    event, output, proof = holder.mix(board.state, contest, keyring.holder, keyring.secret, data, keyring.random)
    device.desk.post_files(f"/contests/{contest}/mixes", {"event": event, "output": output, "proof": proof})
    return len(found.ballots)


def open_list(device: Device, contest: ContestId) -> int:
    """Check all ballots and mixes of a contest, send the opening factors, and return how many ballots were opened.

    Raises:
        HolderRefusal: the program refuses, or the service does.
        CryptoError, BallotsError: a board that is not sound.
    """
    board, keyring = device.look(), device.keyring
    found = board.state.contest(contest)
    event, factors, proof = holder.open_list(
        board.state, board, contest, keyring.holder, keyring.secret, keyring.random
    )
    keyring.keep(keyring.secret.having_opened(contest, list_hash(found)))
    device.desk.post_files(f"/contests/{contest}/factors", {"event": event, "factors": factors, "proof": proof})
    return len(found.ballots)
