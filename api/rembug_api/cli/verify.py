"""``rembug verify``: check a public record, from a folder, a zip or a server."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from rich.table import Column, Table

from rembug_api.cli.output import FAILED, OK, UNUSABLE, err, out, stop

if TYPE_CHECKING:
    from rembug_ballots.record import Record
    from rembug_ballots.verification.findings import Progress
    from rembug_ballots.verification.report import Report

_WORDS: Final = {
    "ok": ("cocok", "green"),
    "failed": ("SALAH", "bold red"),
    "incomplete": ("belum lengkap", "yellow"),
    "not_applicable": ("tidak berlaku", "dim"),
}
_VERDICTS: Final = {
    "valid": ("SAH: semua pemeriksaan cocok.", "bold green", OK),
    "invalid": ("TIDAK SAH: ada pemeriksaan yang gagal.", "bold red", FAILED),
    "incomplete": ("BELUM LENGKAP: sebagian belum dapat diperiksa.", "bold yellow", UNUSABLE),
}


def verify(
    record: Annotated[
        str, typer.Argument(metavar="catatan", help="Folder, berkas zip, atau alamat papan pemilihan (https://...).")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Cetak hasil sebagai JSON.")] = False,
    receipt: Annotated[
        list[Path] | None, typer.Option("--receipt", help="Berkas tanda terima yang ikut diperiksa; boleh berulang.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option("--checkpoint", help="Titik periksa lama yang pernah disimpan; boleh berulang.")
    ] = None,
) -> None:
    """Periksa seluruh catatan pemilihan: tanda tangan, bukti, urutan, dan hitungan.

    Kode keluar: 0 sah, 1 ada yang salah, 2 tidak terbaca atau belum lengkap.
    """
    from rembug_ballots.errors import BrokenRecord  # noqa: PLC0415 - other commands start faster without it
    from rembug_ballots.verification import verify_record  # noqa: PLC0415 - the same
    from rembug_service.system import system_random  # noqa: PLC0415 - the same

    receipts, older = _read(receipt or ()), _read(checkpoint or ())
    try:
        with _opened(record) as found, progress_bar(err) as progress:
            report = verify_record(
                found, receipts=receipts, older_checkpoints=older, random=system_random, progress=progress
            )
    except BrokenRecord as error:
        report = _unreadable(error)
    if as_json:
        typer.echo(json.dumps(report.to_object(), ensure_ascii=False, indent=2))
    else:
        _show(report)
    raise typer.Exit(_VERDICTS[report.verdict.value][2])


def _unreadable(error: Exception) -> "Report":
    """Say that not even the first check found anything to look at; so all the others stay open too."""
    from rembug_ballots.verification.findings import Findings  # noqa: PLC0415 - other commands start faster without it
    from rembug_ballots.verification.sentences import sentence_of  # noqa: PLC0415 - the same

    findings = Findings()
    findings.lack("log.checkpoint", f"Catatan ini tidak dapat dibaca: {sentence_of(error)}")
    return findings.report()


@contextmanager
def progress_bar(console: Console) -> "Iterator[Progress]":
    """Show on a terminal which check is being made, and how far it is; elsewhere show nothing."""
    from rembug_ballots.verification.catalogue import CATALOGUE  # noqa: PLC0415 - other commands start faster

    bar = ProgressBar(
        SpinnerColumn(),
        TextColumn("{task.description}", table_column=Column(no_wrap=True, ratio=1)),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        expand=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task("Membaca catatan", total=None)

        def tell(slug: str, done: int, total: int) -> None:
            bar.update(task, description=CATALOGUE[slug].title, completed=done, total=total)

        yield tell


def _read(paths: Sequence[Path]) -> list[bytes]:
    try:
        return [path.read_bytes() for path in paths]
    except OSError as error:
        stop(f"Berkas tidak dapat dibaca: {error.filename}")


@contextmanager
def _opened(where: str) -> "Iterator[Record]":
    from rembug_ballots.record import Record  # noqa: PLC0415 - other commands start faster without it
    from rembug_ballots.record_open import open_record  # noqa: PLC0415 - the same

    if not where.startswith(("http://", "https://")):
        with open_record(Path(where)) as record:
            yield record
        return
    from rembug_api.cli.http_source import HttpSource  # noqa: PLC0415 - only a record on a server needs HTTP

    source = HttpSource(where)
    try:
        yield Record(source)
    finally:
        if source.unreachable:
            err.print(
                f"Server tidak dapat dihubungi ({source.unreachable}); hasil ini belum berarti apa-apa.", soft_wrap=True
            )
        source.close()


def _show(report: "Report") -> None:
    sentence, style, _ = _VERDICTS[report.verdict.value]
    if all(check.status.value == "incomplete" for check in report.checks):
        # Seventy lines that say the same would hide the one that says why.
        out.print(f"{report.checks[0].detail}.", soft_wrap=True)
        out.print(sentence, style=style)
        return
    table = Table(show_lines=False, pad_edge=False)
    table.add_column("Nomor", no_wrap=True)
    table.add_column("Pemeriksaan")
    table.add_column("Jumlah", justify="right")
    table.add_column("Hasil", no_wrap=True)
    for check in report.checks:
        word, style = _WORDS[check.status.value]
        title = f"{check.title}\n{check.detail}" if check.detail else check.title
        table.add_row(check.id, title, str(check.count), word, style=style if check.status.value != "ok" else None)
    out.print(table)
    out.print(sentence, style=style)
