"""``rembug demo``: an invented election from the first assembly to the verified result."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from rembug_api.cli.output import need_server_packages, stop

_ADULTS_A_TABLE = 100


class Preset(StrEnum):
    """Which story is told."""

    LANGSUNG = "langsung"
    DUA_TINGKAT = "dua-tingkat"


class Policy(StrEnum):
    """Who may read the opened ballots."""

    TERBUKA = "terbuka"
    SAKSI = "saksi"


def demo(  # noqa: PLR0913 - one argument an option
    *,
    data: Annotated[Path, typer.Option("--data", help="Folder data; dibuat baru.")] = Path("demo-data"),
    adults: Annotated[int, typer.Option("--adults", min=60, max=40000, help="Jumlah warga dewasa.")] = 1000,
    turnout: Annotated[float, typer.Option("--turnout", min=0.05, max=1.0, help="Bagian yang datang.")] = 0.6,
    names_max: Annotated[int, typer.Option("--names-max", min=1, max=17, help="Nama di satu surat suara.")] = 3,
    tables: Annotated[int | None, typer.Option("--tables", min=1, help="Jumlah meja; tanpa ini secukupnya.")] = None,
    export: Annotated[Path | None, typer.Option("--export", help="Simpan catatan umum ke berkas zip ini.")] = None,
    preset: Annotated[
        Preset, typer.Option("--preset", help="langsung: warga menulis anggota BKM; dua-tingkat: lewat utusan RT.")
    ] = Preset.LANGSUNG,
    publication: Annotated[
        Policy, typer.Option("--publication", help="terbuka: semua tulisan diumumkan; saksi: hanya untuk pengamat.")
    ] = Policy.TERBUKA,
    witnesses: Annotated[
        int, typer.Option("--saksi-buku", min=0, max=5, help="Jumlah saksi buku; hanya dengan langsung.")
    ] = 0,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Berhenti setelah hasilnya diperiksa.")] = False,
    seed: Annotated[int, typer.Option("--seed", help="Benih warga rekaan; benih sama, cerita sama.")] = 1,
) -> None:
    """Mainkan satu pemilihan rekaan dari rembug warga sampai hasil yang terperiksa."""
    try:
        from rembug_api.demo.story import run_demo  # noqa: PLC0415 - a base install has no server
        from rembug_api.demo.wishes import Wishes  # noqa: PLC0415 - as above
    except ImportError as missing:
        need_server_packages(missing)
    chosen = tables if tables is not None else 1 if preset is Preset.DUA_TINGKAT else -(-adults // _ADULTS_A_TABLE)
    try:
        wishes = Wishes(adults, turnout, names_max, chosen, seed, preset.value, publication.value, witnesses=witnesses)
        code = run_demo(data, wishes, export=export, serve=not no_serve, console=Console(highlight=False))
    except ValueError as error:
        stop(str(error))
    raise typer.Exit(code)
