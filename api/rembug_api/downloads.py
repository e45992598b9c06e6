"""Large files made for one answer: written to a temporary file, sent, removed."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from fastapi.responses import FileResponse
from starlette.background import BackgroundTask


def zip_answer(filename: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """Return what ``write`` writes as a zip to be saved under a name."""
    descriptor, name = tempfile.mkstemp(prefix="rembug-", suffix=".zip")
    path = Path(name)
    try:
        with open(descriptor, "wb") as handle:  # noqa: PTH123 - mkstemp gives a descriptor, not a path
            write(handle)
    except BaseException:
        path.unlink()
        raise
    return FileResponse(path, media_type="application/zip", filename=filename, background=BackgroundTask(path.unlink))
