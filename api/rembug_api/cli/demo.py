"""``rembug demo``: an invented election from the first assembly to the verified result."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rembug_api.cli.output import need_server_packages, stop

_ADULTS_A_TABLE = 100


def demo(
    *,
    data: Annotated[Path, typer.Option("--data", help="Folder data; dibuat baru.")] = Path("demo-data"),
    adults: Annotated[int, typer.Option("--adults", min=60, max=40000, help="Jumlah warga dewasa.")] = 1000,
    turnout: Annotated[float, typer.Option("--turnout", min=0.05, max=1.0, help="Bagian yang datang.")] = 0.6,
    names_max: Annotated[int, typer.Option("--names-max", min=1, max=17, help="Nama di satu surat suara.")] = 3,
    tables: Annotated[int | None, typer.Option("--tables", min=1, help="Jumlah meja; tanpa ini secukupnya.")] = None,
    export: Annotated[Path | None, typer.Option("--export", help="Simpan catatan umum ke berkas zip ini.")] = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Berhenti setelah hasilnya diperiksa.")] = False,
    seed: Annotated[int, typer.Option("--seed", help="Benih warga rekaan; benih sama, cerita sama.")] = 1,
) -> None:
    """Mainkan satu pemilihan rekaan dari rembug warga sampai hasil yang terperiksa."""
    try:
        from rembug_api.demo.story import run_demo  # noqa: PLC0415 - a base install has no server
    except ImportError as missing:
        need_server_packages(missing)
    chosen = tables if tables is not None else -(-adults // _ADULTS_A_TABLE)
    try:
        code = run_demo(
            data=data,
            adults=adults,
            turnout=turnout,
            names_max=names_max,
            tables=chosen,
            export=export,
            serve=not no_serve,
            seed=seed,
            console=Console(highlight=False),
        )
    except ValueError as error:
        stop(str(error))
    raise typer.Exit(code)
