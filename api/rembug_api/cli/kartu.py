"""``rembug kartu``: make the cards of a table on a device that never speaks to the server."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rembug_api.cli.output import FAILED, need_server_packages, out, stop

if TYPE_CHECKING:
    from rembug_api.card_maker import CardBatch

app = typer.Typer(help="Kartu suara: dibuat di laptop petugas kartu yang tidak tersambung jaringan.")


@app.callback()
def kartu() -> None:
    """Kartu suara: dibuat di laptop petugas kartu yang tidak tersambung jaringan."""


@app.command()
def buat(
    *,
    election: Annotated[str, typer.Option("--election", help="Kode pemilihan di papan.")],
    contest: Annotated[str, typer.Option("--contest", help="Kode jabatan yang dipilih, misalnya bkm.")],
    index: Annotated[int, typer.Option("--index", min=1, max=1023, help="Nomor jabatan itu di tatib.")],
    table: Annotated[int, typer.Option("--table", min=1, max=32767, help="Nomor meja.")],
    count: Annotated[int, typer.Option("--count", min=1, max=40000, help="Jumlah kartu, cadangan ikut dihitung.")],
    folder: Annotated[Path, typer.Option("--out", help="Folder hasil.")],
    title: Annotated[str, typer.Option("--title", help="Judul di kartu.")] = "Rembug Warga",
    secrets: Annotated[
        Path | None, typer.Option("--secrets", help="Simpan juga kode kartu ke berkas ini; hanya untuk latihan.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Buat lembar cetak PDF.")] = True,
) -> None:
    """Buat kartu satu meja: catatan bertanda tangan, daftar kunci kartu, dan lembar cetak."""
    from rembug_api.card_maker import make_cards  # noqa: PLC0415 - other commands start faster without it
    from rembug_ballots.errors import MalformedValue  # noqa: PLC0415 - the same
    from rembug_ballots.ids import (  # noqa: PLC0415 - the same
        ContestIndex,
        TableNumber,
        parse_contest_id,
        parse_election_id,
    )
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    try:
        place = parse_election_id(election), parse_contest_id(contest)
    except MalformedValue:
        stop("Kode pemilihan atau kode jabatan tidak benar.")
    # The maker's key signs this one batch and is forgotten.
    batch = make_cards(*place, ContestIndex(index), TableNumber(table), count, system_random(32), system_random)
    stem = f"{contest}-meja-{table:05d}"
    sheets = _sheets(batch, *place, title, contest) if pdf else None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / f"{stem}.event.json", batch.event)
        _write(folder / f"{stem}.credentials", batch.credentials)
        if sheets is not None:
            _write(folder / f"{stem}.pdf", sheets)
        if secrets is not None:
            _write(secrets, "".join(f"{card.to_text()}\n" for card in batch.cards).encode("ascii"))
    except FileExistsError as error:
        stop(f"{error.filename} sudah ada dan tidak ditimpa.", FAILED)
    out.print(f"{count} kartu untuk meja {table} ada di {folder}. Cetak PDF-nya, lalu hapus berkasnya.")


def _sheets(batch: "CardBatch", election: str, contest: str, title: str, contest_title: str) -> bytes:
    try:
        from rembug_service.documents.cards_pdf import PrintedCard, cards_pdf  # noqa: PLC0415 - a base install has no PDF
    except ImportError as missing:
        need_server_packages(missing)
    from rembug_ballots.cards import card_number, credential_of_secret  # noqa: PLC0415 - other commands start faster
    from rembug_ballots.ids import ContestId, ElectionId  # noqa: PLC0415 - the same

    place = ElectionId(election), ContestId(contest)
    printed = [
        PrintedCard(card.to_text(), card_number(credential_of_secret(card.secret, *place, card.table)))
        for card in batch.cards
    ]
    return cards_pdf(title, contest_title, batch.cards[0].table, printed)


def _write(path: Path, data: bytes) -> None:
    # Only its owner may read it, and a second run never takes the place of cards that may be printed already.
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - a descriptor
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
