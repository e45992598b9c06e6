"""Where commands print: results on standard output, trouble on standard error."""

from typing import Final, NoReturn

import typer
from rich.console import Console

OK: Final = 0
FAILED: Final = 1
UNUSABLE: Final = 2

out: Final = Console(highlight=False, markup=False)
err: Final = Console(stderr=True, highlight=False, markup=False)


def stop(sentence: str, code: int = UNUSABLE) -> NoReturn:
    """Print an Indonesian sentence on standard error and end the command."""
    err.print(sentence, style="bold red", soft_wrap=True)
    raise typer.Exit(code)


def need_server_packages(missing: ImportError) -> NoReturn:
    """End a command that needs packages which only a server's install has."""
    stop(f"Perintah ini memerlukan paket server ({missing.name}). Pasang dengan: pip install 'rembug[server]'")
