"""``rembug cetak``: every paper of an election as PDF, into a folder, without a browser."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rembug_api.cli.output import FAILED, need_server_packages, out, reason, stop


def cetak(
    *,
    data: Annotated[Path, typer.Option("--data", help="Folder data panitia; layanannya sedang tidak berjalan.")],
    election: Annotated[str, typer.Option("--election", help="Kode pemilihan.")],
    folder: Annotated[Path, typer.Option("--out", help="Folder tujuan.")],
    base: Annotated[
        str, typer.Option("--base", help="Alamat layanan bagi warga, untuk kode QR.")
    ] = "http://127.0.0.1:8000",
    day: Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Hari pemungutan suara.")] = None,
    start: Annotated[str, typer.Option("--start", help="Jam mulai, misalnya 08:00.")] = "",
    end: Annotated[str, typer.Option("--end", help="Jam selesai.")] = "",
    zone: Annotated[str, typer.Option("--zone", help="WIB, WITA, atau WIT.")] = "",
) -> None:
    """Cetak semua surat yang sudah siap sebagai PDF, dan sebutkan yang belum."""
    try:
        from rembug_ballots.ids import ElectionId  # noqa: PLC0415 - beside the others
        from rembug_service.errors import ServiceError  # noqa: PLC0415 - a base install has no server
        from rembug_service.papers import packs  # noqa: PLC0415 - the same
        from rembug_service.papers.catalogue import WORDS, catalogue  # noqa: PLC0415 - the same
        from rembug_service.papers.request import print_request  # noqa: PLC0415 - the same
        from rembug_service.papers.source import Source  # noqa: PLC0415 - the same
        from rembug_service.service import KEY_FILE, Service  # noqa: PLC0415 - the same
    except ImportError as missing:
        need_server_packages(missing)
    if not (data / KEY_FILE).is_file():
        # Opening it would make a new server there.
        stop(f"Folder {data} tidak ada, atau tidak berisi data Rembug.")
    try:
        wish = print_request(base, None if day is None else day.date(), start, end, zone)
        service = Service.open(data)
    except ServiceError as error:
        stop(error.detail, FAILED)
    try:
        source = Source(service, ElectionId(election), wish)
        count = 0
        for path, pdf in packs.ready_papers(source):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(pdf)
            count += 1
        if packs.notary_ready(source):
            with (folder / "berkas-notaris.zip").open("wb") as handle:
                packs.write_notary_pack(source, handle)
        out.print(f"{count} surat tersimpan di {folder}")
        for each in catalogue(source):
            if each.missing is not None:
                out.print(f"Belum siap: {each.name}. {WORDS[each.missing]}")
    except ServiceError as error:
        stop(error.detail, FAILED)
    except OSError as error:
        stop(f"Surat tidak dapat ditulis: {reason(error)}", FAILED)
    finally:
        service.close()
