"""``rembug backup`` and ``rembug restore``: all that a server must not lose, in one file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rembug_api.cli.output import FAILED, need_server_packages, out, reason, stop

if TYPE_CHECKING:
    from rembug_service.backup import BackedUp

_Data = Annotated[Path, typer.Option("--data", help="Folder data panitia.")]


def backup(
    file: Annotated[Path, typer.Argument(metavar="berkas", help="Berkas cadangan yang akan dibuat.")],
    *,
    data: _Data,
) -> None:
    """Buat cadangan, juga selagi server berjalan. Simpan di tempat terkunci: isinya memuat kunci server."""
    try:
        from rembug_service.backup import write_backup  # noqa: PLC0415 - a base install has no server
        from rembug_service.errors import ServiceError  # noqa: PLC0415 - the same
    except ImportError as missing:
        need_server_packages(missing)
    try:
        found = write_backup(data, file)
    except ServiceError as error:
        stop(error.detail, FAILED)
    except OSError as error:
        stop(f"Cadangan tidak dapat ditulis: {reason(error)}", FAILED)
    out.print(f"Cadangan tersimpan: {file}")
    _tell(found)


def restore(
    file: Annotated[Path, typer.Argument(metavar="berkas", help="Berkas cadangan.")],
    *,
    data: _Data,
) -> None:
    """Kembalikan cadangan ke folder kosong; data yang ada tidak pernah ditimpa."""
    try:
        from rembug_service.backup import restore_backup  # noqa: PLC0415 - a base install has no server
        from rembug_service.errors import ServiceError  # noqa: PLC0415 - the same
    except ImportError as missing:
        need_server_packages(missing)
    try:
        found = restore_backup(file, data)
    except ServiceError as error:
        stop(error.detail, FAILED)
    except OSError as error:
        stop(f"Cadangan tidak dapat dikembalikan: {reason(error)}", FAILED)
    out.print(f"Data dikembalikan ke {data}. Jalankan: rembug serve --data {data}")
    _tell(found)


def _tell(found: "Sequence[BackedUp]") -> None:
    for each in found:
        out.print(f"  {each.election}: {each.size} catatan" + (f". {each.shut}" if each.shut else ""))
