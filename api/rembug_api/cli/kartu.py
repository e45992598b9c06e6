"""``rembug kartu``: make the cards of a table on a device that never speaks to the server, and hand in their list.

Trust: the secrets of the cards exist in this process and on the printed sheets, nowhere else.  What is handed in holds
public keys only.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rembug_api.cli.indonesian import Command, Group
from rembug_api.cli.output import FAILED, need_server_packages, out, reason, stop

if TYPE_CHECKING:
    from rembug_api.card_maker import CardBatch
    from rembug_api.cli.kartu_job import CardJob

app = typer.Typer(
    cls=Group, help="Kartu suara: dibuat di laptop petugas kartu yang tidak tersambung jaringan.", no_args_is_help=True
)


@app.command(cls=Command)
def buat(  # noqa: PLR0913 - one argument an option
    *,
    folder: Annotated[Path, typer.Option("--out", help="Folder hasil.")],
    job: Annotated[Path | None, typer.Option("--job", help="Berkas tugas (JSON), ganti pilihan di bawah.")] = None,
    election: Annotated[str | None, typer.Option("--election", help="Kode pemilihan di papan.")] = None,
    contest: Annotated[str | None, typer.Option("--contest", help="Kode jabatan, misalnya bkm.")] = None,
    index: Annotated[int | None, typer.Option("--index", help="Nomor jabatan itu di tatib.")] = None,
    table: Annotated[int | None, typer.Option("--table", help="Nomor meja.")] = None,
    count: Annotated[int | None, typer.Option("--count", help="Jumlah kartu, cadangan ikut dihitung.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Judul di kartu.")] = None,
    contest_title: Annotated[str | None, typer.Option("--contest-title", help="Nama jabatan di kartu.")] = None,
    secrets: Annotated[
        Path | None, typer.Option("--secrets", help="Simpan juga kode kartu ke berkas ini; hanya untuk latihan.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Buat lembar cetak PDF.")] = True,
    screen: Annotated[
        bool, typer.Option("--layar", help="Ganti kartu kertas: tumpukan bersandi untuk layar laptop meja.")
    ] = False,
) -> None:
    """Buat kartu satu meja: catatan bertanda tangan, daftar kunci kartu, dan lembar cetak atau tumpukan layar."""
    from rembug_api.card_maker import make_cards  # noqa: PLC0415 - other commands start faster without it
    from rembug_api.cli.kartu_job import CardJob, WrongJob  # noqa: PLC0415 - the same
    from rembug_ballots.signing import public_key  # noqa: PLC0415 - the same
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    options = {
        "election": election,
        "contest": contest,
        "index": index,
        "table": table,
        "count": count,
        "title": title,
        "contest_title": contest_title,
    }
    given: dict[str, object] = {name: value for name, value in options.items() if value is not None}
    if job is not None and given:
        stop("Pakai --job atau pilihan satu per satu, jangan keduanya.")
    try:
        wanted = CardJob.of(given) if job is None else CardJob.read(job)
    except WrongJob as wrong:
        stop(str(wrong))
    stem = f"{wanted.contest}-meja-{wanted.table:05d}"
    targets = {name: folder / f"{stem}.{name}" for name in ("event.json", "credentials", "pdf", "tumpukan.json")}
    for path in (*targets.values(), *([] if secrets is None else [secrets])):
        if path.exists():
            stop(f"{path} sudah ada dan tidak ditimpa.", FAILED)

    # The maker's key signs this one batch and is forgotten.
    seed = system_random(32)
    batch = make_cards(wanted.election, wanted.contest, wanted.index, wanted.table, wanted.count, seed, system_random)
    content = {"event.json": batch.event, "credentials": batch.credentials}
    words = ""
    if screen:
        # One card on paper and on a screen would be two cards that look good.
        words, content["tumpukan.json"] = _pile(batch, wanted)
    elif pdf:
        content["pdf"] = _sheets(batch, wanted, public_key(seed))
    files = {targets[name]: data for name, data in content.items()}
    if secrets is not None:
        files[secrets] = "".join(f"{card.to_text()}\n" for card in batch.cards).encode("ascii")
    made: list[Path] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path, data in files.items():
            _write(path, data, made)
    except OSError as error:
        # Some of a batch is no batch, and would stand in the way of the next try.
        for path in made:
            path.unlink(missing_ok=True)
        stop(f"{error.filename or folder} tidak dapat ditulis: {reason(error)}", FAILED)
    out.print(f"{wanted.count} kartu untuk meja {wanted.table} ada di {folder}.")
    out.print(f"Kunci pembuat kartu: {public_key(seed).hex()}", soft_wrap=True)
    if screen:
        out.print(f"Kata sandi tumpukan layar, catat di kertas tertutup: {words}", soft_wrap=True)
        out.print("Bawa berkas tumpukan ke laptop meja dengan flash disk, jangan lewat jaringan.")
        out.print("Serahkan dua berkas lainnya dengan: rembug kartu kirim")
    else:
        out.print("Cetak PDF-nya, hapus berkasnya, lalu serahkan dua berkas lainnya dengan: rembug kartu kirim")


@app.command(cls=Command)
def kirim(
    event: Annotated[Path, typer.Argument(metavar="berkas", help="Berkas .event.json dari rembug kartu buat.")],
    *,
    server: Annotated[str, typer.Option("--server", help="Alamat server, misalnya https://rembug.example.")],
    account: Annotated[str, typer.Option("--account", help="Nama akun petugas kartu.")],
) -> None:
    """Serahkan daftar kunci kartu satu meja ke server. Kode kartunya sendiri tidak pernah dikirim."""
    from rembug_api.cli.kunci_desk import Desk  # noqa: PLC0415 - other commands start faster without it
    from rembug_api.holder import HolderRefusal  # noqa: PLC0415 - the same
    from rembug_ballots.encoding import to_b64  # noqa: PLC0415 - the same
    from rembug_ballots.errors import MalformedValue  # noqa: PLC0415 - the same
    from rembug_ballots.events.event import Event  # noqa: PLC0415 - the same
    from rembug_ballots.events.setup import CardsRegistered  # noqa: PLC0415 - the same

    credentials = event.with_name(event.name.removesuffix(".event.json") + ".credentials")
    try:
        data, listed = event.read_bytes(), credentials.read_bytes()
        parsed = Event.parse(data)
    except OSError as error:
        stop(f"Berkas {error.filename} tidak dapat dibaca.")
    except MalformedValue:
        stop(f"Berkas {event} bukan catatan kartu.")
    if not isinstance(parsed.body, CardsRegistered):
        stop(f"Berkas {event} bukan catatan kartu.")
    try:
        with Desk(server, parsed.election) as desk:
            desk.sign_in(account, typer.prompt(f"Kata sandi akun {account}", hide_input=True))
            desk.post("/cards", {"event": to_b64(data), "credentials": to_b64(listed)})
    except HolderRefusal as refusal:
        stop(str(refusal), FAILED)
    out.print(f"{parsed.body.count} kartu untuk meja {parsed.body.table} sudah terdaftar di papan.")


def _pile(batch: "CardBatch", job: "CardJob") -> tuple[str, bytes]:
    from rembug_ballots.card_pile import seal_pile  # noqa: PLC0415 - other commands start faster without it
    from rembug_crypto.passphrase import offer  # noqa: PLC0415 - the same
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    words = offer(system_random)
    place = job.election, job.contest, job.table
    return words, seal_pile(place, batch.cards, words, system_random).to_bytes()


def _sheets(batch: "CardBatch", job: "CardJob", maker_key: bytes) -> bytes:
    try:
        from rembug_service.documents.cards_pdf import (  # noqa: PLC0415 - a base install has no PDF
            PrintedCard,
            Sheets,
            cards_pdf,
        )
    except ImportError as missing:
        need_server_packages(missing)
    from rembug_ballots.cards import card_number, credential_of_secret  # noqa: PLC0415 - other commands start faster
    from rembug_ballots.state.blobs import name_of  # noqa: PLC0415 - the same

    place = job.election, job.contest, job.table
    printed = [
        PrintedCard(card.to_text(), card_number(credential_of_secret(card.secret, *place))) for card in batch.cards
    ]
    listed = name_of(batch.credentials)
    return cards_pdf(Sheets(job.title, job.election, job.contest_title, job.table, maker_key, listed), printed)


def _write(path: Path, data: bytes, made: list[Path]) -> None:
    # Only its owner may read it, and a second run never takes the place of cards that may be printed already.
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - a descriptor
        made.append(path)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
