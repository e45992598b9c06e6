"""``rembug bench``: what one ballot costs on this machine, step by step."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from rembug_api.cli.output import need_server_packages, out


def bench(
    *,
    ballots: Annotated[int, typer.Option("--ballots", min=2, max=40000, help="Jumlah surat suara.")] = 1000,
    width: Annotated[int, typer.Option("--width", min=2, max=34, help="Lebar surat suara: dua kali jumlah nama.")] = 6,
    http: Annotated[bool, typer.Option("--http", help="Ukur juga penerimaan suara lewat HTTP.")] = False,
    clients: Annotated[int, typer.Option("--clients", min=1, max=512, help="Sambungan bersamaan.")] = 64,
    as_json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
) -> None:
    """Ukur biaya satu surat suara di komputer ini: menyegel, menerima, mengacak, membuktikan, membuka."""
    from rembug_api.cli.bench_steps import measure  # noqa: PLC0415 - other commands start faster without it

    if width % 2:
        raise typer.BadParameter("Lebar harus genap: dua kali jumlah nama.", param_hint="--width")
    result = measure(ballots, width)
    figures = None
    if http:
        try:
            from rembug_api.bench_http import measure as measure_http  # noqa: PLC0415 - a base install has no server
        except ImportError as missing:
            need_server_packages(missing)
        figures = measure_http(min(ballots, 5000), clients)
    if as_json:
        typer.echo(json.dumps({**result.to_object(), "http": None if figures is None else asdict(figures)}, indent=2))
        return
    table = Table(title=f"{ballots} surat suara, lebar {width}, {result.backend}, {result.cores} inti")
    for heading in ("Langkah", "CPU ms/suara", "Jam ms/suara"):
        table.add_column(heading, justify="left" if heading == "Langkah" else "right")
    for name, cost in result.steps.items():
        table.add_row(name, f"{cost.cpu_ms:.3f}", f"{cost.wall_ms:.3f}")
    out.print(table)
    if figures is not None:
        out.print(
            f"HTTP: {figures.casts_per_second:.0f} suara/detik dengan {figures.clients} sambungan, "
            f"p50 {figures.p50_ms:.0f} ms, p99 {figures.p99_ms:.0f} ms; "
            f"CPU server {figures.server_cpu_ms:.2f} ms, klien {figures.client_cpu_ms:.2f} ms per suara"
        )
