"""``rembug saksi``: an observer's laptop as a witness of an election's log."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rembug_api.cli.indonesian import Command, Group
from rembug_api.cli.output import FAILED, err, out, reason, stop

if TYPE_CHECKING:
    from rembug_api.witness.device import Visit, WitnessDevice
    from rembug_api.witness.http_board import HttpBoard

app = typer.Typer(cls=Group, help="Saksi buku: menjaga agar buku pemilihan hanya bertambah.", no_args_is_help=True)

_ALARM: Final = 3
"""Exit code when a log was caught: other than any refusal."""
_REST_SECONDS: Final = 2.0
_Folder = Annotated[Path, typer.Option("--folder", help="Folder saksi: kunci, tanda buku terakhir, dan bukti.")]
_Server = Annotated[str, typer.Option("--server", help="Alamat server, misalnya https://rembug.example.")]
_Election = Annotated[str, typer.Option("--election", help="Kode pemilihan di papan.")]


@app.command(cls=Command)
def buat(
    *,
    name: Annotated[str, typer.Option("--name", help="Nama saksi tanpa spasi, misalnya pemantau.rw03.")],
    folder: _Folder,
) -> None:
    """Buat kunci saksi, dan tunjukkan kunci umumnya untuk ditulis di tata tertib."""
    from rembug_api.witness.memory import WitnessRefusal, make_key  # noqa: PLC0415 - other commands start faster
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    try:
        key = make_key(folder, name, system_random)
    except WitnessRefusal as refusal:
        stop(str(refusal), FAILED)
    except OSError as error:
        stop(f"Folder {folder} tidak dapat ditulis: {reason(error)}.", FAILED)
    out.print(f"Kunci saksi dibuat di {folder}. Berikan baris ini kepada panitia, untuk tata tertib:")
    out.print(key.public.to_text(), soft_wrap=True)


@app.command(cls=Command)
def ikut(
    *,
    server: _Server,
    election: _Election,
    folder: _Folder,
    log_key: Annotated[
        str | None, typer.Option("--log-key", help="Kunci buku pemilihan, seperti yang ditempel panitia di balai.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Satu kali saja.")] = False,
    every: Annotated[float, typer.Option("--every", min=0.1, max=600, help="Detik antara dua kali melihat.")] = 10.0,
) -> None:
    """Ikuti buku sebuah pemilihan: periksa bahwa ia hanya bertambah, dan ikut menandatangani."""
    from rembug_api.witness.device import Unreachable  # noqa: PLC0415 - other commands start faster
    from rembug_api.witness.memory import WitnessRefusal  # noqa: PLC0415 - the same

    try:
        device, board = _device(folder, server, election, log_key)
    except WitnessRefusal as refusal:
        stop(str(refusal), FAILED)
    try:
        while True:
            try:
                _tell(device.visit())
            except Unreachable as trouble:
                if once:
                    stop(str(trouble), FAILED)
                err.print(f"{trouble} Dicoba lagi.", soft_wrap=True)
            if once:
                return
            time.sleep(every)
    except WitnessRefusal as refusal:
        stop(str(refusal), FAILED)
    except OSError as error:
        stop(f"Folder {folder} tidak dapat ditulis: {reason(error)}. Tidak ada yang ditandatangani.", FAILED)
    finally:
        board.close()


@app.command(cls=Command)
def banding(
    *,
    other: Annotated[Path, typer.Argument(metavar="berkas", help="Berkas tanda buku (checkpoint) dari pengamat lain.")],
    server: _Server,
    election: _Election,
    folder: _Folder,
) -> None:
    """Bandingkan tanda buku pengamat lain dengan yang dilihat saksi ini."""
    from rembug_api.witness.memory import WitnessRefusal  # noqa: PLC0415 - other commands start faster

    try:
        data = other.read_bytes()
    except OSError:
        stop(f"{other} tidak dapat dibaca.")
    try:
        device, board = _device(folder, server, election, None)
        try:
            found = device.compare(data)
        finally:
            board.close()
    except WitnessRefusal as refusal:
        stop(str(refusal), FAILED)
    if found is None:
        stop("Layanan tidak terjangkau, dan kedua tanda buku tidak sama panjang: coba lagi bila tersambung.", FAILED)
    _tell(found)
    out.print(f"Sama: kedua tanda buku berasal dari satu buku ({found.size} catatan).")


def _device(folder: Path, server: str, election: str, log_key: str | None) -> "tuple[WitnessDevice, HttpBoard]":
    """Return the witness of a log whose key is pinned from the first time on.

    Raises:
        WitnessRefusal: no key, or the log's key is another than before.
    """
    from rembug_api.witness.device import WitnessDevice  # noqa: PLC0415 - other commands start faster
    from rembug_api.witness.http_board import HttpBoard  # noqa: PLC0415 - the same
    from rembug_api.witness.memory import LogMemory, WitnessRefusal, read_key  # noqa: PLC0415 - the same
    from rembug_ballots.errors import MalformedValue  # noqa: PLC0415 - the same
    from rembug_ballots.ids import parse_election_id  # noqa: PLC0415 - the same
    from rembug_ballots.verification.log import ORIGIN  # noqa: PLC0415 - the same
    from rembug_service.system import now  # noqa: PLC0415 - the same

    try:
        origin = f"{ORIGIN}{parse_election_id(election)}"
    except MalformedValue:
        raise WitnessRefusal("Kode pemilihan tidak benar.") from None
    key, memory, board = read_key(folder), LogMemory(folder, origin), HttpBoard(server, election)
    pinned = memory.key
    if pinned is None:
        pinned = board.log_key() if log_key is None else log_key
        _check_log_key(pinned, origin)
        memory.pin(pinned)
        err.print("Kunci buku pemilihan, cocokkan dengan yang ditempel panitia:", soft_wrap=True)
        err.print(pinned, soft_wrap=True)
    elif log_key is not None and log_key != pinned:
        raise WitnessRefusal("Kunci buku ini lain daripada yang dicatat saksi ini dulu.")
    return WitnessDevice(key, memory, board, rest=_pause, clock=now), board


def _pause() -> None:
    time.sleep(_REST_SECONDS)


def _check_log_key(text: str, origin: str) -> None:
    from rembug_api.witness.memory import WitnessRefusal  # noqa: PLC0415 - other commands start faster
    from rembug_crypto.errors import InvalidNote  # noqa: PLC0415 - the same
    from rembug_crypto.note import NoteKey  # noqa: PLC0415 - the same

    try:
        key = NoteKey.parse(text)
    except InvalidNote:
        raise WitnessRefusal("Ini bukan kunci buku pemilihan.") from None
    if key.name != origin:
        raise WitnessRefusal("Ini kunci buku pemilihan lain.")


def _tell(visit: "Visit") -> None:
    """Say what a visit found; an alarm ends the command."""
    from rembug_api.witness.device import ALARM_WORDS  # noqa: PLC0415 - other commands start faster

    if visit.alarm is not None:
        err.print("\n" + "!" * 70, style="bold red")
        err.print(ALARM_WORDS[visit.alarm], style="bold red", soft_wrap=True)
        err.print(f"Bukti (dua tanda buku yang bertentangan): {visit.evidence}", style="bold red", soft_wrap=True)
        err.print("Tunjukkan berkas itu kepada pemantau lain dan warga. Jangan dihapus.", style="bold red")
        err.print("!" * 70, style="bold red")
        raise typer.Exit(_ALARM)
    if visit.cosigned:
        words = "ikut ditandatangani" if visit.counted else "ditandatangani (tata tertib tidak menyebut saksi ini)"
        out.print(f"Buku dengan {visit.cosigned} catatan {words}.")
