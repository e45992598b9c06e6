"""Where commands print: results on standard output, trouble on standard error."""

import errno
from typing import Final, NoReturn

import typer
from rich.console import Console

OK: Final = 0
FAILED: Final = 1
UNUSABLE: Final = 2

out: Final = Console(highlight=False, markup=False)
err: Final = Console(stderr=True, highlight=False, markup=False)


_TROUBLES: Final = {
    errno.ENOENT: "tidak ada",
    errno.EEXIST: "sudah ada",
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.EROFS: "medianya hanya dapat dibaca",
    errno.ENOSPC: "medianya penuh",
    errno.EDQUOT: "jatah medianya habis",
    errno.EFBIG: "terlalu besar untuk medianya",
    errno.EIO: "medianya rusak atau dicabut",
    errno.ENOTDIR: "bukan folder",
    errno.EISDIR: "itu folder, bukan berkas",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
}


def reason(error: OSError) -> str:
    """Say in Indonesian why a file or folder cannot be used; what is rare stays in the system's words."""
    return _TROUBLES.get(error.errno or 0) or error.strerror or str(error)


def stop(sentence: str, code: int = UNUSABLE) -> NoReturn:
    """Print an Indonesian sentence on standard error and end the command."""
    err.print(sentence, style="bold red", soft_wrap=True)
    raise typer.Exit(code)


def need_server_packages(missing: ImportError) -> NoReturn:
    """End a command that needs packages which only a server's install has."""
    stop(f"Perintah ini memerlukan paket server ({missing.name}). Pasang dengan: pip install 'rembug[server]'")
