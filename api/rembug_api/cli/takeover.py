"""``rembug takeover`` and ``rembug drill``: going on at another laptop, and trying out that this would work."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rembug_api.cli.output import FAILED, need_server_packages, out, reason, stop

if TYPE_CHECKING:
    from rembug_service.backup import BackedUp


def takeover(
    mirror: Annotated[Path, typer.Argument(metavar="media", help="Folder di media kedua (USB) dari laptop yang mati.")],
    *,
    data: Annotated[Path, typer.Option("--data", help="Folder data yang baru di laptop ini; harus kosong.")],
) -> None:
    """Lanjutkan pemilihan di laptop ini. Laptop yang lama sesudah itu ditolak."""
    try:
        from rembug_service.backup import check_data  # noqa: PLC0415 - a base install has no server
        from rembug_service.errors import ServiceError  # noqa: PLC0415 - the same
        from rembug_service.mirror import take_over  # noqa: PLC0415 - the same
        from rembug_service.system import system_random  # noqa: PLC0415 - the same
    except ImportError as missing:
        need_server_packages(missing)
    try:
        take_over(mirror, data, system_random)
        found = check_data(data)
    except ServiceError as error:
        stop(error.detail, FAILED)
    except OSError as error:
        stop(f"Media kedua tidak terbaca: {reason(error)}", FAILED)
    out.print(f"Data diambil alih ke {data}. Jalankan: rembug serve --lan --data {data} --mirror {mirror}")
    _tell(found)


def drill(
    source: Annotated[Path, typer.Argument(metavar="sumber", help="Folder media kedua, atau berkas cadangan.")],
) -> None:
    """Latihan memulihkan: buka salinan di folder sementara, periksa seluruhnya, lalu hapus. Tidak mengubah apa pun."""
    try:
        from rembug_service.backup import check_data, restore_backup  # noqa: PLC0415 - a base install has no server
        from rembug_service.errors import ServiceError  # noqa: PLC0415 - the same
        from rembug_service.mirror import copy_out  # noqa: PLC0415 - the same
    except ImportError as missing:
        need_server_packages(missing)
    with tempfile.TemporaryDirectory(prefix="rembug-latihan-") as folder:
        data = Path(folder) / "data"
        try:
            if source.is_dir():
                copy_out(source, data)
            else:
                restore_backup(source, data)
            found = check_data(data)
        except ServiceError as error:
            stop(error.detail, FAILED)
        except OSError as error:
            stop(f"Cadangan tidak terbaca: {reason(error)}", FAILED)
    bad = [each for each in found if each.shut]
    _tell(found)
    if bad:
        stop("Cadangan ini tidak dapat dipakai untuk melanjutkan pemilihan.", FAILED)
    out.print("Cadangan ini dapat dipakai.")


def _tell(found: "Sequence[BackedUp]") -> None:
    for each in found:
        out.print(f"  {each.election}: {each.size} catatan" + (f". {each.shut}" if each.shut else ""))
