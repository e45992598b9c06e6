"""The command line.  Each command is a file; heavy imports happen inside it, so that a base install can verify."""

import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from rembug_api.cli import kartu, kunci, saksi
from rembug_api.cli.backup import backup, restore
from rembug_api.cli.bench import bench
from rembug_api.cli.cetak import cetak
from rembug_api.cli.demo import demo
from rembug_api.cli.indonesian import Command, Group
from rembug_api.cli.output import reason
from rembug_api.cli.serve import serve
from rembug_api.cli.takeover import drill, takeover
from rembug_api.cli.verify import verify

app = typer.Typer(
    name="rembug",
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    # A traceback with local variables could print a secret.
    pretty_exceptions_enable=False,
)
for _command in (verify, serve, demo, cetak, backup, restore, takeover, drill, bench):
    app.command(cls=Command)(_command)
app.add_typer(kartu.app, name="kartu")
app.add_typer(kunci.app, name="kunci")
app.add_typer(saksi.app, name="saksi")

UNEXPECTED = 2


@app.callback()
def rembug(
    ca: Annotated[
        Path | None, typer.Option("--ca", envvar="REMBUG_CA", help="Sertifikat laptop panitia (rembug-ca.crt).")
    ] = None,
) -> None:
    """Rembug: pemilihan BKM yang rahasia dan dapat diperiksa siapa pun."""
    if ca is not None:
        from rembug_api.cli.http_client import trust_only  # noqa: PLC0415 - most commands speak to no server

        trust_only(ca)


def main() -> None:
    """Run the program ``rembug``.

    A fault of the program itself ends with 2: 1 is kept for a finding, such as a record that is not valid.
    """
    try:
        app()
    except OSError as error:
        # A folder that is none, a full disk, a file that is not ours: nobody needs to see where in the program.
        name = "" if error.filename is None else f" ({error.filename})"
        sys.stderr.write(f"Berkas, folder, atau alamat tidak dapat dipakai{name}: {reason(error)}.\n")
        sys.exit(UNEXPECTED)
    except Exception:  # noqa: BLE001 - the outermost place; the traceback shows no values
        traceback.print_exc()
        sys.exit(UNEXPECTED)
