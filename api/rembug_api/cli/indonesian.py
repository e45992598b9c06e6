"""The words of the command line's framework in Indonesian: help pages, usage, and what is wrong with a command.

Typer marks some of its words for gettext, and writes others in English where no catalogue reaches them.  So the panels'
titles are set where Typer keeps them, and what a command was refused for is said anew by the classes below, which every
command has.
"""

import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from typer import Abort, TyperException, rich_utils
from typer.core import TyperCommand, TyperGroup

from rembug_api.cli.output import FAILED, OK, err

INTERRUPTED: Final = 130
"""What a shell says of a program that Ctrl-C ended."""

_TITLES: Final = {
    "ARGUMENTS_PANEL_TITLE": "Isian",
    "OPTIONS_PANEL_TITLE": "Pilihan",
    "COMMANDS_PANEL_TITLE": "Perintah",
    "REQUIRED_LONG_STRING": "[wajib]",
    "DEFAULT_STRING": "[bawaan: {}]",
    "ENVVAR_STRING": "[variabel lingkungan: {}]",
}
_PIECES: Final = {"[OPTIONS]": "[PILIHAN]", "COMMAND [ARGS]...": "PERINTAH [ISIAN]..."}

# Each sentence of the framework as a pattern, and how it is said; \1 and \2 are what it speaks of.
_REFUSALS: Final = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"Missing command\.", "Perintah belum ditulis."),
        (r"No such command (.+)\. Did you mean (.+)\?", r"Perintah \1 tidak ada. Mungkin maksudnya \2."),
        (r"No such command (.+)\.", r"Perintah \1 tidak ada."),
        (r"No such option: (.+) \(Possible options: (.+)\)", r"Pilihan \1 tidak ada. Mungkin maksudnya \2."),
        (r"No such option: (.+)", r"Pilihan \1 tidak ada."),
        (r"Missing option (.+?)\.", r"Pilihan \1 harus diisi."),
        (r"Missing argument (.+?)\.", r"Isian \1 harus ditulis."),
        (r"Option (.+) requires .+", r"Pilihan \1 harus diikuti isinya."),
        (r"Option (.+) does not take a value\.", r"Pilihan \1 tidak diikuti isi."),
        (r"Got unexpected extra argument\(s\) \((.+)\)", r"Ada isian yang berlebih: \1."),
    )
)
_INVALID: Final = re.compile(r"Invalid value for (?P<where>'[^']+'[^:]*|[^:]+): (?P<what>.*)", re.DOTALL)
_REASONS: Final = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"Input should be greater than or equal to (\S+)", r"paling sedikit \1."),
        (r"Input should be less than or equal to (\S+)", r"paling banyak \1."),
        (r".*unable to parse string as an integer", "harus berupa angka bulat."),
        (r"Unable to parse input string as an integer.*", "harus berupa angka bulat yang wajar."),
        (r".*unable to parse string as a number", "harus berupa angka, dengan titik untuk pecahan."),
        (r"(?:Value error, )?(.+) is not one of (.+)\.", r"\1 tidak dikenal; pilih salah satu: \2."),
        (r"(?:Value error, )?(.+) does not match the formats '%Y-%m-%d'\.", r"\1 bukan tanggal seperti 2026-08-17."),
    )
)


def _speak() -> None:
    for name, words in _TITLES.items():
        # A title that Typer no longer has must not be set in silence.
        getattr(rich_utils, name)
        setattr(rich_utils, name, words)


_speak()


def refusal_of(message: str) -> str:
    """Say in Indonesian what the framework found wrong with a command; a sentence that is ours comes back as it is."""
    invalid = _INVALID.fullmatch(message)
    if invalid is not None:
        return f"Isi {invalid['where']} tidak dapat dipakai: {_said(_REASONS, invalid['what'])}"
    return _said(_REFUSALS, message)


def _said(sentences: Sequence[tuple[re.Pattern[str], str]], message: str) -> str:
    for pattern, words in sentences:
        found = pattern.fullmatch(message)
        if found is not None:
            return found.expand(words)
    return message


# Typer keeps the types of a context, a formatter and an option to itself: Any, below.
def _write_usage(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
    pieces = [_PIECES.get(piece, piece) for piece in command.collect_usage_pieces(ctx)]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Pemakaian: ")


def _described(option: Any) -> Any:  # noqa: ANN401 - the same
    if option is not None:
        option.help = "Tampilkan halaman ini."
    return option


class Command(TyperCommand):
    """A command whose usage and own option are in Indonesian."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the same
        """Write the line of usage."""
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - the same
        """Return ``--help`` with a line about it."""
        return _described(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group of such commands; the outermost one ends the program."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the same
        """Write the line of usage."""
        _write_usage(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - the same
        """Return ``--help`` with a line about it."""
        return _described(super().get_help_option(ctx))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - as Typer has it
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002 - the same
        **extra: Any,  # noqa: ANN401 - the same
    ) -> Any:  # noqa: ANN401 - the same
        """Run a command, and end with its code; what is wrong with it is one sentence."""
        run = partial(super().main, args, prog_name, complete_var, False, windows_expand_args, **extra)  # noqa: FBT003
        if not standalone_mode:
            return run()
        try:
            code = run()
        except TyperException as error:
            _refuse(error)
            code = error.exit_code
        except Abort as stopped:
            by_hand = isinstance(stopped.__context__, KeyboardInterrupt)
            code = INTERRUPTED if by_hand else FAILED
            if not by_hand:
                err.print("Dibatalkan: jawaban belum lengkap.", style="bold red")
        if code == INTERRUPTED:
            err.print("Dihentikan.", style="bold")
        sys.exit(code or OK)


def _refuse(error: TyperException) -> None:
    message = error.format_message()
    if not message:
        # The help page was shown instead.
        return
    context = getattr(error, "ctx", None)
    if context is not None:
        err.print(context.get_usage(), soft_wrap=True)
        err.print(f"Keterangan: {context.command_path} --help", soft_wrap=True)
    err.print(refusal_of(message), style="bold red", soft_wrap=True)
