"""``rembug bench``: what one ballot costs on this machine, step by step."""

import json
from typing import Annotated

import typer
from rich.table import Table

from rembug_api.cli.output import out


def bench(
    *,
    ballots: Annotated[int, typer.Option("--ballots", min=2, max=40000, help="Jumlah surat suara.")] = 1000,
    width: Annotated[int, typer.Option("--width", min=2, max=34, help="Lebar surat suara: dua kali jumlah nama.")] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
) -> None:
    """Ukur biaya satu surat suara di komputer ini: menyegel, menerima, mengacak, membuktikan, membuka."""
    from rembug_api.cli.bench_steps import measure  # noqa: PLC0415 - other commands start faster without it

    if width % 2:
        raise typer.BadParameter("Lebar harus genap: dua kali jumlah nama.", param_hint="--width")
    result = measure(ballots, width)
    if as_json:
        typer.echo(json.dumps(result.to_object(), indent=2))
        return
    table = Table(title=f"{ballots} surat suara, lebar {width}, {result.backend}, {result.cores} inti")
    for heading in ("Langkah", "CPU ms/suara", "Jam ms/suara"):
        table.add_column(heading, justify="left" if heading == "Langkah" else "right")
    for name, cost in result.steps.items():
        table.add_row(name, f"{cost.cpu_ms:.3f}", f"{cost.wall_ms:.3f}")
    out.print(table)
