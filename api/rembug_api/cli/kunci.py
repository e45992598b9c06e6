"""``rembug kunci``: a key holder's tool.  Her secrets never leave her key file and this process."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rembug_api.cli.indonesian import Command, Group
from rembug_api.cli.output import FAILED, out, reason, stop

if TYPE_CHECKING:
    from rembug_api.cli.kunci_desk import Desk
    from rembug_api.cli.kunci_device import Device
    from rembug_api.cli.kunci_steps import Step
    from rembug_ballots.ids import ContestId

app = typer.Typer(cls=Group, help="Pemegang kunci: membuat bagian kunci, mengacak, dan membuka.", no_args_is_help=True)

_LEAST_PASSPHRASE: Final = 12
_File = Annotated[Path, typer.Option("--file", help="Berkas kunci Anda.")]
_Account = Annotated[str, typer.Option("--account", help="Nama akun pemegang kunci.")]
_Contest = Annotated[str, typer.Option("--contest", help="Kode jabatan yang dipilih, misalnya bkm.")]
_Name = Annotated[str, typer.Option("--name", help="Nama Anda di papan.")]
_Once = Annotated[bool, typer.Option("--once", help="Satu langkah saja, tanpa menunggu yang lain.")]
_Every = Annotated[float, typer.Option("--every", min=0.1, max=600, help="Detik antara dua kali melihat papan.")]


@app.command(cls=Command)
def buat(
    *,
    server: Annotated[str, typer.Option("--server", help="Alamat server, misalnya https://rembug.example.")],
    election: Annotated[str, typer.Option("--election", help="Kode pemilihan di papan.")],
    number: Annotated[int, typer.Option("--number", min=1, max=15, help="Nomor pemegang kunci Anda.")],
    name: _Name,
    account: _Account,
    file: _File,
) -> None:
    """Buat berkas kunci dan daftarkan kunci umumnya."""
    from rembug_api.cli.kunci_desk import Desk  # noqa: PLC0415 - other commands start faster
    from rembug_api.cli.kunci_device import Device, Keyring, Pinned  # noqa: PLC0415 - the same
    from rembug_api.cli.kunci_steps import register  # noqa: PLC0415 - the same
    from rembug_api.holder import HolderRefusal, HolderSecret  # noqa: PLC0415 - the same
    from rembug_ballots.errors import MalformedValue  # noqa: PLC0415 - the same
    from rembug_ballots.ids import parse_election_id  # noqa: PLC0415 - the same
    from rembug_crypto.passphrase import offer  # noqa: PLC0415 - the same
    from rembug_crypto.passphrase_box import Argon2Cost  # noqa: PLC0415 - the same
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    try:
        place = parse_election_id(election)
    except MalformedValue:
        stop("Kode pemilihan tidak benar.")
    if file.exists():
        stop(f"{file} sudah ada dan tidak ditimpa.", FAILED)
    passphrase = new_passphrase(offer(system_random))
    with _refusals(), Desk(server, place) as desk:
        _sign_in(desk, account)
        pinned = Pinned(server, desk.log_key())
        secret = HolderSecret.draw(system_random)
        keyring = Keyring(file, place, number, secret, passphrase, system_random, Argon2Cost())
        pinned.write(file)
        keyring.keep(secret)
        out.print(f"Berkas kunci: {file}. Simpan dua salinan di tempat berbeda.")
        try:
            register(Device(desk, keyring, pinned), name)
        except HolderRefusal as refusal:
            stop(f"{refusal} Berkas kunci sudah dibuat; daftarkan lagi dengan: rembug kunci daftar", FAILED)
    out.print("Kunci Anda sudah terdaftar. Cocokkan dengan panitia dan pemantau.")
    out.print(f"Kunci papan: {pinned.log_key}", soft_wrap=True)
    out.print(f"Sidik jari kunci Anda: {secret.signing_key.hex()}", soft_wrap=True)


def new_passphrase(offered: str) -> str:
    """Ask for the passphrase of a new key file: the six words offered, typed from paper, or the holder's own."""
    out.print(f"Kata sandi yang disarankan, enam kata acak:\n\n    {offered}\n", highlight=False, soft_wrap=True)
    out.print("Tulis di kertas dan simpan di tempat lain dari berkasnya. Tidak ada yang bisa menggantinya.")
    first: str = typer.prompt("Ketik enam kata itu, atau kata sandi Anda sendiri", hide_input=True)
    if " ".join(first.lower().split()) == offered:
        return offered
    if len(first.strip()) < _LEAST_PASSPHRASE:
        stop(f"Kata sandi paling sedikit {_LEAST_PASSPHRASE} huruf; beberapa kata acak paling mudah diingat.")
    out.print("Itu bukan enam kata di atas.")
    second: str = typer.prompt("Kalau memang kata sandi Anda sendiri, ketik sekali lagi", hide_input=True)
    if first != second:
        stop("Kedua kata sandi tidak sama. Ulangi perintah ini.")
    return first


@app.command(cls=Command)
def daftar(*, name: _Name, account: _Account, file: _File) -> None:
    """Daftarkan kunci dari berkas yang sudah ada, bila pendaftarannya belum diterima."""
    from rembug_api.cli.kunci_steps import register  # noqa: PLC0415 - other commands start faster

    with _opened(file, account) as device:
        register(device, name)
        out.print(
            f"Kunci Anda sudah terdaftar. Sidik jarinya: {device.keyring.secret.signing_key.hex()}", soft_wrap=True
        )


@app.command(cls=Command)
def upacara(*, account: _Account, file: _File, once: _Once = False, every: _Every = 5.0) -> None:
    """Ikuti upacara kunci sampai selesai; boleh dihentikan dan dilanjutkan kapan saja."""
    from rembug_api.cli.kunci_steps import ceremony_step  # noqa: PLC0415 - other commands start faster

    with _opened(file, account) as device:
        follow(lambda: ceremony_step(device), once=once, seconds=every)


@app.command(cls=Command)
def latihan(*, account: _Account, file: _File, once: _Once = False, every: _Every = 5.0) -> None:
    """Ikut latihan membuka satu suara percobaan."""
    from rembug_api.cli.kunci_steps import rehearse  # noqa: PLC0415 - other commands start faster

    with _opened(file, account) as device:
        follow(lambda: rehearse(device), once=once, seconds=every)


@app.command(cls=Command)
def campur(*, contest: _Contest, account: _Account, file: _File) -> None:
    """Acak daftar suara yang tersegel dan kirim buktinya."""
    from rembug_api.cli.kunci_steps import mix  # noqa: PLC0415 - other commands start faster

    with _opened(file, account) as device, out.status("Mengunduh papan, mengacak, dan membuat bukti ..."):
        count = mix(device, _contest(contest))
    out.print(f"{count} suara sudah diacak dan buktinya diterima.")


@app.command(cls=Command)
def buka(*, contest: _Contest, account: _Account, file: _File) -> None:
    """Periksa semua surat suara dan pengacakan, lalu kirim bagian pembuka Anda."""
    from rembug_api.cli.kunci_steps import open_list  # noqa: PLC0415 - other commands start faster

    with _opened(file, account) as device, out.status("Memeriksa suara dan pengacakan, lalu membuka ..."):
        count = open_list(device, _contest(contest))
    out.print(f"Bagian pembuka Anda untuk {count} suara diterima.")


def follow(step: "Callable[[], Step]", *, once: bool, seconds: float) -> None:
    """Take steps until nothing is left to do, saying each thing once; a server that is away is waited for.

    Raises:
        HolderRefusal: the program or the service refuses.
    """
    from rembug_api.cli.kunci_desk import Unreachable  # noqa: PLC0415 - other commands start faster
    from rembug_api.cli.kunci_steps import Step  # noqa: PLC0415 - the same

    said = ""
    while True:
        try:
            now = step()
        except Unreachable as away:
            if once:
                raise
            now = Step(str(away), waiting=True)
        if now.sentence != said:
            out.print(now.sentence)
            said = now.sentence
        if once or now.finished:
            return
        if now.waiting:
            time.sleep(seconds)


def _contest(text: str) -> "ContestId":
    from rembug_ballots.errors import MalformedValue  # noqa: PLC0415 - other commands start faster
    from rembug_ballots.ids import parse_contest_id  # noqa: PLC0415 - the same

    try:
        return parse_contest_id(text)
    except MalformedValue:
        stop("Kode jabatan tidak benar.")


def _sign_in(desk: "Desk", account: str) -> None:
    desk.sign_in(account, typer.prompt(f"Kata sandi akun {account}", hide_input=True))


@contextmanager
def _opened(file: Path, account: str) -> "Iterator[Device]":
    from rembug_api.cli.kunci_desk import Desk  # noqa: PLC0415 - other commands start faster
    from rembug_api.cli.kunci_device import Device, Keyring, Pinned  # noqa: PLC0415 - the same
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    with _refusals():
        pinned = Pinned.read(file)
        keyring = Keyring.open(file, typer.prompt("Kata sandi berkas kunci", hide_input=True), system_random)
        with Desk(pinned.server, keyring.election) as desk:
            _sign_in(desk, account)
            yield Device(desk, keyring, pinned)


@contextmanager
def _refusals() -> Iterator[None]:
    from rembug_api.holder import HolderRefusal  # noqa: PLC0415 - other commands start faster
    from rembug_ballots.errors import BallotsError  # noqa: PLC0415 - the same
    from rembug_crypto.errors import CeremonyFault, CryptoError  # noqa: PLC0415 - the same

    try:
        yield
    except HolderRefusal as refusal:
        stop(str(refusal), FAILED)
    except CeremonyFault as fault:
        stop(f"Bagian dari pemegang nomor {fault.holder} tidak sesuai aturan. Laporkan ke pemantau.", FAILED)
    except (CryptoError, BallotsError) as error:
        stop(f"Papan pemilihan tidak dapat dipercaya: {error}. Laporkan ke pemantau.", FAILED)
    except OSError as error:
        stop(f"Berkas tidak dapat ditulis: {reason(error)}", FAILED)
