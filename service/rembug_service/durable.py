"""Writing small files so that a power cut leaves the old one or the new one."""

import os
from pathlib import Path


def write_durably(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file whole: flushed to the medium under another name, renamed, and the folder flushed.

    Raises:
        OSError: the medium did not take it; the old file is untouched.
    """
    make_folder(path.parent)
    # Two processes may serve one PostgreSQL from one folder.
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fresh.rename(path)
    flush_folder(path.parent)


def make_folder(folder: Path, *, mode: int = 0o777) -> None:
    """Make a folder where there is none, and those above it, so that a power cut does not take them away again.

    Raises:
        OSError: the medium did not take it.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=mode, exist_ok=True)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the medium.

    Raises:
        OSError: the medium did not take it.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_file(path: Path) -> None:
    """Flush a file's content to the medium.

    Raises:
        OSError: the medium did not take it.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
