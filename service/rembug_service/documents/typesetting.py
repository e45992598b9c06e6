"""From data to PDF: one way for all papers.

Texts reach a template as data (JSON in ``sys.inputs``), never as Typst's own language, so a name such as ``#panic()``
is printed as it stands.  No clock, no fonts of the machine, no network: the same data give the same bytes.
"""

import json
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from rembug_service.documents.printable import printable
from rembug_service.documents.qr import link_svg

FOLDER: Final = Path(__file__).parent
FONTS: Final = FOLDER / "fonts"
# Archival, tagged, and the only flavour that takes an attached file (ISO 19005-3, level A).
TAGGED: Final = "a-3a"
UNTAGGED: Final = "a-3b"
# A long list takes some hundred megabytes while it is set: one after the other on a village's laptop.
_ONE_AT_A_TIME: Final = threading.Lock()
_LONGEST: Final = 600
"""Seconds after which a list that is being set in a process of its own is given up."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What every paper of an election carries.

    Attributes:
        election: id of the election.
        title: of the election.
        village: such as ``Kelurahan Sukamundur`` or ``Desa Kalisoka``.
        region: the districts above it, from the nearest up.
        size: leaves of the log when the paper was made.
        root: root of the log at that size, in groups.
        address: page on which anybody verifies the election.
    """

    election: str
    title: str
    village: str
    region: tuple[str, ...]
    size: int
    root: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF, for programs to read."""

    name: str
    description: str
    text: str


def typeset(
    template: str, heading: Heading, paper: object, attachment: Attachment | None = None, *, tagged: bool = True
) -> bytes:
    """Return a paper as PDF.

    Args:
        template: name of the ``.typ`` beside this module.
        heading: what it has in common with the others.
        paper: a data class of what the template shows.
        attachment: a file to travel inside.
        tagged: whether its structure goes into the file, for readers aloud; lists of a whole kelurahan do without.
    """
    content: dict[str, Any] = {
        "heading": printable(asdict(heading)),
        "paper": printable(asdict(paper)),  # type: ignore[call-overload] # any data class
        "qr": link_svg(heading.address),
        "attachment": None if attachment is None else asdict(attachment),
    }
    words = json.dumps(content, ensure_ascii=False)
    with _ONE_AT_A_TIME:
        return set_here(template, words, tagged=True) if tagged else _set_apart(template, words)


def set_here(template: str, content: str, *, tagged: bool) -> bytes:
    """Return the PDF of a template for the JSON of its content.

    Raises:
        TypeError: not one document.
    """
    compiler = typst.Compiler(
        str(FOLDER / template), root=str(FOLDER), font_paths=_fonts(), sys_inputs={"content": content}
    )
    document = compiler.compile(format="pdf", pdf_standards=TAGGED if tagged else UNTAGGED, pdf_tags=tagged)
    if not isinstance(document, bytes):
        raise TypeError("Typst gave no single document")
    return document


def _set_apart(template: str, content: str) -> bytes:
    """Set a long list in a process that ends afterwards: Typst keeps what it made, and the service lives for weeks."""
    command = [sys.executable, "-m", "rembug_service.documents.press", template]
    done = subprocess.run(  # noqa: S603 - our own module, and a template named by it
        command, input=content.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_LONGEST, check=True
    )
    return done.stdout


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
