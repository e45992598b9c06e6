"""``rembug kunci``: a key holder's tool.  Her secrets never leave her key file and this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rembug_api.cli.output import FAILED, out, stop

if TYPE_CHECKING:
    from rembug_api.cli.kunci_device import Desk, Keyring, Pinned

app = typer.Typer(help="Pemegang kunci: membuat bagian kunci, mengacak, dan membuka.", no_args_is_help=True)

_LEAST_PASSPHRASE: Final = 12
_File = Annotated[Path, typer.Option("--file", help="Berkas kunci Anda.")]
_Account = Annotated[str, typer.Option("--account", help="Nama akun pemegang kunci.")]
_Contest = Annotated[str, typer.Option("--contest", help="Kode jabatan yang dipilih, misalnya bkm.")]


@app.command()
def buat(
    *,
    server: Annotated[str, typer.Option("--server", help="Alamat server, misalnya https://rembug.example.")],
    election: Annotated[str, typer.Option("--election", help="Kode pemilihan di papan.")],
    number: Annotated[int, typer.Option("--number", min=1, max=15, help="Nomor pemegang kunci Anda.")],
    name: Annotated[str, typer.Option("--name", help="Nama Anda di papan.")],
    account: _Account,
    file: _File,
) -> None:
    """Buat berkas kunci dan daftarkan kunci umumnya."""
    from rembug_api.cli.kunci_device import Desk, Keyring, Pinned  # noqa: PLC0415 - other commands start faster
    from rembug_api.cli.kunci_steps import register  # noqa: PLC0415 - the same
    from rembug_api.holder import HolderSecret  # noqa: PLC0415 - the same
    from rembug_ballots.errors import MalformedValue  # noqa: PLC0415 - the same
    from rembug_ballots.ids import parse_election_id  # noqa: PLC0415 - the same
    from rembug_crypto.keyfile import Argon2Cost  # noqa: PLC0415 - the same
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    try:
        parse_election_id(election)
    except MalformedValue:
        stop("Kode pemilihan tidak benar.")
    if file.exists():
        stop(f"{file} sudah ada dan tidak ditimpa.", FAILED)
    passphrase: str = typer.prompt("Kata sandi baru untuk berkas kunci", hide_input=True, confirmation_prompt=True)
    if len(passphrase.strip()) < _LEAST_PASSPHRASE:
        stop(f"Kata sandi paling sedikit {_LEAST_PASSPHRASE} huruf; beberapa kata acak paling mudah diingat.")
    with _refusals(), Desk(server, election) as desk:
        _sign_in(desk, account)
        pinned = Pinned(server, desk.log_key())
        keyring = Keyring(
            file, election, number, HolderSecret.draw(system_random), passphrase, system_random, Argon2Cost()
        )
        pinned.write(file)
        keyring.keep(keyring.secret)
        register(desk, keyring, name)
    out.print(f"Berkas kunci: {file}. Simpan dua salinan di tempat berbeda.")
    out.print(f"Cocokkan dengan panitia dan pemantau. Kunci papan: {pinned.log_key}")
    out.print(f"Sidik jari kunci Anda: {keyring.secret.signing_key.hex()}")


@app.command()
def lanjut(*, account: _Account, file: _File) -> None:
    """Lakukan langkah acara kunci atau latihan yang sedang ditunggu dari Anda."""
    from rembug_api.cli.kunci_steps import next_step  # noqa: PLC0415 - other commands start faster

    with _opened(file, account) as (desk, keyring, pinned):
        out.print(next_step(desk, keyring, pinned.log_key))


@app.command()
def acak(*, contest: _Contest, account: _Account, file: _File) -> None:
    """Acak daftar suara yang tersegel dan kirim buktinya."""
    from rembug_api.cli.kunci_steps import mix  # noqa: PLC0415 - other commands start faster
    from rembug_ballots.ids import ContestId  # noqa: PLC0415 - the same

    with _opened(file, account) as (desk, keyring, pinned):
        mix(desk, keyring, pinned.log_key, ContestId(contest))
        out.print("Daftar suara sudah diacak dan buktinya diterima.")


@app.command()
def buka(*, contest: _Contest, account: _Account, file: _File) -> None:
    """Periksa semua surat suara dan pengacakan, lalu kirim bagian pembuka Anda."""
    from rembug_api.cli.kunci_steps import open_list  # noqa: PLC0415 - other commands start faster
    from rembug_ballots.ids import ContestId  # noqa: PLC0415 - the same

    with _opened(file, account) as (desk, keyring, pinned):
        open_list(desk, keyring, pinned.log_key, ContestId(contest))
        out.print("Bagian pembuka Anda diterima.")


def _sign_in(desk: "Desk", account: str) -> None:
    desk.sign_in(account, typer.prompt(f"Kata sandi akun {account}", hide_input=True))


@contextmanager
def _opened(file: Path, account: str) -> "Iterator[tuple[Desk, Keyring, Pinned]]":
    from rembug_api.cli.kunci_device import Desk, Keyring, Pinned  # noqa: PLC0415 - other commands start faster
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    with _refusals():
        pinned = Pinned.read(file)
        keyring = Keyring.open(file, typer.prompt("Kata sandi berkas kunci", hide_input=True), system_random)
        with Desk(pinned.server, keyring.election) as desk:
            _sign_in(desk, account)
            yield desk, keyring, pinned


@contextmanager
def _refusals() -> Iterator[None]:
    from rembug_api.holder import HolderRefusal  # noqa: PLC0415 - other commands start faster
    from rembug_ballots.refusals import IllegalEvent  # noqa: PLC0415 - the same
    from rembug_crypto.errors import CeremonyFault, CryptoError  # noqa: PLC0415 - the same

    try:
        yield
    except HolderRefusal as refusal:
        stop(str(refusal), FAILED)
    except CeremonyFault as fault:
        stop(f"Bagian dari pemegang nomor {fault.holder} tidak sesuai aturan. Laporkan ke pemantau.", FAILED)
    except (CryptoError, IllegalEvent) as error:
        stop(f"Papan pemilihan tidak dapat dipercaya: {error}. Laporkan ke pemantau.", FAILED)
